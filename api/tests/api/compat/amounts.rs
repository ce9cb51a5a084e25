//! Decimal amounts: notations, rounding errors of floats, and the decimals of currencies.

use serde_json::json;

use crate::support::TestServer;

#[tokio::test]
async fn amounts_are_equal_in_every_notation() {
    let server = TestServer::start().await;
    let menu = server.business_with_items(&[("A", 20_025, 50), ("B", 5_050, 50)]).await;
    let dana = server.customer_named("dana").await;
    let place = |amount: &str| {
        let body = format!(r#"{{"user_id": "dana", "item_ids": [101, 102], "total_amount": {amount}}}"#);
        dana.post("/order").header("content-type", "application/json").body(body)
    };
    for amount in ["250.75", "250.750", "\"250.75\"", "2.5075e2", "25075E-2", "0250.75".trim_start_matches('0')] {
        place(amount).await.expect_status(200);
    }
    // A number may have a float rounding error. A larger difference, or any difference in a string, is refused.
    for amount in ["250.75000000000001", "250.7499999999999999999"] {
        place(amount).await.expect_status(200);
    }
    for amount in ["\"250.75000000000001\"", "250.7500001", "250.7499999"] {
        assert_eq!(place(amount).await.expect_invalid_fields(), ["total_amount"]);
    }
    for (amount, message) in [
        ("-250.75", "must not be negative"),
        ("250.755", "must have at most 2 decimals in EUR"),
        ("1e400", "is too large"),
        ("1e2000000000", "is too large"),
        ("99999999999999999999", "is too large"),
        ("\"lots\"", "must be an amount, such as 250.75"),
        ("true", "must be an amount, such as 250.75"),
        ("[250.75]", "must be an amount, such as 250.75"),
    ] {
        let problem = place(amount).await.expect_problem(422, "invalid");
        assert_eq!(problem["errors"], json!([{"field": "total_amount", "message": message}]), "{amount}");
    }
    // The error contains both totals.
    let problem = place("250.74").await.expect_problem(409, "price-changed");
    assert_eq!(problem["detail"], "The total has changed from 250.74 EUR to 250.75 EUR.");
    assert_eq!((&problem["total_amount"], &problem["expected_total_amount"]), (&json!("250.75"), &json!("250.74")));
    assert_eq!(server.stock(&menu[0]).await, 42);
    server.close().await;
}

/// Clients compute totals by adding prices as floats, which causes rounding errors.
#[tokio::test]
async fn totals_with_float_rounding_errors_are_accepted() {
    let server = TestServer::start().await;
    server.business_with_items(&[("A", 10, 1_000_000), ("B", 1_995, 1_000_000), ("C", 3_333, 1_000_000)]).await;
    let dana = server.customer_named("dana").await;
    let mut inexact = 0;
    for round in 1..=100_usize {
        let items: Vec<_> = (0..round % 25 + 2).map(|index| (index * round + round / 3) % 3).collect();
        let total = items.iter().fold(0.0, |sum: f64, item| sum + [0.1, 19.95, 33.33][*item]);
        inexact += usize::from(total.to_string().split_once('.').is_some_and(|(_, part)| part.len() > 2));
        let numbers: Vec<_> = items.iter().map(|item| 101 + item).collect();
        let body = json!({"user_id": "dana", "item_ids": numbers, "total_amount": total});
        dana.post("/order").json(body).await.expect_status(200);
    }
    assert!(inexact > 10, "only {inexact} of the totals have a rounding error");
    server.close().await;
}

#[tokio::test]
async fn prices_have_the_decimals_of_their_currency() {
    let server = TestServer::start().await;
    let mut products = Vec::new();
    for (currency, price, cents, too_precise) in
        [("EUR", "0.29", 29, "0.295"), ("JPY", "1200", 1_200, "0.5"), ("KWD", "1.234", 1_234, "1.2345")]
    {
        let menu = server.business_with_items(&[]).await;
        menu.update_settings(json!({"currency": currency})).await;
        let create = |price: &str| {
            let body = format!(r#"{{"name": "Dish", "price": {price}, "stock_quantity": 1}}"#);
            menu.owner.post("/products").header("content-type", "application/json").body(body)
        };
        let response = create(price).await;
        // The response text contains exactly these digits.
        assert!(response.text.contains(&format!(r#""price":{price},"#)), "{}", response.text);
        let product = response.expect_status(200);
        let item = server
            .anonymous()
            .get(format!("/api/items/{}", product["item_id"].as_str().unwrap()))
            .await
            .expect_status(200);
        assert_eq!(item["price_cents"], cents);
        for refused in [too_precise, "-1", "1e9", "\"much\""] {
            assert_eq!(create(refused).await.expect_invalid_fields(), ["price"], "{currency} {refused}");
        }
        let max = match currency {
            "EUR" => "1000000.00 EUR",
            "JPY" => "100000000 JPY",
            _ => "100000.000 KWD",
        };
        let problem = create("100000001").await.expect_problem(422, "invalid");
        assert_eq!(problem["errors"][0]["message"], format!("must be at most {max}"));
        products.push(product);
    }
    assert_eq!(server.anonymous().get("/products").await.expect_status(200), json!(products));
    server.close().await;
}
