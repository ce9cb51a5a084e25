//! Kitchen workers' beats, and the orders that the clockwork looks after.

use std::time::Duration;

use shared::business::{Business, Kitchen};
use shared::clock::{Clock, Timestamp};
use shared::on_every_engine;
use shared::order::{Command, Due, Order, OrderId};
use shared::store::{Db, businesses, kitchen, orders, outbox};
use shared::testing::{EVENING, Stall};
use uuid::Uuid;

const SECOND: Duration = Duration::from_secs(1);

async fn beat(db: &Db, id: Uuid, busy: i64) {
    let mut tx = db.begin().await.unwrap();
    kitchen::beat(&mut tx, id, "stove", 2, busy, 10_000).await.unwrap();
    tx.commit().await.unwrap();
}

/// The worker's last beat was so many seconds before it was.
async fn age(db: &Db, id: Uuid, seconds: i64) {
    let mut tx = db.begin().await.unwrap();
    shared::sql!(tx, execute
        "update kitchen_workers set beat_at = beat_at - make_interval(secs => ?::float8) where id = ?", seconds, id;
        mysql: "update kitchen_workers set beat_at = beat_at - interval ? second where id = ?",
        sqlite: "update kitchen_workers set beat_at = beat_at - ? * 1000 where id = ?")
    .await
    .unwrap();
    tx.commit().await.unwrap();
}

/// An order that this worker cooks.
async fn cooking(stall: &Stall, worker: Option<Uuid>) -> Order {
    let mut order = stall.accepted(1).await.remove(0);
    order.worker_id = worker;
    stall.does(order, Command::Start).await
}

async fn abandoned(db: &Db, before: Timestamp) -> Vec<OrderId> {
    let mut tx = db.begin().await.unwrap();
    let found = orders::abandoned(&mut tx, before, 100).await.unwrap();
    tx.commit().await.unwrap();
    found
}

async fn uncooked(db: &Db, before: Timestamp) -> Vec<OrderId> {
    let mut tx = db.begin().await.unwrap();
    let found = orders::uncooked(&mut tx, before, 100).await.unwrap();
    tx.commit().await.unwrap();
    found
}

