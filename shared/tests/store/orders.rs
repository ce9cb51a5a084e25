//! Orders: round trips, lost races, pages.

use shared::account::{Actor, ActorRole};
use shared::event::Kind;
use shared::item::Quantity;
use shared::money::Cents;
use shared::on_every_engine;
use shared::order::{Command, Due, Guest, Line, Note, Order, OrderId, OrderNumber, OrderType, Status};
use shared::store::orders::{self, Scope, Window};
use shared::store::placements::{self, Placement};
use shared::store::{Db, events, items, outbox};
use shared::testing::{EVENING, Stall, good};
use uuid::Uuid;

use crate::{assert_same, long};

/// An order with everything that an order can have.
fn full(stall: &Stall) -> Placement {
    let plain = stall.draft(i64::MAX, &stall.dish, 999);
    let note: Note = good(&"🍕".repeat(500));
    let line = |name: &str, price, note| {
        Line::new(stall.dish.id, name.to_owned(), Quantity::new(1).unwrap(), Cents::new(price).unwrap(), note)
    };
    let order = Order {
        customer_id: None,
        order_type: OrderType::Delivery,
        customer: Guest { name: Some(good(&long())), phone: Some(good(&long())), table: Some(good(&long())) },
        note: Some(note.clone()),
        lines: vec![line(&long(), 9_000_000_000_000_000, Some(note)), line("\"quoted\" \\ back", 0, None)],
        due: Some(Due::Cancel(EVENING)),
        ..plain.order
    };
    let actor = Actor { role: ActorRole::Waiter, id: Some(stall.customer.id.0), name: long() };
    let mut event = order.tell(Kind::Placed, actor, stall.clock.stamp());
    event.traceparent = Some("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01".to_owned());
    Placement { order, event, key: None }
}

async fn write(db: &Db, batch: &[Placement]) {
    let mut tx = db.begin().await.unwrap();
    placements::write(&mut tx, batch).await.unwrap();
    tx.commit().await.unwrap();
}

async fn count(db: &Db) -> (usize, i64) {
    let mut read = db.read().await.unwrap();
    let log = events::after(&mut read, Scope::All, 0, 10_000).await.unwrap();
    (log.len(), outbox::depth(&mut read).await.unwrap())
}

