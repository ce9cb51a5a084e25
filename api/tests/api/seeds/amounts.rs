//! Decimals come in and go out with exactly their digits.

use serde_json::json;

use super::customer;
use crate::kit::House;

#[tokio::test]
async fn an_amount_is_the_same_however_it_is_written() {
    let house = House::open().await;
    let shop = house.menu(&[("A", 20_025, 50), ("B", 5_050, 50)]).await;
    let dana = customer(&house, "dana").await;
    let order = |amount: &str| {
        let body = format!(r#"{{"user_id": "dana", "item_ids": [101, 102], "total_amount": {amount}}}"#);
        dana.post("/order").header("content-type", "application/json").body(body)
    };
    for amount in ["250.75", "250.750", "\"250.75\"", "2.5075e2", "25075E-2", "0250.75".trim_start_matches('0')] {
        order(amount).await.expect(200);
    }
    // Nearer than floats add up, as a number: it is meant. As a text, or further away, it is not.
    for amount in ["250.75000000000001", "250.7499999999999999999"] {
        order(amount).await.expect(200);
    }
    for amount in ["\"250.75000000000001\"", "250.7500001", "250.7499999"] {
        assert_eq!(order(amount).await.invalid(), ["total_amount"]);
    }
    for (amount, why) in [
        ("-250.75", "must not be negative"),
        ("250.755", "has more decimals than EUR, which has 2"),
        ("1e400", "is too much"),
        ("1e2000000000", "is too much"),
        ("99999999999999999999", "is too much"),
        ("\"lots\"", "must be an amount, like 250.75"),
        ("true", "must be an amount, like 250.75"),
        ("[250.75]", "must be an amount, like 250.75"),
    ] {
        let problem = order(amount).await.refused(422, "invalid");
        assert_eq!(problem["errors"], json!([{"field": "total_amount", "message": why}]), "{amount}");
    }
    // It costs something else than the client was told: both figures, and nothing is ordered.
    let problem = order("250.74").await.refused(409, "price-changed");
    assert_eq!(problem["detail"], "The order costs 250.75 EUR, not 250.74.");
    assert_eq!((&problem["total_amount"], &problem["expected_total_amount"]), (&json!("250.75"), &json!("250.74")));
    assert_eq!(house.stock(&shop[0]).await, 42);
    house.close().await;
}

/// What a client gets that adds prices one by one, in floats.
#[tokio::test]
async fn a_total_that_was_added_up_in_floats_is_what_it_means() {
    let house = House::open().await;
    house.menu(&[("A", 10, 1_000_000), ("B", 1_995, 1_000_000), ("C", 3_333, 1_000_000)]).await;
    let dana = customer(&house, "dana").await;
    let mut off = 0;
    for round in 1..=100_usize {
        let items: Vec<_> = (0..round % 25 + 2).map(|place| (place * round + round / 3) % 3).collect();
        let total = items.iter().fold(0.0, |sum: f64, item| sum + [0.1, 19.95, 33.33][*item]);
        off += usize::from(total.to_string().split_once('.').is_some_and(|(_, part)| part.len() > 2));
        let numbers: Vec<_> = items.iter().map(|item| 101 + item).collect();
        let body = json!({"user_id": "dana", "item_ids": numbers, "total_amount": total});
        dana.post("/order").json(body).await.expect(200);
    }
    assert!(off > 10, "only {off} of these sums are not exact");
    house.close().await;
}

#[tokio::test]
async fn prices_have_the_decimals_of_their_currency() {
    let house = House::open().await;
    let mut wanted = Vec::new();
    for (currency, price, cents, too_fine) in
        [("EUR", "0.29", 29, "0.295"), ("JPY", "1200", 1_200, "0.5"), ("KWD", "1.234", 1_234, "1.2345")]
    {
        let shop = house.menu(&[]).await;
        shop.set(json!({"currency": currency})).await;
        let set = |price: &str| {
            let body = format!(r#"{{"name": "Dish", "price": {price}, "stock_quantity": 1}}"#);
            shop.owner.post("/products").header("content-type", "application/json").body(body)
        };
        let answer = set(price).await;
        // As the text of the answer: with exactly these digits.
        assert!(answer.text.contains(&format!(r#""price":{price},"#)), "{}", answer.text);
        let product = answer.expect(200);
        let item =
            house.stranger().get(format!("/api/items/{}", product["item_id"].as_str().unwrap())).await.expect(200);
        assert_eq!(item["price_cents"], cents);
        for refused in [too_fine, "-1", "1e9", "\"much\""] {
            assert_eq!(set(refused).await.invalid(), ["price"], "{currency} {refused}");
        }
        wanted.push(product);
    }
    assert_eq!(house.stranger().get("/products").await.expect(200), json!(wanted));
    house.close().await;
}
