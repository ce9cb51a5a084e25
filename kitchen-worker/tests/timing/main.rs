//! Tests of kitchen workers that limit the elapsed time. They run in their own suite, one at a time, so that other tests do not
//! slow them down.

#[expect(dead_code, reason = "the suite `kitchen` uses all of it")]
#[path = "../kitchen/support/mod.rs"]
mod support;

use std::time::{Duration, Instant};

use domain::order::state::Status;
use testkit::fixture::COMPLETED_ORDER_EVENTS;
use testkit::wait::exclusive;
use testkit::{Backends, on_both_backends};
use uuid::Uuid;

use support::{TestKitchen, WorkerProcess};

on_both_backends! {
    async fn shutdown_hands_back_long_orders(backends: Backends) {
        let _exclusive = exclusive().await;
        let kitchen = TestKitchen::open(backends).await;
        let worker = kitchen.start_worker(Duration::from_hours(1));
        let orders = kitchen.accept_orders(3).await;
        for order in &orders[..2] {
            kitchen.wait_for_status(order.id, Status::Processing).await;
        }
        let requested_at = Instant::now();
        worker.stop().await;
        assert!(requested_at.elapsed() < Duration::from_secs(3));
        for order in &orders[..2] {
            assert_eq!(kitchen.fixture.order(order.id).await.worker_id, Some(Uuid::nil()));
        }
        // The next worker continues immediately, without another announcement.
        let next = kitchen.start_worker(Duration::ZERO);
        for order in orders {
            kitchen.wait_for_status(order.id, Status::Completed).await;
            assert_eq!(kitchen.fixture.event_kinds(order.id).await, COMPLETED_ORDER_EVENTS);
        }
        next.stop().await;
    }
}

mod sigterm_hands_back_long_orders {
    use super::*;

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn postgres() {
        let _exclusive = exclusive().await;
        let kitchen = TestKitchen::open(Backends::PostgresAndRabbit).await;
        let worker = WorkerProcess::start(&kitchen, "3600").await;
        let order = kitchen.order_in_preparation().await;
        let requested_at = Instant::now();
        worker.terminate().await;
        assert!(requested_at.elapsed() < Duration::from_secs(10), "there was nothing to wait for");
        assert_eq!(kitchen.fixture.order(order.id).await.worker_id, Some(Uuid::nil()));
        let next = WorkerProcess::start(&kitchen, "0").await;
        kitchen.wait_for_status(order.id, Status::Completed).await;
        kitchen.wait_until_delivered().await;
        assert_eq!(kitchen.fixture.event_kinds(order.id).await, COMPLETED_ORDER_EVENTS);
        next.terminate().await;
    }
}
