//! The outbox: leases, and the order in which events leave the house.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use shared::on_every_engine;
use shared::order::Command;
use shared::store::events::Entry;
use shared::store::{Db, outbox};
use shared::testing::Stall;
use uuid::Uuid;

async fn depth(db: &Db) -> i64 {
    outbox::depth(&mut db.read().await.unwrap()).await.unwrap()
}

fn versions(entries: &[Entry]) -> Vec<i64> {
    entries.iter().map(|entry| entry.version).collect()
}

on_every_engine! {
    async fn only_the_head_of_each_order_is_leased(db: Db) {
        let stall = Stall::open(db.clone()).await;
        let first = stall.accepted(1).await.remove(0);
        let second = stall.place(1).await.remove(0);
        assert_eq!(depth(&db).await, 3);

        let (a, b) = (Uuid::new_v4(), Uuid::new_v4());
        let leased = outbox::lease(&db, a, 10).await.unwrap();
        assert_eq!(leased.iter().map(|entry| entry.order_id).collect::<Vec<_>>(), [first.id, second.id]);
        assert_eq!(versions(&leased), [1, 1]);
        assert!(outbox::lease(&db, b, 10).await.unwrap().is_empty(), "the next one waits behind the first");
        outbox::settle(&db, a).await.unwrap();
        assert_eq!(depth(&db).await, 1);
        assert_eq!(versions(&outbox::lease(&db, b, 10).await.unwrap()), [2]);
        outbox::settle(&db, a).await.unwrap();
        outbox::release(&db, a).await.unwrap();
        assert_eq!(depth(&db).await, 1, "others' leases are theirs");
        assert!(outbox::lease(&db, a, 10).await.unwrap().is_empty());
        outbox::release(&db, b).await.unwrap();
        assert_eq!(versions(&outbox::lease(&db, a, 10).await.unwrap()), [2]);
        outbox::settle(&db, a).await.unwrap();
        assert_eq!(depth(&db).await, 0);
    }

    async fn a_lease_is_not_longer_than_was_asked(db: Db) {
        let stall = Stall::open(db.clone()).await;
        let placed: Vec<_> = stall.place(5).await.into_iter().map(|order| order.id).collect();
        let leased = outbox::lease(&db, Uuid::new_v4(), 3).await.unwrap();
        assert_eq!(leased.iter().map(|entry| entry.order_id).collect::<Vec<_>>(), placed[..3]);
        let rest = outbox::lease(&db, Uuid::new_v4(), 3).await.unwrap();
        assert_eq!(rest.iter().map(|entry| entry.order_id).collect::<Vec<_>>(), placed[3..]);
    }

    async fn an_expired_lease_is_anybodys(db: Db) {
        let stall = Stall::open(db.clone()).await;
        stall.place(2).await;
        let (a, b) = (Uuid::new_v4(), Uuid::new_v4());
        assert_eq!(outbox::lease(&db, a, 10).await.unwrap().len(), 2);
        assert!(outbox::lease(&db, b, 10).await.unwrap().is_empty());
        let mut tx = db.begin().await.unwrap();
        shared::sql!(tx, execute "update outbox set leased_until = now() - interval '1 second'";
            mysql: "update outbox set leased_until = utc_timestamp(6) - interval 1 second",
            sqlite: "update outbox set leased_until = leased_until - 31000")
        .await
        .unwrap();
        tx.commit().await.unwrap();
        assert_eq!(outbox::lease(&db, b, 10).await.unwrap().len(), 2);
        // The first relay, back from a long sleep, changes nothing.
        outbox::settle(&db, a).await.unwrap();
        outbox::release(&db, a).await.unwrap();
        assert_eq!(depth(&db).await, 2);
    }

    /// Four relays, 200 orders with five events each, written while they are being published.
    async fn no_orders_events_overtake_each_other(db: Db) {
        let stall = Stall::open(db.clone()).await;
        let published: Arc<Mutex<Vec<(Uuid, i64)>>> = Arc::default();
        let relays: Vec<_> = (0..4).map(|relay| {
            let (db, published) = (db.clone(), published.clone());
            tokio::spawn(async move {
                let mut round = 0_u32;
                loop {
                    let lease = Uuid::new_v4();
                    let entries = outbox::lease(&db, lease, 16).await.unwrap();
                    round += 1;
                    if round % 7 == relay {
                        outbox::release(&db, lease).await.unwrap(); // the broker was away
                        continue;
                    }
                    published.lock().unwrap().extend(entries.iter().map(|entry| (entry.order_id.0, entry.version)));
                    outbox::settle(&db, lease).await.unwrap();
                    if entries.is_empty() {
                        tokio::time::sleep(Duration::from_millis(2)).await;
                    }
                }
            })
        }).collect();
        let cooks: Vec<_> = (0..4).map(|_| {
            let stall = stall.clone();
            tokio::spawn(async move {
                for _ in 0..5 {
                    for mut order in stall.place(10).await {
                        for command in [Command::Accept, Command::Start, Command::Complete, Command::HandOver] {
                            order = stall.does(order, command).await;
                        }
                    }
                }
            })
        }).collect();
        for cook in cooks {
            cook.await.unwrap();
        }
        shared::testing::eventually("the outbox is empty", Duration::from_mins(1), async || (depth(&db).await == 0).then_some(())).await;
        relays.iter().for_each(tokio::task::JoinHandle::abort);
        let published = published.lock().unwrap();
        let mut last: HashMap<Uuid, i64> = HashMap::new();
        let mut inversions = 0;
        for &(order, version) in &*published {
            let before = last.insert(order, version).unwrap_or(0);
            inversions += usize::from(version != before + 1);
        }
        assert_eq!((published.len(), last.len(), inversions), (1_000, 200, 0));
    }
}
