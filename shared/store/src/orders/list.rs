//! Pages of orders, newest or oldest first. A page is read from one range of one index, or from one range per status, so its cost
//! does not depend on the length of the history.
//!
//! MySQL needs index hints. Without them, it reads the whole history of a business (`ref`) where a `range` scan suffices.
//! PostgreSQL has no hints. Rows are inserted in the order of their ids, so it would prefer the primary key, and read all orders
//! to find the few with a rare status. A row comparison, such as `(status, id) < (?, ?)`, prevents it from using the primary key.

use domain::order::state::Status;
use domain::order::{Order, OrderId, OrderScope};
use uuid::Uuid;

use super::read::to_orders;
use super::row::KeyedOrder;
use crate::{Listed, ReadConn, Result, sql};

/// An entry of a list of orders: the id, and the order unless it cannot be decoded.
pub type ListedOrder = Listed<OrderId, Order>;

/// The bounds of a page. The ids of orders ascend with time.
#[derive(Clone, Copy, Debug)]
pub struct PageRequest {
    /// Exclusive upper bound of the ids.
    pub below: OrderId,
    /// Inclusive lower bound of the ids.
    pub from: OrderId,
    /// Maximum number of orders.
    pub limit: i64,
    /// The sort direction of the ids.
    pub direction: Direction,
}

impl Default for PageRequest {
    /// Returns a page of at most 20 orders, newest first.
    fn default() -> Self {
        let (below, from) = (OrderId(Uuid::max()), OrderId(Uuid::nil()));
        Self { below, from, limit: 20, direction: Direction::default() }
    }
}

/// The sort direction of a list of orders.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Direction {
    /// Newest first.
    #[default]
    Newest,
    /// Oldest first.
    Oldest,
}

/// The orders to list.
#[derive(Clone, Copy, Debug, Default)]
pub struct OrderFilter<'a> {
    /// Only orders with one of these statuses, or with any status if empty.
    pub statuses: &'a [Status],
    /// `Some(true)`: only orders that are handed over. `Some(false)`: only orders that are not. `None`: both.
    pub handed_over: Option<bool>,
}

impl OrderFilter<'_> {
    /// Returns `true` if the order matches the filter.
    pub fn matches(self, order: &Order) -> bool {
        (self.statuses.is_empty() || self.statuses.contains(&order.status))
            && self.handed_over.is_none_or(|handed_over| handed_over == order.handed_over_at.is_some())
    }
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

/// Expands to the conditions, the `order by` and the `limit` of a page of the orders with one value of `$column`. `$direction` is
/// `" desc"` or `""`; `$further` is an additional condition. The arguments of the text are the value, the upper bound, the value
/// again, the lower bound, and the limit.
macro_rules! page_within {
    ($column:literal, $direction:literal $(, $further:literal)?) => {
        concat!(
            $($further, " and ",)?
            "{postgres (", $column, ", id) < (?, ?) and (", $column, ", id) >= (?, ?)
                order by ", $column, $direction, ", id", $direction, "}",
            "{mysql ", $column, " = ? and id < ? and ", $column, " = ? and id >= ? order by id", $direction, "}",
            "{sqlite ", $column, " = ? and id < ? and ", $column, " = ? and id >= ? order by id", $direction, "}",
            " limit ?"
        )
    };
}

/// Lists a page of a scope's orders.
pub async fn list(read: &mut ReadConn, scope: OrderScope, page: PageRequest) -> Result<Vec<ListedOrder>> {
    let PageRequest { below, from, limit, direction } = page;
    /// Lists a page in one direction.
    macro_rules! list {
        ($direction:literal) => {
            match scope {
                OrderScope::Customer(customer) => {
                    sql!(read, all KeyedOrder,
                        concat!("select {columns} from orders {mysql force index (orders_of_customer)} where ",
                            page_within!("customer_id", $direction)),
                        customer, below, customer, from, limit)
                    .await?
                }
                OrderScope::Business(business) => {
                    sql!(read, all KeyedOrder,
                        concat!("select {columns} from orders {mysql force index (orders_of_business)} where ",
                            page_within!("business_id", $direction)),
                        business, below, business, from, limit)
                    .await?
                }
                OrderScope::All => {
                    sql!(read, all KeyedOrder,
                        concat!("select {columns} from orders where id < ? and id >= ? order by id", $direction, " limit ?"),
                        below, from, limit)
                    .await?
                }
            }
        };
    }
    let rows = match direction {
        Direction::Newest => list!(" desc"),
        Direction::Oldest => list!(""),
    };
    Ok(to_orders(read, rows))
}

