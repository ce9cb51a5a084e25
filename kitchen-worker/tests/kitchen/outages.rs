//! Outages of the database, during which messages do not become dead letters.

use std::time::Duration;

use domain::clock::Timestamp;
use domain::order::state::Status;
use store::{Connection, Db};
use testkit::fixture::COMPLETED_ORDER_EVENTS;
use testkit::{Backends, FaultProxy, eventually};

use crate::support::{STEP_TIMEOUT, TestKitchen, frequent_heartbeats};

mod database_outage_loses_no_order {
    use super::*;

    /// Minimum number of connections that the worker attempts during the outage, after the preparation time is over.
    const ATTEMPTS: usize = 10;

    /// The outage begins while two orders are in preparation and two others wait. It lasts until the two orders are ready and the
    /// worker has tried many times to connect.
    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn postgres() {
        let kitchen = TestKitchen::open(Backends::PostgresAndRabbit).await;
        let proxy = FaultProxy::start(&kitchen.database_url).await;
        let db = Db::connect(&proxy.url(), 4).await.unwrap();
        let preparation_time = Duration::from_millis(1500);
        let worker = kitchen.start_worker_on(frequent_heartbeats(preparation_time), db);
        let orders = kitchen.accept_orders(4).await;
        let mut ready_at = Timestamp::EPOCH;
        for order in &orders[..2] {
            let started = kitchen.wait_for_status(order.id, Status::Processing).await;
            ready_at = ready_at.max(started.processing_at.unwrap() + preparation_time);
        }
        proxy.refuse();
        let clock = &kitchen.fixture.clock;
        eventually("the end of the preparation", STEP_TIMEOUT, async || (clock.now() > ready_at).then_some(())).await;
        let refused = proxy.refused_count();
        eventually("attempts to connect", STEP_TIMEOUT, async || {
            (proxy.refused_count() >= refused + ATTEMPTS).then_some(())
        })
        .await;
        assert_eq!(kitchen.fixture.order(orders[0].id).await.status, Status::Processing);
        assert_eq!(kitchen.fixture.order(orders[3].id).await.status, Status::Accepted);
        proxy.restore();
        for order in &orders {
            kitchen.wait_for_status(order.id, Status::Completed).await;
            assert_eq!(kitchen.fixture.event_kinds(order.id).await, COMPLETED_ORDER_EVENTS);
        }
        kitchen.wait_until_delivered().await;
        worker.stop().await;
        assert!(kitchen.broker.list_dead_letters(1).await.unwrap().is_empty());
    }
}

mod terminated_connections_are_replaced {
    use super::*;

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn postgres() {
        let kitchen = TestKitchen::open(Backends::PostgresAndRabbit).await;
        let worker = kitchen.start_worker(Duration::from_millis(200));
        let orders = kitchen.accept_orders(6).await;
        let sum_versions = async || {
            let mut sum = 0;
            for order in &orders {
                sum += kitchen.fixture.order(order.id).await.version;
            }
            sum
        };
        let mut terminated = 0;
        // Each order has four versions.
        while sum_versions().await < 4 * 6 {
            let before = sum_versions().await;
            let mut read = kitchen.fixture.db.read().await.unwrap();
            let Connection::Postgres(connection) = read.connection() else { unreachable!() };
            let terminate_all = "select count(pg_terminate_backend(pid)) from pg_stat_activity
                                  where datname = current_database() and pid <> pg_backend_pid()";
            let (count,): (i64,) = sqlx::query_as(terminate_all).fetch_one(connection).await.unwrap();
            terminated += count;
            drop(read);
            // The worker reconnects and makes progress before its connections are terminated again.
            eventually("progress", STEP_TIMEOUT, async || (sum_versions().await > before).then_some(())).await;
        }
        assert!(terminated > 0);
        for order in &orders {
            kitchen.wait_for_status(order.id, Status::Completed).await;
            assert_eq!(kitchen.fixture.event_kinds(order.id).await, COMPLETED_ORDER_EVENTS);
        }
        kitchen.wait_until_delivered().await;
        worker.stop().await;
        assert!(kitchen.broker.list_dead_letters(1).await.unwrap().is_empty());
    }
}
