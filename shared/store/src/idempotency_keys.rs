//! Idempotency keys of placements. A key is inserted in the transaction of its order.

use std::collections::BTreeMap;

use domain::account::UserId;
use domain::clock::Timestamp;
use domain::order::OrderId;

use crate::{Connection, Result, Row, Tx, sql};

table_row! {
    /// An idempotency key with the request that it was used for.
    #[derive(Clone, Debug)]
    pub struct IdempotencyKey in "idempotency_keys" {
        /// The account that used the key.
        pub user_id: UserId,
        /// The key.
        pub idempotency_key: String,
        /// SHA-256 hash of the parsed and reserialized request, in base64url.
        pub fingerprint: String,
        /// The order that the request placed.
        pub order_id: OrderId,
        /// Time of the placement.
        pub created_at: Timestamp,
    }
}

/// The stored keys of a batch of requests, by account and key.
pub type StoredKeys = BTreeMap<(UserId, String), IdempotencyKey>;

/// Finds those of the given keys whose orders were placed after `since`.
pub async fn find_many(tx: &mut Tx, keys: &[(UserId, String)], since: Timestamp) -> Result<StoredKeys> {
    let mut found: Vec<IdempotencyKey> = Vec::new();
    if keys.is_empty() {
        return Ok(StoredKeys::new());
    }
    if let Connection::Postgres(connection) = tx.connection() {
        let (users, texts): (Vec<_>, Vec<_>) = keys.iter().map(|(user, key)| (*user, key.as_str())).unzip();
        let rows = sqlx::query(
            "select k.user_id, k.idempotency_key, k.fingerprint, k.order_id, k.created_at
               from idempotency_keys k join unnest($1::uuid[], $2::text[]) as requested (user_id, idempotency_key)
                 on requested.user_id = k.user_id and requested.idempotency_key = k.idempotency_key
              where k.created_at > $3",
        )
        .bind(users)
        .bind(texts)
        .bind(since)
        .fetch_all(connection)
        .await?;
        found = rows.iter().map(IdempotencyKey::from_postgres).collect::<Result<_>>()?;
    } else {
        for (user, key) in keys {
            let key = sql!(tx, optional IdempotencyKey,
                "select {columns} from idempotency_keys where user_id = ? and idempotency_key = ? and created_at > ?",
                user, key, since);
            found.extend(key.await?);
        }
    }
    Ok(found.into_iter().map(|key| ((key.user_id, key.idempotency_key.clone()), key)).collect())
}

/// Deletes the keys whose orders were placed before `before`. Returns their number.
pub async fn delete_expired(tx: &mut Tx, before: Timestamp) -> Result<u64> {
    sql!(tx, execute "delete from idempotency_keys where created_at < ?", before).await
}
