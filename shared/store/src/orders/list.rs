//! Pages of orders, newest first. A page is read from one range of one index, so its cost does not depend on the length of the
//! history.
//!
//! MySQL needs index hints. Without them, it reads the whole history of a business (`ref`) where a `range` scan suffices. PostgreSQL
//! has no hints. Rows are inserted in the order of their ids, so it prefers the primary key, and reads all orders to find the few
//! with a rare status. Comparing rows of columns excludes the primary key.

use domain::order::state::Status;
use domain::order::{Order, OrderId, OrderScope};

use super::row::OrderRow;
use crate::{ReadConn, Result, sql};

/// The bounds of a page. The ids of orders ascend with time.
#[derive(Clone, Copy, Debug)]
pub struct PageRequest {
    /// Exclusive upper bound of the ids.
    pub below: OrderId,
    /// Inclusive lower bound of the ids.
    pub from: OrderId,
    /// Maximum number of orders.
    pub limit: i64,
}

/// Runs a query over the orders of a scope. The arguments in parentheses are the index hints for customers, businesses and all
/// orders; the rest of the text is the same for all scopes.
macro_rules! in_scope {
    (
        $read:expr, $mode:ident $row:tt, $scope:expr,
        $head:literal ($of_customer:literal, $of_business:literal, $of_all:literal) ($tail:expr),
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

/// The condition and the order of a page within one value of a column. The arguments are the value, the upper bound, the value again,
/// the lower bound, and the limit.
macro_rules! page_within {
    ($column:literal) => {
        concat!(
            "{postgres (",
            $column,
            ", id) < (?, ?) and (",
            $column,
            ", id) >= (?, ?) order by ",
            $column,
            " desc, id desc}",
            "{mysql ",
            $column,
            " = ? and id < ? and ",
            $column,
            " = ? and id >= ? order by id desc}",
            "{sqlite ",
            $column,
            " = ? and id < ? and ",
            $column,
            " = ? and id >= ? order by id desc}",
            " limit ?"
        )
    };
}

/// Lists a page of a scope's orders.
pub async fn list(read: &mut ReadConn, scope: OrderScope, page: PageRequest) -> Result<Vec<Order>> {
    let PageRequest { below, from, limit } = page;
    let rows = match scope {
        OrderScope::Customer(customer) => {
            sql!(read, all OrderRow,
                concat!("select {columns} from orders {mysql force index (orders_of_customer)} where ",
                    page_within!("customer_id")),
                customer, below, customer, from, limit)
            .await?
        }
        OrderScope::Business(business) => {
            sql!(read, all OrderRow,
                concat!("select {columns} from orders {mysql force index (orders_of_business)} where ",
                    page_within!("business_id")),
                business, below, business, from, limit)
            .await?
        }
        OrderScope::All => {
            sql!(read, all OrderRow,
                "select {columns} from orders where id < ? and id >= ? order by id desc limit ?", below, from, limit)
            .await?
        }
    };
    to_orders(rows)
}

/// Lists a page of a scope's orders with one status. Callers merge the pages of several statuses.
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
        (page_within!("status")),
        status, below, status, from, limit)?;
    to_orders(rows)
}

/// Returns the id of the order at this offset in a scope's list, optionally filtered by status. Scans an index up to the offset,
/// so callers must limit it.
pub async fn id_at_offset(
    read: &mut ReadConn,
    scope: OrderScope,
    status: Option<Status>,
    offset: i64,
) -> Result<Option<OrderId>> {
    let id = match status {
        Some(status) => in_scope!(
            read,
            optional(OrderId,),
            scope,
            "select id from orders"(
                "{mysql force index (orders_of_customer_by_status)}",
                "{mysql force index (orders_of_business_by_status)}",
                "{mysql force index (orders_by_status)}"
            )("status = ? order by id desc limit 1 offset ?"),
            status,
            offset
        )?,
        None => in_scope!(
            read,
            optional(OrderId,),
            scope,
            "select id from orders"(
                "{mysql force index (orders_of_customer)}",
                "{mysql force index (orders_of_business)}",
                ""
            )("1 = 1 order by id desc limit 1 offset ?"),
            offset
        )?,
    };
    Ok(id.map(|(id,)| id))
}

fn to_orders(rows: Vec<OrderRow>) -> Result<Vec<Order>> {
    rows.into_iter().map(Order::try_from).collect()
}
