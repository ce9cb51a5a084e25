//! Outages of the database. They do not count as failures of the messages.

use std::time::Duration;

use domain::order::state::Status;
use store::{Connection, Db};
use testkit::fixture::COMPLETED_ORDER_EVENTS;
use testkit::{Backends, FaultProxy};

use crate::support::{TestKitchen, frequent_heartbeats};

mod database_outage_loses_no_order {
    use super::*;

    /// The outage begins while two orders are in preparation and two others wait. It lasts long enough for many attempts.
    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn postgres() {
        let kitchen = TestKitchen::open(Backends::PostgresAndRabbit).await;
        let proxy = FaultProxy::start(&kitchen.database_url).await;
        let db = Db::connect(&proxy.url(), 4).await.unwrap();
        let worker = kitchen.start_worker_on(frequent_heartbeats(Duration::from_millis(1500)), db);
        let orders = kitchen.accept_orders(4).await;
        for order in &orders[..2] {
            kitchen.wait_for_status(order.id, Status::Processing).await;
        }
        proxy.refuse();
        tokio::time::sleep(Duration::from_secs(4)).await; // the outage itself
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
        let mut terminated = 0;
        while kitchen.fixture.order(orders[5].id).await.status != Status::Completed {
            let mut read = kitchen.fixture.db.read().await.unwrap();
            let Connection::Postgres(connection) = read.connection() else { unreachable!() };
            let terminate_all = "select count(pg_terminate_backend(pid)) from pg_stat_activity
                                  where datname = current_database() and pid <> pg_backend_pid()";
            let (count,): (i64,) = sqlx::query_as(terminate_all).fetch_one(connection).await.unwrap();
            terminated += count;
            drop(read);
            tokio::time::sleep(Duration::from_millis(100)).await; // until the next termination
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
