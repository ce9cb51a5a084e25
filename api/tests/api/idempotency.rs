//! `Idempotency-Key`: a double tap is one order.

use std::future::IntoFuture as _;
use std::time::Duration;

use api::clockwork::Clockwork;
use futures_util::future::join_all;
use serde_json::{Value, json};

use crate::kit::{Ask, House, Person, id};

fn keyed(person: &Person, item: &Value, quantity: i64, key: &str) -> Ask {
    person.places(item, quantity).header("idempotency-key", key)
}

#[tokio::test]
async fn the_same_request_again_gets_the_first_answer() {
    let mut house = House::open().await;
    let (menu, diner) = (house.menu(&[("Margherita", 950, 9)]).await, house.diner().await);
    let first = keyed(&diner, &menu[0], 2, "tap").await;
    assert!(first.header("idempotent-replayed").is_none());
    let order = first.clone().expect(201);
    menu.owner.does("accept", &order).await.expect(200);

    let again = keyed(&diner, &menu[0], 2, "tap").await;
    assert_eq!(again.header("idempotent-replayed"), Some("true"));
    assert_eq!(again.header("location"), first.header("location"));
    assert_eq!((again.status, &again.text), (201, &first.text));

    // The same members in another order are the same request.
    let shuffled = format!(r#"{{"items":[{{"quantity":2,"item_id":"{}"}}]}}"#, id(&menu[0]));
    let shuffled = diner.post("/api/orders").header("content-type", "application/json").body(shuffled);
    let again = shuffled.header("idempotency-key", "tap").await;
    assert_eq!((again.header("idempotent-replayed"), &again.text), (Some("true"), &first.text));

    house.reopen().await;
    let again = keyed(&diner, &menu[0], 2, "tap").await;
    assert_eq!((again.header("idempotent-replayed"), &again.text), (Some("true"), &first.text));
    assert_eq!(house.stock(&menu[0]).await, 7);
    house.close().await;
}

#[tokio::test]
async fn a_key_belongs_to_one_request_of_one_account() {
    let house = House::open().await;
    let (menu, diner, other) = (house.menu(&[("Margherita", 950, 9)]).await, house.diner().await, house.diner().await);
    let order = keyed(&diner, &menu[0], 1, "tap").await.expect(201);
    keyed(&diner, &menu[0], 2, "tap").await.refused(422, "idempotency-key-reused");
    let theirs = keyed(&other, &menu[0], 1, "tap").await;
    assert!(theirs.header("idempotent-replayed").is_none());
    assert_ne!(id(&theirs.expect(201)), id(&order));
    let second = keyed(&diner, &menu[0], 1, "another tap").await.expect(201);
    assert_ne!(id(&second), id(&order));
    for bad in ["", " ", &"k".repeat(256), "clé"] {
        assert_eq!(keyed(&diner, &menu[0], 1, bad).await.invalid(), ["Idempotency-Key"], "{bad}");
    }
    keyed(&diner, &menu[0], 1, &"k".repeat(255)).await.expect(201);
    house.close().await;
}

#[tokio::test]
async fn a_refusal_keeps_no_key() {
    let house = House::open().await;
    let (menu, diner) = (house.menu(&[("Margherita", 950, 0)]).await, house.diner().await);
    keyed(&diner, &menu[0], 1, "tap").await.refused(409, "sold-out");
    let restock = json!({"delta": 1});
    menu.owner.post(format!("/api/items/{}/stock", id(&menu[0]))).json(restock).await.expect(200);
    keyed(&diner, &menu[0], 1, "tap").await.expect(201);
    house.close().await;
}

#[tokio::test]
async fn a_key_is_kept_for_a_day() {
    let house = House::open().await;
    let (menu, diner) = (house.menu(&[("Margherita", 950, 9)]).await, house.diner().await);
    let clockwork = || async {
        let (db, relay, broker) = (house.db.clone(), house.app.relay.clone(), house.app.broker.clone());
        let (clock, wake) = (house.clock.clone(), house.app.clockwork.clone());
        Clockwork { db, broker, relay, clock, wake }.sweep().await.unwrap();
    };
    let order = keyed(&diner, &menu[0], 1, "tap").await.expect(201);
    house.later(Duration::from_secs(24 * 3600 - 1));
    clockwork().await;
    let late = diner.refreshed().await;
    let again = keyed(&late, &menu[0], 1, "tap").await.expect(201);
    assert_eq!(id(&again), id(&order));
    house.later(Duration::from_secs(2));
    clockwork().await;
    let anew = keyed(&late, &menu[0], 1, "tap").await;
    assert!(anew.header("idempotent-replayed").is_none());
    assert_ne!(id(&anew.expect(201)), id(&order));
    house.close().await;
}

shared::on_every_engine! {
    /// Each is the order, its replay, or told to wait for it; nobody gets a second one.
    async fn thirty_taps_at_once_are_one_order(db: Db) {
        let house = House::on(db).await;
        let (menu, diner) = (house.menu(&[("Margherita", 950, 50)]).await, house.diner().await);
        let taps = (0..30).map(|_| keyed(&diner, &menu[0], 1, "tap").among_others().into_future());
        let mut orders = Vec::new();
        for answer in join_all(taps).await {
            match answer.status {
                201 => orders.push(id(&answer.body).to_owned()),
                _ => drop(answer.refused(409, "idempotency-key-in-flight")),
            }
        }
        orders.dedup();
        assert_eq!(orders.len(), 1);
        assert_eq!(house.stock(&menu[0]).await, 49);
        house.close().await;
    }

    /// Two processes know nothing of each other's keys in flight; the database does.
    async fn taps_at_two_desks_are_one_order(db: Db) {
        let (one, two) = (House::on(db.clone()).await, House::on(db).await);
        let (menu, diner) = (one.menu(&[("Margherita", 950, 50)]).await, one.diner().await);
        let there = Person { wire: std::sync::Arc::clone(&two.wire), ..diner.clone() };
        for round in 0..10 {
            let key = format!("tap {round}");
            let (here, there) = tokio::join!(
                keyed(&diner, &menu[0], 1, &key).among_others().into_future(),
                keyed(&there, &menu[0], 1, &key).among_others().into_future(),
            );
            assert_eq!(id(&here.expect(201)), id(&there.expect(201)));
        }
        assert_eq!(one.stock(&menu[0]).await, 40);
        // They share their database: the first to close would take it from the second.
        two.leave().await;
        one.close().await;
    }
}
