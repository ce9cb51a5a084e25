//! Single orders.

use domain::isolation::IsolatedTable;
use domain::order::{Order, OrderId, OrderNumber};

use super::row::KeyedOrder;
use crate::isolation::Keyed;
use crate::json::to_json;
use crate::{Listed, ReadConn, Result, Tx, decoded, sql};

/// Finds an order.
///
/// # Errors
/// The query fails, or the order cannot be decoded. An order that cannot be decoded is also reported as isolated.
pub async fn find(read: &mut ReadConn, id: OrderId) -> Result<Option<Order>> {
    let row = sql!(read, optional KeyedOrder, "select {columns} from orders where id = ?", id).await?;
    decode(read, row)
}

/// Finds orders by their ids, in no particular order. Skips those that cannot be decoded.
pub(super) async fn find_many(read: &mut ReadConn, ids: &[OrderId]) -> Result<Vec<Order>> {
    let rows = sql!(read, all KeyedOrder, "select {columns} from orders where id in ({uuids ?})", to_json(&ids)?);
    let rows = rows.await?;
    Ok(decoded(to_orders(read, rows)))
}

/// Finds an order by its number.
///
/// # Errors
/// As [`find`].
pub async fn find_by_number(read: &mut ReadConn, number: OrderNumber) -> Result<Option<Order>> {
    let row = sql!(read, optional KeyedOrder, "select {columns} from orders where number = ?", number).await?;
    decode(read, row)
}

/// Finds an order by its number, for a list. Returns `None` if there is no such order, or if it cannot be decoded.
pub(super) async fn find_listed_by_number(read: &mut ReadConn, number: OrderNumber) -> Result<Option<Order>> {
    let rows = sql!(read, all KeyedOrder, "select {columns} from orders where number = ?", number).await?;
    Ok(decoded(to_orders(read, rows)).pop())
}

/// Finds the number of an order, even if the order cannot be decoded.
pub async fn find_number(read: &mut ReadConn, id: OrderId) -> Result<Option<OrderNumber>> {
    let number = sql!(read, optional[OrderNumber], "select number from orders where id = ?", id).await?;
    Ok(number.map(|(number,)| number))
}

/// Finds an order and locks it until the transaction ends.
///
/// # Errors
/// As [`find`].
pub async fn lock(tx: &mut Tx, id: OrderId) -> Result<Option<Order>> {
    let row = sql!(tx, optional KeyedOrder, "select {columns} from orders where id = ? {for update}", id).await?;
    decode(tx, row)
}

/// Converts the rows of a list. Those that cannot be decoded are reported, and returned without a value.
pub(super) fn to_orders(read: &ReadConn, rows: Vec<KeyedOrder>) -> Vec<Listed<OrderId, Order>> {
    read.isolate_as(rows, Order::try_from)
}

/// Converts a single row. If it cannot be decoded, reports it and returns the error.
fn decode(read: &ReadConn, row: Option<KeyedOrder>) -> Result<Option<Order>> {
    let Some(Keyed { id, value, .. }) = row else { return Ok(None) };
    let order = value.and_then(Order::try_from);
    order.inspect_err(|error| read.isolation().report(IsolatedTable::Orders, Some(id), error)).map(Some)
}
