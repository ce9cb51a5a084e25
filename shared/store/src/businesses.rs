//! Businesses and their settings.

use domain::business::{Business, BusinessId};
use domain::isolation::IsolatedTable;
use domain::item::ItemId;
use domain::money::{Cents, Currency, PriceFactor};
use domain::search::search_key;
use domain::text::Name;

use crate::insert::insert;
use crate::isolation::{Keyed, KeyedRow};
use crate::{Connection, Db, Listed, ReadConn, Result, Tx, items, sql};

/// Maximum number of businesses per transaction of the backfill.
const BATCH: i64 = 100;

table_row!(Business in "businesses" {
    id, name, currency, timezone, open, acceptance, grace_seconds, kitchen, created_at,
} insert {
    // The name in lower case, for searches by processes of older versions.
    name_key = |business| business.name.as_str().to_lowercase(),
    search_key = |business| search_key(business.name.as_str()),
    search_key_source = |business| &business.name,
});

impl KeyedRow for Business {
    const TABLE: IsolatedTable = IsolatedTable::Businesses;
    const KEY: &'static str = "id";
    type Key = BusinessId;
}

/// Inserts a business.
pub async fn create(tx: &mut Tx, business: &Business) -> Result<()> {
    insert(tx, business).await
}

/// Updates the settings of a business. Call [`convert_items`] as well when the currency changes.
pub async fn update(tx: &mut Tx, business: &Business) -> Result<()> {
    sql!(tx, execute
        "update businesses set name = ?, name_key = ?, search_key = ?, search_key_source = ?, currency = ?, timezone = ?,
                open = ?, acceptance = ?, grace_seconds = ?, kitchen = ? where id = ?",
        &business.name, business.name.as_str().to_lowercase(), search_key(business.name.as_str()), &business.name,
        &business.currency, &business.timezone, business.open, business.acceptance, business.grace_seconds,
        business.kitchen, business.id)
    .await?;
    Ok(())
}

/// Finds a business.
pub async fn find(read: &mut ReadConn, id: BusinessId) -> Result<Option<Business>> {
    sql!(read, optional Business, "select {columns} from businesses where id = ?", id).await
}

/// Finds a business and locks it until the transaction ends. On PostgreSQL, the lock does not block inserts of orders and items
/// that refer to it.
pub async fn lock(tx: &mut Tx, id: BusinessId) -> Result<Option<Business>> {
    sql!(tx, optional Business, "select {columns} from businesses where id = ? {for no key update}", id).await
}

/// Locks all items of a business, archived or not, in id order, until the transaction ends. Does not lock the business itself:
/// call [`lock`] afterwards, because placements lock items before businesses, and another sequence could deadlock with them.
pub async fn lock_items(tx: &mut Tx, id: BusinessId) -> Result<()> {
    if !matches!(tx.connection(), Connection::MySql(_)) {
        sql!(tx, all[ItemId], "select id from items where business_id = ? order by id {for update}", id).await?;
        return Ok(());
    }
    // InnoDB locks rows in the order of the index that it chooses, and locks the entries of that index as well.
    let ids = sql!(tx, all[ItemId], "select id from items where business_id = ? order by id", id).await?;
    for (item,) in ids {
        items::lock(tx, item).await?;
    }
    Ok(())
}

/// Lists the prices of all items of a business, archived or not. Call [`lock`] first: transactions that add items call [`lock`]
/// as well, so no items are added until this transaction ends.
pub async fn list_prices(tx: &mut Tx, id: BusinessId) -> Result<Vec<Cents>> {
    let prices = sql!(tx, all[Cents], "select price_cents from items where business_id = ? order by id", id);
    Ok(prices.await?.into_iter().map(|(price,)| price).collect())
}

/// Sets the currency of all items of a business, converts their prices, rounding halves upwards, and increments their versions.
///
/// The caller must first lock the prices with [`lock_items`] and [`lock`], and check each of [`list_prices`] with
/// [`PriceFactor::convert`], because the update itself does not reject prices that exceed the maximum or round to zero.
pub async fn convert_items(tx: &mut Tx, id: BusinessId, currency: &Currency, factor: PriceFactor) -> Result<()> {
    let PriceFactor { numerator, denominator } = factor;
    sql!(tx, execute
        "update items set currency = ?, version = version + 1,
                price_cents = (price_cents * ? + ?) {postgres /}{sqlite /}{mysql div} ? where business_id = ?",
        currency, numerator, denominator / 2, denominator, id)
    .await?;
    Ok(())
}

/// Lists the businesses with ids above `after` whose name contains `search` (all if `search` is empty), oldest first. Accents,
/// case and composition are ignored. For names that processes of older versions wrote, only case is ignored until [`index_batch`]
/// computes their keys.
pub async fn list(
    read: &mut ReadConn,
    search: &str,
    after: BusinessId,
    limit: i64,
) -> Result<Vec<Listed<BusinessId, Business>>> {
    let pattern = |literal: String| {
        let escaped = literal.replace('!', "!!").replace('%', "!%").replace('_', "!_");
        format!("%{escaped}%")
    };
    let rows = sql!(read, all Keyed<Business>,
        "select {columns} from businesses
          where id > ? and case when search_key_source = name then search_key like ? escape '!'
                                else name_key like ? escape '!' end
          order by id limit ?",
        after, pattern(search_key(search)), pattern(search.to_lowercase()), limit)
    .await?;
    Ok(read.isolate(rows))
}

/// Computes the search keys of businesses that were created or renamed by processes of an older version. Returns `true` if there
/// may be more of them.
pub async fn index_batch(db: &Db) -> Result<bool> {
    let mut tx = db.begin().await?;
    let outdated = sql!(tx, all [BusinessId, Name],
        "select id, name from businesses where search_key_source is null or search_key_source <> name
          order by id limit ? {for update} {skip locked}", BATCH)
    .await?;
    for (id, name) in &outdated {
        sql!(tx, execute "update businesses set search_key = ?, search_key_source = ? where id = ?",
            search_key(name.as_str()), name, id)
        .await?;
    }
    tx.commit().await?;
    Ok(i64::try_from(outdated.len()).is_ok_and(|count| count == BATCH))
}

/// Returns `true` if there is no business.
pub async fn is_empty(read: &mut ReadConn) -> Result<bool> {
    let first = sql!(read, optional[BusinessId], "select id from businesses limit 1").await?;
    Ok(first.is_none())
}
