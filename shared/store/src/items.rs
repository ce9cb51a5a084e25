//! Items and their stock.

use std::collections::HashMap;

use domain::business::BusinessId;
use domain::clock::{Stamp, Timestamp};
use domain::isolation::IsolatedTable;
use domain::item::{Item, ItemId};
use uuid::Uuid;

use crate::insert::{insert, insert_all};
use crate::isolation::{Keyed, KeyedRow};
use crate::json::to_json;
use crate::{Listed, ReadConn, Result, Tx, decoded, sql};

table_row!(Item in "items" {
    id,
    number,
    business_id,
    name,
    description,
    category,
    image_url,
    price_cents,
    currency,
    stock_quantity,
    available,
    version,
    archived_at,
});

impl KeyedRow for Item {
    const TABLE: IsolatedTable = IsolatedTable::Items;
    const KEY: &'static str = "number";
    type Key = i64;
}

/// A change of stock that was not caused by an order.
struct StockAdjustment {
    item_id: ItemId,
    delta: i64,
    actor: Uuid,
    stamp: Stamp,
}

insert!(StockAdjustment in "stock_adjustments" {
    id = |adjustment| adjustment.stamp.id,
    item_id = |adjustment| adjustment.item_id,
    delta = |adjustment| adjustment.delta,
    actor_id = |adjustment| adjustment.actor,
    adjusted_at = |adjustment| adjustment.stamp.at,
});

/// Inserts an item and records its initial stock.
pub async fn create(tx: &mut Tx, item: &Item, actor: Uuid, stamp: Stamp) -> Result<()> {
    insert(tx, item).await?;
    insert(tx, &StockAdjustment { item_id: item.id, delta: item.stock_quantity, actor, stamp }).await
}

/// Inserts items and records their initial stock.
pub async fn create_all(tx: &mut Tx, items: &[Item], actor: Uuid, at: Timestamp) -> Result<()> {
    let to_adjustment = |item: &Item| StockAdjustment {
        item_id: item.id,
        delta: item.stock_quantity,
        actor,
        stamp: Stamp { at, id: item.id.0 },
    };
    let adjustments: Vec<_> = items.iter().map(to_adjustment).collect();
    insert_all(tx, items.iter()).await?;
    insert_all(tx, adjustments.iter()).await
}

/// Finds an item, archived or not.
pub async fn find(read: &mut ReadConn, id: ItemId) -> Result<Option<Item>> {
    sql!(read, optional Item, "select {columns} from items where id = ?", id).await
}

/// Finds items by their ids, archived or not. Skips those that cannot be decoded.
pub async fn find_many(read: &mut ReadConn, ids: &[ItemId]) -> Result<Vec<Item>> {
    let rows =
        sql!(read, all Keyed<Item>, "select {columns} from items where id in ({uuids ?})", to_json(&ids)?).await?;
    Ok(decoded(read.isolate(rows)))
}

/// Returns the numbers of items by their ids, archived or not, even if their other columns cannot be decoded.
pub async fn find_numbers(read: &mut ReadConn, ids: &[ItemId]) -> Result<HashMap<ItemId, i64>> {
    let rows =
        sql!(read, all(ItemId, i64), "select id, number from items where id in ({uuids ?})", to_json(&ids)?).await?;
    Ok(rows.into_iter().collect())
}

/// Finds items by their numbers, archived or not. Skips those that cannot be decoded.
pub async fn find_by_numbers(read: &mut ReadConn, numbers: &[i64]) -> Result<Vec<Item>> {
    let rows =
        sql!(read, all Keyed<Item>, "select {columns} from items where number in ({integers ?})", to_json(&numbers)?);
    let rows = rows.await?;
    Ok(decoded(read.isolate(rows)))
}

/// Finds an item, archived or not, and locks it until the transaction ends.
pub async fn lock(tx: &mut Tx, id: ItemId) -> Result<Option<Item>> {
    sql!(tx, optional Item, "select {columns} from items where id = ? {for update}", id).await
}

