//! Orders: round trips, concurrent changes, pages.

use domain::account::{Actor, ActorRole};
use domain::event::{EventKind, Subject};
use domain::item::Quantity;
use domain::money::Cents;
use domain::order::state::{Command, Status};
use domain::order::{Due, Guest, Note, Order, OrderId, OrderLine, OrderNumber, OrderScope, OrderType};
use store::orders::{self, Direction, ListedOrder, PageRequest, UnitOfWork};
use store::placements::{self, Placement};
use store::{Db, decoded, events, items, outbox};
use testkit::fixture::parse;
use testkit::{EVENING, Fixture, on_every_engine};
use uuid::Uuid;

use crate::support::{assert_same, long_text, unsaved};

/// Returns a placement with all optional fields.
fn full_placement(fixture: &Fixture) -> Placement {
    let plain = fixture.new_placement(i64::MAX, &fixture.item, 999).event.order;
    let note: Note = parse(&"🍕".repeat(500));
    let line = |name: &str, price, note| {
        let (quantity, price) = (Quantity::new(1).unwrap(), Cents::new(price).unwrap());
        OrderLine::new(fixture.item.id, name.to_owned(), quantity, price, note)
    };
    let order = Order {
        customer_id: None,
        order_type: OrderType::Delivery,
        customer: Guest {
            name: Some(parse(&long_text())),
            phone: Some(parse(&long_text())),
            table: Some(parse(&long_text())),
        },
        note: Some(note.clone()),
        lines: vec![line(&long_text(), 9_000_000_000_000_000, Some(note)), line("\"quoted\" \\ back", 0, None)],
        due: Some(Due::Cancel(EVENING)),
        ..plain
    };
    let actor = Actor { role: ActorRole::Waiter, id: Some(fixture.customer.id.0), name: long_text() };
    let mut event = order.into_event(EventKind::Placed, actor, fixture.clock.stamp());
    event.traceparent = Some("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01".to_owned());
    Placement { event, key: None }
}

async fn insert(db: &Db, batch: &[Placement]) {
    let mut tx = db.begin().await.unwrap();
    placements::insert(&mut tx, batch).await.unwrap();
    tx.commit().await.unwrap();
}

/// Returns the number of events in the log and in the outbox.
async fn count_events(db: &Db) -> (usize, i64) {
    let mut read = db.read().await.unwrap();
    let log = events::list_after(&mut read, OrderScope::All, 0, 10_000).await.unwrap();
    (log.len(), outbox::count(&mut read).await.unwrap())
}

