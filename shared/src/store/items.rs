//! Items and their stock.

use super::{Read, Result, Tx, from_row, to_json};
use crate::business::BusinessId;
use crate::clock::Stamp;
use crate::item::{Item, ItemId};
use crate::sql;

from_row!(Item {
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

/// The columns of an [`Item`].
macro_rules! columns {
    () => {
        "id, number, business_id, name, description, category, image_url, price_cents, currency, stock_quantity, \
         available, version, archived_at"
    };
}

/// Adds an item and books its first stock.
pub async fn insert(tx: &mut Tx, item: &Item, actor: uuid::Uuid, stamp: Stamp) -> Result<()> {
    sql!(tx, execute
        "insert into items (id, number, business_id, name, description, category, image_url, price_cents, currency,
                            stock_quantity, available, version)
         values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        item.id, item.number, item.business_id, &item.name, &item.description, &item.category, &item.image_url,
        item.price_cents, &item.currency, item.stock_quantity, item.available, item.version)
    .await?;
    book(tx, item.id, item.stock_quantity, actor, stamp).await
}

/// One item, archived or not.
pub async fn find(read: &mut Read, id: ItemId) -> Result<Option<Item>> {
    sql!(read, optional Item, concat!("select ", columns!(), " from items where id = ?"), id).await
}

/// Those of these items that exist, archived or not. The list is one argument, so that it is one question.
pub async fn by_ids(read: &mut Read, ids: &[ItemId]) -> Result<Vec<Item>> {
    sql!(read, all Item,
        concat!("select ", columns!(), " from items
                  where id in (select value::uuid from json_array_elements_text(?::json))"),
        to_json(&ids)?;
        mysql: concat!("select ", columns!(), " from items
                  where id in (select unhex(replace(wanted.id, '-', ''))
                                 from json_table(?, '$[*]' columns (id char(36) path '$')) wanted)"),
        sqlite: concat!("select ", columns!(), " from items
                  where id in (select unhex(replace(value, '-', '')) from json_each(?))"))
    .await
}

/// Those of these items that exist, archived or not, by their numbers.
pub async fn by_numbers(read: &mut Read, numbers: &[i64]) -> Result<Vec<Item>> {
    sql!(read, all Item,
        concat!("select ", columns!(), " from items
                  where number in (select value::bigint from json_array_elements_text(?::json))"),
        to_json(&numbers)?;
        mysql: concat!("select ", columns!(), " from items
                  where number in (select wanted.number
                                     from json_table(?, '$[*]' columns (number bigint path '$')) wanted)"),
        sqlite: concat!("select ", columns!(), " from items where number in (select value from json_each(?))"))
    .await
}

/// One item, archived or not, locked until the transaction ends.
pub async fn lock(tx: &mut Tx, id: ItemId) -> Result<Option<Item>> {
    sql!(tx, optional Item, concat!("select ", columns!(), " from items where id = ? for update"), id;
        sqlite: concat!("select ", columns!(), " from items where id = ?"))
    .await
}

/// A page of a menu, by number, after `after`.
pub async fn menu(read: &mut Read, business: BusinessId, after: i64, limit: i64) -> Result<Vec<Item>> {
    sql!(read, all Item,
        concat!("select ", columns!(), " from items where business_id = ? and number > ? and archived_at is null
                 order by number limit ?"),
        business, after, limit)
    .await
}

/// A page of all menus, by number, after `after`.
pub async fn everywhere(read: &mut Read, after: i64, limit: i64) -> Result<Vec<Item>> {
    sql!(read, all Item,
        concat!("select ", columns!(), " from items where number > ? and archived_at is null order by number limit ?"),
        after, limit)
    .await
}

/// The number of the item that so many of all menus come before: where a page that is counted begins. It walks an
/// index: bound it.
pub async fn nth(read: &mut Read, before: i64) -> Result<Option<i64>> {
    let nth = sql!(
        read,
        optional[i64],
        "select number from items where archived_at is null order by number limit 1 offset ?",
        before
    )
    .await?;
    Ok(nth.map(|(number,)| number))
}

/// Saves an edit (everything but the stock), unless somebody else saved one since: then it answers `false`.
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

/// Adds to the stock, or takes from it, and books that. Answers `false`, and changes nothing, where less than nothing
/// or more than `most` would be left.
pub async fn adjust(tx: &mut Tx, id: ItemId, delta: i64, most: i64, actor: uuid::Uuid, stamp: Stamp) -> Result<bool> {
    let rows = sql!(tx, execute
        "update items set stock_quantity = stock_quantity + ?
          where id = ? and stock_quantity + ? >= 0 and stock_quantity + ? <= ?", delta, id, delta, delta, most)
    .await?;
    if rows == 1 {
        book(tx, id, delta, actor, stamp).await?;
    }
    Ok(rows == 1)
}

/// Returns what an order had taken. Call it with the lines in the order of their items' ids: whoever locks several
/// items does so in that order, so that two never wait for each other.
pub(crate) async fn give_back(tx: &mut Tx, id: ItemId, quantity: i64) -> Result<()> {
    sql!(tx, execute "update items set stock_quantity = stock_quantity + ? where id = ?", quantity, id).await?;
    Ok(())
}

async fn book(tx: &mut Tx, id: ItemId, delta: i64, actor: uuid::Uuid, stamp: Stamp) -> Result<()> {
    sql!(tx, execute
        "insert into stock_adjustments (id, item_id, delta, actor_id, adjusted_at) values (?, ?, ?, ?, ?)",
        stamp.id, id, delta, actor, stamp.at)
    .await?;
    Ok(())
}

/// Items whose stock is not what the books say: `stock = adjustments − lines of orders that stand`. Empty, always.
pub async fn discrepancies(read: &mut Read) -> Result<Vec<(ItemId, i64, i64)>> {
    sql!(read, all [ItemId, i64, i64],
        "select id, stock_quantity, booked from (
            select i.id, i.stock_quantity,
                   cast(coalesce((select sum(a.delta) from stock_adjustments a where a.item_id = i.id), 0)
                      - coalesce((select sum(l.quantity) from order_lines l join orders o on o.id = l.order_id
                                   where l.item_id = i.id and o.status not in ('cancelled', 'rejected')), 0)
                   as bigint) as booked
              from items i) audited
          where stock_quantity <> booked";
        mysql: "select id, stock_quantity, booked from (
            select i.id, i.stock_quantity,
                   cast(coalesce((select sum(a.delta) from stock_adjustments a where a.item_id = i.id), 0)
                      - coalesce((select sum(l.quantity) from order_lines l join orders o on o.id = l.order_id
                                   where l.item_id = i.id and o.status not in ('cancelled', 'rejected')), 0)
                   as signed) as booked
              from items i) audited
          where stock_quantity <> booked")
    .await
}
