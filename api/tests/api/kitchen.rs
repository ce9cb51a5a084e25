//! The kitchen: its workers and queue, waiting times, dead letters, and the admin's overview.

use std::time::Duration;

use domain::event::{EventId, EventRecord, Subject};
use domain::order::OrderId;
use serde_json::{Value, json};
use store::kitchen_workers::{self, Heartbeat};
use testkit::api_client::id_of;
use testkit::brokers::{next_delivery, next_event};
use testkit::fixture::parse;
use testkit::{ApiClient, TIMEOUT, eventually};
use uuid::Uuid;

use crate::support::{Menu, TestServer};

/// Records the heartbeat of a worker that has two slots and prepares an order in 10 s.
async fn record_heartbeat(server: &TestServer) {
    let mut tx = server.db.begin().await.unwrap();
    let heartbeat = Heartbeat { id: Uuid::from_u128(7), name: "worker-1", slots: 2, busy: 0, prep_ms: 10_000 };
    kitchen_workers::record_heartbeat(&mut tx, &heartbeat).await.unwrap();
    tx.commit().await.unwrap();
}

/// Places an order that the business accepts.
async fn place_accepted(customer: &ApiClient, menu: &Menu) -> Value {
    let order = customer.place_order(&menu[0], 1).await;
    menu.owner.command("accept", &order).await.expect_status(200)
}

#[tokio::test]
async fn queue_and_estimates_reflect_the_live_workers() {
    let server = TestServer::start().await;
    let menu = server.business_with_items(&[("Margherita", 950, 99)]).await;
    let customer = server.customer().await;
    let pending = customer.place_order(&menu[0], 1).await;
    assert_eq!(customer.order(&pending).await["estimate"], Value::Null, "no worker is alive");
    let kitchen = menu.owner.get("/api/kitchen").await.expect_status(200);
    assert_eq!((&kitchen["workers"], &kitchen["prep_seconds"]), (&json!([]), &Value::Null));

    record_heartbeat(&server).await;
    assert_eq!(
        customer.order(&pending).await["estimate"],
        json!({"ahead": 0, "ready_in_seconds": 15}),
        "the cancellation window and the preparation time"
    );
    let mut orders = Vec::new();
    for _ in 0..3 {
        orders.push(place_accepted(&customer, &menu).await);
        server.advance(Duration::from_millis(1));
    }
    for (ahead, (order, ready)) in orders.iter().zip([10, 10, 20]).enumerate() {
        assert_eq!(customer.order(order).await["estimate"], json!({"ahead": ahead, "ready_in_seconds": ready}));
    }
    let kitchen = menu.owner.get("/api/kitchen").await.expect_status(200);
    assert_eq!(
        (&kitchen["queue_depth"], &kitchen["slots"], &kitchen["prep_seconds"]),
        (&json!(3), &json!(2), &json!(10.0))
    );
    server.advance(Duration::from_secs(4));
    let oldest_wait = menu.owner.get("/api/kitchen").await.expect_status(200)["oldest_wait_seconds"].clone();
    assert_eq!(oldest_wait, json!(4));
    server.close().await;
}

#[tokio::test]
async fn manually_prepared_and_finished_orders_have_no_estimate() {
    let server = TestServer::start().await;
    let menu = server.business_with_items(&[("Bread", 520, 99)]).await;
    let customer = server.customer().await;
    record_heartbeat(&server).await;
    menu.update_settings(json!({"kitchen": "manual"})).await;
    let order = place_accepted(&customer, &menu).await;
    assert_eq!(customer.order(&order).await["estimate"], Value::Null);
    menu.update_settings(json!({"kitchen": "automatic"})).await;
    menu.owner.command("cancel", &order).await.expect_status(200);
    assert_eq!(customer.order(&order).await["estimate"], Value::Null);
    server.close().await;
}

#[tokio::test]
async fn businesses_show_the_wait_and_the_load_of_their_kitchen() {
    let server = TestServer::start().await;
    let menu = server.business_with_items(&[("Margherita", 950, 99)]).await;
    let customer = server.customer().await;
    let path = format!("/api/businesses/{}", menu.owner.business_id());
    let now = customer.get(&path).await.expect_status(200);
    assert_eq!((&now["wait_seconds"], &now["load"]), (&Value::Null, &json!("packed")), "no worker is alive");
    record_heartbeat(&server).await;
    let now = customer.get(&path).await.expect_status(200);
    assert_eq!((&now["wait_seconds"], &now["load"]), (&json!(15), &json!("quiet")));
    for _ in 0..10 {
        place_accepted(&customer, &menu).await;
    }
    let now = customer.get(&path).await.expect_status(200);
    assert_eq!((&now["wait_seconds"], &now["load"]), (&json!(60), &json!("packed")));
    let listed = customer.get("/api/businesses").await.expect_status(200);
    assert_eq!(listed["data"][0], now);
    menu.update_settings(json!({"acceptance": "manual"})).await;
    assert_eq!(customer.get(&path).await.expect_status(200)["wait_seconds"], Value::Null, "staff accept the orders");
    server.close().await;
}

