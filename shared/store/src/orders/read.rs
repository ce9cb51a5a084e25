//! Single orders.

use domain::order::{Order, OrderId, OrderNumber};

use super::row::OrderRow;
use crate::json::to_json;
use crate::{ReadConn, Result, Tx, sql};

/// Finds an order.
pub async fn find(read: &mut ReadConn, id: OrderId) -> Result<Option<Order>> {
    let row = sql!(read, optional OrderRow, "select {columns} from orders where id = ?", id);
    row.await?.map(Order::try_from).transpose()
}

/// Finds orders by their ids, in no particular order.
pub(super) async fn find_many(read: &mut ReadConn, ids: &[OrderId]) -> Result<Vec<Order>> {
    let rows = sql!(read, all OrderRow, "select {columns} from orders where id in ({uuids ?})", to_json(&ids)?);
    rows.await?.into_iter().map(Order::try_from).collect()
}

/// Finds an order by its number.
pub async fn find_by_number(read: &mut ReadConn, number: OrderNumber) -> Result<Option<Order>> {
    let row = sql!(read, optional OrderRow, "select {columns} from orders where number = ?", number);
    row.await?.map(Order::try_from).transpose()
}

/// Finds an order and locks it until the transaction ends.
pub async fn lock(tx: &mut Tx, id: OrderId) -> Result<Option<Order>> {
    let row = sql!(tx, optional OrderRow, "select {columns} from orders where id = ? {for update}", id);
    row.await?.map(Order::try_from).transpose()
}
