//! Idempotency keys of placements, written in the transaction of the order itself.

use super::{Read, Result, Tx, from_row};
use crate::account::UserId;
use crate::clock::Timestamp;
use crate::order::OrderId;
use crate::sql;

/// What a key was used for.
#[derive(Clone, Debug)]
pub struct Used {
    /// SHA-256 of that request's body, in base64url.
    pub fingerprint: String,
    /// The order that came of it.
    pub order_id: OrderId,
}

from_row!(Used { fingerprint, order_id });

/// What this account used the key for, if it did after `since`.
pub async fn find(read: &mut Read, user: UserId, key: &str, since: Timestamp) -> Result<Option<Used>> {
    sql!(read, optional Used,
        "select fingerprint, order_id from idempotency_keys
          where user_id = ? and idempotency_key = ? and created_at > ?", user, key, since)
    .await
}

/// Keeps a key. One that exists already fails by its unique index.
pub async fn insert(tx: &mut Tx, user: UserId, key: &str, what: &Used, at: Timestamp) -> Result<()> {
    sql!(tx, execute
        "insert into idempotency_keys (user_id, idempotency_key, fingerprint, order_id, created_at)
         values (?, ?, ?, ?, ?)", user, key, &what.fingerprint, what.order_id, at)
    .await?;
    Ok(())
}

/// Forgets the keys that were used before `before`.
pub async fn forget_old(tx: &mut Tx, before: Timestamp) -> Result<u64> {
    sql!(tx, execute "delete from idempotency_keys where created_at < ?", before).await
}
