//! Accounts.

use domain::account::{Role, User, UserId, normalize_login};
use domain::business::BusinessId;
use domain::clock::Timestamp;
use domain::isolation::IsolatedTable;
use domain::text::Name;

use crate::isolation::{Keyed, KeyedRow};
use crate::{Error, Listed, ReadConn, Result, Tx, sql};

row!(User { id, username, email, name, role, business_id, created_at });

impl KeyedRow for User {
    const TABLE: IsolatedTable = IsolatedTable::Users;
    const KEY: &'static str = "id";
    type Key = UserId;
}

row! {
    /// The stored data against which a login is checked.
    #[derive(Clone, Debug)]
    pub struct Credentials {
        /// The account.
        pub id: UserId,
        /// The password's hash: an argon2id PHC string.
        pub password_hash: String,
    }
}

/// Inserts an account.
///
/// # Errors
/// Fails with a [unique violation](crate::is_unique_violation) if the username or email address is taken; see [`taken_field`].
pub async fn create(tx: &mut Tx, user: &User, password_hash: &str) -> Result<()> {
    sql!(tx, execute
        "insert into users (id, username, email, name, role, business_id, created_at, password_hash)
         values (?, ?, ?, ?, ?, ?, ?, ?)",
        user.id, &user.username, &user.email, &user.name, user.role, user.business_id, user.created_at, password_hash)
    .await?;
    Ok(())
}

/// Inserts an account, or returns the name of the field that is already taken. Users can log in with a username or an email
/// address, so each must be unique among both.
pub async fn create_unless_taken(tx: &mut Tx, user: &User, password_hash: &str) -> Result<Option<&'static str>> {
    if find_credentials(tx, user.username.as_str()).await?.is_some() {
        return Ok(Some("username"));
    }
    if let Some(email) = &user.email
        && find_credentials(tx, email.as_str()).await?.is_some()
    {
        return Ok(Some("email"));
    }
    match create(tx, user, password_hash).await {
        // A concurrent transaction inserted the same name or address.
        Err(error) => taken_field(&error).map(Some).ok_or(error),
        Ok(()) => Ok(None),
    }
}

/// Returns the field whose unique index an insert of an account violated, or `None` for another error.
pub fn taken_field(error: &Error) -> Option<&'static str> {
    let database_error = error.as_database_error().filter(|error| error.is_unique_violation())?;
    // PostgreSQL names the constraint. The messages of the others end with the index or the column, after the duplicate value.
    let message = database_error.message();
    let index = database_error.constraint().or_else(|| message.rsplit(" for key ").next()).unwrap_or(message);
    Some(if index.contains("email") { "email" } else { "username" })
}

/// Returns `true` if the business has an owner whose account is not archived.
pub async fn has_owner(read: &mut ReadConn, business: BusinessId) -> Result<bool> {
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

/// Finds an account that is not archived.
pub async fn find(read: &mut ReadConn, id: UserId) -> Result<Option<User>> {
    sql!(read, optional User, "select {columns} from users where id = ? and archived_at is null", id).await
}

/// Finds the credentials of the account with this username or email address, ignoring case and Unicode normalization form.
/// Archived accounts are not found.
pub async fn find_credentials(read: &mut ReadConn, login: &str) -> Result<Option<Credentials>> {
    // Older versions converted usernames to lower case, but did not normalize them.
    let lower_case = login.trim().to_lowercase();
    let found = find_by_login(read, &lower_case).await?;
    let normalized = normalize_login(login);
    if found.is_some() || normalized == lower_case { Ok(found) } else { find_by_login(read, &normalized).await }
}

async fn find_by_login(read: &mut ReadConn, login: &str) -> Result<Option<Credentials>> {
    let by_username = sql!(read, optional Credentials,
        "select {columns} from users where username = ? and archived_at is null", login)
    .await?;
    if by_username.is_some() || !login.contains('@') {
        return Ok(by_username);
    }
    sql!(read, optional Credentials,
        "select {columns} from users where email = ? and archived_at is null", login)
    .await
}

/// Replaces the password hash of an account, unless it was replaced since it was read.
pub async fn replace_password_hash(tx: &mut Tx, id: UserId, current: &str, new: &str) -> Result<()> {
    sql!(tx, execute "update users set password_hash = ? where id = ? and password_hash = ?", new, id, current).await?;
    Ok(())
}

/// Lists the accounts with ids above `after`, oldest first: those of one business, or all, including customers and admins. Omits
/// archived accounts.
pub async fn list(
    read: &mut ReadConn,
    business: Option<BusinessId>,
    after: UserId,
    limit: i64,
) -> Result<Vec<Listed<UserId, User>>> {
    let rows = match business {
        Some(business) => {
            sql!(read, all Keyed<User>,
                "select {columns} from users where business_id = ? and id > ? and archived_at is null
                  order by id limit ?",
                business, after, limit)
            .await?
        }
        None => {
            sql!(read, all Keyed<User>,
                "select {columns} from users where id > ? and archived_at is null order by id limit ?", after, limit)
            .await?
        }
    };
    Ok(read.isolate(rows))
}

/// Archives an account: it can no longer log in or use its refresh tokens, and its username and email address become available.
/// Its history is kept.
pub async fn archive(tx: &mut Tx, id: UserId, at: Timestamp) -> Result<()> {
    // Usernames cannot contain spaces, so no other account can have this one.
    let archived_username = format!("archived {id}");
    sql!(tx, execute
        "update users set archived_at = ?, username = ?, email = null where id = ? and archived_at is null",
        at, archived_username, id)
    .await?;
    sql!(tx, execute "delete from refresh_tokens where user_id = ?", id).await?;
    Ok(())
}

/// Lists the accounts that were archived after `since`. Their access tokens may not have expired yet.
pub async fn list_archived_since(read: &mut ReadConn, since: Timestamp) -> Result<Vec<UserId>> {
    let ids = sql!(read, all[UserId], "select id from users where archived_at > ?", since).await?;
    Ok(ids.into_iter().map(|(id,)| id).collect())
}

/// Finds the name of an account, archived or not.
pub async fn find_name(read: &mut ReadConn, id: UserId) -> Result<Option<Name>> {
    Ok(sql!(read, optional[Name], "select name from users where id = ?", id).await?.map(|(name,)| name))
}
