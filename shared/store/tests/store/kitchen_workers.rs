//! Heartbeats of kitchen workers, and the orders that the scheduler and the reconciler look for.

use std::time::Duration;

use domain::business::{Business, KitchenMode};
use domain::clock::{Clock, Timestamp};
use domain::event::EventKind;
use domain::order::state::Command;
use domain::order::{Due, Order, OrderId};
use store::kitchen_workers::{self, HEARTBEAT_TIMEOUT_SECONDS, Heartbeat};
use store::{Db, Pool, businesses, orders, outbox, sql};
use testkit::{EVENING, Fixture, on_every_engine};
use uuid::Uuid;

const SECOND: Duration = Duration::from_secs(1);

async fn record_heartbeat(db: &Db, id: Uuid, busy: i64) {
    let mut tx = db.begin().await.unwrap();
    let heartbeat = Heartbeat { id, name: "worker", slots: 2, busy, prep_ms: 10_000 };
    kitchen_workers::record_heartbeat(&mut tx, &heartbeat).await.unwrap();
    tx.commit().await.unwrap();
}

/// Moves the last heartbeat of a worker `seconds` into the past.
async fn age_heartbeat(db: &Db, id: Uuid, seconds: i64) {
    let mut tx = db.begin().await.unwrap();
    sql!(tx, execute
        "update kitchen_workers set beat_at = beat_at
            {postgres - make_interval(secs => ?::float8)} {mysql - interval ? second} {sqlite - ? * 1000} where id = ?",
        seconds, id)
    .await
    .unwrap();
    tx.commit().await.unwrap();
}

/// Returns an order in preparation by `worker`, or by staff if `worker` is `None`.
async fn start_order(fixture: &Fixture, worker: Option<Uuid>) -> Order {
    let mut order = fixture.accept_orders(1).await.remove(0);
    order.worker_id = worker;
    fixture.apply(order, Command::Start).await
}

async fn find_stalled(db: &Db, before: Timestamp) -> Vec<OrderId> {
    let mut tx = db.begin().await.unwrap();
    let found = orders::lock_stalled(&mut tx, before, 100).await.unwrap();
    tx.commit().await.unwrap();
    found
}

async fn find_unclaimed(db: &Db, before: Timestamp) -> Vec<OrderId> {
    let mut tx = db.begin().await.unwrap();
    let found = orders::lock_unclaimed(&mut tx, before, 100).await.unwrap();
    tx.commit().await.unwrap();
    found
}

