//! What the order desk does in one transaction.

use std::collections::BTreeMap;

use shared::item::ItemId;
use shared::on_every_engine;
use shared::store::placements::{self, Placement};
use shared::store::{businesses, counters, events, is_taken, items, outbox};
use shared::testing::{EVENING, Stall};
use uuid::Uuid;

use crate::assert_same;

/// Places what the stock allows of these drafts, as the desk does; answers how many that was.
async fn desk(stall: &Stall, dish: ItemId, callers: usize) -> usize {
    let mut tx = stall.db.begin().await.unwrap();
    let offers = placements::lock_offers(&mut tx, &[dish]).await.unwrap();
    let left = usize::try_from(offers[&dish].stock_quantity).unwrap();
    let numbers = counters::next_orders(&mut tx, left.min(callers)).await.unwrap();
    let item = shared::item::Item { id: dish, ..stall.dish.clone() };
    let batch: Vec<Placement> = numbers.into_iter().map(|number| stall.draft(number, &item, 1)).collect();
    placements::write(&mut tx, &batch).await.unwrap();
    tx.commit().await.unwrap();
    batch.len()
}

on_every_engine! {
    async fn an_offer_is_the_item_and_its_business(db: Db) {
        let stall = Stall::open(db.clone()).await;
        let gone = stall.dish(1).await;
        let mut tx = db.begin().await.unwrap();
        let archived = shared::item::Item { archived_at: Some(EVENING), version: 2, ..gone.clone() };
        assert!(items::update(&mut tx, &archived).await.unwrap());
        let closed = shared::business::Business {
            open: false, acceptance: shared::business::Acceptance::Manual, grace_seconds: 77, ..stall.business.clone()
        };
        businesses::update(&mut tx, &closed).await.unwrap();
        tx.commit().await.unwrap();
        let other = stall.another().await;

        let mut ids = vec![stall.dish.id, gone.id, other.dish.id, ItemId(Uuid::max())];
        ids.sort();
        let mut tx = db.begin().await.unwrap();
        let offers = placements::lock_offers(&mut tx, &ids).await.unwrap();
        assert_eq!(offers.keys().copied().collect::<Vec<_>>(), [stall.dish.id, other.dish.id]);
        let (offer, dish) = (&offers[&stall.dish.id], &stall.dish);
        assert_eq!(
            (&offer.name, offer.price_cents, &offer.currency, offer.stock_quantity, offer.available),
            (&dish.name.to_string(), dish.price_cents, &dish.currency, 1_000, true)
        );
        assert_eq!(
            (offer.business_id, &offer.business_name, offer.open, offer.acceptance, offer.grace_seconds),
            (stall.business.id, &"Da Noi".to_owned(), false, closed.acceptance, 77)
        );
        assert!(offers[&other.dish.id].open);
        assert!(placements::lock_offers(&mut tx, &[]).await.unwrap().is_empty());
    }

    async fn a_batch_is_written_whole(db: Db) {
        let stall = Stall::open(db.clone()).await;
        let side = stall.dish(10).await;
        let mut batch: Vec<_> = (1..=5).map(|number| stall.draft(number, &stall.dish, number)).collect();
        batch[1].order.lines.push(stall.draft(0, &side, 4).order.lines.remove(0));
        batch[4].order.lines.push(stall.draft(0, &side, 6).order.lines.remove(0));
        batch[0].order.due = None;
        batch[2].key = Some(("tap".to_owned(), "f".repeat(64)));
        batch[3].key = Some(("k".repeat(255), "e".repeat(64)));
        for placement in &mut batch {
            placement.event.order = placement.order.clone();
        }
        let mut tx = db.begin().await.unwrap();
        placements::lock_offers(&mut tx, &[stall.dish.id, side.id]).await.unwrap();
        placements::write(&mut tx, &batch).await.unwrap();
        placements::write(&mut tx, &[]).await.unwrap();
        tx.commit().await.unwrap();

        for Placement { order, event, .. } in &batch {
            assert_same(&stall.order(order.id).await, order);
            let log = events::of_order(&mut db.read().await.unwrap(), order.id).await.unwrap();
            assert_eq!(log.len(), 1);
            assert_eq!((log[0].id, &log[0].payload), (event.id, &serde_json::to_string(event).unwrap()));
        }
        assert_eq!((stall.stock(stall.dish.id).await, stall.stock(side.id).await), (985, 0));
        let mut tx = db.begin().await.unwrap();
        assert_eq!(outbox::depth(&mut tx).await.unwrap(), 5);
        assert!(items::discrepancies(&mut tx).await.unwrap().is_empty());

        let ada = stall.customer.id;
        let asked = [(ada, "tap".to_owned()), (ada, "k".repeat(255)), (ada, "new".to_owned()), (shared::account::UserId(Uuid::nil()), "tap".to_owned())];
        let used = placements::used_keys(&mut tx, &asked, EVENING - std::time::Duration::from_secs(1 << 30)).await.unwrap();
        let used: BTreeMap<_, _> = used.into_iter().map(|((_, key), used)| (key, (used.fingerprint, used.order_id))).collect();
        assert_eq!(used, BTreeMap::from([
            ("tap".to_owned(), ("f".repeat(64), batch[2].order.id)),
            ("k".repeat(255), ("e".repeat(64), batch[3].order.id)),
        ]));
        let since = shared::clock::Timestamp::MAX;
        assert!(placements::used_keys(&mut tx, &asked, since).await.unwrap().is_empty());
        assert!(placements::used_keys(&mut tx, &[], EVENING).await.unwrap().is_empty());
    }

    async fn a_used_key_fails_the_whole_batch(db: Db) {
        let stall = Stall::open(db.clone()).await;
        let keyed = |number| Placement { key: Some(("tap".to_owned(), "f".to_owned())), ..stall.draft(number, &stall.dish, 1) };
        let mut tx = db.begin().await.unwrap();
        placements::write(&mut tx, &[keyed(1)]).await.unwrap();
        tx.commit().await.unwrap();
        let mut tx = db.begin().await.unwrap();
        let error = placements::write(&mut tx, &[stall.draft(2, &stall.dish, 1), keyed(3)]).await.unwrap_err();
        assert!(is_taken(&error), "{error}");
        drop(tx);
        assert_eq!(stall.stock(stall.dish.id).await, 999);
    }

    /// A flash sale: 200 callers, in batches of eight from four desks, for 50 portions.
    async fn nothing_is_sold_twice(db: Db) {
        let stall = Stall::open(db.clone()).await;
        let dish = stall.dish(50).await.id;
        let desks = (0..25).map(|_| {
            let stall = stall.clone();
            tokio::spawn(async move { desk(&stall, dish, 8).await })
        });
        let mut sold = 0;
        for desk in desks.collect::<Vec<_>>() {
            sold += desk.await.unwrap();
        }
        assert_eq!((sold, stall.stock(dish).await), (50, 0));
        assert!(items::discrepancies(&mut db.read().await.unwrap()).await.unwrap().is_empty());
        assert_eq!(outbox::depth(&mut db.read().await.unwrap()).await.unwrap(), 50);
    }

    /// What was not locked and not checked is stopped by the column itself.
    async fn a_desk_that_does_not_count_is_stopped(db: Db) {
        let stall = Stall::open(db.clone()).await;
        let dish = stall.dish(3).await;
        let mut tx = db.begin().await.unwrap();
        placements::write(&mut tx, &[stall.draft(1, &dish, 4)]).await.unwrap_err();
        drop(tx);
        assert_eq!(stall.stock(dish.id).await, 3);
    }

    /// Desks that want the same two items, and cancellations of both, never wait for each other in a circle.
    async fn desks_do_not_deadlock(db: Db) {
        let stall = Stall::open(db.clone()).await;
        let mut dishes = vec![stall.dish.clone(), stall.dish(1_000).await, stall.dish(1_000).await];
        dishes.sort_by_key(|dish| dish.id);
        let ids: Vec<_> = dishes.iter().map(|dish| dish.id).collect();
        let work = (0..24).map(|n| {
            let (stall, dishes, ids) = (stall.clone(), dishes.clone(), ids.clone());
            tokio::spawn(async move {
                let mut tx = stall.db.begin().await.unwrap();
                placements::lock_offers(&mut tx, &ids).await.unwrap();
                let number = counters::next_orders(&mut tx, 1).await.unwrap()[0];
                let mut placement = stall.draft(number, &dishes[n % 3], 1);
                // The lines stand in any order; the locks do not.
                placement.order.lines.push(stall.draft(0, &dishes[(n + 2) % 3], 1).order.lines.remove(0));
                placements::write(&mut tx, std::slice::from_ref(&placement)).await.unwrap();
                tx.commit().await.unwrap();
                if n % 2 == 0 {
                    stall.does(placement.order, shared::order::Command::Cancel).await;
                }
            })
        });
        for done in work.collect::<Vec<_>>() {
            done.await.unwrap();
        }
        assert!(items::discrepancies(&mut db.read().await.unwrap()).await.unwrap().is_empty());
    }
}