/// Lists the items on a business's menu with numbers above `after`, by number.
pub async fn list_menu(
    read: &mut ReadConn,
    business: BusinessId,
    after: i64,
    limit: i64,
) -> Result<Vec<Listed<i64, Item>>> {
    let rows = sql!(read, all Keyed<Item>,
        "select {columns} from items where business_id = ? and number > ? and archived_at is null
          order by number limit ?",
        business, after, limit)
    .await?;
    Ok(read.isolate(rows))
}

/// Lists the items on all menus with numbers above `after`, by number.
pub async fn list_all(read: &mut ReadConn, after: i64, limit: i64) -> Result<Vec<Listed<i64, Item>>> {
    let rows = sql!(read, all Keyed<Item>,
        "select {columns} from items where number > ? and archived_at is null order by number limit ?", after, limit)
    .await?;
    Ok(read.isolate(rows))
}

/// Returns the number of the item at this offset in the list of [`list_all`]. Scans an index up to the offset, so callers must
/// limit the offset.
pub async fn number_at_offset(read: &mut ReadConn, offset: i64) -> Result<Option<i64>> {
    let number = sql!(
        read,
        optional[i64],
        "select number from items where archived_at is null order by number limit 1 offset ?",
        offset
    )
    .await?;
    Ok(number.map(|(number,)| number))
}

/// Saves an edit of an item (everything except its stock and currency). Returns `false` without changes if another transaction
/// edited the item first.
pub async fn update(tx: &mut Tx, item: &Item) -> Result<bool> {
    let rows = sql!(tx, execute
        "update items set name = ?, description = ?, category = ?, image_url = ?, price_cents = ?, available = ?,
                          archived_at = ?, version = ?
          where id = ? and version = ?",
        &item.name, &item.description, &item.category, &item.image_url, item.price_cents, item.available,
        item.archived_at, item.version, item.id, item.version - 1)
    .await?;
    Ok(rows == 1)
}

/// Adds `delta`, which may be negative, to the stock of an item and records the adjustment. Returns `false` without changes if
/// the item does not exist, or if the result would be negative or exceed `max`.
pub async fn adjust_stock(tx: &mut Tx, id: ItemId, delta: i64, max: i64, actor: Uuid, stamp: Stamp) -> Result<bool> {
    let rows = sql!(tx, execute
        "update items set stock_quantity = stock_quantity + ?
          where id = ? and stock_quantity + ? >= 0 and stock_quantity + ? <= ?", delta, id, delta, delta, max)
    .await?;
    if rows == 1 {
        insert(tx, &StockAdjustment { item_id: id, delta, actor, stamp }).await?;
    }
    Ok(rows == 1)
}

/// Restores the stock of an item when an order is cancelled or rejected. Call it for several items in ascending order of their
/// ids: all code that locks more than one item uses this order, to avoid deadlocks.
pub(crate) async fn restock(tx: &mut Tx, id: ItemId, quantity: i64) -> Result<()> {
    sql!(tx, execute "update items set stock_quantity = stock_quantity + ? where id = ?", quantity, id).await?;
    Ok(())
}

/// Returns the items whose stock violates the invariant `stock = adjustments − lines of orders that are neither cancelled nor
/// rejected`, each with its stock and the expected stock. Empty unless data was changed manually.
pub async fn find_stock_mismatches(read: &mut ReadConn) -> Result<Vec<(ItemId, i64, i64)>> {
    sql!(read, all [ItemId, i64, i64],
        "select id, stock_quantity, expected from (
            select i.id, i.stock_quantity,
                   cast(coalesce((select sum(a.delta) from stock_adjustments a where a.item_id = i.id), 0)
                      - coalesce((select sum(l.quantity) from order_lines l join orders o on o.id = l.order_id
                                   where l.item_id = i.id and o.status not in ('cancelled', 'rejected')), 0)
                   as {bigint}) as expected
              from items i) audited
          where stock_quantity <> expected")
    .await
}
