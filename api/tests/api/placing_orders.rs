//! `POST /api/orders`: validation, prices, stock, and orders that staff place for guests.

use serde_json::{Value, json};
use store::sql;
use testkit::api_client::id_of;
use testkit::{ApiClient, on_every_engine};

use crate::support::{TestServer, UNKNOWN_ID};

/// Returns the JSON request body for an order with these items and quantities.
fn order_form(lines: &[(&Value, i64)]) -> Value {
    let lines: Vec<_> =
        lines.iter().map(|(item, quantity)| json!({"item_id": id_of(item), "quantity": quantity})).collect();
    json!({ "items": lines })
}

#[tokio::test]
async fn order_of_two_items_is_placed_and_deducts_the_stock() {
    let server = TestServer::start().await;
    let menu = server.business_with_items(&[("Margherita", 950, 3), ("Tiramisù", 600, 10)]).await;
    let customer = server.customer().await;
    let mut form = order_form(&[(&menu[0], 2), (&menu[1], 3)]);
    form["note"] = "no garlic".into();
    form["items"][0]["note"] = " well done ".into();
    form["expected_total_cents"] = 3700.into();
    let response = customer.post("/api/orders").json(form).await;
    let location = response.header("location").unwrap().to_owned();
    assert!(response.header("idempotent-replayed").is_none());
    let order = response.expect_status(201);
    assert_eq!(location, format!("/api/orders/{}", id_of(&order)));
    assert_eq!(
        order,
        json!({
            "id": order["id"], "number": "ORD1001", "status": "pending", "version": 1,
            "business_id": menu.owner.business_id(), "business_name": order["business_name"],
            "customer_id": customer.id(), "placed_by": customer.id(), "order_type": "takeaway",
            "customer": {"name": customer.username(), "phone": null, "table": null}, "note": "no garlic",
            "lines": [
                {"item_id": id_of(&menu[0]), "name": "Margherita", "quantity": 2, "unit_price_cents": 950,
                 "line_total_cents": 1900, "note": "well done"},
                {"item_id": id_of(&menu[1]), "name": "Tiramisù", "quantity": 3, "unit_price_cents": 600,
                 "line_total_cents": 1800, "note": null},
            ],
            "total_cents": 3700, "currency": "EUR", "reason": null, "placed_at": "2026-11-21T18:00:00.000Z",
            "accepted_at": null, "processing_at": null, "completed_at": null, "cancelled_at": null,
            "handed_over_at": null, "estimate": order["estimate"],
        })
    );
    assert_eq!((server.stock(&menu[0]).await, server.stock(&menu[1]).await), (1, 7));
    assert_eq!(customer.order(&order).await, order);
    let by_number = customer.get("/api/orders/ord1001").await.expect_status(200);
    assert_eq!(by_number, order);
    server.close().await;
}

#[tokio::test]
async fn invalid_quantities_are_refused() {
    let server = TestServer::start().await;
    let menu = server.business_with_items(&[("Margherita", 950, 1000)]).await;
    let customer = server.customer().await;
    let invalid: Vec<Value> = vec![
        json!(0),
        json!(-7),
        json!(1.5),
        json!(1000),
        json!(1000.0),
        json!(1_000_000_000_000_i64),
        json!(1e30),
        json!(u64::MAX),
        json!(i64::MIN),
        json!("two"),
        json!("2"),
        json!(null),
        json!(true),
        json!([1]),
        json!({}),
    ];
    for quantity in invalid {
        let form = json!({"items": [{"item_id": id_of(&menu[0]), "quantity": quantity}]});
        let problem = customer.post("/api/orders").json(form).await.expect_problem(422, "invalid");
        let error = &problem["errors"][0];
        assert_eq!(error["field"], "items[0].quantity", "{quantity}");
        assert_eq!(error["message"], "must be a whole number from 1 to 999", "{quantity}");
    }
    customer.place_order(&menu[0], 999).await;
    customer.place_order(&menu[0], 1).await;
    server.close().await;
}

