//! Queries of the event log.

use domain::account::UserId;
use domain::event::{EventRecord, MenuEventKind, Subject};
use domain::item::ItemChange;
use domain::menu_event::MenuEvent;
use domain::order::OrderScope;
use domain::order::state::Command;
use serde_json::json;
use store::events::LogEnd;
use store::orders::UnitOfWork;
use store::{Pool, database_id, decoded, events, outbox};
use testkit::{Fixture, on_every_engine, shorten_log};
use uuid::Uuid;

use crate::support::unsaved;

fn positions(events: &[EventRecord]) -> Vec<i64> {
    events.iter().map(|event| event.position).collect()
}

on_every_engine! {
    async fn log_is_listed_by_scope_in_pages(db: Db) {
        assert_eq!(events::last_position(&mut db.read().await.unwrap()).await.unwrap(), 0);
        let fixture = Fixture::new(db.clone()).await;
        let other = fixture.add_business().await;
        let mut own_events = 0;
        for _ in 0..10 {
            own_events += fixture.accept_orders(10).await.len() * 2;
            other.place_orders(1).await;
        }
        let mut read = db.read().await.unwrap();
        let last_position = events::last_position(&mut read).await.unwrap();
        let mut list_all = async |scope| -> Vec<EventRecord> {
            let (mut listed, mut after): (Vec<EventRecord>, _) = (Vec::new(), 0);
            loop {
                let page = events::list_after(&mut read, scope, after, 7).await.unwrap();
                let Some(last) = page.last() else { return listed };
                after = last.key;
                listed.extend(decoded(page));
            }
        };
        let all = list_all(OrderScope::All).await;
        assert_eq!((all.len(), all.last().unwrap().position), (own_events + 10, last_position));
        assert!(positions(&all).is_sorted_by(|one, next| one < next));
        for scope in [OrderScope::Business(fixture.business.id), OrderScope::Customer(fixture.customer.id)] {
            let expected: Vec<_> = all
                .iter()
                .filter(|event| event.business_id == fixture.business.id)
                .map(|event| event.position)
                .collect();
            assert_eq!(positions(&list_all(scope).await), expected);
        }
        assert_eq!(list_all(OrderScope::Business(other.business.id)).await.len(), 10);
        assert_eq!(list_all(OrderScope::Customer(UserId(Uuid::new_v4()))).await.len(), 0);

        let (first, last) = (all[3].position, all[8].position);
        let between = decoded(events::list_between(&mut read, first, last).await.unwrap());
        assert_eq!(positions(&between), positions(&all[3..=8]));
        assert_eq!(between[0].payload, all[3].payload);
        assert_eq!(events::list_positions(&mut read, first, last).await.unwrap(), positions(&all[3..=8]));
        assert!(events::list_positions(&mut read, last_position + 1, last_position + 9).await.unwrap().is_empty());
        assert!(events::list_between(&mut read, last, first).await.unwrap().is_empty());
    }

    async fn end_of_the_log_identifies_the_database_and_the_events_at_positions(db: Db) {
        let read_end = async |positions: &[i64]| events::read_end(&mut db.read().await.unwrap(), positions).await.unwrap();
        let to_end = |database_id, last_position, events: &[&EventRecord]| {
            let event_ids = events.iter().map(|event| (event.position, event.id)).collect();
            LogEnd { database_id, last_position, event_ids }
        };
        assert_eq!(read_end(&[0]).await, to_end(None, 0, &[]));
        let fixture = Fixture::new(db.clone()).await;
        let database_id = Some(database_id::get_or_create(&db, &fixture.clock).await.unwrap());
        let orders = fixture.place_orders(3).await;
        let [kept, lost] = [0, 1].map(|index| fixture.events(orders[index].id));
        let (kept, lost) = (kept.await.remove(0), lost.await.remove(0));
        assert_eq!(read_end(&[1, 2, 4]).await, to_end(database_id, 3, &[&kept, &lost]));
        assert_eq!(read_end(&[]).await, to_end(database_id, 3, &[]));
        shorten_log(&db, 1).await;
        assert_eq!(read_end(&[1, 2]).await, to_end(database_id, 1, &[&kept]));
        let order = fixture.place_order().await;
        let replacement = fixture.events(order.id).await.remove(0);
        assert_eq!(read_end(&[1, lost.position]).await, to_end(database_id, 2, &[&kept, &replacement]));
    }

    /// The position of a rolled-back transaction stays unused. A position can become visible after a higher one.
    async fn positions_may_stay_unused_or_become_visible_late(db: Db) {
        let fixture = Fixture::new(db.clone()).await;
        let orders = fixture.place_orders(2).await;
        let start = events::last_position(&mut db.read().await.unwrap()).await.unwrap();
        let mut late = UnitOfWork::begin(&db).await.unwrap();
        assert!(late.save(&unsaved(&fixture, orders[0].clone(), Command::Accept)).await.unwrap());
        if matches!(db.pool(), Pool::Sqlite { .. }) {
            drop(late); // SQLite has one writer at a time.
            fixture.apply(orders[1].clone(), Command::Accept).await;
            let mut read = db.read().await.unwrap();
            assert_eq!(events::list_after(&mut read, OrderScope::All, start, 9).await.unwrap().len(), 1);
            return;
        }
        fixture.apply(orders[1].clone(), Command::Accept).await;
        let early = events::list_after(&mut db.read().await.unwrap(), OrderScope::All, start, 9).await.unwrap();
        let early = decoded(early);
        let early_orders: Vec<_> = early.iter().map(|event| event.subject.order_id()).collect();
        assert_eq!(early_orders, [Some(orders[1].id)]);
        let last = early[0].position;
        let visible = events::list_positions(&mut db.read().await.unwrap(), start + 1, last).await.unwrap();
        assert_eq!(visible, [last]);
        late.commit().await.unwrap();
        let visible = events::list_positions(&mut db.read().await.unwrap(), start + 1, last).await.unwrap();
        assert_eq!(visible, [last - 1, last]);
        // The relay leases the late event as well.
        assert_eq!(outbox::lease(&db, Uuid::new_v4(), 9).await.unwrap().len(), 2);
    }

    async fn menu_events_have_their_own_versions_and_are_not_listed_with_orders(db: Db) {
        let fixture = Fixture::new(db.clone()).await;
        let second = fixture.add_item(5).await;
        let order = fixture.place_order().await;
        let item = fixture.edit_item(fixture.item.clone(), ItemChange::default(), 3).await;
        fixture.edit_item(item.clone(), ItemChange::default(), 0).await;
        fixture.save_business(&fixture.business).await;
        let mut tx = db.begin().await.unwrap();
        let events = [&item, &second]
            .map(|item| MenuEvent::of_item(MenuEventKind::ItemUpdated, item.clone(), fixture.owner(), fixture.clock.stamp()));
        events::append_menu_events(&mut tx, events.to_vec()).await.unwrap();
        events::append_menu_events(&mut tx, Vec::new()).await.unwrap();
        tx.commit().await.unwrap();

        let mut read = db.read().await.unwrap();
        let last = events::last_position(&mut read).await.unwrap();
        let logged = decoded(events::list_between(&mut read, 1, last).await.unwrap());
        let (item, business) = (Subject::Item(item.id), Subject::Business(fixture.business.id));
        assert_eq!(
            logged.iter().map(|event| (event.subject, event.version, event.kind.as_str())).collect::<Vec<_>>(),
            [
                (Subject::Order(order.id), 1, "order.placed"),
                (item, 1, "item.updated"),
                (item, 2, "item.updated"),
                (business, 1, "business.updated"),
                (item, 3, "item.updated"),
                (Subject::Item(second.id), 1, "item.updated"),
            ]
        );
        let first: serde_json::Value = serde_json::from_str(logged[1].payload.as_str()).unwrap();
        assert_eq!((&first["item"]["stock_quantity"], first.get("business")), (&json!(1_002), None));
        assert!(logged.iter().all(|event| event.business_id == fixture.business.id));
        assert_eq!(outbox::count(&mut read).await.unwrap(), 6);

        // Clients receive the events about orders only.
        for scope in [OrderScope::All, OrderScope::Business(fixture.business.id), OrderScope::Customer(fixture.customer.id)] {
            let listed = decoded(events::list_after(&mut read, scope, 0, 10).await.unwrap());
            assert_eq!(listed.iter().map(|event| event.subject).collect::<Vec<_>>(), [Subject::Order(order.id)]);
            assert_eq!(events::count_after(&mut read, scope, 0, 10).await.unwrap(), 1);
        }
    }
}
