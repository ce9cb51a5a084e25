//! The database goes away, and comes back.

use std::future::IntoFuture as _;
use std::time::Duration;

use serde_json::json;
use shared::store::Db;
use shared::testing::{Engine, Proxy, database_url, eventually};

use crate::kit::House;

async fn goes_away_and_comes_back(engine: Engine) {
    let wire = Proxy::to(&database_url(engine).await).await;
    let house = House::on(Db::connect(&wire.url(), 4).await.unwrap()).await;
    let (menu, diner) = (house.menu(&[("Margherita", 950, 9)]).await, house.diner().await);
    // Once it hangs up, and once it is there but says nothing.
    for (round, goes_away) in [Proxy::close, Proxy::clog].into_iter().enumerate() {
        let order = diner.orders(&menu[0], 1).await;
        goes_away(&wire);
        let (placing, seeing, cancelling, ready) = tokio::join!(
            diner.places(&menu[0], 1).among_others().into_future(),
            diner.get("/api/orders").among_others().into_future(),
            diner.cancels(&order).among_others().into_future(),
            house.stranger().get("/readyz").among_others().into_future(),
        );
        for answer in [placing, seeing, cancelling] {
            answer.refused(503, "unavailable");
        }
        let health = ready.expect(503);
        assert_eq!((&health["status"], &health["checks"]["broker"]["ok"]), (&json!("degraded"), &json!(true)));
        assert_eq!(health["checks"]["database"]["ok"], false);
        house.stranger().get("/livez").among_others().await.expect(200);

        wire.open();
        eventually("readiness", Duration::from_secs(20), || async {
            let ready = house.stranger().get("/readyz").among_others().await;
            (ready.status == 200).then_some(())
        })
        .await;
        diner.orders(&menu[0], 1).await;
        // The clockwork and the relay have come back as well.
        house.later(Duration::from_secs(5));
        eventually("acceptance", Duration::from_secs(20), || async {
            (diner.sees(&order).await["status"] == "accepted").then_some(())
        })
        .await;
        assert_eq!(house.stock(&menu[0]).await, 7 - 2 * i64::try_from(round).unwrap());
    }
    house.close().await;
}

mod the_database_goes_away_and_comes_back {
    use super::{Engine, goes_away_and_comes_back};

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn postgres() {
        goes_away_and_comes_back(Engine::Postgres).await;
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn mariadb() {
        goes_away_and_comes_back(Engine::MariaDb).await;
    }
}

/// A file does not go away; somebody else may keep it locked.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_writer_who_does_not_let_go_makes_others_wait_and_not_fail_for_good() {
    let house = House::open().await;
    let (menu, diner) = (house.menu(&[("Margherita", 950, 9)]).await, house.diner().await);
    let holding = house.db.begin().await.unwrap();
    let answer = diner.places(&menu[0], 1).await;
    answer.refused(503, "unavailable");
    diner.get("/api/orders").await.expect(200);
    drop(holding);
    diner.orders(&menu[0], 1).await;
    house.close().await;
}