/// JSON does not distinguish `1.0` from `1`.
#[tokio::test]
async fn whole_numbers_with_a_fraction_of_zero_are_integers() {
    let server = TestServer::start().await;
    let menu = server.business_with_items(&[("Margherita", 950, 3)]).await;
    let customer = server.customer().await;
    let form = json!({"items": [{"item_id": id_of(&menu[0]), "quantity": 1.0}], "expected_total_cents": 950.0});
    let order = customer.post("/api/orders").json(form).await.expect_status(201);
    assert_eq!((&order["lines"][0]["quantity"], &order["total_cents"]), (&json!(1), &json!(950)));

    let form = json!({"name": "Cola", "price_cents": 3e2, "stock_quantity": 5.0});
    let item = menu.owner.post("/api/items").json(form).await.expect_status(201);
    assert_eq!((&item["price_cents"], &item["stock_quantity"]), (&json!(300), &json!(5)));
    let path = format!("/api/items/{}", id_of(&item));
    let change = json!({"delta": -2.0});
    assert_eq!(menu.owner.post(format!("{path}/stock")).json(change).await.expect_status(200)["stock_quantity"], 3);
    let business = format!("/api/businesses/{}", menu.owner.business_id());
    let change = json!({"grace_seconds": 7.0});
    assert_eq!(menu.owner.patch(&business).json(change).await.expect_status(200)["grace_seconds"], 7);

    for (path, form, field) in [
        (format!("{path}/stock"), json!({"delta": 0.5}), "delta"),
        (format!("{path}/stock"), json!({"delta": null}), "delta"),
        ("/api/items".to_owned(), json!({"name": "Tea", "price_cents": 1, "stock_quantity": 1.5}), "stock_quantity"),
    ] {
        assert_eq!(menu.owner.post(path).json(form).await.expect_invalid_fields(), [field]);
    }
    let change = json!({"grace_seconds": 1.5});
    assert_eq!(menu.owner.patch(&business).json(change).await.expect_invalid_fields(), ["grace_seconds"]);
    let change = json!({"grace_seconds": null});
    menu.owner.patch(&business).json(change).await.expect_status(200);
    server.close().await;
}

#[tokio::test]
async fn invalid_orders_are_reported_by_field() {
    let server = TestServer::start().await;
    let menu = server.business_with_items(&[("Margherita", 950, 1000)]).await;
    let customer = server.customer().await;
    let line = json!({"item_id": id_of(&menu[0]), "quantity": 1});
    let cases = [
        (json!({}), "items"),
        (json!({"items": null}), "items"),
        (json!({"items": []}), "items"),
        (json!({"items": {}}), "items"),
        (json!({"items": vec![line.clone(); 51]}), "items"),
        (json!({"items": [{"quantity": 1}]}), "items[0].item_id"),
        (json!({"items": [{"item_id": id_of(&menu[0])}]}), "items[0].quantity"),
        (json!({"items": [{"item_id": "101", "quantity": 1}]}), "items[0].item_id"),
        (json!({"items": [{"item_id": 101, "quantity": 1}]}), "items[0].item_id"),
        (json!({"items": [{"item_id": UNKNOWN_ID, "quantity": 1}]}), "items[0].item_id"),
        (json!({"items": [line, {"item_id": UNKNOWN_ID, "quantity": 1}]}), "items[1].item_id"),
        (json!({"items": [line], "business_id": "mine"}), "business_id"),
        (json!({"items": [line], "business_id": UNKNOWN_ID}), "items[0].item_id"),
        (json!({"items": [line], "order_type": "drone"}), "order_type"),
        (json!({"items": [line], "note": "n".repeat(501)}), "note"),
        (json!({"items": [line], "note": "ring\u{7}"}), "note"),
        (json!({"items": [line], "customer": {"name": "n".repeat(201)}}), "customer.name"),
        (json!({"items": [line], "customer": {"shoe_size": 43}}), "customer.shoe_size"),
        (json!({"items": [line], "expected_total_cents": "950"}), "expected_total_cents"),
        (json!({"items": [line], "expected_total_cents": -1}), "expected_total_cents"),
        (json!({"items": [line], "expected_currency": "ZZZ"}), "expected_currency"),
        (json!({"items": [line], "expected_total_cents": 9.5}), "expected_total_cents"),
        (json!({"items": [line], "total_cents": 1}), "total_cents"),
        (json!({"items": [line], "status": "completed"}), "status"),
        (
            json!({"items": [{"item_id": id_of(&menu[0]), "quantity": 1, "unit_price_cents": 1}]}),
            "items[0].unit_price_cents",
        ),
    ];
    for (form, field) in cases {
        let response = customer.post("/api/orders").json(form.clone()).await;
        assert_eq!(response.expect_invalid_fields(), [field], "{form}");
    }
    assert_eq!(server.stock(&menu[0]).await, 1000);
    server.close().await;
}