#[tokio::test]
async fn dead_letter_is_listed_and_replayed() {
    let server = TestServer::start().await;
    let menu = server.business_with_items(&[("Margherita", 950, 9)]).await;
    let (customer, admin) = (server.customer().await, server.admin().await);
    let order = place_accepted(&customer, &menu).await;
    let mut consumer = server.broker.consume_kitchen(1);
    next_delivery(&mut consumer).await.reject().await.unwrap();

    let dead_letters = eventually("the dead letter", TIMEOUT, async || {
        let page = admin.get("/api/dead-letters").await.expect_status(200);
        (page["data"].as_array().unwrap().len() == 1).then_some(page)
    })
    .await;
    let dead_letter = &dead_letters["data"][0];
    assert_eq!((&dead_letter["order_id"], &dead_letter["order_number"]), (&order["id"], &order["number"]));
    assert_eq!((&dead_letter["kind"], &dead_letter["reason"]), (&json!("order.accepted"), &json!("rejected")));
    assert_eq!(dead_letter["body"]["order"]["id"], order["id"]);
    assert_eq!(admin.get("/api/overview").await.expect_status(200)["dead_letters"], json!(1));

    let replay = format!("/api/dead-letters/{}/replay", id_of(dead_letter));
    admin.post(&replay).await.expect_status(204);
    let (delivery, event) = next_event(&mut consumer).await;
    assert_eq!(event.subject, Subject::Order(parse(id_of(&order))));
    delivery.ack().await.unwrap();
    admin.post(&replay).await.expect_problem(404, "not-found");
    server.close().await;
}

/// A message cannot be replayed if its order does not exist. The message of a finished order can be replayed, because the worker
/// discards it.
#[tokio::test]
async fn replay_without_an_order_is_refused() {
    let server = TestServer::start().await;
    let menu = server.business_with_items(&[("Margherita", 950, 9)]).await;
    let (customer, admin) = (server.customer().await, server.admin().await);
    let order = place_accepted(&customer, &menu).await;
    let mut consumer = server.broker.consume_kitchen(2);
    let (delivery, event) = next_event(&mut consumer).await;
    let orphaned = Subject::Order(OrderId(Uuid::from_u128(2)));
    let orphaned = EventRecord { id: EventId(Uuid::from_u128(1)), subject: orphaned, ..event.clone() };
    let damaged = EventRecord { id: EventId(Uuid::from_u128(3)), payload: "no json".into(), ..event };
    delivery.reject().await.unwrap();
    server.broker.publish(&[orphaned, damaged]).await.unwrap();
    for _ in 0..2 {
        next_delivery(&mut consumer).await.reject().await.unwrap();
    }
    consumer.stop().await;
    let list = async || admin.get("/api/dead-letters").await.expect_status(200)["data"].as_array().unwrap().clone();
    let all = list().await;
    let reasons: Vec<_> = all.iter().map(|dead_letter| dead_letter["reason"].as_str().unwrap()).collect();
    assert_eq!(reasons[..2], ["rejected", "rejected: the order does not exist"]);
    assert!(reasons[2].starts_with("rejected: ") && all[2]["id"].is_null(), "{:?}", all[2]);

    let replay = |dead_letter: &Value| format!("/api/dead-letters/{}/replay", id_of(dead_letter));
    admin.post(replay(&all[1])).await.expect_problem(409, "nothing-to-cook");
    admin.post("/api/dead-letters/00000000-0000-0000-0000-000000000003/replay").await.expect_problem(404, "not-found");
    menu.owner.command("cancel", &order).await.expect_status(200);
    admin.post(replay(&all[0])).await.expect_status(204);
    assert_eq!(list().await, all[1..]);
    server.close().await;
}

/// The reconciler re-announces lost orders, but not orders with a dead letter: each announcement would become another dead
/// letter.
#[tokio::test]
async fn order_with_a_dead_letter_is_not_reannounced() {
    let server = TestServer::start().await;
    let menu = server.business_with_items(&[("Margherita", 950, 9)]).await;
    let (customer, admin) = (server.customer().await, server.admin().await);
    place_accepted(&customer, &menu).await;
    let mut consumer = server.broker.consume_kitchen(1);
    next_delivery(&mut consumer).await.reject().await.unwrap();
    let lost = place_accepted(&customer, &menu).await;
    // The message of the second order is lost.
    next_delivery(&mut consumer).await.ack().await.unwrap();
    server.advance(Duration::from_mins(2));
    let (delivery, event) = next_event(&mut consumer).await;
    assert_eq!(event.subject, Subject::Order(parse(id_of(&lost))));
    delivery.ack().await.unwrap();
    consumer.stop().await;
    assert_eq!(server.broker.kitchen_queue_depth().await.unwrap(), 0);
    let dead_letters = admin.get("/api/dead-letters").await.expect_status(200);
    assert_eq!(dead_letters["data"].as_array().unwrap().len(), 1);
    server.close().await;
}

#[tokio::test]
async fn overview_counts_orders_revenue_and_queues() {
    let server = TestServer::start().await;
    let menu = server.business_with_items(&[("Margherita", 950, 9)]).await;
    let (customer, admin) = (server.customer().await, server.admin().await);
    customer.place_order(&menu[0], 1).await;
    let cancelled = customer.place_order(&menu[0], 2).await;
    customer.cancel(&cancelled).await.expect_status(200);
    place_accepted(&customer, &menu).await;
    let overview = admin.get("/api/overview").await.expect_status(200);
    let counts = json!({"pending": 1, "accepted": 1, "processing": 0, "completed": 0, "cancelled": 1, "rejected": 0});
    assert_eq!(overview["orders"], counts);
    assert_eq!(overview["orders_today"], json!(3));
    assert_eq!(overview["revenue_today"], json!([{"currency": "EUR", "revenue_cents": 1900}]));
    assert_eq!(overview["queue_depth"], json!(1));
    server.close().await;
}
