//! Contention: stock is never oversold or restocked twice, and orders are all-or-nothing.

use std::collections::BTreeMap;
use std::future::IntoFuture as _;
use std::time::Duration;

use futures_util::future::join_all;
use serde_json::{Value, json};
use store::sql;
use testkit::api_client::id_of;
use testkit::{RawClient, TestResponse, on_every_engine};

use crate::support::TestServer;

/// Counts the responses by status.
fn count_by_status(responses: &[TestResponse]) -> BTreeMap<u16, usize> {
    responses.iter().fold(BTreeMap::new(), |mut counts, response| {
        *counts.entry(response.status).or_default() += 1;
        counts
    })
}

on_every_engine! {
    /// Sends 200 requests for one portion each of an item with a stock of 50. Then cancels each of the 50 orders twice,
    /// concurrently.
    async fn flash_sale_never_oversells(db: Db) {
        let server = TestServer::start_on(db).await;
        let menu = server.business_with_items(&[("Margherita", 950, 50)]).await;
        let (customer, other) = (server.customer().await, server.customer().await);
        let started = std::time::Instant::now();
        let all = (0..200).map(|n| if n % 2 == 0 { &customer } else { &other });
        let responses = join_all(all.map(|client| client.place(&menu[0], 1).skip_record_check().into_future())).await;
        println!("200 orders in {:?}", started.elapsed());
        assert_eq!(count_by_status(&responses), BTreeMap::from([(201, 50), (409, 150)]));
        let (placed, refused): (Vec<_>, Vec<_>) = responses.into_iter().partition(|response| response.status == 201);
        for response in refused {
            let problem = response.expect_problem(409, "sold-out");
            assert_eq!(problem["items"][0]["name"], "Margherita");
        }
        assert_eq!(server.stock(&menu[0]).await, 0);
        let orders: Vec<Value> = placed.into_iter().map(|response| response.body).collect();
        let mut numbers: Vec<_> = orders.iter().map(|order| order["number"].as_str().unwrap()).collect();
        numbers.sort_unstable();
        numbers.dedup();
        assert_eq!(numbers.len(), 50, "a duplicate order number");

        // The customer and the business cancel concurrently.
        let cancels = orders.iter().flat_map(|order| {
            let placed_by = if order["customer_id"] == customer.id() { &customer } else { &other };
            [placed_by, &menu.owner].map(|client| client.cancel(order).skip_record_check().into_future())
        });
        let responses = join_all(cancels).await;
        assert_eq!(count_by_status(&responses), BTreeMap::from([(200, 50), (409, 50)]));
        assert_eq!(server.stock(&menu[0]).await, 50);

        // The same account cancels twice: both requests succeed, and the stock is restored once.
        let again = join_all((0..50).map(|_| customer.place(&menu[0], 1).skip_record_check().into_future())).await;
        let again: Vec<Value> = again.into_iter().map(|response| response.expect_status(201)).collect();
        let twice = again
            .iter()
            .flat_map(|order| [order; 2])
            .map(|order| customer.cancel(order).skip_record_check().into_future());
        assert_eq!(count_by_status(&join_all(twice).await), BTreeMap::from([(200, 100)]));
        assert_eq!(server.stock(&menu[0]).await, 50);
        server.close().await;
    }

    /// Places orders that list the same items in different sequences.
    async fn overlapping_orders_do_not_deadlock(db: Db) {
        let server = TestServer::start_on(db).await;
        let menu = server.business_with_items(&[("A", 1, 500), ("B", 2, 500), ("C", 3, 40)]).await;
        let customer = server.customer().await;
        let item_orders = [[0, 1, 2], [2, 1, 0], [1, 0, 2], [2, 0, 1]];
        let all = (0..80).map(|n| {
            let lines = item_orders[n % 4].map(|item| json!({"item_id": id_of(&menu[item]), "quantity": 1}));
            customer.post("/api/orders").json(json!({ "items": lines })).skip_record_check().into_future()
        });
        let responses = join_all(all).await;
        assert_eq!(count_by_status(&responses), BTreeMap::from([(201, 40), (409, 40)]));
        assert_eq!((server.stock(&menu[0]).await, server.stock(&menu[2]).await), (460, 0));
        // Cancel and place orders of the same items concurrently.
        let orders: Vec<Value> = responses.into_iter().filter(|a| a.status == 201).map(|a| a.body).collect();
        let cancels = orders.iter().map(|order| customer.cancel(order).skip_record_check().into_future());
        let places = (0..40).map(|n| customer.place(&menu[n % 3], 1).skip_record_check().into_future());
        let (cancelled, placed) = tokio::join!(join_all(cancels), join_all(places));
        assert_eq!(count_by_status(&cancelled), BTreeMap::from([(200, 40)]));
        assert!(placed.iter().all(|response| matches!(response.status, 201 | 409)));
        server.close().await;
    }

    /// The refused requests report the final status of the order.
    async fn one_of_concurrent_accept_reject_and_cancel_wins(db: Db) {
        let server = TestServer::start_on(db).await;
        let menu = server.business_with_items(&[("Margherita", 950, 50)]).await;
        let (customer, admin) = (server.customer().await, server.admin().await);
        for _ in 0..10 {
            let order = customer.place_order(&menu[0], 1).await;
            let responses = join_all([
                menu.owner.command("accept", &order).skip_record_check().into_future(),
                admin.command("reject", &order).skip_record_check().into_future(),
                customer.cancel(&order).skip_record_check().into_future(),
            ])
            .await;
            let order = customer.order(&order).await;
            assert_eq!(
                (count_by_status(&responses), &order["version"]),
                (BTreeMap::from([(200, 1), (409, 2)]), &json!(2))
            );
            for response in responses.into_iter().filter(|response| response.status == 409) {
                assert_eq!(response.expect_problem(409, "wrong-state")["current_status"], order["status"]);
            }
        }
        server.close().await;
    }

    /// A disconnected client leaves a complete order or none, and no database connection remains in a transaction.
    async fn client_disconnect_never_leaves_a_partial_order(db: Db) {
        let server = TestServer::start_on(db).await;
        let menu = server.business_with_items(&[("Margherita", 950, 1000)]).await;
        let customer = server.customer().await;
        for n in 0..100_u64 {
            let body = json!({"items": [{"item_id": id_of(&menu[0]), "quantity": 1}]}).to_string();
            let head = format!(
                "POST /api/orders HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {}\r\ncontent-type: application/json\r\n\
                 content-length: {}\r\n\r\n",
                customer.token,
                body.len()
            );
            let mut raw = RawClient::connect(server.addr()).await;
            // Every tenth client disconnects before it has sent its whole body.
            let cut = if n.is_multiple_of(10) { body.len() / 2 } else { body.len() };
            raw.send(&format!("{head}{}", &body[..cut])).await;
            tokio::time::sleep(Duration::from_micros(n * 97 % 5000)).await;
            drop(raw);
        }
        // The pool still works, with more concurrent requests than connections.
        let after = join_all((0..40).map(|_| customer.place(&menu[0], 1).skip_record_check().into_future())).await;
        assert_eq!(count_by_status(&after), BTreeMap::from([(201, 40)]));
        let mut read = server.db.read().await.unwrap();
        let (orders,) = sql!(read, one[i64], "select count(*) from orders").await.unwrap();
        drop(read);
        assert!((40..=130).contains(&orders), "{orders}");
        println!("{} of 90 complete requests were placed although their clients disconnected", orders - 40);
        // No row is locked, and the stock matches the orders.
        assert_eq!(server.stock(&menu[0]).await, 1000 - orders);
        server.close().await;
    }
}