on_every_engine! {
    /// A note applies only to its own portions: with one burger without onions, the other burger keeps its onions.
    async fn lines_are_merged_only_if_their_notes_are_equal(db: Db) {
        let server = TestServer::start_on(db).await;
        let menu = server.business_with_items(&[("Burger", 950, 1001), ("Cola", 300, 9)]).await;
        let customer = server.customer().await;
        let line = |index: usize, quantity: i64, note: &str| json!({"item_id": id_of(&menu[index]), "quantity": quantity, "note": note});
        let summarize = |order: &Value| -> Vec<(Value, Value)> {
            let lines = order["lines"].as_array().unwrap();
            lines.iter().map(|line| (line["quantity"].clone(), line["note"].clone())).collect()
        };
        let allergy = "PEANUT ALLERGY";
        let form = json!({"items": [
            line(0, 1, "no onions"), line(0, 1, ""), line(1, 1, ""), line(0, 2, " no onions "),
            {"item_id": id_of(&menu[0]), "quantity": 3}, line(0, 1, &"n".repeat(495)), line(0, 1, allergy),
        ]});
        let order = customer.post("/api/orders").json(form).await.expect_status(201);
        let expected = [
            (json!(3), json!("no onions")),
            (json!(4), Value::Null),
            (json!(1), Value::Null),
            (json!(1), json!("n".repeat(495))),
            (json!(1), json!(allergy)),
        ];
        assert_eq!(summarize(&order), expected);
        assert_eq!(summarize(&customer.order(&order).await), expected);
        assert_eq!(order["total_cents"], 9 * 950 + 300);
        assert_eq!(server.stock(&menu[0]).await, 992);
        customer.cancel(&order).await.expect_status(200);
        assert_eq!(server.stock(&menu[0]).await, 1001);

        // There must be enough stock for all lines of the item together.
        let form = json!({"items": [line(0, 999, ""), line(0, 2, "rare"), line(0, 1, "no salt")]});
        let problem = customer.post("/api/orders").json(form).await.expect_problem(409, "sold-out");
        let shortage = json!({"item_id": id_of(&menu[0]), "name": "Burger", "requested": 1002, "left": 1001});
        assert_eq!(problem["items"], json!([shortage]));

        let too_many = json!({"items": [line(0, 999, ""), line(1, 1, ""), line(0, 1, "")]});
        assert_eq!(customer.post("/api/orders").json(too_many).await.expect_invalid_fields(), ["items[2].quantity"]);
        let too_long = json!({"items": [line(0, 1, ""), line(0, 1, &"n".repeat(501))]});
        assert_eq!(customer.post("/api/orders").json(too_long).await.expect_invalid_fields(), ["items[1].note"]);
        let fifty = json!({"items": vec![line(0, 1, "rare"); 50]});
        assert_eq!(summarize(&customer.post("/api/orders").json(fifty).await.expect_status(201)), [(json!(50), json!("rare"))]);
        server.close().await;
    }
}

