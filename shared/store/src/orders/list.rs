//! Pages of orders, newest or oldest first. A page is read from one range of one index, so its cost does not depend on the length of the
//! history.
//!
//! MySQL needs index hints. Without them, it reads the whole history of a business (`ref`) where a `range` scan suffices.

use domain::order::state::Status;
use domain::order::{Order, OrderId, OrderScope};
use uuid::Uuid;

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
    /// The order of the ids.
    pub direction: Direction,
}

impl Default for PageRequest {
    /// Returns a page of at most 20 orders, newest first.
    fn default() -> Self {
        let (below, from) = (OrderId(Uuid::max()), OrderId(Uuid::nil()));
        Self { below, from, limit: 20, direction: Direction::default() }
    }
}

/// The order of a list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Direction {
    /// Newest first.
    #[default]
    Newest,
    /// Oldest first.
    Oldest,
}

/// Runs a query over the orders of a scope. The arguments in parentheses are the index hints for customers, businesses and all
/// orders; the rest of the text is the same for all scopes.
macro_rules! in_scope {
    (
        $read:expr, $mode:ident $row:tt, $scope:expr,
        $head:literal ($of_customer:literal, $of_business:literal, $of_all:literal) $tail:expr,
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

/// Runs a query for a page of orders. The arguments are those of [`in_scope!`], without the order and the limit.
macro_rules! page_of {
    ($read:expr, $scope:expr, $page:expr, $hints:tt $condition:literal $(, $arg:expr)*) => {
        page_of!($read, $scope, $page, $hints $condition ordered by ("id desc", "id") $(, $arg)*)
    };
    (
        $read:expr, $scope:expr, $page:expr,
        $hints:tt $condition:literal ordered by ($newest:literal, $oldest:literal) $(, $arg:expr)*
    ) => {{
        let PageRequest { below, from, limit, direction } = $page;
        let rows = match direction {
            Direction::Newest => in_scope!($read, all OrderRow, $scope, "select {columns} from orders" $hints
                concat!($condition, "id < ? and id >= ? order by ", $newest, " limit ?"), $($arg,)* below, from, limit),
            Direction::Oldest => in_scope!($read, all OrderRow, $scope, "select {columns} from orders" $hints
                concat!($condition, "id < ? and id >= ? order by ", $oldest, " limit ?"), $($arg,)* below, from, limit),
        };
        to_orders(rows?)
    }};
}

/// Lists a page of a scope's orders.
pub async fn list(read: &mut ReadConn, scope: OrderScope, page: PageRequest) -> Result<Vec<Order>> {
    page_of!(
        read,
        scope,
        page,
        ("{mysql force index (orders_of_customer)}", "{mysql force index (orders_of_business)}", "")
        ""
    )
}

/// Lists a page of a scope's orders with one status. Callers merge the pages of several statuses.
pub async fn list_by_status(
    read: &mut ReadConn,
    scope: OrderScope,
    status: Status,
    page: PageRequest,
) -> Result<Vec<Order>> {
    page_of!(
        read,
        scope,
        page,
        (
            "{mysql force index (orders_of_customer_by_status)}",
            "{mysql force index (orders_of_business_by_status)}",
            "{mysql force index (orders_by_status)}"
        )
        "status = ? and ",
        status
    )
}

/// Lists a page of a scope's completed orders that are not handed over yet.
pub async fn list_ready(read: &mut ReadConn, scope: OrderScope, page: PageRequest) -> Result<Vec<Order>> {
    if let OrderScope::Customer(_) = scope {
        // Customers have too few orders for an index of their own.
        return page_of!(
            read,
            scope,
            page,
            ("{mysql force index (orders_of_customer_by_status)}{sqlite indexed by orders_of_customer_by_status}", "", "")
            "status = 'completed' and handed_over_at is null and "
        );
    }
    page_of!(
        read,
        scope,
        page,
        (
            "",
            "{mysql force index (orders_ready_of_business)}{sqlite indexed by orders_ready_of_business}",
            "{mysql force index (orders_ready)}{sqlite indexed by orders_ready}"
        )
        "status = 'completed' and handed_over_at is null and "
        // PostgreSQL does not know that the column is constant, and would sort all ready orders by their id.
        ordered by ("{postgres handed_over_at desc,} id desc", "{postgres handed_over_at,} id")
    )
}

/// Lists a page of a scope's orders that are handed over.
pub async fn list_handed_over(read: &mut ReadConn, scope: OrderScope, page: PageRequest) -> Result<Vec<Order>> {
    page_of!(
        read,
        scope,
        page,
        (
            "{mysql force index (orders_of_customer_by_status)}",
            "{mysql force index (orders_of_business_by_status)}",
            "{mysql force index (orders_by_status)}"
        )
        "status = 'completed' and handed_over_at is not null and "
    )
}

/// Lists a page of a scope's orders that have this status and a guest name starting with `name`, ignoring case. Callers merge the
/// pages of several statuses.
pub async fn list_by_guest(
    read: &mut ReadConn,
    scope: OrderScope,
    status: Status,
    name: &str,
    page: PageRequest,
) -> Result<Vec<Order>> {
    let PageRequest { below, from, limit, .. } = page;
    let first = name.to_lowercase();
    let end = format!("{first}\u{10FFFF}");
    // Without an index hint, SQLite would read all orders backwards to avoid sorting. PostgreSQL's cached plan, which ignores the
    // arguments, would combine the names with all ids in the page's range, which can be the whole history.
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

/// Returns the id of the order at this offset in a scope's list, optionally filtered by status. Scans an index up to the offset,
/// so callers must limit it.
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
