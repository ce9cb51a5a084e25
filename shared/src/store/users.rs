//! Accounts.

use super::{Read, Result, Tx, from_row, is_taken};
use crate::account::{Name, Role, User, UserId};
use crate::business::BusinessId;
use crate::clock::Timestamp;
use crate::sql;

from_row!(User { id, username, email, name, role, business_id, created_at });

/// What a login is checked against.
#[derive(Clone, Debug)]
pub struct Credentials {
    /// Whose.
    pub id: UserId,
    /// A PHC string of argon2id.
    pub password_hash: String,
}

from_row!(Credentials { id, password_hash });

/// Adds an account. A taken name or address fails by its unique index: see [`is_taken`](super::is_taken).
pub async fn insert(tx: &mut Tx, user: &User, password_hash: &str) -> Result<()> {
    sql!(tx, execute
        "insert into users (id, username, email, name, role, business_id, password_hash, created_at)
         values (?, ?, ?, ?, ?, ?, ?, ?)",
        user.id, &user.username, &user.email, &user.name, user.role, user.business_id, password_hash, user.created_at)
    .await?;
    Ok(())
}

/// Adds an account, or answers which of its names is taken, and adds nothing. Username and address both log in, so
/// neither may be either of somebody else's.
pub async fn insert_unless_taken(tx: &mut Tx, user: &User, password_hash: &str) -> Result<Option<&'static str>> {
    if credentials(tx, user.username.as_str()).await?.is_some() {
        return Ok(Some("username"));
    }
    if let Some(email) = &user.email
        && credentials(tx, email.as_str()).await?.is_some()
    {
        return Ok(Some("email"));
    }
    match insert(tx, user, password_hash).await {
        // Of two at the same moment.
        Err(error) if is_taken(&error) => Ok(Some("username")),
        done => done.map(|()| None),
    }
}

/// Whether a business has an owner left.
pub async fn has_owner(read: &mut Read, business: BusinessId) -> Result<bool> {
    let owner = sql!(
        read,
        optional[UserId],
        "select id from users where business_id = ? and role = ? and archived_at is null limit 1",
        business,
        Role::Business
    )
    .await?;
    Ok(owner.is_some())
}

/// One account that is not archived.
pub async fn find(read: &mut Read, id: UserId) -> Result<Option<User>> {
    sql!(read, optional User,
        "select id, username, email, name, role, business_id, created_at
           from users where id = ? and archived_at is null", id)
    .await
}

/// The secret of the account with this username or this email address (both are kept in lower case).
pub async fn credentials(read: &mut Read, login: &str) -> Result<Option<Credentials>> {
    let login = login.trim().to_lowercase();
    let by_name = sql!(read, optional Credentials,
        "select id, password_hash from users where username = ? and archived_at is null", &login)
    .await?;
    if by_name.is_some() || !login.contains('@') {
        return Ok(by_name);
    }
    sql!(read, optional Credentials,
        "select id, password_hash from users where email = ? and archived_at is null", &login)
    .await
}

/// A page of a business's people, or of all, oldest first, after `after`.
pub async fn page(read: &mut Read, of: Option<BusinessId>, after: UserId, limit: i64) -> Result<Vec<User>> {
    match of {
        Some(business) => {
            sql!(read, all User,
                "select id, username, email, name, role, business_id, created_at from users
                  where business_id = ? and id > ? and archived_at is null order by id limit ?", business, after, limit)
            .await
        }
        None => {
            sql!(read, all User,
                "select id, username, email, name, role, business_id, created_at from users
                  where id > ? and archived_at is null order by id limit ?", after, limit)
            .await
        }
    }
}

/// Ends an account: it can no longer log in or refresh, its name and address are free again, its history stays.
pub async fn archive(tx: &mut Tx, id: UserId, at: Timestamp) -> Result<()> {
    // With a space, which no username has: nobody can have taken it before.
    let gone = format!("archived {id}");
    sql!(tx, execute
        "update users set archived_at = ?, username = ?, email = null where id = ? and archived_at is null",
        at, gone, id)
    .await?;
    sql!(tx, execute "delete from refresh_tokens where user_id = ?", id).await?;
    Ok(())
}

/// The accounts that ended after `since`: their access tokens may not have expired yet.
pub async fn archived_since(read: &mut Read, since: Timestamp) -> Result<Vec<UserId>> {
    let ids = sql!(read, all[UserId], "select id from users where archived_at > ?", since).await?;
    Ok(ids.into_iter().map(|(id,)| id).collect())
}

/// What an account is called, for those who act under its name.
pub async fn name(read: &mut Read, id: UserId) -> Result<Option<Name>> {
    Ok(sql!(read, optional[Name], "select name from users where id = ?", id).await?.map(|(name,)| name))
}
