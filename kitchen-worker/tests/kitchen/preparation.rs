//! Workers in one process, on both combinations of database and broker.

use std::time::Duration;

use domain::account::ActorRole;
use domain::business::{Business, KitchenMode};
use domain::clock::{Clock, Timestamp};
use domain::event::{EventId, EventRecord, Subject};
use domain::order::state::{Command, Status};
use domain::order::{Order, OrderId};
use kitchen_worker::Timing;
use messaging::DeadLetter;
use store::orders::{self, UnitOfWork};
use store::{businesses, kitchen_workers, sql};
use testkit::fixture::COMPLETED_ORDER_EVENTS;
use testkit::{EVENING, eventually, on_both_backends};
use uuid::Uuid;

use crate::support::{STEP_TIMEOUT, TestKitchen, WORKER_NAME, frequent_heartbeats};

const HOUR: Duration = Duration::from_hours(1);

/// Returns the maximum number of these orders that were in preparation at the same time.
fn max_concurrent(orders: &[Order]) -> i64 {
    let mut changes: Vec<(Timestamp, i64)> = Vec::new();
    for order in orders {
        changes.extend([(order.processing_at.unwrap(), 1), (order.completed_at.unwrap(), -1)]);
    }
    // Within a millisecond, completions are sorted before starts.
    changes.sort_unstable();
    let mut count = 0;
    let counts = changes.into_iter().map(|(_, change)| {
        count += change;
        count
    });
    counts.max().unwrap()
}

/// Waits until there are `count` dead letters, and returns them.
async fn wait_for_dead_letters(kitchen: &TestKitchen, count: usize) -> Vec<DeadLetter> {
    eventually(&format!("{count} dead letters"), STEP_TIMEOUT, async || {
        kitchen.broker.list_dead_letters(20).await.ok().filter(|letters| letters.len() == count)
    })
    .await
}

