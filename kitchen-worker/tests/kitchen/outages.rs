//! The database goes away for a while; the messages are not to blame.

use std::time::Duration;

use shared::order::Status;
use shared::store::{Connection, Db};
use shared::testing::Proxy;

use crate::house::{COOKED, House, Pair, brisk};

mod nothing_is_lost_while_the_database_is_away {
    use super::*;

    /// It goes while two orders are on the stove and two wait, and stays away for longer than many tries.
    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn postgres() {
        let house = House::open(Pair::PostgresAndRabbit).await;
        let wire = Proxy::to(&house.database_url).await;
        let db = Db::connect(&wire.url(), 4).await.unwrap();
        let cook = house.cook_on(brisk(Duration::from_millis(500)), db);
        let orders = house.accepted(4).await;
        for order in &orders[..2] {
            house.until(order.id, Status::Processing).await;
        }
        wire.close();
        tokio::time::sleep(Duration::from_secs(3)).await; // the outage itself
        assert_eq!(house.stall.order(orders[0].id).await.status, Status::Processing);
        assert_eq!(house.stall.order(orders[3].id).await.status, Status::Accepted);
        wire.open();
        for order in &orders {
            house.until(order.id, Status::Completed).await;
            assert_eq!(house.history(order.id).await, COOKED);
        }
        house.quiet().await;
        cook.stops().await;
        assert!(house.broker.dead_letters(1).await.unwrap().is_empty());
    }
}

mod a_terminated_connection_is_replaced {
    use super::*;

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn postgres() {
        let house = House::open(Pair::PostgresAndRabbit).await;
        let cook = house.cook(Duration::from_millis(200));
        let orders = house.accepted(6).await;
        let mut terminated = 0;
        while house.stall.order(orders[5].id).await.status != Status::Completed {
            let mut read = house.stall.db.read().await.unwrap();
            let Connection::Postgres(connection) = read.connection() else { unreachable!() };
            let all = "select count(pg_terminate_backend(pid)) from pg_stat_activity
                        where datname = current_database() and pid <> pg_backend_pid()";
            let (count,): (i64,) = sqlx::query_as(all).fetch_one(connection).await.unwrap();
            terminated += count;
            drop(read);
            tokio::time::sleep(Duration::from_millis(100)).await; // the next blow
        }
        assert!(terminated > 0);
        for order in &orders {
            house.until(order.id, Status::Completed).await;
            assert_eq!(house.history(order.id).await, COOKED);
        }
        house.quiet().await;
        cook.stops().await;
        assert!(house.broker.dead_letters(1).await.unwrap().is_empty());
    }
}