/// Lists a page of a scope's orders with one status. Callers merge the pages of several statuses.
pub async fn list_by_status(
    read: &mut ReadConn,
    scope: OrderScope,
    status: Status,
    page: PageRequest,
) -> Result<Vec<ListedOrder>> {
    let PageRequest { below, from, limit, direction } = page;
    /// Lists a page in one direction.
    macro_rules! list {
        ($direction:literal) => {
            in_scope!(read, all KeyedOrder, scope,
                "select {columns} from orders"
                (
                    "{mysql force index (orders_of_customer_by_status)}",
                    "{mysql force index (orders_of_business_by_status)}",
                    "{mysql force index (orders_by_status)}"
                )
                (page_within!("status", $direction)),
                status, below, status, from, limit)?
        };
    }
    let rows = match direction {
        Direction::Newest => list!(" desc"),
        Direction::Oldest => list!(""),
    };
    Ok(to_orders(read, rows))
}

/// Lists a page of a scope's completed orders that are not handed over yet.
pub async fn list_ready(read: &mut ReadConn, scope: OrderScope, page: PageRequest) -> Result<Vec<ListedOrder>> {
    let PageRequest { below, from, limit, direction } = page;
    /// Lists a page in one direction. PostgreSQL does not recognize that `handed_over_at` is always null here: unless the
    /// `order by` contains it, PostgreSQL would sort all ready orders by their id. There is no index of ready orders by customer,
    /// because customers have few orders.
    macro_rules! list {
        ($direction:literal, $postgres:literal) => {
            in_scope!(read, all KeyedOrder, scope,
                "select {columns} from orders"
                (
                    "{mysql force index (orders_of_customer_by_status)}{sqlite indexed by orders_of_customer_by_status}",
                    "{mysql force index (orders_ready_of_business)}{sqlite indexed by orders_ready_of_business}",
                    "{mysql force index (orders_ready)}{sqlite indexed by orders_ready}"
                )
                (concat!("status = 'completed' and handed_over_at is null and id < ? and id >= ? order by ",
                    $postgres, "id", $direction, " limit ?")),
                below, from, limit)?
        };
    }
    let rows = match (direction, scope) {
        (Direction::Newest, OrderScope::Customer(_)) => list!(" desc", ""),
        (Direction::Oldest, OrderScope::Customer(_)) => list!("", ""),
        (Direction::Newest, _) => list!(" desc", "{postgres handed_over_at desc,} "),
        (Direction::Oldest, _) => list!("", "{postgres handed_over_at,} "),
    };
    Ok(to_orders(read, rows))
}

/// Lists a page of a scope's orders that are handed over.
pub async fn list_handed_over(read: &mut ReadConn, scope: OrderScope, page: PageRequest) -> Result<Vec<ListedOrder>> {
    let PageRequest { below, from, limit, direction } = page;
    let status = Status::Completed;
    /// Lists a page in one direction.
    macro_rules! list {
        ($direction:literal) => {
            in_scope!(read, all KeyedOrder, scope,
                "select {columns} from orders"
                (
                    "{mysql force index (orders_of_customer_by_status)}",
                    "{mysql force index (orders_of_business_by_status)}",
                    "{mysql force index (orders_by_status)}"
                )
                (page_within!("status", $direction, "handed_over_at is not null")),
                status, below, status, from, limit)?
        };
    }
    let rows = match direction {
        Direction::Newest => list!(" desc"),
        Direction::Oldest => list!(""),
    };
    Ok(to_orders(read, rows))
}

/// Lists a page of the orders of a scope that match a filter. Reads one index range per status.
pub async fn list_filtered(
    read: &mut ReadConn,
    scope: OrderScope,
    filter: OrderFilter<'_>,
    page: PageRequest,
) -> Result<Vec<ListedOrder>> {
    if filter.statuses.is_empty() && filter.handed_over.is_none() {
        return list(read, scope, page).await;
    }
    let statuses = if filter.statuses.is_empty() { Status::ALL } else { filter.statuses };
    let mut found = Vec::new();
    for &status in statuses {
        found.extend(match (status, filter.handed_over) {
            (Status::Completed, Some(false)) => list_ready(read, scope, page).await?,
            (Status::Completed, Some(true)) => list_handed_over(read, scope, page).await?,
            (_, Some(true)) => Vec::new(),
            (_, None | Some(false)) => list_by_status(read, scope, status, page).await?,
        });
    }
    Ok(first_of(found, page))
}

/// Sorts these orders as the page requests, removes duplicates, and returns at most `page.limit` of them.
pub(super) fn first_of(mut orders: Vec<ListedOrder>, page: PageRequest) -> Vec<ListedOrder> {
    match page.direction {
        Direction::Newest => orders.sort_by_key(|order| std::cmp::Reverse(order.key)),
        Direction::Oldest => orders.sort_by_key(|order| order.key),
    }
    orders.dedup_by_key(|order| order.key);
    orders.truncate(usize::try_from(page.limit).unwrap_or(usize::MAX));
    orders
}

/// Returns the id of the order at this offset in a scope's list, newest first, optionally filtered by status. Scans an index up
/// to the offset, so callers must limit the offset.
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
