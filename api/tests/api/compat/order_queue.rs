//! The requests of the order queue client.

use std::time::Duration;

use serde_json::json;
use testkit::{TIMEOUT, eventually};

use crate::support::TestServer;

/// The example in the system's documentation: `user123` orders items 101 and 102 for 250.75.
#[tokio::test]
async fn order_queue_client_orders_by_numbers_and_polls_the_status() {
    let server = TestServer::start().await;
    let menu = server.business_with_items(&[("Espresso machine", 20_025, 5), ("Grinder", 5_050, 5)]).await;
    menu.update_settings(json!({"grace_seconds": 5, "kitchen": "manual"})).await;
    assert_eq!((&menu[0]["number"], &menu[1]["number"]), (&json!(101), &json!(102)));
    let user = server.customer_named("user123").await;

    // The body is a byte-for-byte copy from the documentation.
    let body = r#"{
    "user_id" : "user123",
    "item_ids": [101, 102],
    "total_amount": 250.75
}"#;
    let order = user.post("/order").header("Content-Type", "application/json").body(body).await.expect_status(200);
    assert_eq!(order, json!({"order_id": "ORD1001", "order_status": "Pending"}));
    assert_eq!((server.stock(&menu[0]).await, server.stock(&menu[1]).await), (4, 4));

    let poll = || user.get("/order/ORD1001");
    assert_eq!(poll().await.expect_status(200), order);
    server.advance(Duration::from_secs(6));
    let accepted = eventually("the order to be accepted", TIMEOUT, async || {
        let order = menu.owner.get("/api/orders/ORD1001").await.expect_status(200);
        (order["status"] == "accepted").then_some(order)
    })
    .await;
    // An accepted order is still in the client's queue.
    assert_eq!(poll().await.expect_status(200)["order_status"], "Pending");
    for (command, status) in [("start", "Processing"), ("complete", "Completed")] {
        menu.owner.command(command, &accepted).await.expect_status(200);
        assert_eq!(poll().await.expect_status(200), json!({"order_id": "ORD1001", "order_status": status}));
    }

    let metrics = menu.owner.get("/metrics").await.expect_status(200);
    assert_eq!(metrics["average_processing_time"], 0.0);
    assert_eq!(
        metrics,
        json!({
            "total_orders": 1, "average_processing_time": 0.0, "pending_orders": 0, "processing_orders": 0,
            "completed_orders": 1,
        })
    );

    // If staff place the order, `user_id` is the name of the guest. A repeated item adds a portion.
    let body = json!({"user_id": "user124", "item_ids": [102, "102", menu[0]["id"]], "total_amount": "301.250"});
    let order = menu.owner.post("/order").json(body).await.expect_status(200);
    let path = format!("/api/orders/{}", order["order_id"].as_str().unwrap());
    let order = menu.owner.get(path).await.expect_status(200);
    assert_eq!(order["customer"]["name"], "user124");
    assert_eq!((&order["total_cents"], server.stock(&menu[1]).await), (&json!(30_125), 2));
    server.close().await;
}