on_every_engine! {
    async fn an_order_reads_back_as_it_was_written(db: Db) {
        let stall = Stall::open(db.clone()).await;
        let full = full(&stall);
        write(&db, std::slice::from_ref(&full)).await;
        let bare = stall.draft(5, &stall.dish, 1);
        write(&db, std::slice::from_ref(&bare)).await;
        for Placement { order, event, .. } in [&full, &bare] {
            assert_same(&stall.order(order.id).await, order);
            let mut tx = db.begin().await.unwrap();
            assert_same(&orders::lock(&mut tx, order.id).await.unwrap().unwrap(), order);
            let by_number = orders::find_by_number(&mut tx, order.number).await.unwrap().unwrap();
            assert_same(&by_number, order);
            let log = events::of_order(&mut tx, order.id).await.unwrap();
            assert_eq!(log.len(), 1);
            assert_eq!(
                (log[0].id, log[0].order_id, log[0].version, log[0].kind, log[0].business_id, log[0].customer_id),
                (event.id, order.id, 1, Kind::Placed, order.business_id, order.customer_id)
            );
            assert_eq!((log[0].occurred_at, &log[0].traceparent), (event.occurred_at, &event.traceparent));
            assert_eq!(log[0].payload, serde_json::to_string(event).unwrap());
        }
        let mut tx = db.begin().await.unwrap();
        assert!(orders::find(&mut tx, OrderId(Uuid::new_v4())).await.unwrap().is_none());
        assert!(orders::find_by_number(&mut tx, OrderNumber(4)).await.unwrap().is_none());
        assert!(orders::lock(&mut tx, OrderId(Uuid::new_v4())).await.unwrap().is_none());
    }

    async fn pages_are_counted_in_every_scope(db: Db) {
        let (stall, mut newest) = (Stall::open(db.clone()).await, Vec::new());
        let other = stall.another().await;
        for _ in 0..3 {
            newest.extend(stall.place(1).await);
            newest.extend(other.place(1).await);
        }
        newest.reverse();
        // The second of those that are the stall's is accepted.
        stall.does(newest[3].clone(), Command::Accept).await;
        let (all, own): (Vec<_>, Vec<_>) =
            (newest.iter().map(|order| order.id).collect(), newest.iter().skip(1).step_by(2).map(|o| o.id).collect());
        let pending = |ids: &[OrderId]| ids.iter().copied().filter(|id| *id != newest[3].id).collect::<Vec<_>>();
        let mut read = db.read().await.unwrap();
        for (scope, ids) in [
            (Scope::All, &all),
            (Scope::Business(stall.business.id), &own),
            (Scope::Customer(stall.customer.id), &own),
        ] {
            for (status, ids) in [
                (None, ids.clone()),
                (Some(Status::Pending), pending(ids)),
                (Some(Status::Accepted), vec![newest[3].id]),
                (Some(Status::Completed), Vec::new()),
            ] {
                for before in 0..=ids.len() {
                    let nth = orders::nth(&mut read, scope, status, i64::try_from(before).unwrap()).await.unwrap();
                    assert_eq!(nth, ids.get(before).copied(), "{scope:?} {status:?} {before}");
                }
            }
        }
    }

    async fn every_step_of_a_life_reads_back(db: Db) {
        let stall = Stall::open(db.clone()).await;
        let mut order = stall.place(1).await.remove(0);
        for command in [Command::Accept, Command::Start, Command::Complete, Command::HandOver] {
            order.worker_id = (command == Command::Start).then(Uuid::new_v4);
            order = stall.does(order, command).await;
            assert_same(&stall.order(order.id).await, &order);
        }
        for (command, reason) in [(Command::Reject, None), (Command::Cancel, Some("r".repeat(500)))] {
            let order = stall.place(1).await.remove(0);
            let (order, event) = order.apply(command, &stall.owner(), reason, stall.clock.stamp()).unwrap();
            let mut tx = db.begin().await.unwrap();
            assert!(orders::save(&mut tx, &order, &event).await.unwrap());
            tx.commit().await.unwrap();
            assert_same(&stall.order(order.id).await, &order);
        }
        let mut read = db.read().await.unwrap();
        let log = events::of_order(&mut read, order.id).await.unwrap();
        assert_eq!(log.iter().map(|entry| entry.version).collect::<Vec<_>>(), [1, 2, 3, 4, 5]);
        assert!(log.is_sorted_by_key(|entry| entry.position));
        let owner = Some(stall.business.id.0);
        assert_eq!(events::by_actor(&mut read, order.id, Kind::Accepted, owner).await.unwrap(), Some(log[1].id));
        assert_eq!(events::by_actor(&mut read, order.id, Kind::Accepted, Some(Uuid::new_v4())).await.unwrap(), None);
        assert_eq!(events::by_actor(&mut read, order.id, Kind::Cancelled, owner).await.unwrap(), None);
    }

    async fn a_stale_version_writes_nothing(db: Db) {
        let stall = Stall::open(db.clone()).await;
        let order = stall.place(1).await.remove(0);
        stall.does(order.clone(), Command::Accept).await;
        let before = count(&db).await;
        let (late, event) = order.apply(Command::Cancel, &stall.owner(), None, stall.clock.stamp()).unwrap();
        let mut tx = db.begin().await.unwrap();
        assert!(!orders::save(&mut tx, &late, &event).await.unwrap());
        tx.commit().await.unwrap();
        assert_eq!(count(&db).await, before);
        assert_eq!(stall.order(late.id).await.status, Status::Accepted);
        assert_eq!(stall.stock(stall.dish.id).await, 999);
    }

    /// Each reads the order, then all save it at once: the row decides.
    async fn of_many_racing_changes_one_wins(db: Db) {
        let stall = Stall::open(db.clone()).await;
        let order = stall.place(1).await.remove(0);
        let racers = (0..50).map(|n| {
            let (stall, order) = (stall.clone(), order.clone());
            tokio::spawn(async move {
                let command = if n % 2 == 0 { Command::Cancel } else { Command::Reject };
                let (order, event) = order.apply(command, &stall.owner(), None, stall.clock.stamp()).unwrap();
                let mut tx = stall.db.begin().await.unwrap();
                let won = orders::save(&mut tx, &order, &event).await.unwrap();
                tx.commit().await.unwrap();
                won
            })
        });
        let mut won = 0;
        for racer in racers.collect::<Vec<_>>() {
            won += usize::from(racer.await.unwrap());
        }
        assert_eq!(won, 1);
        assert_eq!(stall.stock(stall.dish.id).await, 1_000, "given back once");
        assert_eq!(count(&db).await.0, 2);
        assert!(items::discrepancies(&mut db.read().await.unwrap()).await.unwrap().is_empty());
    }

    /// As [`of_many_racing_changes_one_wins`], but each locks the order first, as handlers do.
    async fn a_lock_holds_until_the_transaction_ends(db: Db) {
        let stall = Stall::open(db.clone()).await;
        let order = stall.place(1).await.remove(0);
        let racers = (0..20).map(|_| {
            let (stall, id) = (stall.clone(), order.id);
            tokio::spawn(async move {
                let mut tx = stall.db.begin().await.unwrap();
                let order = orders::lock(&mut tx, id).await.unwrap().unwrap();
                let Ok((order, event)) = order.apply(Command::Accept, &stall.owner(), None, stall.clock.stamp()) else {
                    return false;
                };
                assert!(orders::save(&mut tx, &order, &event).await.unwrap(), "nobody else can have changed it");
                tx.commit().await.unwrap();
                true
            })
        });
        let mut won = 0;
        for racer in racers.collect::<Vec<_>>() {
            won += usize::from(racer.await.unwrap());
        }
        assert_eq!(won, 1);
    }

    async fn a_transaction_that_is_dropped_never_was(db: Db) {
        let stall = Stall::open(db.clone()).await;
        let order = stall.place(1).await.remove(0);
        let before = count(&db).await;
        let (after, event) = order.clone().apply(Command::Cancel, &stall.owner(), None, stall.clock.stamp()).unwrap();
        let mut tx = db.begin().await.unwrap();
        assert!(orders::save(&mut tx, &after, &event).await.unwrap());
        drop(tx);
        assert_same(&stall.order(order.id).await, &order);
        assert_eq!(count(&db).await, before);
        assert_eq!(stall.stock(stall.dish.id).await, 999);
    }

    async fn pages_have_no_gap_and_no_double(db: Db) {
        let (stall, other) = { let stall = Stall::open(db.clone()).await; let other = stall.another().await; (stall, other) };
        let mut placed = Vec::new();
        for round in 0..25 {
            placed.extend(stall.place(10).await);
            if round % 5 == 0 {
                other.place(2).await;
            }
        }
        for order in placed.iter().step_by(3).cloned() {
            stall.does(order, Command::Accept).await;
        }
        let newest_first = |every: &dyn Fn(usize) -> bool| -> Vec<OrderId> {
            let some = placed.iter().enumerate().filter(|(n, _)| every(*n)).map(|(_, order)| order.id);
            some.rev().collect()
        };
        let everything = async |scope, status: Option<Status>, from: OrderId| -> Vec<OrderId> {
            let (mut seen, mut below) = (Vec::new(), OrderId(Uuid::max()));
            loop {
                let window = Window { below, from, limit: 7 };
                let mut read = db.read().await.unwrap();
                let page = match status {
                    Some(status) => orders::page_by_status(&mut read, scope, status, window).await.unwrap(),
                    None => orders::page(&mut read, scope, window).await.unwrap(),
                };
                let Some(last) = page.last() else { return seen };
                below = last.id;
                seen.extend(page.iter().map(|order| order.id));
            }
        };
        let start = OrderId(Uuid::nil());
        let all = newest_first(&|_| true);
        let accepted = newest_first(&|n| n % 3 == 0);
        let pending = newest_first(&|n| n % 3 != 0);
        for scope in [Scope::Business(stall.business.id), Scope::Customer(stall.customer.id)] {
            assert_eq!(everything(scope, None, start).await, all);
            assert_eq!(everything(scope, Some(Status::Accepted), start).await, accepted);
            assert_eq!(everything(scope, Some(Status::Pending), start).await, pending);
            assert_eq!(everything(scope, Some(Status::Completed), start).await, []);
            assert_eq!(everything(scope, None, placed[100].id).await, all[..150]);
            assert_eq!(everything(scope, Some(Status::Accepted), placed[99].id).await, accepted[..51]);
        }
        assert_eq!(everything(Scope::All, None, start).await.len(), 260);
        assert_eq!(everything(Scope::All, Some(Status::Accepted), start).await, accepted);
        assert_eq!(everything(Scope::Business(other.business.id), None, start).await.len(), 10);
    }

    async fn a_guest_is_found_by_the_beginning_of_the_name(db: Db) {
        let stall = Stall::open(db.clone()).await;
        let mut placed = Vec::new();
        // Lower case makes "İ" two characters: 200 become 400.
        for (name, number) in ["Ólafur", "olaf", "Zoë", "100%", "🍕 Pete", &"İ".repeat(200)].iter().zip(1..) {
            let mut placement = stall.draft(number, &stall.dish, 1);
            placement.order.customer.name = Some(good(name));
            placed.push(placement.order.id);
            write(&db, &[placement]).await;
        }
        write(&db, &[stall.draft(99, &stall.dish, 1)]).await;
        let search = async |scope, name: &str| -> Vec<OrderId> {
            let window = Window { below: OrderId(Uuid::max()), from: OrderId(Uuid::nil()), limit: 10 };
            let mut read = db.read().await.unwrap();
            let accepted = orders::page_by_guest(&mut read, scope, Status::Accepted, name, window).await.unwrap();
            assert!(accepted.is_empty());
            let found = orders::page_by_guest(&mut read, scope, Status::Pending, name, window).await.unwrap();
            found.into_iter().map(|order| order.id).collect()
        };
        for scope in [Scope::Business(stall.business.id), Scope::Customer(stall.customer.id), Scope::All] {
            assert_eq!(search(scope, "óla").await, [placed[0]]);
            assert_eq!(search(scope, "ÓLAFUR").await, [placed[0]]);
            assert_eq!(search(scope, "OLA").await, [placed[1]]);
            assert_eq!(search(scope, "zoë").await, [placed[2]]);
            assert_eq!(search(scope, "zoe").await, []);
            assert_eq!(search(scope, "1").await, [placed[3]]);
            assert_eq!(search(scope, "%").await, []);
            assert_eq!(search(scope, "🍕").await, [placed[4]]);
            assert_eq!(search(scope, "İİ").await, [placed[5]]);
            let named: Vec<_> = placed.iter().rev().copied().collect();
            assert_eq!(search(scope, "").await, named);
        }
        let stranger = Scope::Customer(shared::account::UserId(Uuid::new_v4()));
        assert_eq!(search(stranger, "o").await, []);
    }
}