on_every_engine! {
    async fn order_round_trips(db: Db) {
        let fixture = Fixture::new(db.clone()).await;
        let full = full_placement(&fixture);
        insert(&db, std::slice::from_ref(&full)).await;
        let bare = fixture.new_placement(5, &fixture.item, 1);
        insert(&db, std::slice::from_ref(&bare)).await;
        for Placement { event, .. } in [&full, &bare] {
            let order = &event.order;
            assert_same(&fixture.order(order.id).await, order);
            let mut tx = db.begin().await.unwrap();
            assert_same(&orders::lock(&mut tx, order.id).await.unwrap().unwrap(), order);
            let by_number = orders::find_by_number(&mut tx, order.number).await.unwrap().unwrap();
            assert_same(&by_number, order);
            let log = events::list_for_order(&mut tx, order.id).await.unwrap();
            assert_eq!(log.len(), 1);
            assert_eq!(
                (log[0].id, log[0].subject, log[0].version, log[0].kind.clone(), log[0].business_id, log[0].customer_id),
                (event.id, Subject::Order(order.id), 1, EventKind::Placed.into(), order.business_id, order.customer_id)
            );
            assert_eq!((log[0].occurred_at, &log[0].traceparent), (event.occurred_at, &event.traceparent));
            assert_eq!(log[0].payload.as_str(), serde_json::to_string(event).unwrap());
        }
        let mut tx = db.begin().await.unwrap();
        assert!(orders::find(&mut tx, OrderId(Uuid::new_v4())).await.unwrap().is_none());
        assert!(orders::find_by_number(&mut tx, OrderNumber(4)).await.unwrap().is_none());
        assert!(orders::lock(&mut tx, OrderId(Uuid::new_v4())).await.unwrap().is_none());
    }

    async fn offsets_are_counted_in_every_scope(db: Db) {
        let (fixture, mut newest) = (Fixture::new(db.clone()).await, Vec::new());
        let other = fixture.add_business().await;
        for _ in 0..3 {
            newest.extend(fixture.place_orders(1).await);
            newest.extend(other.place_orders(1).await);
        }
        newest.reverse();
        // The second of the fixture's own orders is accepted.
        fixture.apply(newest[3].clone(), Command::Accept).await;
        let all: Vec<_> = newest.iter().map(|order| order.id).collect();
        let own: Vec<_> = newest.iter().skip(1).step_by(2).map(|order| order.id).collect();
        let pending = |ids: &[OrderId]| ids.iter().copied().filter(|id| *id != newest[3].id).collect::<Vec<_>>();
        let mut read = db.read().await.unwrap();
        for (scope, ids) in [
            (OrderScope::All, &all),
            (OrderScope::Business(fixture.business.id), &own),
            (OrderScope::Customer(fixture.customer.id), &own),
        ] {
            for (status, ids) in [
                (None, ids.clone()),
                (Some(Status::Pending), pending(ids)),
                (Some(Status::Accepted), vec![newest[3].id]),
                (Some(Status::Completed), Vec::new()),
            ] {
                for index in 0..=ids.len() {
                    let offset = i64::try_from(index).unwrap();
                    let id = orders::id_at_offset(&mut read, scope, status, offset).await.unwrap();
                    assert_eq!(id, ids.get(index).copied(), "{scope:?} {status:?} {index}");
                }
            }
        }
    }

    async fn every_change_of_an_order_reads_back(db: Db) {
        let fixture = Fixture::new(db.clone()).await;
        let mut order = fixture.place_order().await;
        for command in [Command::Accept, Command::Start, Command::Complete, Command::HandOver] {
            order.worker_id = (command == Command::Start).then(Uuid::new_v4);
            order = fixture.apply(order, command).await;
            assert_same(&fixture.order(order.id).await, &order);
        }
        for (command, reason) in [(Command::Reject, None), (Command::Cancel, Some("r".repeat(500)))] {
            let order = fixture.place_order().await;
            let event = order.apply(command, &fixture.owner(), reason, fixture.clock.stamp()).unwrap();
            let mut work = UnitOfWork::begin(&db).await.unwrap();
            assert!(work.save(&event).await.unwrap());
            work.commit().await.unwrap();
            assert_same(&fixture.order(event.order.id).await, &event.order);
        }
        let mut read = db.read().await.unwrap();
        let log = events::list_for_order(&mut read, order.id).await.unwrap();
        assert_eq!(log.iter().map(|event| event.version).collect::<Vec<_>>(), [1, 2, 3, 4, 5]);
        assert!(log.is_sorted_by_key(|event| event.position));
        let owner = Some(fixture.business.id.0);
        let mut find = async |kind, actor| events::find_by_actor(&mut read, order.id, kind, actor).await.unwrap();
        assert_eq!(find(EventKind::Accepted, owner).await, Some(log[1].id));
        assert_eq!(find(EventKind::Accepted, Some(Uuid::new_v4())).await, None);
        assert_eq!(find(EventKind::Cancelled, owner).await, None);
    }

    async fn stale_version_writes_nothing(db: Db) {
        let fixture = Fixture::new(db.clone()).await;
        let order = fixture.place_order().await;
        fixture.apply(order.clone(), Command::Accept).await;
        let before = count_events(&db).await;
        let stale = unsaved(&fixture, order, Command::Cancel);
        let mut work = UnitOfWork::begin(&db).await.unwrap();
        assert!(!work.save(&stale).await.unwrap());
        work.commit().await.unwrap();
        assert_eq!(count_events(&db).await, before);
        assert_eq!(fixture.order(stale.order.id).await.status, Status::Accepted);
        assert_eq!(fixture.stock(fixture.item.id).await, 999);
    }

    /// All tasks read the order before any of them saves it.
    async fn one_of_many_concurrent_changes_succeeds(db: Db) {
        let fixture = Fixture::new(db.clone()).await;
        let order = fixture.place_order().await;
        let tasks = (0..50).map(|n| {
            let (fixture, order) = (fixture.clone(), order.clone());
            tokio::spawn(async move {
                let command = if n % 2 == 0 { Command::Cancel } else { Command::Reject };
                let event = unsaved(&fixture, order, command);
                let mut work = UnitOfWork::begin(&fixture.db).await.unwrap();
                let is_saved = work.save(&event).await.unwrap();
                work.commit().await.unwrap();
                is_saved
            })
        });
        let mut saved = 0;
        for task in tasks.collect::<Vec<_>>() {
            saved += usize::from(task.await.unwrap());
        }
        assert_eq!(saved, 1);
        assert_eq!(fixture.stock(fixture.item.id).await, 1_000, "the stock is restored once");
        assert_eq!(count_events(&db).await.0, 2);
        assert!(items::find_stock_mismatches(&mut db.read().await.unwrap()).await.unwrap().is_empty());
    }

    /// Like [`one_of_many_concurrent_changes_succeeds`], but each task locks the order first, as handlers do.
    async fn concurrent_transactions_wait_for_the_lock(db: Db) {
        let fixture = Fixture::new(db.clone()).await;
        let order = fixture.place_order().await;
        let tasks = (0..20).map(|_| {
            let (fixture, id) = (fixture.clone(), order.id);
            tokio::spawn(async move {
                let mut work = UnitOfWork::begin(&fixture.db).await.unwrap();
                let order = orders::lock(&mut work, id).await.unwrap().unwrap();
                let Ok(event) = order.apply(Command::Accept, &fixture.owner(), None, fixture.clock.stamp()) else {
                    return false;
                };
                assert!(work.save(&event).await.unwrap(), "no other transaction can have changed the order");
                work.commit().await.unwrap();
                true
            })
        });
        let mut saved = 0;
        for task in tasks.collect::<Vec<_>>() {
            saved += usize::from(task.await.unwrap());
        }
        assert_eq!(saved, 1);
    }

    async fn dropped_transaction_changes_nothing(db: Db) {
        let fixture = Fixture::new(db.clone()).await;
        let order = fixture.place_order().await;
        let before = count_events(&db).await;
        let mut work = UnitOfWork::begin(&db).await.unwrap();
        assert!(work.save(&unsaved(&fixture, order.clone(), Command::Cancel)).await.unwrap());
        drop(work);
        assert_same(&fixture.order(order.id).await, &order);
        assert_eq!(count_events(&db).await, before);
        assert_eq!(fixture.stock(fixture.item.id).await, 999);
    }

    async fn pages_of_orders_have_no_gaps_and_no_duplicates(db: Db) {
        let fixture = Fixture::new(db.clone()).await;
        let other = fixture.add_business().await;
        let mut placed = Vec::new();
        for round in 0..25 {
            placed.extend(fixture.place_orders(10).await);
            if round % 5 == 0 {
                other.place_orders(2).await;
            }
        }
        for order in placed.iter().step_by(3).cloned() {
            fixture.apply(order, Command::Accept).await;
        }
        let newest_first = |is_included: &dyn Fn(usize) -> bool| -> Vec<OrderId> {
            let included = placed.iter().enumerate().filter(|(n, _)| is_included(*n)).map(|(_, order)| order.id);
            included.rev().collect()
        };
        let list_all = async |scope, status: Option<Status>, from: OrderId| -> Vec<OrderId> {
            let (mut listed, mut below) = (Vec::new(), OrderId(Uuid::max()));
            loop {
                let request = PageRequest { below, from, limit: 7, ..PageRequest::default() };
                let mut read = db.read().await.unwrap();
                let page = match status {
                    Some(status) => orders::list_by_status(&mut read, scope, status, request).await.unwrap(),
                    None => orders::list(&mut read, scope, request).await.unwrap(),
                };
                let Some(last) = page.last() else { return listed };
                below = last.key;
                listed.extend(decoded(page).iter().map(|order| order.id));
            }
        };
        let start = OrderId(Uuid::nil());
        let all = newest_first(&|_| true);
        let accepted = newest_first(&|n| n % 3 == 0);
        let pending = newest_first(&|n| n % 3 != 0);
        for scope in [OrderScope::Business(fixture.business.id), OrderScope::Customer(fixture.customer.id)] {
            assert_eq!(list_all(scope, None, start).await, all);
            assert_eq!(list_all(scope, Some(Status::Accepted), start).await, accepted);
            assert_eq!(list_all(scope, Some(Status::Pending), start).await, pending);
            assert_eq!(list_all(scope, Some(Status::Completed), start).await, []);
            assert_eq!(list_all(scope, None, placed[100].id).await, all[..150]);
            assert_eq!(list_all(scope, Some(Status::Accepted), placed[99].id).await, accepted[..51]);
        }
        assert_eq!(list_all(OrderScope::All, None, start).await.len(), 260);
        assert_eq!(list_all(OrderScope::All, Some(Status::Accepted), start).await, accepted);
        assert_eq!(list_all(OrderScope::Business(other.business.id), None, start).await.len(), 10);
    }

    async fn ready_orders_are_listed_until_they_are_handed_over(db: Db) {
        let fixture = Fixture::new(db.clone()).await;
        let mut ready = Vec::new();
        let mut handed_over = Vec::new();
        for (n, mut order) in fixture.place_orders(12).await.into_iter().enumerate() {
            for command in [Command::Accept, Command::Start, Command::Complete].into_iter().take(n) {
                order = fixture.apply(order, command).await;
            }
            match n {
                0..3 => {}
                _ if n % 3 == 0 => handed_over.push(fixture.apply(order, Command::HandOver).await.id),
                _ => ready.push(order.id),
            }
        }
        let mut read = db.read().await.unwrap();
        let ids = |rows: Vec<ListedOrder>| decoded(rows).into_iter().map(|order| order.id).collect::<Vec<_>>();
        let (business, customer) = (fixture.business.id, fixture.customer.id);
        for scope in [OrderScope::Business(business), OrderScope::Customer(customer), OrderScope::All] {
            let oldest = PageRequest { direction: Direction::Oldest, limit: 4, ..PageRequest::default() };
            assert_eq!(ids(orders::list_ready(&mut read, scope, oldest).await.unwrap()), ready[..4]);
            let after = PageRequest { from: ready[4], ..oldest };
            assert_eq!(ids(orders::list_ready(&mut read, scope, after).await.unwrap()), ready[4..]);
            let newest = PageRequest { below: ready[5], ..PageRequest::default() };
            let expected: Vec<_> = ready[..5].iter().rev().copied().collect();
            assert_eq!(ids(orders::list_ready(&mut read, scope, newest).await.unwrap()), expected);
            assert_eq!(ids(orders::list_handed_over(&mut read, scope, oldest).await.unwrap()), handed_over);
        }
    }
}
