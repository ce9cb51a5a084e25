//! Pages of orders, newest first. Each page is one range of one index, regardless of the length of the history.
//!
//! Without an index hint, MySQL reads the whole history of a business (`ref`) where a `range` suffices.

use domain::order::state::Status;
use domain::order::{Order, OrderId, OrderScope};

use super::row::OrderRow;
use crate::{ReadConn, Result, sql};

/// The bounds of a page. The ids of orders ascend with time.
#[derive(Clone, Copy, Debug)]
pub struct PageRequest {
    /// Exclusive upper bound: only orders with a smaller id, which come later in the list.
    pub below: OrderId,
    /// Inclusive lower bound: only orders with this id or a later one.
    pub from: OrderId,
    /// Maximum number of orders.
    pub limit: i64,
}

/// Runs a query over the orders of a scope. The arguments in parentheses are the index hints for customers, businesses and all
/// orders; the rest of the text is the same for all scopes.
macro_rules! in_scope {
    (
        $read:expr, $mode:ident $row:tt, $scope:expr,
        $head:literal ($of_customer:literal, $of_business:literal, $of_all:literal) $tail:literal,
        $($arg:expr),+
    ) => {
        match $scope {
            OrderScope::Customer(customer) => {
                sql!($read, $mode $row,
                    concat!($head, " ", $of_customer, " where customer_id = ? and ", $tail), customer, $($arg),+).await
            }
            OrderScope::Business(business) => {
                sql!($read, $mode $row,
                    concat!($head, " ", $of_business, " where business_id = ? and ", $tail), business, $($arg),+).await
            }
            OrderScope::All => {
                sql!($read, $mode $row, concat!($head, " ", $of_all, " where ", $tail), $($arg),+).await
            }
        }
    };
}

/// Lists a page of the orders of a scope.
pub async fn list(read: &mut ReadConn, scope: OrderScope, page: PageRequest) -> Result<Vec<Order>> {
    let PageRequest { below, from, limit } = page;
    let rows = in_scope!(read, all OrderRow, scope,
        "select {columns} from orders"
        ("{mysql force index (orders_of_customer)}", "{mysql force index (orders_of_business)}", "")
        "id < ? and id >= ? order by id desc limit ?",
        below, from, limit)?;
    to_orders(rows)
}

/// Lists a page of the orders of a scope with one status. Callers merge the pages of several statuses.
pub async fn list_by_status(
    read: &mut ReadConn,
    scope: OrderScope,
    status: Status,
    page: PageRequest,
) -> Result<Vec<Order>> {
    let PageRequest { below, from, limit } = page;
    let rows = in_scope!(read, all OrderRow, scope,
        "select {columns} from orders"
        (
            "{mysql force index (orders_of_customer_by_status)}",
            "{mysql force index (orders_of_business_by_status)}",
            "{mysql force index (orders_by_status)}"
        )
        "status = ? and id < ? and id >= ? order by id desc limit ?",
        status, below, from, limit)?;
    to_orders(rows)
}

/// Lists a page of the orders of a scope with one status whose guest's name starts with `name`, in any case. Callers merge the
/// pages of several statuses.
pub async fn list_by_guest(
    read: &mut ReadConn,
    scope: OrderScope,
    status: Status,
    name: &str,
    page: PageRequest,
) -> Result<Vec<Order>> {
    let PageRequest { below, from, limit } = page;
    let first = name.to_lowercase();
    let end = format!("{first}\u{10FFFF}");
    // Without an index hint, SQLite reads all orders backwards, to return them in order. PostgreSQL's cached plan for all
    // arguments would combine the names with all ids of the page's range, which can be the whole history.
    let rows = in_scope!(read, all_uncached OrderRow, scope,
        "select {columns} from orders"
        (
            "{mysql force index (orders_of_customer_by_status)}",
            "{sqlite indexed by orders_by_guest}",
            "{sqlite indexed by orders_by_guest_anywhere}"
        )
        "status = ? and guest_key >= ? and guest_key < ? and id < ? and id >= ? order by id desc limit ?",
        status, &first, &end, below, from, limit)?;
    to_orders(rows)
}

/// Returns the id of the order at this offset in the list of a scope, optionally with one status. It walks an index: limit the
/// offset.
pub async fn id_at_offset(
    read: &mut ReadConn,
    scope: OrderScope,
    status: Option<Status>,
    offset: i64,
) -> Result<Option<OrderId>> {
    let id = match status {
        Some(status) => in_scope!(read, optional (OrderId,), scope,
            "select id from orders"
            (
                "{mysql force index (orders_of_customer_by_status)}",
                "{mysql force index (orders_of_business_by_status)}",
                "{mysql force index (orders_by_status)}"
            )
            "status = ? order by id desc limit 1 offset ?",
            status, offset)?,
        None => in_scope!(read, optional (OrderId,), scope,
            "select id from orders"
            ("{mysql force index (orders_of_customer)}", "{mysql force index (orders_of_business)}", "")
            "1 = 1 order by id desc limit 1 offset ?",
            offset)?,
    };
    Ok(id.map(|(id,)| id))
}

fn to_orders(rows: Vec<OrderRow>) -> Result<Vec<Order>> {
    rows.into_iter().map(Order::try_from).collect()
}
