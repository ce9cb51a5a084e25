//! Workers as processes that receive signals, on PostgreSQL and RabbitMQ, because several processes share the orders.

use std::time::Duration;

use domain::order::state::Status;
use domain::order::{Order, OrderId};
use store::{kitchen_workers, orders, sql};
use testkit::fixture::COMPLETED_ORDER_EVENTS;
use testkit::{Backends, eventually};

use crate::support::{STEP_TIMEOUT, TestKitchen, WorkerProcess, frequent_heartbeats};

/// Maximum time until a health check reports a killed worker.
const HEALTH_TIMEOUT: Duration = Duration::from_secs(20);

/// Announces an order whose worker is dead, as the reconciler does. Backdates the heartbeats instead of waiting for a timeout.
async fn reannounce_stalled(kitchen: &TestKitchen, order: &Order) {
    let mut tx = kitchen.fixture.db.begin().await.unwrap();
    sql!(tx, execute "update kitchen_workers set beat_at = beat_at - interval '1 minute'").await.unwrap();
    tx.commit().await.unwrap();
    let mut tx = kitchen.fixture.db.begin().await.unwrap();
    let announced_before = kitchen.fixture.clock.now() + STEP_TIMEOUT;
    assert_eq!(orders::lock_stalled(&mut tx, announced_before, 10).await.unwrap(), [order.id]);
    tx.commit().await.unwrap();
    kitchen.reannounce(order.id).await;
}

/// Waits until the order is completed, and checks that it was prepared once.
async fn wait_until_completed_once(kitchen: &TestKitchen, id: OrderId) -> Order {
    let completed = kitchen.wait_for_status(id, Status::Completed).await;
    kitchen.wait_until_delivered().await;
    assert_eq!(kitchen.fixture.event_kinds(id).await, COMPLETED_ORDER_EVENTS);
    completed
}

mod order_of_a_killed_worker_is_prepared_by_another {
    use super::*;

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn postgres() {
        let kitchen = TestKitchen::open(Backends::PostgresAndRabbit).await;
        let killed = WorkerProcess::start(&kitchen, "4").await;
        let order = kitchen.order_in_preparation().await;
        killed.kill();
        let successor = WorkerProcess::start(&kitchen, "4").await;
        reannounce_stalled(&kitchen, &order).await;
        let completed = wait_until_completed_once(&kitchen, order.id).await;
        assert!(completed.worker_id.is_some() && completed.worker_id != order.worker_id);
        successor.terminate().await;
    }
}

mod sigterm_completes_orders_that_are_ready_soon {
    use super::*;

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn postgres() {
        let kitchen = TestKitchen::open(Backends::PostgresAndRabbit).await;
        let worker = WorkerProcess::start(&kitchen, "3").await;
        let order = kitchen.order_in_preparation().await;
        worker.terminate().await;
        assert_eq!(kitchen.fixture.event_kinds(order.id).await, COMPLETED_ORDER_EVENTS);
        assert_eq!(kitchen.broker.kitchen_queue_depth().await.unwrap(), 0);
        let mut read = kitchen.fixture.db.read().await.unwrap();
        assert!(kitchen_workers::list_alive(&mut read).await.unwrap().is_empty());
    }
}

/// The worker is suspended until its heartbeat has expired. It is resumed after another worker has prepared its order.
mod resumed_zombie_worker_changes_nothing {
    use super::*;

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn postgres() {
        let kitchen = TestKitchen::open(Backends::PostgresAndRabbit).await;
        // One slot: a free slot would receive the second message, and hold it until RabbitMQ misses the worker's heartbeats.
        let mut zombie = WorkerProcess::start_with(&kitchen, 1, "4", &[]).await;
        let order = kitchen.order_in_preparation().await;
        zombie.signal("STOP");
        let successor = kitchen.start_worker(Duration::ZERO);
        eventually("a second worker", STEP_TIMEOUT, async || {
            let alive = kitchen_workers::list_alive(&mut kitchen.fixture.db.read().await.unwrap()).await.unwrap();
            alive.iter().any(|worker| worker.id == successor.id).then_some(())
        })
        .await;
        let mut tx = kitchen.fixture.db.begin().await.unwrap();
        sql!(tx, execute "update kitchen_workers set beat_at = beat_at - interval '1 minute' where id = ?",
            order.worker_id)
        .await
        .unwrap();
        tx.commit().await.unwrap();
        kitchen.reannounce(order.id).await;
        let completed = wait_until_completed_once(&kitchen, order.id).await;
        assert_eq!(completed.worker_id, Some(successor.id));
        zombie.signal("CONT");
        zombie.wait_for_log("order is no longer being prepared by this worker").await;
        assert_eq!(kitchen.fixture.event_kinds(order.id).await, COMPLETED_ORDER_EVENTS);
        // The resumed worker continues to work.
        successor.stop().await;
        let next = kitchen.accept_order().await;
        wait_until_completed_once(&kitchen, next.id).await;
        zombie.terminate().await;
    }
}

mod health_check_reports_the_liveness_of_the_hosts_worker {
    use super::*;

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn postgres() {
        let kitchen = TestKitchen::open(Backends::PostgresAndRabbit).await;
        let mut worker = WorkerProcess::start(&kitchen, "0").await;
        let on_another_host = kitchen.start_worker_with(frequent_heartbeats(Duration::ZERO));
        assert!(worker.is_healthy(&kitchen));
        worker.signal("KILL");
        eventually("an unhealthy worker", HEALTH_TIMEOUT, async || {
            let mut tx = kitchen.fixture.db.begin().await.unwrap();
            sql!(tx, execute "update kitchen_workers set beat_at = beat_at - interval '1 minute' where id <> ?",
                on_another_host.id)
            .await
            .unwrap();
            tx.commit().await.unwrap();
            (!worker.is_healthy(&kitchen)).then_some(())
        })
        .await;
        assert!(!worker.wait().await);
        on_another_host.stop().await;
    }
}
