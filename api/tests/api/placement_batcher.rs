//! The placement batcher: concurrent placements share transactions.

use std::future::IntoFuture as _;

use api::error::Error;
use api::placement::{Placed, PlacementRequest, RequestedLine};
use domain::item::Quantity;
use domain::order::OrderOptions;
use futures_util::future::{join_all, select};
use serde_json::Value;
use service::trace_context::TraceContext;
use store::{placements, sql};
use testkit::api_client::id_of;
use testkit::fixture::parse;
use testkit::{ApiClient, Engine, database};

use crate::support::TestServer;

/// Returns a request for one portion of an item, as submitted by the handler.
fn placement_request(server: &TestServer, customer: &ApiClient, item: &Value) -> PlacementRequest {
    let item_id = parse(id_of(item));
    PlacementRequest {
        account: server.tokens.verify(&customer.token, server.clock.now()).unwrap(),
        business_id: None,
        lines: vec![RequestedLine {
            item_id,
            quantity: Quantity::new(1).unwrap(),
            note: None,
            item_field: String::new(),
        }],
        options: OrderOptions::default(),
        expected_total_cents: None,
        expected_currency: None,
        expected_amount: None,
        key: None,
        trace: TraceContext::new_root(),
    }
}

/// Counts the transactions in PostgreSQL, which stores the id of the transaction that wrote each row.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn concurrent_placements_share_transactions() {
    let server = TestServer::start_on(database(Engine::Postgres).await).await;
    let menu = server.business_with_items(&[("Margherita", 950, 1000)]).await;
    let customer = server.customer().await;
    let request = placement_request(&server, &customer, &menu[0]);
    let item = request.lines[0].item_id;
    // The item is locked until all 64 placements are queued.
    let mut lock = server.db.begin().await.unwrap();
    placements::lock_items(&mut lock, &[item]).await.unwrap();
    let all = join_all((0..64).map(|_| server.app.batcher.place(request.clone())));
    // A placement is queued at the first poll, so all placements are queued before the second future releases the lock.
    let (placed, ()) = tokio::join!(all, async { drop(lock) });
    assert!(placed.iter().all(|outcome| matches!(outcome, Ok(Placed { is_replay: false, .. }))));
    let mut read = server.db.read().await.unwrap();
    let (events, transactions) =
        sql!(read, one [i64, i64], "select count(*), {postgres count(distinct xmin::text)}{mysql 0}{sqlite 0} from events where kind = 'order.placed'")
            .await
            .unwrap();
    drop(read);
    println!("{events} placements in {transactions} transactions");
    assert_eq!(events, 64);
    assert!(transactions <= 4, "{transactions}");
    server.close().await;
}

/// 4,096 placements fit into the queue and are completed. Further placements are refused immediately.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn full_queue_refuses_further_placements() {
    let server = TestServer::start().await;
    let menu = server.business_with_items(&[("Margherita", 950, 10_000)]).await;
    let customer = server.customer().await;
    let request = placement_request(&server, &customer, &menu[0]);
    let lock = server.db.begin().await.unwrap();
    let all = join_all((0..4400).map(|_| server.app.batcher.place(request.clone())));
    let place_one_more = async {
        let response = customer.place(&menu[0], 1).skip_record_check().await;
        drop(lock);
        response.expect_problem(503, "unavailable");
    };
    let (outcomes, ()) = tokio::join!(all, place_one_more);
    let (placed, refused): (Vec<_>, Vec<_>) = outcomes.into_iter().partition(Result::is_ok);
    assert!(placed.len() >= 4096 && refused.len() >= 100, "{} {}", placed.len(), refused.len());
    assert!(refused.iter().all(|refusal| matches!(refusal, Err(Error::Saturated))));
    let left = 10_000 - i64::try_from(placed.len()).unwrap();
    assert_eq!(server.stock(&menu[0]).await, left);
    server.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn placement_in_flight_is_completed_during_shutdown() {
    let mut server = TestServer::start().await;
    let menu = server.business_with_items(&[("Margherita", 950, 9)]).await;
    let customer = server.customer().await;
    let lock = server.db.begin().await.unwrap();
    let place = || customer.place(&menu[0], 1).header("idempotency-key", "tap").skip_record_check().into_future();
    // One of two requests with the same key is refused. The other one is queued, and waits for the database.
    let (refused, placing) = select(place(), place()).await.factor_first();
    refused.expect_problem(409, "idempotency-key-in-flight");
    let (placed, ()) = tokio::join!(placing, async {
        tokio::join!(server.restart(), async { drop(lock) });
    });
    placed.expect_status(201);
    assert_eq!(server.stock(&menu[0]).await, 8);
    server.close().await;
}
