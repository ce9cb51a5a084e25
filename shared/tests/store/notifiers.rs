//! Notifiers' beats.

use shared::on_every_engine;
use shared::store::{Db, notifiers, outbox};
use shared::testing::Stall;
use uuid::Uuid;

async fn beat(db: &Db, id: Uuid, sockets: i64) {
    let mut tx = db.begin().await.unwrap();
    notifiers::beat(&mut tx, id, "pass", sockets).await.unwrap();
    tx.commit().await.unwrap();
}

/// The notifier's last beat was so many seconds before it was.
async fn age(db: &Db, id: Uuid, seconds: i64) {
    let mut tx = db.begin().await.unwrap();
    shared::sql!(tx, execute
        "update notifiers set beat_at = beat_at - make_interval(secs => ?::float8) where id = ?", seconds, id;
        mysql: "update notifiers set beat_at = beat_at - interval ? second where id = ?",
        sqlite: "update notifiers set beat_at = beat_at - ? * 1000 where id = ?")
    .await
    .unwrap();
    tx.commit().await.unwrap();
}

on_every_engine! {
    async fn a_notifier_counts_while_it_beats(db: Db) {
        let (a, b) = (Uuid::new_v4(), Uuid::new_v4());
        let alive = async || notifiers::alive(&mut db.read().await.unwrap()).await.unwrap();
        assert_eq!(alive().await, (0, 0));
        beat(&db, a, 5).await;
        beat(&db, a, 3).await;
        assert_eq!(alive().await, (1, 3));
        beat(&db, b, 4).await;
        assert_eq!(alive().await, (2, 7));
        age(&db, a, notifiers::SILENCE_SECONDS - 3).await;
        assert_eq!(alive().await, (2, 7));
        age(&db, a, 3).await;
        assert_eq!(alive().await, (1, 4));
        beat(&db, a, 3).await;
        assert_eq!(alive().await, (2, 7));

        let mut tx = db.begin().await.unwrap();
        assert_eq!(notifiers::forget_dead(&mut tx).await.unwrap(), 0);
        tx.commit().await.unwrap();
        age(&db, a, 3_601).await;
        let mut tx = db.begin().await.unwrap();
        assert_eq!(notifiers::forget_dead(&mut tx).await.unwrap(), 1);
        notifiers::leave(&mut tx, b).await.unwrap();
        notifiers::leave(&mut tx, b).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(alive().await, (0, 0));
    }

    async fn the_outbox_says_how_long_the_oldest_has_waited(db: Db) {
        let stall = Stall::open(db.clone()).await;
        let oldest = async || outbox::oldest(&mut db.read().await.unwrap()).await.unwrap();
        assert_eq!(oldest().await, None);
        let orders = stall.place(2).await;
        assert_eq!(oldest().await, Some(orders[0].placed_at));
        let lease = Uuid::new_v4();
        assert_eq!(outbox::lease(&db, lease, 1).await.unwrap().len(), 1);
        assert_eq!(oldest().await, Some(orders[0].placed_at), "what is leased is not published yet");
        outbox::settle(&db, lease).await.unwrap();
        assert_eq!(oldest().await, Some(orders[1].placed_at));
    }
}