#[tokio::test]
async fn sold_out_lists_each_item_and_what_is_left() {
    let server = TestServer::start().await;
    let menu = server
        .business_with_items(&[("Margherita", 950, 3), ("Tiramisù", 600, 0), ("Cola", 300, 9), ("Bread", 100, 9)])
        .await;
    let customer = server.customer().await;
    let unavailable = json!({"available": false});
    menu.owner.patch(format!("/api/items/{}", id_of(&menu[3]))).json(unavailable).await.expect_status(200);
    let form = order_form(&[(&menu[0], 4), (&menu[2], 1), (&menu[1], 1), (&menu[3], 2)]);
    let problem = customer.post("/api/orders").json(form).await.expect_problem(409, "sold-out");
    assert_eq!(
        problem["items"],
        json!([
            {"item_id": id_of(&menu[0]), "name": "Margherita", "requested": 4, "left": 3},
            {"item_id": id_of(&menu[1]), "name": "Tiramisù", "requested": 1, "left": 0},
            {"item_id": id_of(&menu[3]), "name": "Bread", "requested": 2, "left": 0},
        ])
    );
    assert_eq!(problem["detail"], "Not enough available: Margherita (3 left), Tiramisù (0 left), Bread (0 left).");
    assert_eq!(server.stock(&menu[2]).await, 9);
    server.close().await;
}

#[tokio::test]
async fn archived_item_cannot_be_ordered() {
    let server = TestServer::start().await;
    let menu = server.business_with_items(&[("Margherita", 950, 3)]).await;
    let customer = server.customer().await;
    let order = customer.place_order(&menu[0], 1).await;
    menu.owner.delete(format!("/api/items/{}", id_of(&menu[0]))).await.expect_status(204);
    assert_eq!(customer.place(&menu[0], 1).await.expect_invalid_fields(), ["items[0].item_id"]);
    // Existing orders keep the item, and can still be cancelled.
    assert_eq!(customer.order(&order).await["lines"][0]["name"], "Margherita");
    customer.cancel(&order).await.expect_status(200);
    server.close().await;
}

#[tokio::test]
async fn items_of_several_businesses_are_refused() {
    let server = TestServer::start().await;
    let menu = server.business_with_items(&[("Margherita", 950, 3)]).await;
    let other = server.business_with_items(&[("Ramen", 1200, 3)]).await;
    let customer = server.customer().await;
    let both = order_form(&[(&menu[0], 1), (&other[0], 1)]);
    customer.post("/api/orders").json(both.clone()).await.expect_problem(422, "several-businesses");
    let mut with_business = both;
    with_business["business_id"] = menu.owner.business_id().into();
    assert_eq!(customer.post("/api/orders").json(with_business).await.expect_invalid_fields(), ["items[1].item_id"]);
    server.close().await;
}

#[tokio::test]
async fn closed_business_takes_no_orders() {
    let server = TestServer::start().await;
    let menu = server.business_with_items(&[("Margherita", 950, 3)]).await;
    let customer = server.customer().await;
    menu.update_settings(json!({"open": false})).await;
    customer.place(&menu[0], 1).await.expect_problem(409, "business-closed");
    menu.owner.place(&menu[0], 1).await.expect_problem(409, "business-closed");
    menu.update_settings(json!({"open": true})).await;
    customer.place_order(&menu[0], 1).await;
    server.close().await;
}

