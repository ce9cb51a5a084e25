//! Database outages.

use std::future::IntoFuture as _;
use std::time::Duration;

use serde_json::json;
use store::Db;
use testkit::{Engine, FaultProxy, database_url, eventually};

use crate::support::TestServer;

/// Maximum time for the API to recover from an outage.
const RECOVERY_TIMEOUT: Duration = Duration::from_secs(20);

async fn check_recovery(engine: Engine) {
    let proxy = FaultProxy::start(&database_url(engine).await).await;
    let server = TestServer::start_on(Db::connect(&proxy.url(), 4).await.unwrap()).await;
    let menu = server.business_with_items(&[("Margherita", 950, 9)]).await;
    let customer = server.customer().await;
    // In the first round, connections are closed. In the second round, they stall.
    for (round, fail) in [FaultProxy::refuse, FaultProxy::stall].into_iter().enumerate() {
        let order = customer.place_order(&menu[0], 1).await;
        fail(&proxy);
        let (place, list, cancel, ready) = tokio::join!(
            customer.place(&menu[0], 1).skip_record_check().into_future(),
            customer.get("/api/orders").skip_record_check().into_future(),
            customer.cancel(&order).skip_record_check().into_future(),
            server.anonymous().get("/readyz").skip_record_check().into_future(),
        );
        for response in [place, list, cancel] {
            response.expect_problem(503, "unavailable");
        }
        let health = ready.expect_status(503);
        assert_eq!((&health["status"], &health["checks"]["broker"]["ok"]), (&json!("degraded"), &json!(true)));
        assert_eq!(health["checks"]["database"]["ok"], false);
        server.anonymous().get("/livez").skip_record_check().await.expect_status(200);

        proxy.restore();
        eventually("readiness", RECOVERY_TIMEOUT, async || {
            let ready = server.anonymous().get("/readyz").skip_record_check().await;
            (ready.status == 200).then_some(())
        })
        .await;
        customer.place_order(&menu[0], 1).await;
        // The scheduler and the relay have also recovered.
        server.advance(Duration::from_secs(5));
        customer.wait_for_status(&order, "accepted", RECOVERY_TIMEOUT).await;
        assert_eq!(server.stock(&menu[0]).await, 7 - 2 * i64::try_from(round).unwrap());
    }
    server.close().await;
}

mod requests_fail_during_an_outage_and_succeed_after_it {
    use super::{Engine, check_recovery};

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn postgres() {
        check_recovery(Engine::Postgres).await;
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn mariadb() {
        check_recovery(Engine::MariaDb).await;
    }
}

/// SQLite has no server that could fail, but another writer may hold its write lock.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn writes_fail_only_while_another_writer_holds_the_lock() {
    let server = TestServer::start().await;
    let menu = server.business_with_items(&[("Margherita", 950, 9)]).await;
    let customer = server.customer().await;
    let lock = server.db.begin().await.unwrap();
    customer.place(&menu[0], 1).await.expect_problem(503, "unavailable");
    customer.get("/api/orders").await.expect_status(200);
    drop(lock);
    customer.place_order(&menu[0], 1).await;
    server.close().await;
}
