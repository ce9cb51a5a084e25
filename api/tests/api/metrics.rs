//! `GET /metrics`: metrics for Prometheus, and order counts as JSON.

use std::time::Duration;

use serde_json::{Value, json};
use store::kitchen_workers::{self, Heartbeat};
use store::{notifiers, sql};
use testkit::{ApiClient, PrometheusText, TIMEOUT, eventually, on_every_engine};
use uuid::Uuid;

use crate::support::{Menu, TestServer};

/// The `Accept` header that Prometheus sends.
const PROMETHEUS: &str = "application/openmetrics-text;version=1.0.0;q=0.5,application/openmetrics-text;version=0.0.1;\
                          q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2";

/// Requests the metrics without a token. Returns the status, the content type and the body.
async fn scrape(server: &TestServer, accept: &str) -> (u16, String, String) {
    let request = server.endpoint.http().get(server.endpoint.url("/metrics")).header("accept", accept);
    let response = request.send().await.unwrap();
    let media_type = response.headers()["content-type"].to_str().unwrap().to_owned();
    (response.status().as_u16(), media_type, response.text().await.unwrap())
}

/// Scrapes the metrics as text.
async fn scrape_text(server: &TestServer) -> PrometheusText {
    let (status, media_type, text) = scrape(server, "text/plain").await;
    assert_eq!((status, media_type.as_str()), (200, "text/plain; version=0.0.4; charset=utf-8"));
    PrometheusText::parse(&text)
}

/// Waits until all events in the outbox are published, and returns the metrics.
async fn scrape_when_published(server: &TestServer) -> PrometheusText {
    let mut read = server.db.read().await.unwrap();
    let (events,) = sql!(read, one[i64], "select count(*) from events").await.unwrap();
    drop(read);
    let events = f64::from(u32::try_from(events).unwrap());
    eventually("an empty outbox", TIMEOUT, async || {
        let scraped = scrape_text(server).await;
        let published = scraped.value("expediter_relay_published_total");
        (scraped.value("expediter_outbox_events") == 0.0 && published >= events).then_some(scraped)
    })
    .await
}

/// Accepts an order, starts it 3 s later, and completes it after another 10 s.
async fn prepare(server: &TestServer, menu: &Menu, order: &Value) {
    menu.owner.command("accept", order).await.expect_status(200);
    server.advance(Duration::from_secs(3));
    menu.owner.command("start", order).await.expect_status(200);
    server.advance(Duration::from_secs(10));
    menu.owner.command("complete", order).await.expect_status(200);
}