#[tokio::test]
async fn changed_price_is_reported_before_the_order_is_placed() {
    let server = TestServer::start().await;
    let menu = server.business_with_items(&[("Margherita", 950, 300), ("Yacht", 100_000_000, 9)]).await;
    let customer = server.customer().await;
    let increase = json!({"price_cents": 1000});
    menu.owner.patch(format!("/api/items/{}", id_of(&menu[0]))).json(increase).await.expect_status(200);
    let mut form = order_form(&[(&menu[0], 2)]);
    form["expected_total_cents"] = 1900.into();
    let problem = customer.post("/api/orders").json(form.clone()).await.expect_problem(409, "price-changed");
    assert_eq!((&problem["expected_total_cents"], &problem["total_cents"]), (&json!(1900), &json!(2000)));
    assert_eq!(problem["detail"], "The total has changed from 19.00 EUR to 20.00 EUR.");
    form["expected_total_cents"] = 2000.into();
    let order = customer.post("/api/orders").json(form).await.expect_status(201);
    // The order keeps its price.
    menu.owner
        .patch(format!("/api/items/{}", id_of(&menu[0])))
        .json(json!({"price_cents": 1}))
        .await
        .expect_status(200);
    assert_eq!(customer.order(&order).await["total_cents"], 2000);
    // A total may exceed the maximum price of an item.
    let mut form = order_form(&[(&menu[1], 3)]);
    form["expected_total_cents"] = 300_000_000.into();
    let order = customer.post("/api/orders").json(form).await.expect_status(201);
    assert_eq!(customer.order(&order).await["lines"][0]["line_total_cents"], 300_000_000);
    menu.owner.command("accept", &order).await.expect_status(200);
    server.close().await;
}

#[tokio::test]
async fn changed_currency_is_reported_before_the_order_is_placed() {
    let server = TestServer::start().await;
    let menu = server.business_with_items(&[("Margherita", 1250, 300)]).await;
    let customer = server.customer().await;
    menu.update_settings(json!({"currency": "KWD", "price_conversion_rate": 0.1})).await;
    let mut form = order_form(&[(&menu[0], 1)]);
    form["expected_total_cents"] = 1250.into();
    form["expected_currency"] = "EUR".into();
    let problem = customer.post("/api/orders").json(form.clone()).await.expect_problem(409, "price-changed");
    assert_eq!(problem["detail"], "The currency has changed from EUR to KWD. The total is 1.250 KWD.");
    let amounts = ["expected_total_cents", "expected_currency", "total_cents", "currency"].map(|name| &problem[name]);
    assert_eq!(amounts, [&json!(1250), &json!("EUR"), &json!(1250), &json!("KWD")]);
    form["expected_total_cents"] = 100.into();
    let problem = customer.post("/api/orders").json(form.clone()).await.expect_problem(409, "price-changed");
    assert_eq!(problem["detail"], "The total has changed from 1.00 EUR to 1.250 KWD.");
    // Without a total, the currency is checked as well.
    form.as_object_mut().unwrap().remove("expected_total_cents");
    let problem = customer.post("/api/orders").json(form.clone()).await.expect_problem(409, "price-changed");
    assert_eq!(problem["detail"], "The currency has changed from EUR to KWD. The total is 1.250 KWD.");
    assert_eq!(server.stock(&menu[0]).await, 300);
    form["expected_total_cents"] = 1250.into();
    form["expected_currency"] = "KWD".into();
    let order = customer.post("/api/orders").json(form).await.expect_status(201);
    assert_eq!((&order["total_cents"], &order["currency"]), (&json!(1250), &json!("KWD")));
    server.close().await;
}

/// Places an order for a guest.
async fn place_for_guest(staff: &ApiClient, item: &Value, customer: Value) -> Value {
    let form = json!({"items": [{"item_id": id_of(item), "quantity": 1}], "customer": customer});
    staff.post("/api/orders").json(form).await.expect_status(201)
}

