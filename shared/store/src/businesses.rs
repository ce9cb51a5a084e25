//! Businesses and their settings.

use domain::business::{Business, BusinessId};
use domain::item::ItemId;
use domain::money::Currency;
use domain::text::Name;

use crate::insert::insert;
use crate::{ReadConn, Result, Tx, items, sequences, sql};

table_row!(Business in "businesses" {
    id, name, currency, timezone, open, acceptance, grace_seconds, kitchen, created_at,
} insert { name_key = |business| search_key(&business.name) });

/// Inserts a business.
pub async fn create(tx: &mut Tx, business: &Business) -> Result<()> {
    insert(tx, business).await
}

/// Updates the settings of a business. Call [`set_item_currency`] as well when the currency changes.
pub async fn update(tx: &mut Tx, business: &Business) -> Result<()> {
    sql!(tx, execute
        "update businesses set name = ?, name_key = ?, currency = ?, timezone = ?, open = ?, acceptance = ?,
                grace_seconds = ?, kitchen = ? where id = ?",
        &business.name, search_key(&business.name), &business.currency, &business.timezone, business.open,
        business.acceptance, business.grace_seconds, business.kitchen, business.id)
    .await?;
    Ok(())
}

/// Finds a business.
pub async fn find(read: &mut ReadConn, id: BusinessId) -> Result<Option<Business>> {
    sql!(read, optional Business, "select {columns} from businesses where id = ?", id).await
}

/// Finds a business and locks it until the transaction ends. On PostgreSQL, orders and items that refer to it can still be
/// inserted.
pub async fn lock(tx: &mut Tx, id: BusinessId) -> Result<Option<Business>> {
    sql!(tx, optional Business, "select {columns} from businesses where id = ? {for no key update}", id).await
}

/// Locks the menu of a business until the transaction ends: no item can be added, and the existing items are locked one by one in
/// id order, as in placements. A single statement would lock them in the order of the index that the engine chooses, and would
/// lock that index's entries as well. Call it before [`lock`].
pub async fn lock_menu(tx: &mut Tx, id: BusinessId) -> Result<()> {
    sequences::lock_item_numbers(tx).await?;
    let menu = sql!(tx, all[ItemId], "select id from items where business_id = ? order by id", id).await?;
    for (item,) in menu {
        items::lock(tx, item).await?;
    }
    Ok(())
}

/// Sets the currency of all items of a business and increments their versions. Call [`lock_menu`] first.
pub async fn set_item_currency(tx: &mut Tx, id: BusinessId, currency: &Currency) -> Result<()> {
    sql!(tx, execute "update items set currency = ?, version = version + 1 where business_id = ?", currency, id)
        .await?;
    Ok(())
}

/// Lists the businesses with ids above `after` whose name contains `search` (all if `search` is empty), oldest first.
pub async fn list(read: &mut ReadConn, search: &str, after: BusinessId, limit: i64) -> Result<Vec<Business>> {
    let literal = search.to_lowercase().replace('!', "!!").replace('%', "!%").replace('_', "!_");
    let pattern = format!("%{literal}%");
    sql!(read, all Business,
        "select {columns} from businesses where id > ? and name_key like ? escape '!' order by id limit ?",
        after, pattern, limit)
    .await
}

/// Returns `true` if there is no business.
pub async fn is_empty(read: &mut ReadConn) -> Result<bool> {
    let first = sql!(read, optional[BusinessId], "select id from businesses limit 1").await?;
    Ok(first.is_none())
}

/// Returns the name in lower case, for searches: SQLite's own `lower` converts only ASCII letters.
fn search_key(name: &Name) -> String {
    name.as_str().to_lowercase()
}
