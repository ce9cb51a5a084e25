//! Placements: all writes of a batch in one transaction.

use std::collections::BTreeMap;
use std::time::Duration;

use domain::account::UserId;
use domain::business::{Acceptance, Business};
use domain::clock::Timestamp;
use domain::item::{Item, ItemId};
use domain::order::state::Command;
use store::idempotency_keys::{self, IdempotencyKey};
use store::placements::{self, Placement};
use store::{businesses, events, is_unique_violation, items, outbox, sequences};
use testkit::{EVENING, Fixture, on_every_engine};
use uuid::Uuid;

use crate::support::assert_same;

/// Places as many of `count` orders as the stock allows, as the placement batcher does. Returns their number.
async fn place_batch(fixture: &Fixture, item: ItemId, count: usize) -> usize {
    let mut tx = fixture.db.begin().await.unwrap();
    let locked = placements::lock_items(&mut tx, &[item]).await.unwrap();
    let stock = usize::try_from(locked[&item].stock_quantity).unwrap();
    let numbers = sequences::next_order_numbers(&mut tx, stock.min(count)).await.unwrap();
    let item = Item { id: item, ..fixture.item.clone() };
    let batch: Vec<Placement> = numbers.into_iter().map(|number| fixture.new_placement(number, &item, 1)).collect();
    placements::insert(&mut tx, &batch).await.unwrap();
    tx.commit().await.unwrap();
    batch.len()
}

/// Returns the idempotency key to store with a placement.
fn key_of(placement: &Placement, key: &str, fingerprint: &str) -> IdempotencyKey {
    let order = &placement.event.order;
    IdempotencyKey {
        user_id: order.placed_by,
        idempotency_key: key.to_owned(),
        fingerprint: fingerprint.to_owned(),
        order_id: order.id,
        created_at: order.placed_at,
    }
}

/// Adds a line to a placement.
fn add_line(fixture: &Fixture, placement: &mut Placement, item: &Item, quantity: i64) {
    let line = fixture.new_placement(0, item, quantity).event.order.lines.remove(0);
    placement.event.order.lines.push(line);
}

