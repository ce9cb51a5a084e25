//! The scheduler accepts or cancels orders when they are due.

use std::future::IntoFuture as _;
use std::sync::Arc;
use std::time::Duration;

use api::maintenance::{Scheduler, SchedulerConfig};
use domain::order::OrderId;
use futures_util::future::join_all;
use serde_json::json;
use service::job::Job as _;
use service::metrics::Counter;
use store::sql;
use testkit::api_client::id_of;
use testkit::fixture::parse;
use testkit::{Engine, TIMEOUT, database, eventually, on_every_engine};

use crate::support::{TestConfig, TestServer};

#[tokio::test]
async fn order_is_accepted_when_its_cancellation_window_is_over() {
    let server = TestServer::start().await;
    let menu = server.business_with_items(&[("Margherita", 950, 9)]).await;
    let customer = server.customer().await;
    let (order, cancelled) = (customer.place_order(&menu[0], 1).await, customer.place_order(&menu[0], 1).await);
    server.advance(Duration::from_millis(4999));
    customer.cancel(&cancelled).await.expect_status(200);
    assert_eq!(customer.order(&order).await["status"], "pending");
    server.advance(Duration::from_millis(1));
    let accepted = customer.wait_for_status(&order, "accepted", TIMEOUT).await;
    assert_eq!((&accepted["accepted_at"], &accepted["version"]), (&json!("2026-11-21T18:00:05.000Z"), &json!(2)));
    customer.cancel(&order).await.expect_problem(409, "wrong-state");
    let events = customer.events(&order).await;
    assert_eq!(events[1]["actor"], json!({"role": "system", "id": null, "name": "Expediter"}));
    assert_eq!(server.stock(&menu[0]).await, 8);
    server.close().await;
}

#[tokio::test]
async fn order_without_a_cancellation_window_is_accepted_immediately() {
    let server = TestServer::start().await;
    let menu = server.business_with_items(&[("Margherita", 950, 9)]).await;
    let customer = server.customer().await;
    menu.update_settings(json!({"grace_seconds": 0})).await;
    let order = customer.place_order(&menu[0], 1).await;
    assert_eq!(order["status"], "pending");
    customer.wait_for_status(&order, "accepted", TIMEOUT).await;
    server.close().await;
}

#[tokio::test]
async fn order_that_is_not_accepted_in_time_is_cancelled_and_restocked() {
    let config = TestConfig { accept_timeout_seconds: 60, ..TestConfig::default() };
    let server = TestServer::start_with(config).await;
    let menu = server.business_with_items(&[("Margherita", 950, 9)]).await;
    let customer = server.customer().await;
    menu.update_settings(json!({"acceptance": "manual"})).await;
    let (ignored, accepted) = (customer.place_order(&menu[0], 2).await, customer.place_order(&menu[0], 1).await);
    server.advance(Duration::from_secs(59));
    menu.owner.command("accept", &accepted).await.expect_status(200);
    assert_eq!(customer.order(&ignored).await["status"], "pending");
    server.advance(Duration::from_secs(1));
    let cancelled = customer.wait_for_status(&ignored, "cancelled", TIMEOUT).await;
    assert_eq!(cancelled["reason"], "The order was not accepted in time.");
    assert_eq!(customer.events(&ignored).await[1]["actor"]["role"], "system");
    assert_eq!(server.stock(&menu[0]).await, 8);
    assert_eq!(customer.order(&accepted).await["status"], "accepted");
    menu.owner.command("accept", &ignored).await.expect_problem(409, "wrong-state");
    server.close().await;
}

#[tokio::test]
async fn orders_keep_the_acceptance_mode_of_their_placement() {
    let server = TestServer::start().await;
    let menu = server.business_with_items(&[("Margherita", 950, 9)]).await;
    let customer = server.customer().await;
    let before = customer.place_order(&menu[0], 1).await;
    menu.update_settings(json!({"acceptance": "manual"})).await;
    let after = customer.place_order(&menu[0], 1).await;
    server.advance(Duration::from_secs(5));
    customer.wait_for_status(&before, "accepted", TIMEOUT).await;
    assert_eq!(customer.order(&after).await["status"], "pending");
    server.close().await;
}

