//! The outbox: leases, and the order of publication.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use domain::event::EventRecord;
use domain::order::OrderId;
use domain::order::state::Command;
use store::{Db, outbox, sql};
use testkit::{Fixture, eventually, on_every_engine};
use tokio::task::JoinHandle;
use uuid::Uuid;

async fn count(db: &Db) -> i64 {
    outbox::count(&mut db.read().await.unwrap()).await.unwrap()
}

fn versions(events: &[EventRecord]) -> Vec<i64> {
    events.iter().map(|event| event.version).collect()
}

fn order_ids(events: &[EventRecord]) -> Vec<OrderId> {
    events.iter().filter_map(|event| event.subject.order_id()).collect()
}

on_every_engine! {
    async fn only_the_oldest_event_of_each_order_is_leased(db: Db) {
        let fixture = Fixture::new(db.clone()).await;
        let first = fixture.accept_orders(1).await.remove(0);
        let second = fixture.place_order().await;
        assert_eq!(count(&db).await, 3);

        let (a, b) = (Uuid::new_v4(), Uuid::new_v4());
        let leased = outbox::lease(&db, a, 10).await.unwrap();
        assert_eq!(order_ids(&leased), [first.id, second.id]);
        assert_eq!(versions(&leased), [1, 1]);
        assert!(outbox::lease(&db, b, 10).await.unwrap().is_empty(), "the second event waits for the first");
        outbox::delete_leased(&db, a).await.unwrap();
        assert_eq!(count(&db).await, 1);
        assert_eq!(versions(&outbox::lease(&db, b, 10).await.unwrap()), [2]);
        outbox::delete_leased(&db, a).await.unwrap();
        outbox::release(&db, a).await.unwrap();
        assert_eq!(count(&db).await, 1, "the lease of another relay is not affected");
        assert!(outbox::lease(&db, a, 10).await.unwrap().is_empty());
        outbox::release(&db, b).await.unwrap();
        assert_eq!(versions(&outbox::lease(&db, a, 10).await.unwrap()), [2]);
        outbox::delete_leased(&db, a).await.unwrap();
        assert_eq!(count(&db).await, 0);
    }

    async fn lease_respects_its_limit(db: Db) {
        let fixture = Fixture::new(db.clone()).await;
        let placed: Vec<_> = fixture.place_orders(5).await.into_iter().map(|order| order.id).collect();
        let leased = outbox::lease(&db, Uuid::new_v4(), 3).await.unwrap();
        assert_eq!(order_ids(&leased), placed[..3]);
        let rest = outbox::lease(&db, Uuid::new_v4(), 3).await.unwrap();
        assert_eq!(order_ids(&rest), placed[3..]);
    }

    async fn expired_lease_can_be_taken_by_another_relay(db: Db) {
        let fixture = Fixture::new(db.clone()).await;
        fixture.place_orders(2).await;
        let (a, b) = (Uuid::new_v4(), Uuid::new_v4());
        assert_eq!(outbox::lease(&db, a, 10).await.unwrap().len(), 2);
        assert!(outbox::lease(&db, b, 10).await.unwrap().is_empty());
        let mut tx = db.begin().await.unwrap();
        sql!(tx, execute
            "update outbox set leased_until = {postgres now() - interval '1 second'}
                {mysql utc_timestamp(6) - interval 1 second} {sqlite leased_until - 31000}")
        .await
        .unwrap();
        tx.commit().await.unwrap();
        assert_eq!(outbox::lease(&db, b, 10).await.unwrap().len(), 2);
        // The first relay, whose lease has expired, can no longer change the rows.
        outbox::delete_leased(&db, a).await.unwrap();
        outbox::release(&db, a).await.unwrap();
        assert_eq!(count(&db).await, 2);
    }

    async fn oldest_event_of_the_outbox_is_found(db: Db) {
        let fixture = Fixture::new(db.clone()).await;
        let oldest = async || outbox::oldest_occurred_at(&mut db.read().await.unwrap()).await.unwrap();
        assert_eq!(oldest().await, None);
        let orders = fixture.place_orders(2).await;
        assert_eq!(oldest().await, Some(orders[0].placed_at));
        let lease = Uuid::new_v4();
        assert_eq!(outbox::lease(&db, lease, 1).await.unwrap().len(), 1);
        assert_eq!(oldest().await, Some(orders[0].placed_at), "a leased event is not published yet");
        outbox::delete_leased(&db, lease).await.unwrap();
        assert_eq!(oldest().await, Some(orders[1].placed_at));
    }

    /// Four relays publish the events of 200 orders, five events per order, while the orders are written.
    async fn events_of_an_order_never_overtake_each_other(db: Db) {
        let fixture = Fixture::new(db.clone()).await;
        let published: Arc<Mutex<Vec<(OrderId, i64)>>> = Arc::default();
        let relays: Vec<_> = (0..4).map(|relay| tokio::spawn(run_relay(relay, db.clone(), published.clone()))).collect();
        let writers: Vec<_> = (0..4).map(|_| tokio::spawn(write_orders(fixture.clone()))).collect();
        for writer in writers {
            writer.await.unwrap();
        }
        eventually("an empty outbox", Duration::from_mins(1), async || (count(&db).await == 0).then_some(())).await;
        relays.iter().for_each(JoinHandle::abort);
        let published = published.lock().unwrap();
        let mut last: HashMap<OrderId, i64> = HashMap::new();
        let mut inversions = 0;
        for &(order, version) in &*published {
            let before = last.insert(order, version).unwrap_or(0);
            inversions += usize::from(version != before + 1);
        }
        assert_eq!((published.len(), last.len(), inversions), (1_000, 200, 0));
    }
}

/// Leases events and records them as published. Sometimes releases a lease, as if the broker were unavailable.
async fn run_relay(relay: u32, db: Db, published: Arc<Mutex<Vec<(OrderId, i64)>>>) {
    let mut round = 0_u32;
    loop {
        let lease = Uuid::new_v4();
        let events = outbox::lease(&db, lease, 16).await.unwrap();
        round += 1;
        if round % 7 == relay {
            outbox::release(&db, lease).await.unwrap();
            continue;
        }
        published.lock().unwrap().extend(order_ids(&events).into_iter().zip(versions(&events)));
        outbox::delete_leased(&db, lease).await.unwrap();
        if events.is_empty() {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    }
}

/// Places 50 orders, completes them, and hands them over.
async fn write_orders(fixture: Fixture) {
    for _ in 0..5 {
        for mut order in fixture.place_orders(10).await {
            for command in [Command::Accept, Command::Start, Command::Complete, Command::HandOver] {
                order = fixture.apply(order, command).await;
            }
        }
    }
}
