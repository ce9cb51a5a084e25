//! Refresh tokens, stored as hashes. Each token can be used once; its reuse revokes the whole family.

use domain::account::UserId;
use domain::clock::Timestamp;
use uuid::Uuid;

use crate::{Result, Tx, sql};

/// The SHA-256 hash of a token.
pub type TokenHash = [u8; 32];

row! {
    /// A refresh token.
    #[derive(Clone, Debug)]
    pub struct RefreshToken {
        /// The token family: all tokens of one login.
        pub family: Uuid,
        /// The account.
        pub user_id: UserId,
        /// Time until which the token can be used.
        pub expires_at: Timestamp,
        /// Time at which the token was used.
        pub used_at: Option<Timestamp>,
    }
}

/// Inserts a token.
pub async fn create(tx: &mut Tx, hash: &TokenHash, family: Uuid, user: UserId, expires_at: Timestamp) -> Result<()> {
    sql!(tx, execute
        "insert into refresh_tokens (token_hash, family, user_id, expires_at) values (?, ?, ?, ?)",
        hash.as_slice(), family, user, expires_at)
    .await?;
    Ok(())
}

/// Finds a token and locks it until the transaction ends. If a token is used twice concurrently, the second transaction sees the
/// first use.
pub async fn lock(tx: &mut Tx, hash: &TokenHash) -> Result<Option<RefreshToken>> {
    sql!(tx, optional RefreshToken,
        "select {columns} from refresh_tokens where token_hash = ? {for update}", hash.as_slice())
    .await
}

/// Marks a token as used.
pub async fn mark_used(tx: &mut Tx, hash: &TokenHash, at: Timestamp) -> Result<()> {
    sql!(tx, execute "update refresh_tokens set used_at = ? where token_hash = ?", at, hash.as_slice()).await?;
    Ok(())
}

/// Revokes all tokens of a login.
pub async fn revoke_family(tx: &mut Tx, family: Uuid) -> Result<()> {
    sql!(tx, execute "delete from refresh_tokens where family = ?", family).await?;
    Ok(())
}

/// Deletes the tokens that expired before `before`. Returns their number.
pub async fn delete_expired(tx: &mut Tx, before: Timestamp) -> Result<u64> {
    sql!(tx, execute "delete from refresh_tokens where expires_at < ?", before).await
}

/// Deletes all tokens, so that no session can be renewed.
pub async fn delete_all(tx: &mut Tx) -> Result<()> {
    sql!(tx, execute "delete from refresh_tokens").await?;
    Ok(())
}