on_every_engine! {
    async fn worker_is_alive_while_it_sends_heartbeats(db: Db) {
        let (a, b) = (Uuid::new_v4(), Uuid::new_v4());
        let is_alive = async |id| {
            let mut read = db.read().await.unwrap();
            kitchen_workers::is_alive(&mut read, id, HEARTBEAT_TIMEOUT_SECONDS).await.unwrap()
        };
        let list_alive = async || -> Vec<_> {
            let workers = kitchen_workers::list_alive(&mut db.read().await.unwrap()).await.unwrap();
            workers.into_iter().map(|worker| (worker.id, worker.name, worker.slots, worker.busy)).collect()
        };
        assert!(!is_alive(a).await);
        record_heartbeat(&db, a, 0).await;
        record_heartbeat(&db, a, 2).await;
        assert!(is_alive(a).await && !is_alive(b).await);
        assert_eq!(list_alive().await, [(a, "worker".to_owned(), 2, 2)]);
        age_heartbeat(&db, a, HEARTBEAT_TIMEOUT_SECONDS - 3).await;
        assert!(is_alive(a).await);
        age_heartbeat(&db, a, 3).await;
        assert!(!is_alive(a).await);
        assert_eq!(list_alive().await, []);
        record_heartbeat(&db, a, 1).await;
        record_heartbeat(&db, b, 0).await;
        assert_eq!(list_alive().await.len(), 2);

        let mut tx = db.begin().await.unwrap();
        assert_eq!(kitchen_workers::delete_stale(&mut tx).await.unwrap(), 0);
        tx.commit().await.unwrap();
        age_heartbeat(&db, a, 3_601).await;
        let mut tx = db.begin().await.unwrap();
        assert_eq!(kitchen_workers::delete_stale(&mut tx).await.unwrap(), 1);
        kitchen_workers::deregister(&mut tx, b).await.unwrap();
        kitchen_workers::deregister(&mut tx, b).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(list_alive().await, []);
    }

    async fn heartbeats_use_the_database_clock(db: Db) {
        let worker = Uuid::new_v4();
        record_heartbeat(&db, worker, 0).await;
        let found = kitchen_workers::list_alive(&mut db.read().await.unwrap()).await.unwrap().remove(0);
        // In tests, both clocks are on the same machine, so only a wrong time zone would cause a large difference.
        let difference = Clock::system().now().as_millis() - found.beat_at.as_millis();
        assert!((-1_000..10_000).contains(&difference), "{difference} ms");
    }

    async fn order_of_a_silent_worker_is_stalled(db: Db) {
        let fixture = Fixture::with_clock(db.clone(), Clock::manual(EVENING)).await;
        let (alive, dead) = (Uuid::new_v4(), Uuid::new_v4());
        record_heartbeat(&db, alive, 1).await;
        record_heartbeat(&db, dead, 1).await;
        let _in_progress = start_order(&fixture, Some(alive)).await;
        let lost = start_order(&fixture, Some(dead)).await;
        let _manual = start_order(&fixture, None).await;
        let later = EVENING + SECOND;
        assert_eq!(find_stalled(&db, later).await, []);
        age_heartbeat(&db, dead, HEARTBEAT_TIMEOUT_SECONDS + 1).await;
        assert_eq!(find_stalled(&db, later).await, [lost.id]);
        assert_eq!(find_stalled(&db, EVENING).await, [], "the order was announced just now");
        let released = start_order(&fixture, Some(Uuid::nil())).await;
        assert_eq!(find_stalled(&db, later).await, [lost.id, released.id]);
        if !matches!(db.pool(), Pool::Sqlite { .. }) {
            let (mut one, mut two) = (db.begin().await.unwrap(), db.begin().await.unwrap());
            assert_eq!(orders::lock_stalled(&mut one, later, 1).await.unwrap(), [lost.id]);
            assert_eq!(orders::lock_stalled(&mut two, later, 9).await.unwrap(), [released.id]);
            one.commit().await.unwrap();
            two.commit().await.unwrap();
        }

        let mut tx = db.begin().await.unwrap();
        orders::reassign_worker(&mut tx, lost.id, alive, later).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(find_stalled(&db, later + SECOND).await, [released.id]);
        let reassigned = fixture.order(lost.id).await;
        assert_eq!(
            (reassigned.worker_id, reassigned.version, reassigned.status),
            (Some(alive), lost.version, lost.status)
        );
        let mut tx = db.begin().await.unwrap();
        assert!(!orders::release_claim(&mut tx, lost.id, dead, later).await.unwrap(), "it belongs to another worker");
        assert!(orders::release_claim(&mut tx, lost.id, alive, later).await.unwrap());
        assert_eq!(orders::find(&mut tx, lost.id).await.unwrap().unwrap().worker_id, Some(Uuid::nil()));
        orders::reassign_worker(&mut tx, lost.id, alive, later).await.unwrap();
        tx.commit().await.unwrap();
        let completed = fixture.apply(reassigned, Command::Complete).await;
        let mut tx = db.begin().await.unwrap();
        orders::reassign_worker(&mut tx, completed.id, dead, later).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(fixture.order(completed.id).await.worker_id, Some(alive), "a completed order is not reassigned");
    }

    async fn accepted_order_that_no_worker_started_is_unclaimed(db: Db) {
        let fixture = Fixture::with_clock(db.clone(), Clock::manual(EVENING)).await;
        let manual = fixture.add_business().await;
        let mut tx = db.begin().await.unwrap();
        let settings = Business { kitchen: KitchenMode::Manual, ..manual.business.clone() };
        businesses::update(&mut tx, &settings).await.unwrap();
        tx.commit().await.unwrap();
        manual.accept_orders(1).await;
        fixture.place_orders(1).await;
        start_order(&fixture, Some(Uuid::new_v4())).await;
        let first = fixture.accept_orders(1).await.remove(0);
        fixture.clock.advance(SECOND);
        let second = fixture.accept_orders(1).await.remove(0);
        let later = EVENING + SECOND + SECOND;
        assert_eq!(find_unclaimed(&db, EVENING).await, []);
        assert_eq!(find_unclaimed(&db, EVENING + SECOND).await, [first.id]);
        assert_eq!(find_unclaimed(&db, later).await, [first.id, second.id]);

        // Two reconcilers divide the work: each skips the orders that the other has locked.
        if !matches!(db.pool(), Pool::Sqlite { .. }) {
            let (mut one, mut two) = (db.begin().await.unwrap(), db.begin().await.unwrap());
            assert_eq!(orders::lock_unclaimed(&mut one, later, 1).await.unwrap(), [first.id]);
            assert_eq!(orders::lock_unclaimed(&mut two, later, 5).await.unwrap(), [second.id]);
            // Commit, because a dropped transaction does not release its locks immediately.
            one.commit().await.unwrap();
            two.commit().await.unwrap();
            // A transaction that changes the settings of the business does not block the reconciler.
            let (mut one, mut two) = (db.begin().await.unwrap(), db.begin().await.unwrap());
            businesses::lock(&mut one, fixture.business.id).await.unwrap();
            assert_eq!(orders::lock_unclaimed(&mut two, later, 5).await.unwrap(), [first.id, second.id]);
        }

        let lease = Uuid::new_v4();
        while !outbox::lease(&db, lease, 100).await.unwrap().is_empty() {
            outbox::delete_leased(&db, lease).await.unwrap();
        }
        let mut tx = db.begin().await.unwrap();
        orders::reannounce(&mut tx, first.id, later).await.unwrap();
        // The event is in the outbox already.
        orders::reannounce(&mut tx, first.id, later).await.unwrap();
        orders::reannounce(&mut tx, OrderId(Uuid::new_v4()), later).await.unwrap();
        assert_eq!(outbox::count(&mut tx).await.unwrap(), 1);
        tx.commit().await.unwrap();
        assert_eq!(find_unclaimed(&db, later).await, [second.id]);
        let announced = outbox::lease(&db, lease, 100).await.unwrap();
        assert_eq!(announced.len(), 1);
        assert_eq!(
            (announced[0].subject.order_id(), announced[0].kind.clone(), announced[0].version),
            (Some(first.id), EventKind::Accepted.into(), 2)
        );
    }

    async fn pending_order_is_due_when_its_time_has_come(db: Db) {
        let fixture = Fixture::with_clock(db.clone(), Clock::manual(EVENING)).await;
        let next_due_at = async || orders::next_due_at(&mut db.read().await.unwrap()).await.unwrap();
        assert_eq!(next_due_at().await, None);
        let first = fixture.place_order().await;
        fixture.clock.advance(SECOND);
        let second = fixture.place_order().await;
        assert_eq!(first.due, Some(Due::Accept(EVENING + 5 * SECOND)));
        assert_eq!(next_due_at().await, Some(EVENING + 5 * SECOND));
        let find_due = async |now, limit| -> Vec<OrderId> {
            let mut tx = db.begin().await.unwrap();
            let due = orders::lock_due(&mut tx, now, limit).await.unwrap();
            tx.commit().await.unwrap();
            due.into_iter().map(|(id, _)| id).collect()
        };
        assert_eq!(find_due(EVENING + 5 * SECOND - Duration::from_millis(1), 10).await, []);
        assert_eq!(find_due(EVENING + 5 * SECOND, 10).await, [first.id]);
        assert_eq!(find_due(EVENING + 6 * SECOND, 10).await, [first.id, second.id]);
        assert_eq!(find_due(EVENING + 6 * SECOND, 1).await, [first.id]);
        if !matches!(db.pool(), Pool::Sqlite { .. }) {
            let (mut one, mut two) = (db.begin().await.unwrap(), db.begin().await.unwrap());
            assert_eq!(orders::lock_due(&mut one, EVENING + 6 * SECOND, 1).await.unwrap()[0].0, first.id);
            let rest = orders::lock_due(&mut two, EVENING + 6 * SECOND, 10).await.unwrap();
            assert_eq!(rest.into_iter().map(|(id, _)| id).collect::<Vec<_>>(), [second.id]);
            // Commit, because a dropped transaction does not release its locks immediately.
            one.commit().await.unwrap();
            two.commit().await.unwrap();
        }
        fixture.apply(first, Command::Accept).await;
        assert_eq!(next_due_at().await, Some(EVENING + 6 * SECOND));
        fixture.apply(second, Command::Cancel).await;
        assert_eq!(next_due_at().await, None);
        assert_eq!(find_due(Timestamp::MAX, 10).await, []);
    }
}
