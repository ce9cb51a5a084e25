//! The event log, as sockets and notifiers read it.

use shared::account::UserId;
use shared::on_every_engine;
use shared::order::Command;
use shared::store::events::{self, Entry, Scope};
use shared::store::{Db, outbox};
use shared::testing::Stall;
use uuid::Uuid;

fn places(entries: &[Entry]) -> Vec<i64> {
    entries.iter().map(|entry| entry.position).collect()
}

on_every_engine! {
    async fn the_log_is_read_by_scope_and_in_pages(db: Db) {
        assert_eq!(events::head(&mut db.read().await.unwrap()).await.unwrap(), 0);
        let stall = Stall::open(db.clone()).await;
        let other = stall.another().await;
        let mut ours = 0;
        for _ in 0..10 {
            ours += stall.accepted(10).await.len() * 2;
            other.place(1).await;
        }
        let mut read = db.read().await.unwrap();
        let head = events::head(&mut read).await.unwrap();
        let mut everything = async |scope| -> Vec<Entry> {
            let (mut seen, mut after): (Vec<Entry>, _) = (Vec::new(), 0);
            loop {
                let page = events::after(&mut read, scope, after, 7).await.unwrap();
                let Some(last) = page.last() else { return seen };
                after = last.position;
                seen.extend(page);
            }
        };
        let all = everything(Scope::All).await;
        assert_eq!((all.len(), all.last().unwrap().position), (ours + 10, head));
        assert!(places(&all).is_sorted_by(|one, next| one < next));
        for scope in [Scope::Business(stall.business.id), Scope::Customer(stall.customer.id)] {
            let expected: Vec<_> =
                all.iter().filter(|entry| entry.business_id == stall.business.id).map(|entry| entry.position).collect();
            assert_eq!(places(&everything(scope).await), expected);
        }
        assert_eq!(everything(Scope::Business(other.business.id)).await.len(), 10);
        assert_eq!(everything(Scope::Customer(UserId(Uuid::new_v4()))).await.len(), 0);

        let (first, last) = (all[3].position, all[8].position);
        let between = events::between(&mut read, first, last).await.unwrap();
        assert_eq!(places(&between), places(&all[3..=8]));
        assert_eq!(between[0].payload, all[3].payload);
        assert_eq!(events::positions(&mut read, first, last).await.unwrap(), places(&all[3..=8]));
        assert!(events::positions(&mut read, head + 1, head + 9).await.unwrap().is_empty());
        assert!(events::between(&mut read, last, first).await.unwrap().is_empty());
    }

    /// A place that was taken and given up stays empty; one that is taken may be filled later than the next.
    async fn places_may_stay_empty_or_be_filled_late(db: Db) {
        let stall = Stall::open(db.clone()).await;
        let orders = stall.place(2).await;
        let start = events::head(&mut db.read().await.unwrap()).await.unwrap();
        let change = |n: usize| {
            let order = orders[n].clone();
            order.apply(Command::Accept, &stall.owner(), None, stall.clock.stamp()).unwrap()
        };
        let late = {
            let (order, event) = change(0);
            let mut tx = db.begin().await.unwrap();
            assert!(shared::store::orders::save(&mut tx, &order, &event).await.unwrap());
            tx
        };
        if matches!(db, Db::Sqlite { .. }) {
            drop(late); // one writer at a time
            stall.does(orders[1].clone(), Command::Accept).await;
            assert_eq!(events::after(&mut db.read().await.unwrap(), Scope::All, start, 9).await.unwrap().len(), 1);
            return;
        }
        stall.does(orders[1].clone(), Command::Accept).await;
        let early = events::after(&mut db.read().await.unwrap(), Scope::All, start, 9).await.unwrap();
        assert_eq!(early.iter().map(|entry| entry.order_id).collect::<Vec<_>>(), [orders[1].id]);
        let head = early[0].position;
        assert_eq!(events::positions(&mut db.read().await.unwrap(), start + 1, head).await.unwrap(), [head]);
        late.commit().await.unwrap();
        let filled = events::positions(&mut db.read().await.unwrap(), start + 1, head).await.unwrap();
        assert_eq!(filled, [head - 1, head]);
        // The relay does not mind: what came late is leased as well.
        assert_eq!(outbox::lease(&db, Uuid::new_v4(), 9).await.unwrap().len(), 2);
    }
}
