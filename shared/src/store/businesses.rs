//! Businesses and their settings.

use super::{Read, Result, Tx, counters, from_row, items};
use crate::business::{Business, BusinessId};
use crate::item::ItemId;
use crate::money::Currency;
use crate::sql;

from_row!(Business { id, name, currency, timezone, open, acceptance, grace_seconds, kitchen, created_at });

/// Adds a business.
pub async fn insert(tx: &mut Tx, business: &Business) -> Result<()> {
    sql!(tx, execute
        "insert into businesses (id, name, name_key, currency, timezone, open, acceptance, grace_seconds, kitchen,
                                 created_at)
         values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        business.id, &business.name, key(business.name.as_str()), &business.currency, &business.timezone, business.open, business.acceptance,
        business.grace_seconds, business.kitchen, business.created_at)
    .await?;
    Ok(())
}

/// Saves its settings. A new currency must become [that of its items](price_in), too.
pub async fn update(tx: &mut Tx, business: &Business) -> Result<()> {
    sql!(tx, execute
        "update businesses set name = ?, name_key = ?, currency = ?, timezone = ?, open = ?, acceptance = ?,
                grace_seconds = ?, kitchen = ? where id = ?",
        &business.name, key(business.name.as_str()), &business.currency, &business.timezone, business.open, business.acceptance,
        business.grace_seconds, business.kitchen, business.id)
    .await?;
    Ok(())
}

/// One business.
pub async fn find(read: &mut Read, id: BusinessId) -> Result<Option<Business>> {
    sql!(read, optional Business,
        "select id, name, currency, timezone, open, acceptance, grace_seconds, kitchen, created_at
           from businesses where id = ?", id)
    .await
}

/// Makes this the currency of its items, which are edited by that. Call [`lock_menu`] before.
pub async fn price_in(tx: &mut Tx, id: BusinessId, currency: &Currency) -> Result<()> {
    sql!(tx, execute "update items set currency = ?, version = version + 1 where business_id = ?", currency, id)
        .await?;
    Ok(())
}

/// Locks its menu, before the business itself: nobody adds an item until the transaction ends, and those that there are
/// are locked in the order of their ids, one by one, as by those who place orders. One statement for all of them would
/// lock them in the order of whatever index the engine walks that day, and that index's own entries, too.
pub async fn lock_menu(tx: &mut Tx, id: BusinessId) -> Result<()> {
    counters::hold_items(tx).await?;
    let menu = sql!(tx, all[ItemId], "select id from items where business_id = ? order by id", id).await?;
    for (item,) in menu {
        items::lock(tx, item).await?;
    }
    Ok(())
}

/// One business, locked until the transaction ends. On PostgreSQL its orders and items can still refer to it meanwhile.
pub async fn lock(tx: &mut Tx, id: BusinessId) -> Result<Option<Business>> {
    sql!(tx, optional Business,
        "select id, name, currency, timezone, open, acceptance, grace_seconds, kitchen, created_at
           from businesses where id = ? for no key update", id;
        mysql: "select id, name, currency, timezone, open, acceptance, grace_seconds, kitchen, created_at
           from businesses where id = ? for update",
        sqlite: "select id, name, currency, timezone, open, acceptance, grace_seconds, kitchen, created_at
           from businesses where id = ?")
    .await
}

/// A page of the businesses whose name contains `search` (empty: all), oldest first, after `after`.
pub async fn page(read: &mut Read, search: &str, after: BusinessId, limit: i64) -> Result<Vec<Business>> {
    let literally = key(search).replace('!', "!!").replace('%', "!%").replace('_', "!_");
    let pattern = format!("%{literally}%");
    sql!(read, all Business,
        "select id, name, currency, timezone, open, acceptance, grace_seconds, kitchen, created_at
           from businesses where id > ? and name_key like ? escape '!' order by id limit ?", after, pattern, limit)
    .await
}

/// A name as it is searched for: SQLite's own `lower` knows no letters but those of ASCII.
fn key(name: &str) -> String {
    name.to_lowercase()
}

/// Whether there is none yet.
pub async fn is_empty(read: &mut Read) -> Result<bool> {
    let first = sql!(read, optional[BusinessId], "select id from businesses limit 1").await?;
    Ok(first.is_none())
}