#[tokio::test]
async fn staff_place_orders_for_guests() {
    let server = TestServer::start().await;
    let menu = server.business_with_items(&[("Margherita", 950, 30)]).await;
    let waiter = server.waiter(&menu.owner).await;
    let other = server.business_with_items(&[("Ramen", 1200, 3)]).await;
    for staff in [&waiter, &menu.owner] {
        let order =
            place_for_guest(staff, &menu[0], json!({"name": "Ms Rossi", "phone": "+39 06", "table": " 7 "})).await;
        assert_eq!((&order["customer_id"], &order["placed_by"]), (&json!(null), &json!(staff.id())));
        assert_eq!(order["customer"], json!({"name": "Ms Rossi", "phone": "+39 06", "table": "7"}));
        assert_eq!(order["order_type"], "dine_in");
        let order = place_for_guest(staff, &menu[0], json!({"name": "", "table": " "})).await;
        assert_eq!(order["customer"], json!({"name": null, "phone": null, "table": null}));
        assert_eq!(order["order_type"], "takeaway");
        // Staff can order only from the menu of their own business.
        assert_eq!(staff.place(&other[0], 1).await.expect_invalid_fields(), ["items[0].item_id"]);
        let mut form = order_form(&[(&menu[0], 1)]);
        form["business_id"] = other.owner.business_id().into();
        assert_eq!(staff.post("/api/orders").json(form).await.expect_invalid_fields(), ["items[0].item_id"]);
    }
    let admin = server.admin().await;
    admin.place(&menu[0], 1).await.expect_problem(403, "forbidden");
    server.anonymous().place(&menu[0], 1).await.expect_problem(401, "unauthenticated");
    server.close().await;
}

/// A right-to-left override in a note would make the ticket show "no nuts" as "stun on".
#[tokio::test]
async fn invisible_and_bidirectional_characters_are_removed_from_an_order() {
    let server = TestServer::start().await;
    let menu = server.business_with_items(&[("Margherita", 950, 30)]).await;
    let mut form = order_form(&[(&menu[0], 1)]);
    form["note"] = "\u{202e} no nuts".into();
    form["items"][0]["note"] =
        "\u{2067}بدون مكسرات\u{2069} 🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}".into();
    form["customer"] = json!({"name": "\u{3164}", "phone": "\u{202a}+34 600\u{202c}", "table": "\u{2800}7\u{fe0f}"});
    let order = menu.owner.post("/api/orders").json(form).await.expect_status(201);
    assert_eq!(order["note"], "no nuts");
    assert_eq!(order["lines"][0]["note"], "بدون مكسرات 🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}");
    assert_eq!(order["customer"], json!({"name": null, "phone": "+34 600", "table": "7"}));
    let reason = json!({"reason": "\u{202e}sold out"});
    let rejected = menu.owner.command("reject", &order).json(reason).await.expect_status(200);
    assert_eq!(rejected["reason"], "sold out");
    let mut form = order_form(&[(&menu[0], 1)]);
    form["note"] = format!("e{}", "\u{301}".repeat(180)).into();
    assert_eq!(menu.owner.post("/api/orders").json(form).await.expect_invalid_fields(), ["note"]);
    server.close().await;
}

#[tokio::test]
async fn trace_of_a_request_continues_in_its_events_and_problems() {
    let server = TestServer::start().await;
    let menu = server.business_with_items(&[("Margherita", 950, 3)]).await;
    let customer = server.customer().await;
    let trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    let parent = format!("00-{trace}-00f067aa0ba902b7-01");
    let order = customer.place(&menu[0], 1).header("traceparent", &parent).await.expect_status(201);
    menu.owner.command("accept", &order).header("traceparent", &parent).await.expect_status(200);
    for event in customer.events(&order).await {
        assert_eq!(event["traceparent"].as_str().unwrap().split('-').nth(1), Some(trace), "{event}");
    }
    let problem = customer.place(&menu[0], 9).header("traceparent", &parent).await.expect_problem(409, "sold-out");
    assert_eq!(problem["trace_id"], trace);
    let mut read = server.db.read().await.unwrap();
    let untraced = sql!(read, one[i64], "select count(*) from events where traceparent is null").await.unwrap();
    assert_eq!(untraced, (0,));
    drop(read);
    server.close().await;
}