on_every_engine! {
    async fn locked_items_include_the_settings_of_their_business(db: Db) {
        let fixture = Fixture::new(db.clone()).await;
        let removed = fixture.add_item(1).await;
        let mut tx = db.begin().await.unwrap();
        let archived = Item { archived_at: Some(EVENING), version: 2, ..removed.clone() };
        assert!(items::update(&mut tx, &archived).await.unwrap());
        let closed = Business {
            open: false,
            acceptance: Acceptance::Manual,
            grace_seconds: 77,
            ..fixture.business.clone()
        };
        businesses::update(&mut tx, &closed).await.unwrap();
        tx.commit().await.unwrap();
        let other = fixture.add_business().await;

        let mut ids = vec![fixture.item.id, removed.id, other.item.id, ItemId(Uuid::max())];
        ids.sort();
        let mut tx = db.begin().await.unwrap();
        let locked = placements::lock_items(&mut tx, &ids).await.unwrap();
        assert_eq!(locked.keys().copied().collect::<Vec<_>>(), [fixture.item.id, other.item.id]);
        let (found, item) = (&locked[&fixture.item.id], &fixture.item);
        assert_eq!(
            (&found.name, found.price_cents, &found.currency, found.stock_quantity, found.available),
            (&item.name.to_string(), item.price_cents, &item.currency, 1_000, true)
        );
        assert_eq!(
            (found.business_id, &found.business_name, found.open, found.acceptance, found.grace_seconds),
            (fixture.business.id, &"Da Noi".to_owned(), false, closed.acceptance, 77)
        );
        assert!(locked[&other.item.id].open);
        assert!(placements::lock_items(&mut tx, &[]).await.unwrap().is_empty());
    }

    async fn batch_is_inserted_completely(db: Db) {
        let fixture = Fixture::new(db.clone()).await;
        let side = fixture.add_item(10).await;
        let mut batch: Vec<_> =
            (1..=5).map(|number| fixture.new_placement(number, &fixture.item, number)).collect();
        add_line(&fixture, &mut batch[1], &side, 4);
        add_line(&fixture, &mut batch[4], &side, 6);
        batch[0].event.order.due = None;
        batch[2].key = Some(key_of(&batch[2], "tap", &"f".repeat(64)));
        batch[3].key = Some(key_of(&batch[3], &"k".repeat(255), &"e".repeat(64)));
        let mut tx = db.begin().await.unwrap();
        placements::lock_items(&mut tx, &[fixture.item.id, side.id]).await.unwrap();
        placements::insert(&mut tx, &batch).await.unwrap();
        placements::insert(&mut tx, &[]).await.unwrap();
        tx.commit().await.unwrap();

        for Placement { event, .. } in &batch {
            assert_same(&fixture.order(event.order.id).await, &event.order);
            let log = events::list_for_order(&mut db.read().await.unwrap(), event.order.id).await.unwrap();
            assert_eq!(log.len(), 1);
            assert_eq!((log[0].id, log[0].payload.as_str()), (event.id, &*serde_json::to_string(event).unwrap()));
        }
        assert_eq!((fixture.stock(fixture.item.id).await, fixture.stock(side.id).await), (985, 0));
        let mut tx = db.begin().await.unwrap();
        assert_eq!(outbox::count(&mut tx).await.unwrap(), 5);
        assert!(items::find_stock_mismatches(&mut tx).await.unwrap().is_empty());

        let user = fixture.customer.id;
        let keys = [
            (user, "tap".to_owned()),
            (user, "k".repeat(255)),
            (user, "new".to_owned()),
            (UserId(Uuid::nil()), "tap".to_owned()),
        ];
        let since = EVENING - Duration::from_secs(1 << 30);
        let stored = idempotency_keys::find_many(&mut tx, &keys, since).await.unwrap();
        let stored: BTreeMap<_, _> =
            stored.into_iter().map(|((_, key), stored)| (key, (stored.fingerprint, stored.order_id))).collect();
        assert_eq!(stored, BTreeMap::from([
            ("tap".to_owned(), ("f".repeat(64), batch[2].event.order.id)),
            ("k".repeat(255), ("e".repeat(64), batch[3].event.order.id)),
        ]));
        assert!(idempotency_keys::find_many(&mut tx, &keys, Timestamp::MAX).await.unwrap().is_empty());
        assert!(idempotency_keys::find_many(&mut tx, &[], EVENING).await.unwrap().is_empty());
    }

    async fn repeated_idempotency_key_fails_the_whole_batch(db: Db) {
        let fixture = Fixture::new(db.clone()).await;
        let with_key = |number| {
            let placement = fixture.new_placement(number, &fixture.item, 1);
            Placement { key: Some(key_of(&placement, "tap", "f")), ..placement }
        };
        let mut tx = db.begin().await.unwrap();
        placements::insert(&mut tx, &[with_key(1)]).await.unwrap();
        tx.commit().await.unwrap();
        let mut tx = db.begin().await.unwrap();
        let batch = [fixture.new_placement(2, &fixture.item, 1), with_key(3)];
        let error = placements::insert(&mut tx, &batch).await.unwrap_err();
        assert!(is_unique_violation(&error), "{error}");
        drop(tx);
        assert_eq!(fixture.stock(fixture.item.id).await, 999);
    }

    /// A flash sale: 25 concurrent batches of eight orders each for 50 portions.
    async fn concurrent_batches_never_oversell(db: Db) {
        let fixture = Fixture::new(db.clone()).await;
        let item = fixture.add_item(50).await.id;
        let tasks = (0..25).map(|_| {
            let fixture = fixture.clone();
            tokio::spawn(async move { place_batch(&fixture, item, 8).await })
        });
        let mut sold = 0;
        for task in tasks.collect::<Vec<_>>() {
            sold += task.await.unwrap();
        }
        assert_eq!((sold, fixture.stock(item).await), (50, 0));
        assert!(items::find_stock_mismatches(&mut db.read().await.unwrap()).await.unwrap().is_empty());
        assert_eq!(outbox::count(&mut db.read().await.unwrap()).await.unwrap(), 50);
    }

    /// The check constraint of the stock rejects a placement of more portions than there are, even if the items were neither
    /// locked nor checked.
    async fn placement_beyond_the_stock_is_rejected_by_the_database(db: Db) {
        let fixture = Fixture::new(db.clone()).await;
        let item = fixture.add_item(3).await;
        let mut tx = db.begin().await.unwrap();
        placements::insert(&mut tx, &[fixture.new_placement(1, &item, 4)]).await.unwrap_err();
        drop(tx);
        assert_eq!(fixture.stock(item.id).await, 3);
    }

    /// Places batches for the same items and concurrently cancels some of the orders.
    async fn concurrent_batches_and_cancellations_do_not_deadlock(db: Db) {
        let fixture = Fixture::new(db.clone()).await;
        let mut items = vec![fixture.item.clone(), fixture.add_item(1_000).await, fixture.add_item(1_000).await];
        items.sort_by_key(|item| item.id);
        let ids: Vec<_> = items.iter().map(|item| item.id).collect();
        let tasks = (0..24).map(|n| {
            let (fixture, items, ids) = (fixture.clone(), items.clone(), ids.clone());
            tokio::spawn(async move {
                let mut tx = fixture.db.begin().await.unwrap();
                placements::lock_items(&mut tx, &ids).await.unwrap();
                let number = sequences::next_order_numbers(&mut tx, 1).await.unwrap()[0];
                let mut placement = fixture.new_placement(number, &items[n % 3], 1);
                // The lines may be in any order, but the items were locked in id order.
                add_line(&fixture, &mut placement, &items[(n + 2) % 3], 1);
                placements::insert(&mut tx, std::slice::from_ref(&placement)).await.unwrap();
                tx.commit().await.unwrap();
                if n % 2 == 0 {
                    fixture.apply(placement.event.order, Command::Cancel).await;
                }
            })
        });
        for task in tasks.collect::<Vec<_>>() {
            task.await.unwrap();
        }
        assert!(items::find_stock_mismatches(&mut db.read().await.unwrap()).await.unwrap().is_empty());
    }
}
