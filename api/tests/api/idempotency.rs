//! `Idempotency-Key`: a repeated request does not place a second order.

use std::future::IntoFuture as _;
use std::sync::Arc;
use std::time::Duration;

use api::maintenance::{Cleaner, CleanerConfig};
use futures_util::future::join_all;
use serde_json::{Value, json};
use service::job::Job as _;
use testkit::api_client::id_of;
use testkit::{ApiClient, RequestBuilder, on_every_engine};

use crate::support::TestServer;

/// Builds a placement with an idempotency key.
fn place_with_key(client: &ApiClient, item: &Value, quantity: i64, key: &str) -> RequestBuilder {
    client.place(item, quantity).header("idempotency-key", key)
}

#[tokio::test]
async fn repeated_request_returns_the_first_response() {
    let mut server = TestServer::start().await;
    let menu = server.business_with_items(&[("Margherita", 950, 9)]).await;
    let customer = server.customer().await;
    let first = place_with_key(&customer, &menu[0], 2, "tap").await;
    assert!(first.header("idempotent-replayed").is_none());
    let order = first.clone().expect_status(201);
    menu.owner.command("accept", &order).await.expect_status(200);

    let again = place_with_key(&customer, &menu[0], 2, "tap").await;
    assert_eq!(again.header("idempotent-replayed"), Some("true"));
    assert_eq!(again.header("location"), first.header("location"));
    assert_eq!((again.status, &again.text), (201, &first.text));

    // The order of JSON members does not matter.
    let shuffled = format!(r#"{{"items":[{{"quantity":2,"item_id":"{}"}}]}}"#, id_of(&menu[0]));
    let shuffled = customer.post("/api/orders").header("content-type", "application/json").body(shuffled);
    let again = shuffled.header("idempotency-key", "tap").await;
    assert_eq!((again.header("idempotent-replayed"), &again.text), (Some("true"), &first.text));

    server.restart().await;
    let again = place_with_key(&customer, &menu[0], 2, "tap").await;
    assert_eq!((again.header("idempotent-replayed"), &again.text), (Some("true"), &first.text));
    assert_eq!(server.stock(&menu[0]).await, 7);
    server.close().await;
}

/// A replay equals the response to the first request, even after the order was completed and handed over.
#[tokio::test]
async fn replay_returns_the_order_as_placed_on_every_route() {
    let server = TestServer::start().await;
    let menu = server.business_with_items(&[("Margherita", 950, 9)]).await;
    menu.update_settings(json!({"acceptance": "manual", "kitchen": "manual"})).await;
    let customer = server.customer_named("dana").await;
    let item = id_of(&menu[0]);
    let requests = [
        ("/api/orders", 201, json!({"items": [{"item_id": item, "quantity": 1}], "note": "no basil"})),
        ("/order", 200, json!({"menu_id": item, "quantity": 1})),
        ("/order", 200, json!({"user_id": "dana", "item_ids": [101, item], "total_amount": "19.00"})),
        ("/orders", 200, json!({"items": [{"product_id": 101, "quantity": 1}]})),
    ];
    let send = |index: usize| {
        let (path, _, body) = &requests[index];
        customer.post(*path).json(body.clone()).header("idempotency-key", format!("tap {index}")).into_future()
    };
    let mut placed = Vec::new();
    for (index, (path, status, _)) in requests.iter().enumerate() {
        let first = send(index).await;
        assert_eq!((first.status, first.header("idempotent-replayed")), (*status, None), "{path}");
        placed.push(first);
        let order = customer.get("/api/orders?limit=1").await.expect_status(200)["data"][0].clone();
        for command in ["accept", "start", "complete", "hand-over"] {
            server.advance(Duration::from_secs(1));
            menu.owner.command(command, &order).await.expect_status(200);
        }
        let order = customer.order(&order).await;
        assert!(order["handed_over_at"].is_string(), "{path}: {order}");
    }
    menu.owner.patch(format!("/api/items/{item}")).json(json!({"price_cents": 1200})).await.expect_status(200);
    let expect_replays = async || {
        for (index, first) in placed.iter().enumerate() {
            let replay = send(index).await;
            let request = &replay.request;
            assert_eq!(
                (replay.status, replay.header("idempotent-replayed")),
                (first.status, Some("true")),
                "{request}"
            );
            assert_eq!(replay.header("location"), first.header("location"));
            assert_eq!(replay.text, first.text, "{request}");
        }
    };
    expect_replays().await;
    // The last one has no decimals.
    for settings in [
        json!({"currency": "USD"}),
        json!({"currency": "KWD", "price_conversion_rate": 0.3}),
        json!({"currency": "JPY", "price_conversion_rate": 500}),
    ] {
        menu.update_settings(settings).await;
        expect_replays().await;
    }
    assert_eq!(server.stock(&menu[0]).await, 4);
    menu.owner.delete(format!("/api/items/{item}")).await.expect_status(204);
    expect_replays().await;
    let paths = [["items[0].item_id"], ["menu_id"], ["item_ids[0]"], ["items[0].product_id"]];
    for ((path, _, body), field) in requests.iter().zip(paths) {
        assert_eq!(customer.post(*path).json(body.clone()).await.expect_invalid_fields(), field, "{path}");
    }
    server.close().await;
}

#[tokio::test]
async fn key_belongs_to_one_request_of_one_account() {
    let server = TestServer::start().await;
    let menu = server.business_with_items(&[("Margherita", 950, 9)]).await;
    let (customer, other) = (server.customer().await, server.customer().await);
    let order = place_with_key(&customer, &menu[0], 1, "tap").await.expect_status(201);
    place_with_key(&customer, &menu[0], 2, "tap").await.expect_problem(422, "idempotency-key-reused");
    let others = place_with_key(&other, &menu[0], 1, "tap").await;
    assert!(others.header("idempotent-replayed").is_none());
    assert_ne!(id_of(&others.expect_status(201)), id_of(&order));
    let second = place_with_key(&customer, &menu[0], 1, "another tap").await.expect_status(201);
    assert_ne!(id_of(&second), id_of(&order));
    for bad in ["", " ", &"k".repeat(256), "clé"] {
        assert_eq!(
            place_with_key(&customer, &menu[0], 1, bad).await.expect_invalid_fields(),
            ["Idempotency-Key"],
            "{bad}"
        );
    }
    place_with_key(&customer, &menu[0], 1, &"k".repeat(255)).await.expect_status(201);
    server.close().await;
}

#[tokio::test]
async fn refused_request_does_not_use_up_its_key() {
    let server = TestServer::start().await;
    let menu = server.business_with_items(&[("Margherita", 950, 0)]).await;
    let customer = server.customer().await;
    place_with_key(&customer, &menu[0], 1, "tap").await.expect_problem(409, "sold-out");
    let restock = json!({"delta": 1});
    menu.owner.post(format!("/api/items/{}/stock", id_of(&menu[0]))).json(restock).await.expect_status(200);
    place_with_key(&customer, &menu[0], 1, "tap").await.expect_status(201);
    server.close().await;
}

#[tokio::test]
async fn key_is_kept_for_24_hours() {
    let server = TestServer::start().await;
    let menu = server.business_with_items(&[("Margherita", 950, 9)]).await;
    let customer = server.customer().await;
    let (db, clock, limits) = (server.db.clone(), server.clock.clone(), server.app.limits.clone());
    let cleaner = Cleaner::new(CleanerConfig::default(), db, clock, limits);
    let order = place_with_key(&customer, &menu[0], 1, "tap").await.expect_status(201);
    server.advance(Duration::from_secs(24 * 3600 - 1));
    cleaner.run_once().await.unwrap();
    let late = customer.refresh().await;
    let again = place_with_key(&late, &menu[0], 1, "tap").await.expect_status(201);
    assert_eq!(id_of(&again), id_of(&order));
    server.advance(Duration::from_secs(2));
    cleaner.run_once().await.unwrap();
    let repeated = place_with_key(&late, &menu[0], 1, "tap").await;
    assert!(repeated.header("idempotent-replayed").is_none());
    assert_ne!(id_of(&repeated.expect_status(201)), id_of(&order));
    server.close().await;
}

on_every_engine! {
    /// Each response is the order, its replay, or a refusal while the first request is in flight.
    async fn thirty_concurrent_requests_with_one_key_place_one_order(db: Db) {
        let server = TestServer::start_on(db).await;
        let menu = server.business_with_items(&[("Margherita", 950, 50)]).await;
        let customer = server.customer().await;
        let requests = (0..30).map(|_| place_with_key(&customer, &menu[0], 1, "tap").skip_record_check().into_future());
        let mut orders = Vec::new();
        for response in join_all(requests).await {
            match response.status {
                201 => orders.push(id_of(&response.body).to_owned()),
                _ => drop(response.expect_problem(409, "idempotency-key-in-flight")),
            }
        }
        orders.dedup();
        assert_eq!(orders.len(), 1);
        assert_eq!(server.stock(&menu[0]).await, 49);
        server.close().await;
    }

    /// Processes do not see each other's requests in flight, so the database must detect the duplicate key.
    async fn concurrent_requests_to_two_servers_place_one_order(db: Db) {
        let (first, second) = (TestServer::start_on(db.clone()).await, TestServer::start_on(db).await);
        let (menu, customer) = (first.business_with_items(&[("Margherita", 950, 50)]).await, first.customer().await);
        let other_customer = ApiClient { endpoint: Arc::clone(&second.endpoint), ..customer.clone() };
        for round in 0..10 {
            let key = format!("tap {round}");
            let (one, other) = tokio::join!(
                place_with_key(&customer, &menu[0], 1, &key).skip_record_check().into_future(),
                place_with_key(&other_customer, &menu[0], 1, &key).skip_record_check().into_future(),
            );
            assert_eq!(id_of(&one.expect_status(201)), id_of(&other.expect_status(201)));
        }
        assert_eq!(first.stock(&menu[0]).await, 40);
        // The servers share the database, which `close` closes.
        second.stop().await;
        first.close().await;
    }
}
