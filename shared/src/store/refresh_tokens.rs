//! Refresh tokens, by their hashes. Each is used once; one used twice was stolen, or its successor was, and ends all
//! of its family.

use uuid::Uuid;

use super::{Result, Tx, from_row};
use crate::account::UserId;
use crate::clock::Timestamp;
use crate::sql;

/// SHA-256 of a token.
pub type Hash = [u8; 32];

/// What is known of a token.
#[derive(Clone, Debug)]
pub struct RefreshToken {
    /// The login that it descends from.
    pub family: Uuid,
    /// Whose.
    pub user_id: UserId,
    /// Until when it can be used.
    pub expires_at: Timestamp,
    /// When it was used.
    pub used_at: Option<Timestamp>,
}

from_row!(RefreshToken { family, user_id, expires_at, used_at });

/// Keeps a new token.
pub async fn insert(tx: &mut Tx, hash: &Hash, family: Uuid, user: UserId, expires_at: Timestamp) -> Result<()> {
    sql!(tx, execute
        "insert into refresh_tokens (token_hash, family, user_id, expires_at) values (?, ?, ?, ?)",
        hash.as_slice(), family, user, expires_at)
    .await?;
    Ok(())
}

/// The token, locked until the transaction ends: of two uses at once, the second sees the first.
pub async fn lock(tx: &mut Tx, hash: &Hash) -> Result<Option<RefreshToken>> {
    sql!(tx, optional RefreshToken,
        "select family, user_id, expires_at, used_at from refresh_tokens where token_hash = ? for update",
        hash.as_slice();
        sqlite: "select family, user_id, expires_at, used_at from refresh_tokens where token_hash = ?")
    .await
}

/// Marks a token as used.
pub async fn spend(tx: &mut Tx, hash: &Hash, at: Timestamp) -> Result<()> {
    sql!(tx, execute "update refresh_tokens set used_at = ? where token_hash = ?", at, hash.as_slice()).await?;
    Ok(())
}

/// Ends a login: none of its tokens is good any more.
pub async fn revoke_family(tx: &mut Tx, family: Uuid) -> Result<()> {
    sql!(tx, execute "delete from refresh_tokens where family = ?", family).await?;
    Ok(())
}

/// Forgets the tokens that expired before `before`.
pub async fn forget_expired(tx: &mut Tx, before: Timestamp) -> Result<u64> {
    sql!(tx, execute "delete from refresh_tokens where expires_at < ?", before).await
}