on_both_backends! {
    async fn accepted_order_is_prepared_and_completed(backends: Backends) {
        let kitchen = TestKitchen::open(backends).await;
        let worker = kitchen.start_worker(Duration::from_millis(300));
        let order = kitchen.accept_order().await;
        let started = kitchen.wait_until_started(order.id).await;
        assert_eq!(started.worker_id, Some(worker.id));
        let completed = kitchen.wait_for_status(order.id, Status::Completed).await;
        let preparation_time = completed.completed_at.unwrap().since(completed.processing_at.unwrap());
        assert!(preparation_time >= Duration::from_millis(300));
        assert_eq!(kitchen.fixture.event_kinds(order.id).await, COMPLETED_ORDER_EVENTS);
        kitchen.wait_until_delivered().await;
        worker.stop().await;
    }

    /// Two workers with two slots each prepare at most four orders at the same time, two per worker.
    async fn worker_never_prepares_more_orders_than_it_has_slots(backends: Backends) {
        let kitchen = TestKitchen::open(backends).await;
        let prep = Duration::from_millis(400);
        let workers = [kitchen.start_worker(prep), kitchen.start_worker(prep)];
        let mut completed = Vec::new();
        for order in kitchen.accept_orders(12).await {
            completed.push(kitchen.wait_for_status(order.id, Status::Completed).await);
        }
        assert_eq!(max_concurrent(&completed), 4);
        for worker in workers {
            let (own, others): (Vec<_>, Vec<_>) =
                completed.into_iter().partition(|order| order.worker_id == Some(worker.id));
            assert_eq!(max_concurrent(&own), 2);
            completed = others;
            worker.stop().await;
        }
        assert!(completed.is_empty());
    }

    async fn repeated_deliveries_prepare_an_order_once(backends: Backends) {
        let kitchen = TestKitchen::open(backends).await;
        let prep = Duration::from_millis(300);
        let workers = [kitchen.start_worker(prep), kitchen.start_worker(prep)];
        let order = kitchen.accept_order().await;
        let repeated = vec![kitchen.accepted_event(order.id).await; 10];
        kitchen.broker.publish(&repeated).await.unwrap();
        kitchen.wait_until_started(order.id).await;
        kitchen.broker.publish(&repeated).await.unwrap();
        kitchen.wait_for_status(order.id, Status::Completed).await;
        kitchen.broker.publish(&repeated).await.unwrap();
        kitchen.wait_until_handled(&workers.each_ref()).await;
        for worker in workers {
            worker.stop().await;
        }
        kitchen.wait_until_delivered().await; // no message returned to the queue
        assert_eq!(kitchen.fixture.event_kinds(order.id).await, COMPLETED_ORDER_EVENTS);
    }

    async fn orders_of_manual_kitchens_are_ignored(backends: Backends) {
        let kitchen = TestKitchen::open(backends).await;
        let manual = Business { kitchen: KitchenMode::Manual, ..kitchen.fixture.business.clone() };
        let mut tx = kitchen.fixture.db.begin().await.unwrap();
        businesses::update(&mut tx, &manual).await.unwrap();
        tx.commit().await.unwrap();
        let worker = kitchen.start_worker(Duration::ZERO);
        let order = kitchen.accept_order().await;
        kitchen.wait_until_handled(&[&worker]).await;
        let order = kitchen.fixture.apply(order, Command::Start).await;
        kitchen.reannounce(order.id).await;
        kitchen.wait_until_handled(&[&worker]).await;
        worker.stop().await;
        let order = kitchen.fixture.order(order.id).await;
        assert_eq!((order.status, order.worker_id), (Status::Processing, None));
        assert_eq!(kitchen.fixture.event_kinds(order.id).await, COMPLETED_ORDER_EVENTS[..3]);
        assert_eq!(kitchen.broker.kitchen_queue_depth().await.unwrap(), 0);
    }

    async fn order_of_a_live_worker_is_not_taken_over(backends: Backends) {
        let kitchen = TestKitchen::open(backends).await;
        let live = Uuid::new_v4();
        let order = kitchen.started_order(live).await;
        let mut tx = kitchen.fixture.db.begin().await.unwrap();
        let heartbeat =
            kitchen_workers::Heartbeat { id: live, name: "live", slots: 2, busy: 1, prep_ms: 10_000 };
        kitchen_workers::record_heartbeat(&mut tx, &heartbeat).await.unwrap();
        tx.commit().await.unwrap();
        // The heartbeat is recorded only once, so its timeout must be longer than the test.
        let timing = Timing { heartbeat_timeout_seconds: 3_600, ..frequent_heartbeats(Duration::ZERO) };
        let worker = kitchen.start_worker_with(timing);
        kitchen.reannounce(order.id).await;
        kitchen.wait_until_handled(&[&worker]).await;
        worker.stop().await;
        assert_eq!(kitchen.broker.kitchen_queue_depth().await.unwrap(), 0, "the message was acknowledged");
        assert_eq!(kitchen.fixture.order(order.id).await.worker_id, Some(live));
    }

    async fn staff_can_complete_an_order_in_preparation(backends: Backends) {
        let kitchen = TestKitchen::open(backends).await;
        let worker = kitchen.start_worker(Duration::from_secs(2));
        let order = kitchen.accept_order().await;
        let started = kitchen.wait_for_status(order.id, Status::Processing).await;
        kitchen.fixture.apply(started, Command::Complete).await;
        kitchen.wait_until_delivered().await;
        worker.stop().await; // after the preparation time
        assert_eq!(kitchen.fixture.event_kinds(order.id).await, COMPLETED_ORDER_EVENTS);
    }

    async fn shutdown_completes_orders_that_are_ready_soon(backends: Backends) {
        let kitchen = TestKitchen::open(backends).await;
        let worker = kitchen.start_worker(Duration::from_secs(2));
        let order = kitchen.accept_order().await;
        kitchen.wait_for_status(order.id, Status::Processing).await;
        let id = worker.id;
        worker.stop().await;
        assert_eq!(kitchen.fixture.order(order.id).await.status, Status::Completed);
        let read = &mut kitchen.fixture.db.read().await.unwrap();
        assert!(!kitchen_workers::is_alive(read, id, 3_600).await.unwrap(), "the worker has deregistered");
        assert_eq!(kitchen.broker.kitchen_queue_depth().await.unwrap(), 0);
    }

    async fn unprocessable_messages_become_dead_letters(backends: Backends) {
        let kitchen = TestKitchen::open(backends).await;
        let worker = kitchen.start_worker(Duration::ZERO);
        let order = kitchen.fixture.accept_orders(1).await.remove(0);
        let event = kitchen.accepted_event(order.id).await;
        kitchen.broker.publish(&[unknown_order(&event), malformed(&event)]).await.unwrap();
        kitchen.relay.wake();
        kitchen.wait_for_status(order.id, Status::Completed).await;
        let letters = wait_for_dead_letters(&kitchen, 2).await;
        assert!(letters.iter().all(|letter| letter.reason == "rejected"));
        assert_eq!(letters.iter().filter(|letter| letter.event.is_err()).count(), 1);
        worker.stop().await;
    }

    /// There are nine poison messages, and the worker has two slots. The valid orders behind these messages are prepared.
    async fn poison_messages_do_not_block_other_orders(backends: Backends) {
        let kitchen = TestKitchen::open(backends).await;
        let poisoned = kitchen.fixture.accept_orders(3).await;
        // Two orders can be started but not completed, and one cannot be decoded.
        let mut tx = kitchen.fixture.db.begin().await.unwrap();
        for order in &poisoned[..2] {
            sql!(tx, execute "insert into events (id, order_id, version, kind, business_id, occurred_at, payload)
                              values (?, ?, ?, 'order.completed', ?, ?, ?)",
                Uuid::new_v4(), order.id, order.version + 2, order.business_id, order.accepted_at, "{}").await.unwrap();
        }
        sql!(tx, execute "update orders set lines_json = ? where id = ?", "{", poisoned[2].id).await.unwrap();
        tx.commit().await.unwrap();
        let valid = kitchen.fixture.accept_orders(1).await.remove(0);
        let event = kitchen.accepted_event(valid.id).await;
        let messages: Vec<_> = (0..3).flat_map(|_| [malformed(&event), unknown_order(&event)]).collect();
        kitchen.broker.publish(&messages).await.unwrap();
        kitchen.relay.wake();
        let orders: Vec<_> = [vec![valid], kitchen.accept_orders(5).await].concat();
        let worker = kitchen.start_worker(Duration::ZERO);
        for order in orders {
            kitchen.wait_for_status(order.id, Status::Completed).await;
            assert_eq!(kitchen.fixture.event_kinds(order.id).await, COMPLETED_ORDER_EVENTS);
        }
        let letters = wait_for_dead_letters(&kitchen, 9).await;
        assert!(letters.iter().all(|letter| letter.reason == "rejected"));
        assert_eq!(letters.iter().filter(|letter| letter.event.is_err()).count(), 3);
        for order in poisoned {
            let subjects = letters.iter().filter_map(|letter| letter.event.as_ref().ok()).map(|event| event.subject);
            assert_eq!(subjects.filter(|subject| *subject == Subject::Order(order.id)).count(), 1);
        }
        worker.stop().await;
    }

    /// The preparation time is so long that the clock cannot represent its end: each attempt panics.
    async fn panicking_order_does_not_stop_the_worker(backends: Backends) {
        let kitchen = TestKitchen::open(backends).await;
        let worker = kitchen.start_worker(Duration::MAX);
        kitchen.accept_order().await;
        let letters = wait_for_dead_letters(&kitchen, 1).await;
        assert_eq!(letters[0].reason, "delivery_limit");
        let last_heartbeat = async || {
            let workers = kitchen_workers::list_alive(&mut kitchen.fixture.db.read().await.unwrap()).await.unwrap();
            workers.into_iter().find(|listed| listed.id == worker.id).map(|listed| listed.beat_at)
        };
        let before = eventually("a heartbeat", STEP_TIMEOUT, last_heartbeat).await;
        eventually("a later heartbeat", STEP_TIMEOUT, async || last_heartbeat().await.filter(|at| *at > before)).await;
        worker.stop().await;
    }

    async fn events_continue_the_trace_of_the_message(backends: Backends) {
        let kitchen = TestKitchen::open(backends).await;
        let traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        let fixture = &kitchen.fixture;
        let placed = fixture.place_order().await;
        let mut accepted = placed.apply(Command::Accept, &fixture.owner(), None, fixture.clock.stamp()).unwrap();
        accepted.traceparent = Some(traceparent.to_owned());
        let mut work = UnitOfWork::begin(&fixture.db).await.unwrap();
        assert!(work.save(&accepted).await.unwrap());
        work.commit().await.unwrap();
        kitchen.relay.wake();
        let worker = kitchen.start_worker(Duration::ZERO);
        kitchen.wait_for_status(accepted.order.id, Status::Completed).await;
        for event in &fixture.events(accepted.order.id).await[2..] {
            let own = event.traceparent.as_ref().unwrap();
            assert_eq!(own[..36], traceparent[..36]);
            assert_ne!(own, traceparent);
            let payload: serde_json::Value = serde_json::from_str(event.payload.as_str()).unwrap();
            assert_eq!(payload["traceparent"], own.as_str());
            let actor = &payload["actor"];
            assert_eq!(actor["role"], ActorRole::Kitchen.as_str());
            assert_eq!((&actor["name"], &actor["id"]), (&WORKER_NAME.into(), &worker.id.to_string().into()));
        }
        worker.stop().await;
    }

    async fn worker_is_listed_while_it_runs(backends: Backends) {
        let kitchen = TestKitchen::open(backends).await;
        let worker = kitchen.start_worker(HOUR);
        let list_alive = async || {
            kitchen_workers::list_alive(&mut kitchen.fixture.db.read().await.unwrap()).await.unwrap()
        };
        let find = async |busy: i64| {
            list_alive().await.into_iter().find(|listed| listed.id == worker.id && listed.busy == busy)
        };
        let idle = eventually("a heartbeat", STEP_TIMEOUT, async || find(0).await).await;
        assert_eq!((idle.name.as_str(), idle.slots), (WORKER_NAME, 2));
        kitchen.accept_orders(3).await;
        let busy = eventually("a heartbeat of a busy worker", STEP_TIMEOUT, async || find(2).await).await;
        eventually("a later heartbeat", STEP_TIMEOUT, async || {
            find(2).await.filter(|later| later.beat_at > busy.beat_at)
        })
        .await;
        worker.stop().await;
        assert!(list_alive().await.is_empty());
    }

    /// The preparation takes one hour, and the clock shows that the order was started one hour ago.
    async fn order_of_a_dead_worker_is_resumed_for_its_remaining_time(backends: Backends) {
        let clock = Clock::manual(EVENING);
        let kitchen = TestKitchen::with_clock(backends, clock.clone()).await;
        let order = kitchen.started_order(Uuid::new_v4()).await;
        clock.advance(HOUR);
        let worker = kitchen.start_worker(HOUR);
        let stalled = eventually("a stalled order", STEP_TIMEOUT, async || {
            let mut tx = kitchen.fixture.db.begin().await.unwrap();
            let stalled = orders::lock_stalled(&mut tx, clock.now(), 10).await.unwrap();
            tx.commit().await.unwrap();
            Some(stalled).filter(|stalled| !stalled.is_empty())
        });
        assert_eq!(stalled.await, [order.id]);
        kitchen.reannounce(order.id).await;
        let completed = kitchen.wait_for_status(order.id, Status::Completed).await;
        assert_eq!(completed.worker_id, Some(worker.id));
        assert_eq!(kitchen.fixture.event_kinds(order.id).await, COMPLETED_ORDER_EVENTS);
        worker.stop().await;
    }
}

/// Returns the message of an order that does not exist.
fn unknown_order(event: &EventRecord) -> EventRecord {
    let subject = Subject::Order(OrderId(Uuid::new_v4()));
    EventRecord { id: EventId(Uuid::new_v4()), subject, ..event.clone() }
}

/// Returns a message that is not JSON.
fn malformed(event: &EventRecord) -> EventRecord {
    EventRecord { id: EventId(Uuid::new_v4()), payload: "{ not json".into(), ..event.clone() }
}
