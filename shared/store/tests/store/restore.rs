//! A database that was restored from a backup.

use std::collections::BTreeSet;

use domain::business::KitchenMode;
use domain::event::EventRecord;
use domain::order::OrderId;
use domain::order::state::Command;
use store::kitchen_workers::{self, Heartbeat};
use store::restore::{self, SkippedNumbers};
use store::{Db, businesses, database_id, notifiers, outbox, refresh_tokens, sequences, sql};
use testkit::{EVENING, Fixture, assert_consistent, on_every_engine};
use uuid::Uuid;

const SKIPPED: SkippedNumbers = SkippedNumbers { orders: 1_000, items: 100 };

/// Removes the unleased events from the outbox and returns them.
async fn publish_outbox(db: &Db) -> Vec<EventRecord> {
    let mut published = Vec::new();
    loop {
        let lease = Uuid::new_v4();
        let events = outbox::lease(db, lease, 100).await.unwrap();
        outbox::delete_leased(db, lease).await.unwrap();
        if events.is_empty() {
            return published;
        }
        published.extend(events);
    }
}

on_every_engine! {
    async fn restored_database_has_a_new_id(db: Db) {
        let fixture = Fixture::new(db.clone()).await;
        let get_id = async || database_id::get_or_create(&db, &fixture.clock).await.unwrap();
        let mut ids = BTreeSet::from([get_id().await]);
        for _ in 0..2 {
            restore::complete(&db, &fixture.clock, SKIPPED).await.unwrap();
            ids.insert(get_id().await);
        }
        assert_eq!(ids.len(), 3);
    }

    async fn numbers_after_the_backup_are_skipped(db: Db) {
        let fixture = Fixture::new(db.clone()).await;
        assert_eq!(fixture.item.number, 101);
        // No order was placed yet.
        let restored = restore::complete(&db, &fixture.clock, SkippedNumbers { orders: 0, items: 0 }).await.unwrap();
        assert_eq!((restored.next_order_number, restored.next_item_number), (1_001, 102));
        let last = fixture.place_orders(3).await.pop().unwrap();
        assert_eq!(last.number.0, 1_003);
        let restored = restore::complete(&db, &fixture.clock, SKIPPED).await.unwrap();
        assert_eq!((restored.next_order_number, restored.next_item_number), (2_004, 202));
        assert_eq!(fixture.place_order().await.number.0, 2_004);
        assert_eq!(fixture.add_item(1).await.number, 202);
        let restored = restore::complete(&db, &fixture.clock, SkippedNumbers { orders: 0, items: 0 }).await.unwrap();
        assert_eq!((restored.next_order_number, restored.next_item_number), (2_005, 203));
    }

    /// The sequences are missing from the backup, or the backup copied them before the orders, so they are behind the highest
    /// number.
    async fn numbers_continue_after_the_highest_one(db: Db) {
        let fixture = Fixture::new(db.clone()).await;
        let order = fixture.place_order().await;
        let mut tx = db.begin().await.unwrap();
        sql!(tx, execute "update orders set number = 5000 where id = ?", order.id).await.unwrap();
        sql!(tx, execute "update items set number = 700").await.unwrap();
        tx.commit().await.unwrap();
        let restored = restore::complete(&db, &fixture.clock, SKIPPED).await.unwrap();
        assert_eq!((restored.next_order_number, restored.next_item_number), (6_001, 801));
        let mut tx = db.begin().await.unwrap();
        assert_eq!(sequences::next_item_number(&mut tx).await.unwrap(), 801);
        assert_eq!(sequences::next_order_numbers(&mut tx, 2).await.unwrap(), [6_001, 6_002]);
    }

    async fn sessions_and_heartbeats_end(db: Db) {
        let fixture = Fixture::new(db.clone()).await;
        let (worker, notifier) = (Uuid::new_v4(), Uuid::new_v4());
        let mut tx = db.begin().await.unwrap();
        refresh_tokens::create(&mut tx, &[7; 32], Uuid::new_v4(), fixture.customer.id, EVENING).await.unwrap();
        let heartbeat = Heartbeat { id: worker, name: "worker", slots: 2, busy: 0, prep_ms: 10_000 };
        kitchen_workers::record_heartbeat(&mut tx, &heartbeat).await.unwrap();
        notifiers::record_heartbeat(&mut tx, notifier, "notifier", 3).await.unwrap();
        tx.commit().await.unwrap();
        restore::complete(&db, &fixture.clock, SKIPPED).await.unwrap();
        let mut tx = db.begin().await.unwrap();
        assert!(refresh_tokens::lock(&mut tx, &[7; 32]).await.unwrap().is_none());
        assert!(kitchen_workers::list_alive(&mut tx).await.unwrap().is_empty());
        assert_eq!(notifiers::count_alive(&mut tx).await.unwrap(), (0, 0));
    }

    async fn orders_of_kitchen_workers_are_announced_again(db: Db) {
        let fixture = Fixture::new(db.clone()).await;
        let worker = Uuid::new_v4();
        let mut tx = db.begin().await.unwrap();
        let heartbeat = Heartbeat { id: worker, name: "worker", slots: 2, busy: 1, prep_ms: 10_000 };
        kitchen_workers::record_heartbeat(&mut tx, &heartbeat).await.unwrap();
        tx.commit().await.unwrap();
        let accepted = fixture.accept_orders(2).await;
        let mut started = fixture.accept_orders(1).await.remove(0);
        started.worker_id = Some(worker);
        let started = fixture.apply(started, Command::Start).await;
        let completed = fixture.accept_orders(1).await.remove(0);
        let completed = fixture.apply(completed, Command::Start).await;
        fixture.apply(completed, Command::Complete).await;
        fixture.place_order().await;
        // The staff of this business prepares its orders.
        let manual = fixture.add_business().await;
        manual.accept_orders(1).await;
        let mut business = manual.business.clone();
        business.kitchen = KitchenMode::Manual;
        let mut tx = db.begin().await.unwrap();
        businesses::update(&mut tx, &business).await.unwrap();
        tx.commit().await.unwrap();
        publish_outbox(&db).await;

        let expected: BTreeSet<OrderId> = [accepted[0].id, accepted[1].id, started.id].into();
        for _ in 0..2 {
            let restored = restore::complete(&db, &fixture.clock, SKIPPED).await.unwrap();
            assert_eq!(restored.announced_orders, 3);
            let announced = publish_outbox(&db).await;
            assert!(announced.iter().all(|event| event.kind.as_str() == "order.accepted"), "{announced:?}");
            let orders: BTreeSet<_> = announced.iter().filter_map(|event| event.subject.order_id()).collect();
            assert_eq!((announced.len(), orders), (3, expected.clone()));
        }
        assert_consistent(&db).await;
    }

    /// A relay had leased the events when the backup was made.
    async fn leased_events_can_be_published_immediately(db: Db) {
        let fixture = Fixture::new(db.clone()).await;
        fixture.place_orders(2).await;
        assert_eq!(outbox::lease(&db, Uuid::new_v4(), 10).await.unwrap().len(), 2);
        assert!(publish_outbox(&db).await.is_empty());
        restore::complete(&db, &fixture.clock, SKIPPED).await.unwrap();
        assert_eq!(publish_outbox(&db).await.len(), 2);
    }
}
