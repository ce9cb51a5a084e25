//! The metrics of a worker.

use std::sync::Arc;
use std::time::Duration;

use axum::body::to_bytes;
use domain::order::state::Status;
use serde_json::json;
use service::metrics::{Format, Snapshot};
use testkit::fixture::COMPLETED_ORDER_EVENTS;
use testkit::http_server::free_addr;
use testkit::{ApiEndpoint, Backends, PrometheusText, eventually, on_both_backends};
use tokio::net::TcpStream;

use crate::support::{STEP_TIMEOUT, TestKitchen, WorkerProcess};

/// Returns the metrics of the workers in this process.
async fn scrape(kitchen: &TestKitchen) -> PrometheusText {
    let response = kitchen.metrics.to_response(Format::Text, &Snapshot::default());
    let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
    PrometheusText::parse(std::str::from_utf8(&body).unwrap())
}

on_both_backends! {
    /// Repeated messages do not count.
    async fn metrics_count_each_order_once(backends: Backends) {
        let kitchen = TestKitchen::open(backends).await;
        let worker = kitchen.start_worker(Duration::from_millis(100));
        let metrics = scrape(&kitchen).await;
        metrics.assert_values(&[("expediter_worker_slots", 2.0), ("expediter_worker_slots_busy", 0.0)]);
        let orders = kitchen.accept_orders(3).await;
        for order in &orders {
            kitchen.reannounce(order.id).await;
        }
        for order in &orders {
            kitchen.wait_for_status(order.id, Status::Completed).await;
        }
        kitchen.wait_until_delivered().await;
        let metrics = eventually("idle slots", STEP_TIMEOUT, async || {
            let metrics = scrape(&kitchen).await;
            (metrics.value("expediter_worker_slots_busy") == 0.0).then_some(metrics)
        })
        .await;
        metrics.assert_values(&[
            (r#"expediter_order_transitions_total{kind="order.placed"}"#, 0.0),
            (r#"expediter_order_transitions_total{kind="order.processing"}"#, 3.0),
            (r#"expediter_order_transitions_total{kind="order.completed"}"#, 3.0),
            ("expediter_order_waiting_seconds_count", 3.0),
            ("expediter_order_preparation_seconds_count", 3.0),
            ("expediter_relay_failures_total", 0.0),
        ]);
        let seconds = metrics.value("expediter_order_preparation_seconds_sum");
        assert!((0.3..30.0).contains(&seconds), "{seconds} s for three orders of 0.1 s");
        // At least four events for each of the three orders.
        assert!(metrics.value("expediter_relay_published_total") >= 12.0);
        worker.stop().await;
    }
}

mod worker_with_an_address_serves_metrics {
    use super::*;

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn postgres() {
        let kitchen = TestKitchen::open(Backends::PostgresAndRabbit).await;
        let addr = free_addr().await;
        let settings = [("METRICS_ADDR", &*addr.to_string())];
        let worker = WorkerProcess::start_with(&kitchen, 2, "0.2", &settings).await;
        let client = Arc::new(ApiEndpoint::new(addr)).anonymous();
        assert_eq!(client.get("/livez").await.expect_status(200), json!({"status": "ok"}));
        let order = kitchen.accept_order().await;
        kitchen.wait_for_status(order.id, Status::Completed).await;
        kitchen.wait_until_delivered().await;
        let response = client.get("/metrics").await;
        assert_eq!(response.status, 200);
        let metrics = PrometheusText::parse(&response.text);
        metrics.assert_values(&[
            (r#"expediter_order_transitions_total{kind="order.completed"}"#, 1.0),
            ("expediter_worker_slots", 2.0),
            ("expediter_broker_connected", 1.0),
            ("expediter_database_connections_max", 16.0),
        ]);
        assert!(metrics.families.contains_key("process_resident_memory_bytes"));
        assert_eq!(kitchen.fixture.event_kinds(order.id).await, COMPLETED_ORDER_EVENTS);
        worker.terminate().await;
        assert!(TcpStream::connect(addr).await.is_err());
    }
}
