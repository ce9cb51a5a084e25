//! Lists of orders at `POST /order`.

use serde_json::{Value, json};
use testkit::on_every_engine;

use crate::support::{TestServer, UNKNOWN_ID};

on_every_engine! {
    async fn list_places_one_order_for_each_entry_or_none(db: Db) {
        let server = TestServer::start_on(db).await;
        let pizzeria = server.business_with_items(&[("Margherita", 950, 5), ("Cola", 250, 10)]).await;
        let noodles = server.business_with_items(&[("Ramen", 1200, 3)]).await;
        let dana = server.customer_named("dana").await;
        let place = |list: Value| dana.post("/order").json(list);
        // Two businesses, and an item twice.
        let list = json!([
            {"menu_id": pizzeria[0]["id"], "quantity": 2},
            {"m_id": noodles[0]["number"], "quantity": "1", "u_id": "dana"},
            {"menu_id": pizzeria[0]["id"], "quantity": 1},
        ]);
        let orders = place(list).await.expect_status(200);
        let summary = |order: &Value| json!([order["biz_id"], order["menu"]["name"], order["quantity"], order["total"]]);
        assert_eq!(
            orders.as_array().unwrap().iter().map(summary).collect::<Vec<_>>(),
            [
                json!([pizzeria.owner.business_id(), "Margherita", 2, 19]),
                json!([noodles.owner.business_id(), "Ramen", 1, 12]),
                json!([pizzeria.owner.business_id(), "Margherita", 1, 9.5]),
            ]
        );
        assert_eq!(orders[2]["menu"]["stock"], 2);
        assert_eq!(dana.get("/get_orders").await.expect_status(200), json!([orders[2], orders[1], orders[0]]));

        // If an entry is refused, no order is placed. All shortages are listed.
        let problem = place(json!([
            {"menu_id": pizzeria[1]["id"], "quantity": 1},
            {"menu_id": pizzeria[0]["id"], "quantity": 3},
            {"menu_id": noodles[0]["id"], "quantity": 2},
            {"menu_id": noodles[0]["id"], "quantity": 1},
        ]))
        .await
        .expect_problem(409, "sold-out");
        assert_eq!(
            problem["items"],
            json!([
                {"item_id": pizzeria[0]["id"], "name": "Margherita", "requested": 3, "left": 2},
                {"item_id": noodles[0]["id"], "name": "Ramen", "requested": 1, "left": 0},
            ])
        );
        noodles.update_settings(json!({"open": false})).await;
        let list = json!([{"menu_id": pizzeria[1]["id"], "quantity": 1}, {"menu_id": noodles[0]["id"], "quantity": 1}]);
        place(list).await.expect_problem(409, "business-closed");
        // The refused lists have deducted nothing.
        let rest = json!([{"menu_id": pizzeria[0]["id"], "quantity": 2}, {"menu_id": pizzeria[1]["id"], "quantity": 10}]);
        place(rest).await.expect_status(200);
        assert_eq!((server.stock(&pizzeria[0]).await, server.stock(&noodles[0]).await), (0, 2));
        server.close().await;
    }
}

on_every_engine! {
    async fn list_with_an_idempotency_key_is_placed_once(db: Db) {
        let server = TestServer::start_on(db).await;
        let menu = server.business_with_items(&[("Margherita", 950, 10), ("Cola", 250, 10)]).await;
        let dana = server.customer_named("dana").await;
        let long_key = "k".repeat(255);
        for (key, placed) in [("list-1", 1), (long_key.as_str(), 2)] {
            let place = |list: Value| dana.post("/order").json(list).header("Idempotency-Key", key);
            let list = json!([{"menu_id": 101, "quantity": 1}, {"menu_id": 102, "quantity": 2}]);
            let (first, again) = (place(list.clone()).await, place(list).await);
            assert_eq!((first.header("idempotent-replayed"), again.header("idempotent-replayed")), (None, Some("true")));
            assert_eq!(first.expect_status(200), again.expect_status(200));
            for other in [
                json!([{"menu_id": 101, "quantity": 1}]),
                json!([{"menu_id": 101, "quantity": 1}, {"menu_id": 102, "quantity": 3}]),
                json!({"menu_id": 101, "quantity": 1}),
            ] {
                place(other).await.expect_problem(422, "idempotency-key-reused");
            }
            assert_eq!((server.stock(&menu[0]).await, server.stock(&menu[1]).await), (10 - placed, 10 - 2 * placed));
        }
        server.close().await;
    }
}

