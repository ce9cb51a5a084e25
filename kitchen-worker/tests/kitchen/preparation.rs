//! One process, on both pairs of backends.

use std::time::{Duration, Instant};

use shared::account::ActorRole;
use shared::business::{Business, Kitchen};
use shared::clock::Timestamp;
use shared::order::{Command, Order, Status};
use shared::store::{businesses, events, kitchen, orders};
use shared::testing::eventually;
use uuid::Uuid;

use crate::house::{COOKED, House, Pair, SOON, brisk, on_both_pairs};

const HOUR: Duration = Duration::from_hours(1);

/// The most of these orders that were cooked at the same moment.
fn peak(orders: &[Order]) -> i64 {
    let mut changes: Vec<(Timestamp, i64)> = Vec::new();
    for order in orders {
        changes.extend([(order.processing_at.unwrap(), 1), (order.completed_at.unwrap(), -1)]);
    }
    // One that ends in the same millisecond in which another begins made way for it.
    changes.sort_unstable();
    let mut now = 0;
    changes
        .into_iter()
        .map(|(_, change)| {
            now += change;
            now
        })
        .max()
        .unwrap()
}

on_both_pairs! {
    async fn an_accepted_order_is_cooked(house: House) {
        let cook = house.cook(Duration::from_millis(300));
        let order = house.accepted(1).await.remove(0);
        let cooking = house.until(order.id, Status::Processing).await;
        assert_eq!(cooking.worker_id, Some(cook.id));
        let ready = house.until(order.id, Status::Completed).await;
        assert!(ready.completed_at.unwrap().since(ready.processing_at.unwrap()) >= Duration::from_millis(300));
        assert_eq!(house.history(order.id).await, COOKED);
        house.quiet().await;
        cook.stops().await;
    }

    /// Two workers with two slots each: four at once, and no worker three.
    async fn two_at_a_time_and_never_three(house: House) {
        let cooks = [house.cook(Duration::from_millis(400)), house.cook(Duration::from_millis(400))];
        let mut ready = Vec::new();
        for order in house.accepted(12).await {
            ready.push(house.until(order.id, Status::Completed).await);
        }
        assert_eq!(peak(&ready), 4);
        for cook in cooks {
            let (its, others): (Vec<_>, Vec<_>) = ready.into_iter().partition(|order| order.worker_id == Some(cook.id));
            assert_eq!(peak(&its), 2);
            ready = others;
            cook.stops().await;
        }
        assert!(ready.is_empty());
    }

    async fn an_order_that_is_told_often_is_cooked_once(house: House) {
        let cooks = [house.cook(Duration::from_millis(300)), house.cook(Duration::from_millis(300))];
        let order = house.accepted(1).await.remove(0);
        let message = house.message(order.id).await;
        let often = vec![message.clone(); 10];
        house.broker.publish(&often).await.unwrap();
        house.until(order.id, Status::Processing).await;
        house.broker.publish(&often).await.unwrap();
        house.until(order.id, Status::Completed).await;
        house.broker.publish(&often).await.unwrap();
        house.quiet().await;
        for cook in cooks {
            cook.stops().await;
        }
        house.quiet().await; // nothing came back
        assert_eq!(house.history(order.id).await, COOKED);
    }

    async fn a_manual_kitchen_is_left_alone(house: House) {
        let manual = Business { kitchen: Kitchen::Manual, ..house.stall.business.clone() };
        let mut tx = house.stall.db.begin().await.unwrap();
        businesses::update(&mut tx, &manual).await.unwrap();
        tx.commit().await.unwrap();
        let cook = house.cook(Duration::ZERO);
        let order = house.accepted(1).await.remove(0);
        house.quiet().await;
        let order = house.stall.does(order, Command::Start).await;
        house.announce(order.id).await;
        house.quiet().await;
        cook.stops().await;
        let left = house.stall.order(order.id).await;
        assert_eq!((left.status, left.worker_id), (Status::Processing, None));
        assert_eq!(house.history(order.id).await, COOKED[..3]);
        assert_eq!(house.broker.waiting().await.unwrap(), 0);
    }

    async fn a_living_workers_order_is_left_to_it(house: House) {
        let other = Uuid::new_v4();
        let order = house.begun_by(Some(other)).await;
        let mut tx = house.stall.db.begin().await.unwrap();
        kitchen::beat(&mut tx, other, "elsewhere", 2, 1, 10_000).await.unwrap();
        tx.commit().await.unwrap();
        let cook = house.cook_at(kitchen_worker::Tempo { silence: 3_600, ..brisk(Duration::ZERO) });
        house.announce(order.id).await;
        house.quiet().await;
        cook.stops().await;
        assert_eq!(house.broker.waiting().await.unwrap(), 0, "it was acknowledged");
        assert_eq!(house.stall.order(order.id).await.worker_id, Some(other));
    }

    async fn a_person_may_complete_what_a_worker_cooks(house: House) {
        let cook = house.cook(Duration::from_millis(500));
        let order = house.accepted(1).await.remove(0);
        let cooking = house.until(order.id, Status::Processing).await;
        house.stall.does(cooking, Command::Complete).await;
        house.quiet().await;
        cook.stops().await; // after its own half second
        assert_eq!(house.history(order.id).await, COOKED);
    }

    async fn a_worker_that_stops_finishes_what_is_nearly_done(house: House) {
        let cook = house.cook(Duration::from_millis(600));
        let order = house.accepted(1).await.remove(0);
        house.until(order.id, Status::Processing).await;
        let id = cook.id;
        cook.stops().await;
        assert_eq!(house.stall.order(order.id).await.status, Status::Completed);
        let read = &mut house.stall.db.read().await.unwrap();
        assert!(!kitchen::is_alive(read, id, 3_600).await.unwrap(), "it said goodbye");
        assert_eq!(house.broker.waiting().await.unwrap(), 0);
    }

    async fn a_worker_that_stops_hands_back_what_takes_longer(house: House) {
        let cook = house.cook(HOUR);
        let orders = house.accepted(3).await;
        for order in &orders[..2] {
            house.until(order.id, Status::Processing).await;
        }
        let asked = Instant::now();
        cook.stops().await;
        assert!(asked.elapsed() < Duration::from_secs(3));
        for order in &orders[..2] {
            assert_eq!(house.stall.order(order.id).await.worker_id, Some(Uuid::nil()));
        }
        // The next one goes on at once; nobody has to be told.
        let next = house.cook(Duration::ZERO);
        for order in orders {
            house.until(order.id, Status::Completed).await;
            assert_eq!(house.history(order.id).await, COOKED);
        }
        next.stops().await;
    }

    async fn what_nobody_can_cook_becomes_a_dead_letter(house: House) {
        let cook = house.cook(Duration::ZERO);
        let order = house.stall.accepted(1).await.remove(0);
        let message = house.message(order.id).await;
        let unknown = shared::broker::Message { id: Uuid::new_v4(), subject: Uuid::new_v4(), ..message.clone() };
        let garbled = shared::broker::Message { id: Uuid::new_v4(), body: "{ not json".into(), ..message.clone() };
        house.broker.publish(&[unknown, garbled]).await.unwrap();
        house.relay.poke();
        house.until(order.id, Status::Completed).await;
        let dead = eventually("two dead letters", SOON, async || {
            house.broker.dead_letters(10).await.ok().filter(|dead| dead.len() == 2)
        })
        .await;
        assert!(dead.iter().all(|letter| letter.reason == "rejected"));
        assert_eq!(dead.iter().filter(|letter| letter.message.is_err()).count(), 1);
        cook.stops().await;
    }

    /// Of each kind of poison more than there are stoves, then good orders: those are cooked, whatever is before them.
    async fn what_is_poisoned_holds_up_nobody(house: House) {
        let db = &house.stall.db;
        let poisoned = house.stall.accepted(3).await;
        // These cannot be written any more: begun, but never completed; and one that cannot even be read.
        let mut tx = db.begin().await.unwrap();
        for order in &poisoned[..2] {
            shared::sql!(tx, execute "insert into events (id, order_id, version, kind, business_id, occurred_at, payload)
                                      values (?, ?, ?, 'order.completed', ?, ?, '{}')",
                Uuid::new_v4(), order.id, order.version + 2, order.business_id, order.accepted_at).await.unwrap();
        }
        shared::sql!(tx, execute "update orders set lines_json = '{' where id = ?", poisoned[2].id).await.unwrap();
        tx.commit().await.unwrap();
        let good = house.stall.accepted(1).await.remove(0);
        let message = house.message(good.id).await;
        let of = |subject: Uuid, body: &str| {
            shared::broker::Message { id: Uuid::new_v4(), subject, body: body.to_owned().into(), ..message.clone() }
        };
        let mut letters = Vec::new();
        for _ in 0..3 {
            letters.push(of(good.id.0, "{ not json"));
            letters.push(shared::broker::Message { subject: Uuid::new_v4(), id: Uuid::new_v4(), ..message.clone() });
        }
        house.broker.publish(&letters).await.unwrap();
        house.relay.poke();
        let orders: Vec<_> = [vec![good], house.accepted(5).await].concat();
        let cook = house.cook(Duration::ZERO);
        for order in orders {
            house.until(order.id, Status::Completed).await;
            assert_eq!(house.history(order.id).await, COOKED);
        }
        let dead = eventually("nine dead letters", SOON, async || {
            house.broker.dead_letters(20).await.ok().filter(|dead| dead.len() == 9)
        })
        .await;
        assert!(dead.iter().all(|letter| letter.reason == "rejected"));
        assert_eq!(dead.iter().filter(|letter| letter.message.is_err()).count(), 3);
        for order in poisoned {
            let subjects = dead.iter().filter_map(|letter| letter.message.as_ref().ok()).map(|message| message.subject);
            assert_eq!(subjects.filter(|subject| *subject == order.id.0).count(), 1);
        }
        cook.stops().await;
    }

    /// A preparation without end is more than a clock can hold: each try panics.
    async fn a_cook_that_panics_takes_nobody_along(house: House) {
        let cook = house.cook(Duration::MAX);
        house.accepted(1).await;
        let dead = eventually("a dead letter", SOON, async || {
            house.broker.dead_letters(10).await.ok().filter(|dead| dead.len() == 1)
        })
        .await;
        assert_eq!(dead[0].reason, "delivery_limit");
        let read = &mut house.stall.db.read().await.unwrap();
        assert!(kitchen::is_alive(read, cook.id, 1).await.unwrap());
        cook.stops().await;
    }

    async fn what_the_kitchen_tells_belongs_to_the_trace_that_told_it(house: House) {
        let asked = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        let (stall, placed) = (&house.stall, house.stall.place(1).await.remove(0));
        let (order, mut accepted) = placed.apply(Command::Accept, &stall.owner(), None, stall.clock.stamp()).unwrap();
        accepted.traceparent = Some(asked.to_owned());
        let mut tx = stall.db.begin().await.unwrap();
        assert!(orders::save(&mut tx, &order, &accepted).await.unwrap());
        tx.commit().await.unwrap();
        house.relay.poke();
        let cook = house.cook(Duration::ZERO);
        house.until(order.id, Status::Completed).await;
        let log = events::of_order(&mut house.stall.db.read().await.unwrap(), order.id).await.unwrap();
        for told in &log[2..] {
            let trace = told.traceparent.as_ref().unwrap();
            assert_eq!(trace[..36], asked[..36]);
            assert_ne!(trace, asked);
            let event: serde_json::Value = serde_json::from_str(&told.payload).unwrap();
            assert_eq!(event["traceparent"], trace.as_str());
            assert_eq!(event["actor"]["role"], ActorRole::Kitchen.as_str());
            assert_eq!((&event["actor"]["name"], &event["actor"]["id"]), (&"stove".into(), &cook.id.to_string().into()));
        }
        cook.stops().await;
    }

    async fn the_kitchen_is_seen_while_it_is_open(house: House) {
        let cook = house.cook(HOUR);
        let seen = async |busy: i64| {
            let alive = kitchen::alive(&mut house.stall.db.read().await.unwrap()).await.unwrap();
            alive.into_iter().find(|worker| worker.id == cook.id && worker.busy == busy)
        };
        let idle = eventually("a beat", SOON, async || seen(0).await).await;
        assert_eq!((idle.name.as_str(), idle.slots), ("stove", 2));
        house.accepted(3).await;
        let busy = eventually("a busy beat", SOON, async || seen(2).await).await;
        let later = eventually("another beat", SOON, async || seen(2).await.filter(|now| now.beat_at > busy.beat_at));
        later.await;
        cook.stops().await;
        assert!(kitchen::alive(&mut house.stall.db.read().await.unwrap()).await.unwrap().is_empty());
    }
}