#[tokio::test]
async fn each_committed_change_is_counted_once() {
    let server = TestServer::start().await;
    let menu = server.business_with_items(&[("Margherita", 950, 3)]).await;
    let customer = server.customer().await;
    menu.update_settings(json!({"acceptance": "manual"})).await;
    let (prepared, cancelled) = (customer.place_order(&menu[0], 1).await, customer.place_order(&menu[0], 2).await);
    customer.place(&menu[0], 1).await.expect_problem(409, "sold-out");
    for _ in 0..2 {
        customer.cancel(&cancelled).await.expect_status(200);
    }
    prepare(&server, &menu, &prepared).await;
    menu.owner.command("complete", &prepared).await.expect_status(200);
    customer.cancel(&prepared).await.expect_problem(409, "wrong-state");
    let place = || customer.place(&menu[0], 1).header("idempotency-key", "lunch");
    let first = place().await.expect_status(201);
    assert_eq!(place().await.expect_status(201)["id"], first["id"]);

    let scraped = scrape_when_published(&server).await;
    scraped.assert_values(&[
        (r#"expediter_order_transitions_total{kind="order.placed"}"#, 3.0),
        (r#"expediter_order_transitions_total{kind="order.accepted"}"#, 1.0),
        (r#"expediter_order_transitions_total{kind="order.processing"}"#, 1.0),
        (r#"expediter_order_transitions_total{kind="order.completed"}"#, 1.0),
        (r#"expediter_order_transitions_total{kind="order.cancelled"}"#, 1.0),
        (r#"expediter_order_transitions_total{kind="order.rejected"}"#, 0.0),
        (r#"expediter_order_transitions_total{kind="order.handed_over"}"#, 0.0),
        ("expediter_order_waiting_seconds_count", 1.0),
        ("expediter_order_waiting_seconds_sum", 3.0),
        (r#"expediter_order_waiting_seconds_bucket{le="2.5"}"#, 0.0),
        (r#"expediter_order_waiting_seconds_bucket{le="5.0"}"#, 1.0),
        ("expediter_order_preparation_seconds_count", 1.0),
        ("expediter_order_preparation_seconds_sum", 10.0),
        ("expediter_desk_batch_orders_count", 3.0),
        ("expediter_desk_batch_orders_sum", 3.0),
        // Seven changes of orders, the new item, and the changed settings.
        ("expediter_relay_published_total", 9.0),
        ("expediter_relay_failures_total", 0.0),
        ("expediter_broker_connected", 1.0),
        ("expediter_outbox_events", 0.0),
        ("expediter_outbox_oldest_age_seconds", 0.0),
        (r#"expediter_http_requests_total{method="POST",route="/api/orders",status="201"}"#, 4.0),
        (r#"expediter_http_requests_total{method="POST",route="/api/orders",status="409"}"#, 1.0),
        (r#"expediter_http_requests_total{method="POST",route="/api/orders/{id}/{command}",status="200"}"#, 6.0),
        (r#"expediter_http_requests_total{method="POST",route="/api/orders/{id}/{command}",status="409"}"#, 1.0),
        (r#"expediter_http_request_duration_seconds_count{method="POST",route="/api/orders"}"#, 5.0),
        // SQLite uses one connection for writes and four for reads.
        ("expediter_database_connections_max", 5.0),
    ]);
    assert!(scraped.value("expediter_database_connections_idle") >= 1.0);
    server.close().await;
}

/// Clients cannot create an unlimited number of series.
#[tokio::test]
async fn unknown_paths_and_methods_share_one_series() {
    let server = TestServer::start().await;
    let anonymous = server.anonymous();
    let before = scrape_text(&server).await.series.len();
    for round in 0..20 {
        anonymous.get(format!("/nothing/{round}")).await.expect_problem(404, "not-found");
        anonymous
            .request(format!("BREW{round}").parse().unwrap(), "/livez")
            .await
            .expect_problem(405, "method-not-allowed");
    }
    let scraped = scrape_text(&server).await;
    scraped.assert_values(&[
        (r#"expediter_http_requests_total{method="GET",route="other",status="404"}"#, 20.0),
        (r#"expediter_http_requests_total{method="other",route="/livez",status="405"}"#, 20.0),
    ]);
    // Two counters, two histograms, and the series of the scrape request.
    let added = scraped.series.len() - before;
    assert!(added <= 3 * 17, "{added} new series");
    server.close().await;
}

#[tokio::test]
async fn prometheus_gets_its_format_and_other_clients_get_json() {
    let server = TestServer::start().await;
    let (status, media_type, text) = scrape(&server, PROMETHEUS).await;
    assert_eq!((status, media_type.as_str()), (200, "application/openmetrics-text; version=1.0.0; charset=utf-8"));
    assert!(text.ends_with("\n# EOF\n") && text.contains("# TYPE expediter_order_transitions counter\n"), "{text}");
    for accept in ["*/*", "application/json", "text/html,application/xhtml+xml,*/*;q=0.8"] {
        let (status, media_type, _) = scrape(&server, accept).await;
        assert_eq!((status, media_type.as_str()), (401, "application/problem+json"), "{accept}");
    }
    let json = server.customer().await.get("/metrics").header("accept", "*/*").await;
    assert_eq!(json.header("content-type"), Some("application/json"));
    json.expect_status(200);
    server.close().await;
}

/// Returns the CPU time used by this thread.
#[cfg(target_os = "linux")]
fn thread_cpu_time() -> Duration {
    let statistics = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap();
    Duration::from_nanos(statistics.split(' ').next().unwrap().parse().unwrap())
}

/// Process metrics exist only on Linux.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn process_metrics_report_memory_files_and_cpu_time() {
    let server = TestServer::start().await;
    let scraped = scrape_text(&server).await;
    let resident = scraped.value("process_resident_memory_bytes");
    assert!((1e6..1e10).contains(&resident), "{resident}");
    assert!(scraped.value("process_virtual_memory_bytes") >= resident);
    let open = scraped.value("process_open_fds");
    assert!(open >= 3.0 && scraped.value("process_max_fds") >= open, "{open}");
    #[expect(clippy::disallowed_methods, reason = "the kernel reports the start time by the system clock")]
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs_f64();
    let age = now - scraped.value("process_start_time_seconds");
    assert!((-2.0..3_600.0).contains(&age), "started {age} s ago");
    let before = scraped.value("process_cpu_seconds_total");
    // Use CPU time instead of elapsed time, because other processes may use the CPU.
    let end = thread_cpu_time() + Duration::from_millis(200);
    while thread_cpu_time() < end {
        std::hint::spin_loop();
    }
    let used = scrape_text(&server).await.value("process_cpu_seconds_total") - before;
    assert!(used >= 0.1, "{used} s");
    server.close().await;
}

on_every_engine! {
    async fn accounts_see_the_counts_of_their_own_orders(db: Db) {
        let server = TestServer::start_on(db).await;
        let menu = server.business_with_items(&[("Margherita", 950, 99)]).await;
        let other = server.business_with_items(&[("Ramen", 1200, 99)]).await;
        for menu in [&menu, &other] {
            menu.update_settings(json!({"acceptance": "manual", "kitchen": "manual"})).await;
        }
        let (customer, other_customer) = (server.customer().await, server.customer().await);
        let (waiter, admin) = (server.waiter(&menu.owner).await, server.admin().await);
        let counts = async |client: &ApiClient| client.get("/metrics").await.expect_status(200);
        let no_orders = json!({"total_orders": 0, "average_processing_time": 0.0, "pending_orders": 0,
                         "processing_orders": 0, "completed_orders": 0});
        assert_eq!(counts(&customer).await, no_orders);

        customer.place_order(&menu[0], 1).await;
        let accepted = customer.place_order(&menu[0], 1).await;
        menu.owner.command("accept", &accepted).await.expect_status(200);
        let started = customer.place_order(&menu[0], 1).await;
        menu.owner.command("accept", &started).await.expect_status(200);
        menu.owner.command("start", &started).await.expect_status(200);
        let rejected = customer.place_order(&menu[0], 1).await;
        menu.owner.command("reject", &rejected).await.expect_status(200);
        customer.cancel(&customer.place_order(&menu[0], 1).await).await.expect_status(200);
        prepare(&server, &menu, &customer.place_order(&menu[0], 1).await).await;
        // The other business prepares an order in 11 s.
        let from_other = customer.place_order(&other[0], 1).await;
        other.owner.command("accept", &from_other).await.expect_status(200);
        other.owner.command("start", &from_other).await.expect_status(200);
        server.advance(Duration::from_secs(11));
        let ready = other.owner.command("complete", &from_other).await.expect_status(200);
        other.owner.command("hand-over", &ready).await.expect_status(200);

        let business = json!({"total_orders": 6, "average_processing_time": 10.0, "pending_orders": 2,
                          "processing_orders": 1, "completed_orders": 1});
        let all = json!({"total_orders": 7, "average_processing_time": 10.5, "pending_orders": 2,
                     "processing_orders": 1, "completed_orders": 2});
        assert_eq!(counts(&menu.owner).await, business);
        assert_eq!(counts(&waiter).await, business);
        assert_eq!(counts(&admin).await, all);
        assert_eq!(counts(&customer).await, all, "all orders are those of this customer");
        assert_eq!(counts(&other_customer).await, no_orders);
        server.close().await;
    }
}

#[tokio::test]
async fn workers_sockets_and_the_outbox_appear_in_metrics_and_overview() {
    let server = TestServer::start().await;
    let menu = server.business_with_items(&[("Margherita", 950, 9)]).await;
    let (customer, admin) = (server.customer().await, server.admin().await);
    let mut tx = server.db.begin().await.unwrap();
    let heartbeat = Heartbeat { id: Uuid::from_u128(7), name: "worker-1", slots: 2, busy: 1, prep_ms: 10_000 };
    kitchen_workers::record_heartbeat(&mut tx, &heartbeat).await.unwrap();
    notifiers::record_heartbeat(&mut tx, Uuid::from_u128(8), "notifier-1", 3).await.unwrap();
    notifiers::record_heartbeat(&mut tx, Uuid::from_u128(9), "notifier-2", 4).await.unwrap();
    tx.commit().await.unwrap();
    let order = customer.place_order(&menu[0], 1).await;
    menu.owner.command("accept", &order).await.expect_status(200);
    scrape_when_published(&server).await;
    let overview = admin.get("/api/overview").await.expect_status(200);
    assert_eq!((&overview["sockets"], &overview["notifiers"]), (&json!(7), &json!(2)));
    assert_eq!((&overview["outbox_depth"], &overview["oldest_outbox_seconds"]), (&json!(0), &Value::Null));

    // Without the broker, the event of the next command stays in the outbox.
    server.advance(Duration::from_secs(9));
    server.broker.close().await;
    menu.owner.command("start", &order).await.expect_status(200);
    server.advance(Duration::from_secs(4));
    let scraped = eventually("a failure to publish", TIMEOUT, async || {
        let scraped = scrape_text(&server).await;
        (scraped.value("expediter_relay_failures_total") > 0.0).then_some(scraped)
    })
    .await;
    scraped.assert_values(&[
        ("expediter_outbox_events", 1.0),
        ("expediter_outbox_oldest_age_seconds", 4.0),
        ("expediter_kitchen_workers", 1.0),
        ("expediter_kitchen_slots", 2.0),
        ("expediter_kitchen_slots_busy", 1.0),
        ("expediter_kitchen_waiting_orders", 0.0),
        ("expediter_notifiers", 2.0),
        ("expediter_dead_letters", 0.0),
    ]);
    let overview = admin.get("/api/overview").await.expect_status(200);
    assert_eq!((&overview["outbox_depth"], &overview["oldest_outbox_seconds"]), (&json!(1), &json!(4)));
    // The broker is closed, so the event can no longer be published.
    let mut tx = server.db.begin().await.unwrap();
    sql!(tx, execute "delete from outbox").await.unwrap();
    tx.commit().await.unwrap();
    server.close().await;
}

/// A missing value is better than a stale one.
#[tokio::test]
async fn values_that_cannot_be_read_are_omitted() {
    let server = TestServer::start().await;
    assert!(scrape_text(&server).await.series.contains_key("expediter_outbox_events"));
    server.db.close().await;
    let scraped = scrape_text(&server).await;
    assert!(!scraped.series.keys().any(|series| series.starts_with("expediter_outbox")), "{scraped:?}");
    scraped.assert_values(&[("expediter_kitchen_queue_messages", 0.0), ("expediter_relay_published_total", 0.0)]);
    server.stop().await;
}