/// Each entry of a list is an order of one item, with `menu_id` and `quantity`. The error for an entry with `item_ids` or
/// `total_amount` does not ask for the missing fields of that format, because adding them would not make the entry valid.
#[tokio::test]
async fn order_with_several_items_cannot_be_part_of_a_list() {
    let server = TestServer::start().await;
    let menu = server.business_with_items(&[("Margherita", 950, 10)]).await;
    let dana = server.customer_named("dana").await;
    let several = "must have menu_id and quantity; an order with item_ids and total_amount cannot be part of a list";
    for (entry, message) in [
        (json!({"user_id": "dana", "item_ids": [101], "total_amount": 9.5}), several),
        (json!({"item_ids": [101], "total_amount": 9.5}), several),
        (json!({"user_id": "dana", "item_ids": [101]}), several),
        (json!({"user_id": "dana", "total_amount": 9.5}), several),
        (json!({"menu_id": 101, "quantity": 1, "item_ids": [101]}), several),
        (json!({"user_id": "dana"}), "must have menu_id and quantity"),
        (json!({}), "must have menu_id and quantity"),
    ] {
        let list = json!([{"menu_id": 101, "quantity": 1}, entry]);
        let problem = dana.post("/order").json(list).await.expect_problem(422, "invalid");
        assert_eq!(problem["errors"], json!([{"field": "[1]", "message": message}]), "{entry}");
    }
    assert_eq!(server.stock(&menu[0]).await, 10);
    server.close().await;
}

#[tokio::test]
async fn invalid_entries_of_a_list_are_named() {
    let server = TestServer::start().await;
    let menu = server.business_with_items(&[("Margherita", 950, 10)]).await;
    let dana = server.customer_named("dana").await;
    let valid = json!({"menu_id": 101, "quantity": 1});
    for (invalid, field) in [
        (json!({"menu_id": 101}), "[1].quantity"),
        (json!({"quantity": 1}), "[1].menu_id"),
        (json!({"menu_id": 101, "quantity": 0}), "[1].quantity"),
        (json!({"menu_id": 101, "quantity": -1}), "[1].quantity"),
        (json!({"menu_id": UNKNOWN_ID, "quantity": 1}), "[1].menu_id"),
        (json!({"menu_id": 101, "quantity": 1, "user_id": "zoe"}), "[1].user_id"),
        (json!({"user_id": "dana", "item_ids": [101], "total_amount": 9.5}), "[1]"),
        (json!({"menu_id": 101, "item_ids": [101]}), "[1]"),
        (json!({}), "[1]"),
        (json!(7), "[1]"),
    ] {
        let response = dana.post("/order").json(json!([valid, invalid])).await;
        assert_eq!(response.expect_invalid_fields(), [field], "{invalid}");
    }
    for list in [json!([]), json!(vec![valid.clone(); 51])] {
        dana.post("/order").json(list).await.expect_problem(422, "invalid");
    }
    // With a token of staff, the names are those of guests.
    let waiter = server.waiter(&menu.owner).await;
    let list = json!([{"menu_id": 101, "quantity": 1, "user_id": "Mr. Rossi"}, valid]);
    let orders = waiter.post("/order").json(list).await.expect_status(200);
    assert_eq!(waiter.order(&orders[0]).await["customer"]["name"], "Mr. Rossi");
    assert_eq!(server.stock(&menu[0]).await, 8);
    server.close().await;
}