on_every_engine! {
    /// More orders are due than one transaction processes.
    async fn all_due_orders_are_accepted(db: Db) {
        let server = TestServer::start_on(db).await;
        let menu = server.business_with_items(&[("Margherita", 950, 500)]).await;
        let customer = server.customer().await;
        let all = (0..230).map(|_| customer.place(&menu[0], 1).skip_record_check().into_future());
        for response in join_all(all).await {
            response.expect_status(201);
        }
        server.advance(Duration::from_secs(5));
        eventually("230 accepted orders", TIMEOUT, async || {
            let pending = customer.get("/api/orders?status=pending&limit=1").await.expect_status(200);
            pending["data"].as_array().unwrap().is_empty().then_some(())
        })
        .await;
        let rest = customer.get("/api/orders?status=cancelled,rejected").await.expect_status(200);
        assert_eq!(rest["data"], json!([]));
        server.close().await;
    }
}

#[tokio::test]
async fn undecodable_order_does_not_delay_others() {
    let server = TestServer::start().await;
    let menu = server.business_with_items(&[("Margherita", 950, 9)]).await;
    let customer = server.customer().await;
    let (damaged, intact) = (customer.place_order(&menu[0], 1).await, customer.place_order(&menu[0], 1).await);
    let set_lines = async |text: &str| {
        let mut tx = server.db.begin().await.unwrap();
        let id: OrderId = parse(id_of(&damaged));
        sql!(tx, execute "update orders set lines_json = ? where id = ?", text, id).await.unwrap();
        tx.commit().await.unwrap();
    };
    set_lines("nonsense").await;
    server.advance(Duration::from_secs(5));
    customer.wait_for_status(&intact, "accepted", TIMEOUT).await;

    set_lines(&damaged["lines"].to_string()).await;
    server.advance(Duration::from_mins(1));
    customer.wait_for_status(&damaged, "accepted", TIMEOUT).await;
    server.close().await;
}

/// The only due time cannot be decoded. PostgreSQL and SQLite sort it after all times, so it never is due.
#[tokio::test]
async fn scheduler_waits_if_a_due_time_cannot_be_decoded() {
    for engine in [Engine::Postgres, Engine::Sqlite] {
        let server = TestServer::start_on(database(engine).await).await;
        let menu = server.business_with_items(&[("Margherita", 950, 9)]).await;
        server.customer().await.place_order(&menu[0], 1).await;
        let mut tx = server.db.begin().await.unwrap();
        assert_eq!(
            sql!(tx, execute "update orders set due_at = {postgres 'infinity'} {sqlite 'never'} {mysql due_at}")
                .await
                .unwrap(),
            1
        );
        tx.commit().await.unwrap();
        let config = SchedulerConfig { retry_interval: Duration::from_millis(321), ..SchedulerConfig::default() };
        let scheduler = Scheduler {
            config,
            db: server.db.clone(),
            relay: server.app.relay.clone(),
            clock: server.clock.clone(),
            postponed: Counter::default(),
            wake: Arc::default(),
        };
        scheduler.run_once().await.unwrap();
        assert_eq!(scheduler.next_delay().await, config.retry_interval, "{engine:?}");
        server.close().await;
    }
}

on_every_engine! {
    /// The event of one order cannot be inserted, because an event with its version exists.
    async fn order_that_the_database_rejects_does_not_delay_others(db: Db) {
        let server = TestServer::start_on(db).await;
        let menu = server.business_with_items(&[("Margherita", 950, 9)]).await;
        let customer = server.customer().await;
        let orders = [customer.place_order(&menu[0], 1).await, customer.place_order(&menu[0], 1).await];
        let damaged: OrderId = parse(id_of(&orders[0]));
        let set_version = async |from: i64, to: i64| {
            let mut tx = server.db.begin().await.unwrap();
            let rows = sql!(tx, execute
                "update events set version = ? where order_id = ? and version = ?", to, damaged, from)
            .await;
            assert_eq!(rows.unwrap(), 1);
            tx.commit().await.unwrap();
        };
        set_version(1, 2).await;
        server.advance(Duration::from_secs(5));
        customer.wait_for_status(&orders[1], "accepted", TIMEOUT).await;
        assert_eq!(customer.order(&orders[0]).await["status"], "pending");
        let metrics = server.anonymous().get("/metrics").header("accept", "text/plain").await.text;
        assert!(metrics.contains("expediter_postponed_commands_total 1\n"), "{metrics}");

        set_version(2, 1).await;
        server.advance(Duration::from_mins(1));
        customer.wait_for_status(&orders[0], "accepted", TIMEOUT).await;
        server.close().await;
    }
}
