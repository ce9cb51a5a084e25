//! Businesses and their settings.

use domain::business::{Business, BusinessId};
use domain::item::ItemId;
use domain::money::{Cents, Currency, PriceFactor};
use domain::text::Name;

use crate::insert::insert;
use crate::{Connection, ReadConn, Result, Tx, items, sql};

table_row!(Business in "businesses" {
    id, name, currency, timezone, open, acceptance, grace_seconds, kitchen, created_at,
} insert { name_key = |business| search_key(&business.name) });

/// Inserts a business.
pub async fn create(tx: &mut Tx, business: &Business) -> Result<()> {
    insert(tx, business).await
}

/// Updates the settings of a business. Call [`convert_items`] as well when the currency changes.
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

/// Locks all items of a business, archived or not, until the transaction ends, and returns their prices. Locks them in id order,
/// as placements do, so that they cannot deadlock. Call it before [`lock`].
pub async fn lock_items(tx: &mut Tx, id: BusinessId) -> Result<Vec<Cents>> {
    if !matches!(tx.connection(), Connection::MySql(_)) {
        let locked =
            sql!(tx, all[Cents], "select price_cents from items where business_id = ? order by id {for update}", id);
        return Ok(locked.await?.into_iter().map(|(price,)| price).collect());
    }
    // InnoDB locks rows in the order of the index that it chooses, and locks the entries of that index as well.
    let ids = sql!(tx, all[ItemId], "select id from items where business_id = ? order by id", id).await?;
    let mut prices = Vec::with_capacity(ids.len());
    for (item,) in ids {
        prices.extend(items::lock(tx, item).await?.map(|item| item.price_cents));
    }
    Ok(prices)
}

/// Sets the currency of all items of a business, converts their prices, rounding halves upwards, and increments their versions.
/// Call [`lock_items`] and [`lock`] first, and check that the factor converts all prices.
pub async fn convert_items(tx: &mut Tx, id: BusinessId, currency: &Currency, factor: PriceFactor) -> Result<()> {
    let PriceFactor { numerator, denominator } = factor;
    sql!(tx, execute
        "update items set currency = ?, version = version + 1,
                price_cents = (price_cents * ? + ?) {postgres /}{sqlite /}{mysql div} ? where business_id = ?",
        currency, numerator, denominator / 2, denominator, id)
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
