//! The order desk groups those who come at once.

use std::time::Duration;

use api::order_desk::decide::Wanted;
use api::order_desk::{Ask, Outcome};
use futures_util::future::join_all;
use shared::item::Quantity;
use shared::order::{Guest, OrderType};
use shared::sql;
use shared::store::placements;
use shared::telemetry::Trace;
use shared::testing::{Engine, database, good};

use crate::kit::{House, id};

/// PostgreSQL keeps the number of the transaction that wrote a row: 64 callers on one item take a handful.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn placements_at_once_share_transactions() {
    let house = House::on(database(Engine::Postgres).await).await;
    let (menu, diner) = (house.menu(&[("Margherita", 950, 1000)]).await, house.diner().await);
    let item = good(id(&menu[0]));
    let ask = Ask {
        account: house.tokens.verify(&diner.token, house.clock.now()).unwrap(),
        business_id: None,
        lines: vec![Wanted { item_id: item, quantity: Quantity::new(1).unwrap(), note: None, field: String::new() }],
        order_type: OrderType::Takeaway,
        guest: Guest::default(),
        note: None,
        expected_total: None,
        key: None,
        trace: Trace::from_header(None),
    };
    // Somebody else holds the item, until all 64 have handed in.
    let mut holding = house.db.begin().await.unwrap();
    placements::lock_offers(&mut holding, &[item]).await.unwrap();
    let all = join_all((0..64).map(|_| house.app.desk.place(ask.clone())));
    let letting_go = async {
        tokio::time::sleep(Duration::from_millis(200)).await;
        drop(holding);
    };
    let (placed, ()) = tokio::join!(all, letting_go);
    assert!(placed.iter().all(|outcome| matches!(outcome, Ok(Outcome::Placed(_)))));
    let mut read = house.db.read().await.unwrap();
    let (events, transactions) = sql!(read, one [i64, i64], "select count(*), 0 from events";
            postgres: "select count(*), count(distinct xmin::text) from events")
    .await
    .unwrap();
    drop(read);
    println!("{events} placements in {transactions} transactions");
    assert_eq!(events, 64);
    assert!(transactions <= 4, "{transactions}");
    house.close().await;
}