on_every_engine! {
    async fn a_worker_lives_while_it_beats(db: Db) {
        let (a, b) = (Uuid::new_v4(), Uuid::new_v4());
        let alive = async |id| kitchen::is_alive(&mut db.read().await.unwrap(), id, kitchen::SILENCE_SECONDS).await.unwrap();
        let busy = async || -> Vec<_> {
            let workers = kitchen::alive(&mut db.read().await.unwrap()).await.unwrap();
            workers.into_iter().map(|worker| (worker.id, worker.name, worker.slots, worker.busy)).collect()
        };
        assert!(!alive(a).await);
        beat(&db, a, 0).await;
        beat(&db, a, 2).await;
        assert!(alive(a).await && !alive(b).await);
        assert_eq!(busy().await, [(a, "stove".to_owned(), 2, 2)]);
        age(&db, a, kitchen::SILENCE_SECONDS - 3).await;
        assert!(alive(a).await);
        age(&db, a, 3).await;
        assert!(!alive(a).await);
        assert_eq!(busy().await, []);
        beat(&db, a, 1).await;
        beat(&db, b, 0).await;
        assert_eq!(busy().await.len(), 2);

        let mut tx = db.begin().await.unwrap();
        assert_eq!(kitchen::forget_dead(&mut tx).await.unwrap(), 0);
        tx.commit().await.unwrap();
        age(&db, a, 3_601).await;
        let mut tx = db.begin().await.unwrap();
        assert_eq!(kitchen::forget_dead(&mut tx).await.unwrap(), 1);
        kitchen::leave(&mut tx, b).await.unwrap();
        kitchen::leave(&mut tx, b).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(busy().await, []);
    }

    async fn beats_are_by_the_databases_clock(db: Db) {
        let worker = Uuid::new_v4();
        beat(&db, worker, 0).await;
        let found = kitchen::alive(&mut db.read().await.unwrap()).await.unwrap().remove(0);
        // The same machine in tests: the zone would show.
        let off = Clock::system().now().as_millis() - found.beat_at.as_millis();
        assert!((-1_000..10_000).contains(&off), "{off} ms");
    }

    async fn an_order_whose_cook_is_silent_is_abandoned(db: Db) {
        let stall = Stall::open_at(db.clone(), Clock::manual(EVENING)).await;
        let (living, dead) = (Uuid::new_v4(), Uuid::new_v4());
        beat(&db, living, 1).await;
        beat(&db, dead, 1).await;
        let _cooked = cooking(&stall, Some(living)).await;
        let lost = cooking(&stall, Some(dead)).await;
        let _by_hand = cooking(&stall, None).await;
        let soon = EVENING + SECOND;
        assert_eq!(abandoned(&db, soon).await, []);
        age(&db, dead, kitchen::SILENCE_SECONDS + 1).await;
        assert_eq!(abandoned(&db, soon).await, [lost.id]);
        assert_eq!(abandoned(&db, EVENING).await, [], "the kitchen was told just now");
        let handed_back = cooking(&stall, Some(Uuid::nil())).await;
        assert_eq!(abandoned(&db, soon).await, [lost.id, handed_back.id]);
        if !matches!(db, Db::Sqlite { .. }) {
            let (mut one, mut two) = (db.begin().await.unwrap(), db.begin().await.unwrap());
            assert_eq!(orders::abandoned(&mut one, soon, 1).await.unwrap(), [lost.id]);
            assert_eq!(orders::abandoned(&mut two, soon, 9).await.unwrap(), [handed_back.id]);
            one.commit().await.unwrap();
            two.commit().await.unwrap();
        }

        let mut tx = db.begin().await.unwrap();
        orders::take_over(&mut tx, lost.id, living, soon).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(abandoned(&db, soon + SECOND).await, [handed_back.id]);
        let taken = stall.order(lost.id).await;
        assert_eq!((taken.worker_id, taken.version, taken.status), (Some(living), lost.version, lost.status));
        let mut tx = db.begin().await.unwrap();
        assert!(!orders::hand_back(&mut tx, lost.id, dead, soon).await.unwrap(), "it is another's by now");
        assert!(orders::hand_back(&mut tx, lost.id, living, soon).await.unwrap());
        assert_eq!(orders::find(&mut tx, lost.id).await.unwrap().unwrap().worker_id, Some(Uuid::nil()));
        orders::take_over(&mut tx, lost.id, living, soon).await.unwrap();
        tx.commit().await.unwrap();
        let done = stall.does(taken, Command::Complete).await;
        let mut tx = db.begin().await.unwrap();
        orders::take_over(&mut tx, done.id, dead, soon).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(stall.order(done.id).await.worker_id, Some(living), "what is done is taken over by nobody");
    }

    async fn an_accepted_order_that_nobody_began_is_uncooked(db: Db) {
        let stall = Stall::open_at(db.clone(), Clock::manual(EVENING)).await;
        let by_hand = stall.another().await;
        let mut tx = db.begin().await.unwrap();
        businesses::update(&mut tx, &Business { kitchen: Kitchen::Manual, ..by_hand.business.clone() }).await.unwrap();
        tx.commit().await.unwrap();
        by_hand.accepted(1).await;
        stall.place(1).await;
        cooking(&stall, Some(Uuid::new_v4())).await;
        let first = stall.accepted(1).await.remove(0);
        stall.clock.advance(SECOND);
        let second = stall.accepted(1).await.remove(0);
        let soon = EVENING + SECOND + SECOND;
        assert_eq!(uncooked(&db, EVENING).await, []);
        assert_eq!(uncooked(&db, EVENING + SECOND).await, [first.id]);
        assert_eq!(uncooked(&db, soon).await, [first.id, second.id]);

        // Two clockworks divide the work: what one has locked, the other leaves to it.
        if !matches!(db, Db::Sqlite { .. }) {
            let (mut one, mut two) = (db.begin().await.unwrap(), db.begin().await.unwrap());
            assert_eq!(orders::uncooked(&mut one, soon, 1).await.unwrap(), [first.id]);
            assert_eq!(orders::uncooked(&mut two, soon, 5).await.unwrap(), [second.id]);
            // Not dropped: then the locks would be freed a moment later.
            one.commit().await.unwrap();
            two.commit().await.unwrap();
            // Someone who changes the business's settings holds nobody up.
            let (mut one, mut two) = (db.begin().await.unwrap(), db.begin().await.unwrap());
            businesses::lock(&mut one, stall.business.id).await.unwrap();
            assert_eq!(orders::uncooked(&mut two, soon, 5).await.unwrap(), [first.id, second.id]);
        }

        let lease = Uuid::new_v4();
        while !outbox::lease(&db, lease, 100).await.unwrap().is_empty() {
            outbox::settle(&db, lease).await.unwrap();
        }
        let mut tx = db.begin().await.unwrap();
        orders::announce_again(&mut tx, first.id, soon).await.unwrap();
        orders::announce_again(&mut tx, OrderId(Uuid::new_v4()), soon).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(uncooked(&db, soon).await, [second.id]);
        let told = outbox::lease(&db, lease, 100).await.unwrap();
        assert_eq!(told.len(), 1);
        assert_eq!((told[0].order_id, told[0].kind, told[0].version), (first.id, shared::event::Kind::Accepted, 2));
    }

    async fn an_order_is_due_when_its_time_has_come(db: Db) {
        let stall = Stall::open_at(db.clone(), Clock::manual(EVENING)).await;
        let next = async || orders::next_due(&mut db.read().await.unwrap()).await.unwrap();
        assert_eq!(next().await, None);
        let first = stall.place(1).await.remove(0);
        stall.clock.advance(SECOND);
        let second = stall.place(1).await.remove(0);
        assert_eq!(first.due, Some(Due::Accept(EVENING + 5 * SECOND)));
        assert_eq!(next().await, Some(EVENING + 5 * SECOND));
        let due = async |now, limit| -> Vec<OrderId> {
            let mut tx = db.begin().await.unwrap();
            let due = orders::due(&mut tx, now, limit).await.unwrap();
            tx.commit().await.unwrap();
            due.into_iter().map(|(id, _)| id).collect()
        };
        assert_eq!(due(EVENING + 5 * SECOND - Duration::from_millis(1), 10).await, []);
        assert_eq!(due(EVENING + 5 * SECOND, 10).await, [first.id]);
        assert_eq!(due(EVENING + 6 * SECOND, 10).await, [first.id, second.id]);
        assert_eq!(due(EVENING + 6 * SECOND, 1).await, [first.id]);
        if !matches!(db, Db::Sqlite { .. }) {
            let (mut one, mut two) = (db.begin().await.unwrap(), db.begin().await.unwrap());
            assert_eq!(orders::due(&mut one, EVENING + 6 * SECOND, 1).await.unwrap()[0].0, first.id);
            let rest = orders::due(&mut two, EVENING + 6 * SECOND, 10).await.unwrap();
            assert_eq!(rest.into_iter().map(|(id, _)| id).collect::<Vec<_>>(), [second.id]);
            // Not dropped: then the locks would be freed a moment later.
            one.commit().await.unwrap();
            two.commit().await.unwrap();
        }
        stall.does(first, Command::Accept).await;
        assert_eq!(next().await, Some(EVENING + 6 * SECOND));
        stall.does(second, Command::Cancel).await;
        assert_eq!(next().await, None);
        assert_eq!(due(Timestamp::MAX, 10).await, []);
    }
}
