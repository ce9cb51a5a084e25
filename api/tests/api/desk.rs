//! The order desk groups those who come at once.

use std::future::IntoFuture as _;

use api::error::Error;
use api::order_desk::decide::Wanted;
use api::order_desk::{Ask, Outcome};
use futures_util::future::{join_all, select};
use serde_json::Value;
use shared::item::Quantity;
use shared::order::{Guest, OrderType};
use shared::sql;
use shared::store::placements;
use shared::telemetry::Trace;
use shared::testing::{Engine, database, good};

use crate::kit::{House, Person, id};

/// One of this item, as the route hands it in.
fn ask(house: &House, diner: &Person, item: &Value) -> Ask {
    let item_id = good(id(item));
    Ask {
        account: house.tokens.verify(&diner.token, house.clock.now()).unwrap(),
        business_id: None,
        lines: vec![Wanted { item_id, quantity: Quantity::new(1).unwrap(), note: None, field: String::new() }],
        order_type: OrderType::Takeaway,
        guest: Guest::default(),
        note: None,
        expected_total: None,
        key: None,
        trace: Trace::from_header(None),
    }
}

/// PostgreSQL keeps the number of the transaction that wrote a row: 64 callers on one item take a handful.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn placements_at_once_share_transactions() {
    let house = House::on(database(Engine::Postgres).await).await;
    let (menu, diner) = (house.menu(&[("Margherita", 950, 1000)]).await, house.diner().await);
    let ask = ask(&house, &diner, &menu[0]);
    let item = ask.lines[0].item_id;
    // Somebody else holds the item, until all 64 have handed in.
    let mut holding = house.db.begin().await.unwrap();
    placements::lock_offers(&mut holding, &[item]).await.unwrap();
    let all = join_all((0..64).map(|_| house.app.desk.place(ask.clone())));
    // Handing in takes no waiting: by the time that this comes to its turn, all have.
    let (placed, ()) = tokio::join!(all, async { drop(holding) });
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

/// Whoever comes when 4,096 are waiting is told so at once, and those who wait are served.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_desk_that_is_full_says_so() {
    let house = House::open().await;
    let (menu, diner) = (house.menu(&[("Margherita", 950, 10_000)]).await, house.diner().await);
    let ask = ask(&house, &diner, &menu[0]);
    let holding = house.db.begin().await.unwrap();
    let all = join_all((0..4400).map(|_| house.app.desk.place(ask.clone())));
    let letting_go = async {
        let full = diner.places(&menu[0], 1).among_others().await;
        drop(holding);
        full.refused(503, "unavailable");
    };
    let (placed, ()) = tokio::join!(all, letting_go);
    let (placed, turned_away): (Vec<_>, Vec<_>) = placed.into_iter().partition(Result::is_ok);
    assert!(placed.len() >= 4096 && turned_away.len() >= 100, "{} {}", placed.len(), turned_away.len());
    assert!(turned_away.iter().all(|refusal| matches!(refusal, Err(Error::Saturated))));
    let left = 10_000 - i64::try_from(placed.len()).unwrap();
    assert_eq!(house.stock(&menu[0]).await, left);
    house.close().await;
}

/// Who is being served when the house closes is served.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_order_in_flight_is_placed_before_the_house_closes() {
    let mut house = House::open().await;
    let (menu, diner) = (house.menu(&[("Margherita", 950, 9)]).await, house.diner().await);
    let holding = house.db.begin().await.unwrap();
    let tap = || diner.places(&menu[0], 1).header("idempotency-key", "tap").among_others().into_future();
    // Of two taps one is told that the other is at the desk, where it waits for the database.
    let (told, placing) = select(tap(), tap()).await.factor_first();
    told.refused(409, "idempotency-key-in-flight");
    let (order, ()) = tokio::join!(placing, async {
        tokio::join!(house.reopen(), async { drop(holding) });
    });
    order.expect(201);
    assert_eq!(house.stock(&menu[0]).await, 8);
    house.close().await;
}
