//! Heartbeats of notifiers.

use store::notifiers::{self, HEARTBEAT_TIMEOUT_SECONDS};
use store::{Db, sql};
use testkit::on_every_engine;
use uuid::Uuid;

async fn record_heartbeat(db: &Db, id: Uuid, sockets: i64) {
    let mut tx = db.begin().await.unwrap();
    notifiers::record_heartbeat(&mut tx, id, "notifier", sockets).await.unwrap();
    tx.commit().await.unwrap();
}

/// Moves the last heartbeat of a notifier `seconds` into the past.
async fn age_heartbeat(db: &Db, id: Uuid, seconds: i64) {
    let mut tx = db.begin().await.unwrap();
    sql!(tx, execute
        "update notifiers set beat_at = beat_at
            {postgres - make_interval(secs => ?::float8)} {mysql - interval ? second} {sqlite - ? * 1000} where id = ?",
        seconds, id)
    .await
    .unwrap();
    tx.commit().await.unwrap();
}

on_every_engine! {
    async fn notifier_is_counted_while_it_sends_heartbeats(db: Db) {
        let (a, b) = (Uuid::new_v4(), Uuid::new_v4());
        let count_alive = async || notifiers::count_alive(&mut db.read().await.unwrap()).await.unwrap();
        assert_eq!(count_alive().await, (0, 0));
        record_heartbeat(&db, a, 5).await;
        record_heartbeat(&db, a, 3).await;
        assert_eq!(count_alive().await, (1, 3));
        record_heartbeat(&db, b, 4).await;
        assert_eq!(count_alive().await, (2, 7));
        age_heartbeat(&db, a, HEARTBEAT_TIMEOUT_SECONDS - 3).await;
        assert_eq!(count_alive().await, (2, 7));
        age_heartbeat(&db, a, 3).await;
        assert_eq!(count_alive().await, (1, 4));
        record_heartbeat(&db, a, 3).await;
        assert_eq!(count_alive().await, (2, 7));

        let mut tx = db.begin().await.unwrap();
        assert_eq!(notifiers::delete_stale(&mut tx).await.unwrap(), 0);
        tx.commit().await.unwrap();
        age_heartbeat(&db, a, 3_601).await;
        let mut tx = db.begin().await.unwrap();
        assert_eq!(notifiers::delete_stale(&mut tx).await.unwrap(), 1);
        notifiers::deregister(&mut tx, b).await.unwrap();
        notifiers::deregister(&mut tx, b).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(count_alive().await, (0, 0));
    }
}
