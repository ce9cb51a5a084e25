//! Idempotency keys.

use std::time::Duration;

use domain::account::UserId;
use domain::clock::Timestamp;
use store::idempotency_keys::{self, IdempotencyKey};
use store::placements::{self, Placement};
use store::{Tx, is_unique_violation};
use testkit::{EVENING, Fixture, on_every_engine};
use uuid::Uuid;

/// Inserts an order with this idempotency key.
async fn insert(tx: &mut Tx, fixture: &Fixture, number: i64, user: UserId, key: &str) -> store::Result<IdempotencyKey> {
    let placement = fixture.new_placement(number, &fixture.item, 1);
    let key = IdempotencyKey {
        user_id: user,
        idempotency_key: key.to_owned(),
        fingerprint: "f".repeat(64),
        order_id: placement.event.order.id,
        created_at: EVENING,
    };
    placements::insert(tx, &[Placement { key: Some(key.clone()), ..placement }]).await?;
    Ok(key)
}

async fn find(tx: &mut Tx, user: UserId, key: &str, since: Timestamp) -> Option<IdempotencyKey> {
    let keys = [(user, key.to_owned())];
    idempotency_keys::find_many(tx, &keys, since).await.unwrap().remove(&keys[0])
}

on_every_engine! {
    async fn idempotency_key_is_unique_per_account_and_expires(db: Db) {
        let fixture = Fixture::new(db.clone()).await;
        let user = fixture.customer.id;
        let key = "k".repeat(255);
        let before = EVENING - Duration::from_millis(1);
        let mut tx = db.begin().await.unwrap();
        let inserted = insert(&mut tx, &fixture, 1, user, &key).await.unwrap();
        // The same key from another account, and a key that differs only in case, count as different keys.
        insert(&mut tx, &fixture, 2, UserId(Uuid::new_v4()), &key).await.unwrap();
        insert(&mut tx, &fixture, 3, user, "K").await.unwrap();
        insert(&mut tx, &fixture, 4, user, "k").await.unwrap();
        tx.commit().await.unwrap();

        let mut tx = db.begin().await.unwrap();
        let found = find(&mut tx, user, &key, before).await.unwrap();
        assert_eq!((found.fingerprint, found.order_id), (inserted.fingerprint, inserted.order_id));
        assert!(find(&mut tx, user, &key, EVENING).await.is_none());
        assert!(find(&mut tx, user, "absent", before).await.is_none());
        let error = insert(&mut tx, &fixture, 5, user, &key).await.unwrap_err();
        assert!(is_unique_violation(&error), "{error}");
        drop(tx);

        let mut tx = db.begin().await.unwrap();
        assert_eq!(idempotency_keys::delete_expired(&mut tx, EVENING).await.unwrap(), 0);
        assert!(find(&mut tx, user, &key, before).await.is_some());
        let later = EVENING + Duration::from_millis(1);
        assert_eq!(idempotency_keys::delete_expired(&mut tx, later).await.unwrap(), 4);
        assert!(find(&mut tx, user, &key, before).await.is_none());
        tx.commit().await.unwrap();
    }
}