/// An order that a dead worker had for a while is cooked for what remains: here, by a clock that the test moves,
/// nothing of its hour.
async fn only_what_remains_is_cooked(pair: Pair, gone: Uuid) {
    let clock = shared::clock::Clock::manual(shared::testing::EVENING);
    let house = House::open_at(pair, clock.clone()).await;
    let order = house.begun_by(Some(gone)).await;
    clock.advance(HOUR);
    let cook = house.cook(HOUR);
    let lost = eventually("the order is missed", SOON, async || {
        let mut tx = house.stall.db.begin().await.unwrap();
        let lost = orders::abandoned(&mut tx, clock.now(), 10).await.unwrap();
        tx.commit().await.unwrap();
        Some(lost).filter(|lost| !lost.is_empty())
    });
    assert_eq!(lost.await, [order.id]);
    house.announce(order.id).await;
    let ready = house.until(order.id, Status::Completed).await;
    assert_eq!(ready.worker_id, Some(cook.id));
    assert_eq!(house.history(order.id).await, COOKED);
    cook.stops().await;
}

mod a_dead_workers_order_is_cooked_on {
    use super::*;

    #[tokio::test]
    async fn sqlite() {
        only_what_remains_is_cooked(Pair::SqliteAndMemory, Uuid::new_v4()).await;
    }

    #[tokio::test]
    async fn postgres() {
        only_what_remains_is_cooked(Pair::PostgresAndRabbit, Uuid::new_v4()).await;
    }
}
