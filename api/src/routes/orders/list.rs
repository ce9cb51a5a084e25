use auth::Account;
use axum::extract::State;
use axum::http::Uri;
use axum::response::Response;
use domain::clock::Timestamp;
use domain::order::state::Status;
use domain::order::{Order, OrderId, OrderNumber, OrderScope};
use serde::Deserialize;
use service::problem::Problem;
use store::ReadConn;
use store::orders::{self, Direction, PageRequest};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::app::App;
use crate::error::{Error, Result};
use crate::extract::{Authenticated, Query, deserialize_flag};
use crate::pagination::{Limit, Page, decode_id, encode_id};

/// The query parameters.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct OrderQuery {
    /// Statuses, separated by commas. Defaults to all statuses.
    #[param(example = "pending,accepted")]
    status: Option<String>,
    /// `false` omits completed orders that are handed over. `true` omits all other orders.
    #[serde(default, deserialize_with = "deserialize_flag")]
    handed_over: Option<bool>,
    /// The order of the list. Defaults to `newest`.
    #[param(inline)]
    order: Option<ListOrder>,
    /// Earliest time of placement, inclusive.
    from: Option<Timestamp>,
    /// Latest time of placement, exclusive.
    to: Option<Timestamp>,
    /// An order number, or the beginning of a guest's name.
    q: Option<String>,
    /// Maximum number of entries: 1 to 100. Defaults to 20.
    #[serde(default)]
    #[param(value_type = Option<i64>, minimum = 1, maximum = 100)]
    limit: Limit,
    /// The `next_cursor` of the previous page.
    cursor: Option<String>,
}

/// The order of a list.
#[derive(Clone, Copy, Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum ListOrder {
    /// Newest first.
    #[default]
    Newest,
    /// Oldest first, for boards.
    Oldest,
}

/// List orders
///
/// Customers see their own orders, staff see the orders of their business, and admins see all orders.
#[utoipa::path(
    get, path = "/api/orders", tag = "orders", params(OrderQuery), security(("bearer" = []), ("password" = [])),
    responses(
        (status = 200, description = "A page of orders", body = Page<Order>, headers(("Link" = String))),
        (status = 422, description = "Invalid parameters", body = Problem),
    )
)]
pub(super) async fn list(
    State(app): State<App>,
    account: Authenticated,
    uri: Uri,
    Query(query): Query<OrderQuery>,
) -> Result<Response> {
    let statuses = parse_statuses(query.status.as_deref().unwrap_or_default())?;
    if let (Some(from), Some(to)) = (query.from, query.to)
        && from > to
    {
        return Err(Error::field("to", "must not be before from"));
    }
    let page = to_page_request(&query)?;
    let mut read = app.db.read().await?;
    let orders = match query.q.as_deref().map(str::trim).filter(|q| !q.is_empty()) {
        Some(q) => search(&mut read, &account, q, &statuses, page).await?,
        None => list_by_statuses(&mut read, account.scope(), &statuses, query.handed_over, page).await?,
    };
    Ok(Page::new(orders, query.limit, |order| encode_id(order.id.0)).into_response_at(&uri))
}

fn to_page_request(query: &OrderQuery) -> Result<PageRequest> {
    let mut below = query.to.map_or(Uuid::max(), Timestamp::first_id);
    let mut from = query.from.map_or(Uuid::nil(), Timestamp::first_id);
    let direction = match query.order.unwrap_or_default() {
        ListOrder::Newest => {
            below = below.min(decode_id(query.cursor.as_deref(), Uuid::max())?);
            Direction::Newest
        }
        ListOrder::Oldest => {
            // The page starts after the last order of the previous page.
            let last = decode_id(query.cursor.as_deref(), Uuid::nil())?;
            from = from.max(Uuid::from_u128(last.as_u128().saturating_add(1)));
            Direction::Oldest
        }
    };
    Ok(PageRequest { below: OrderId(below), from: OrderId(from), limit: query.limit.0 + 1, direction })
}

fn parse_statuses(list: &str) -> Result<Vec<Status>> {
    let mut statuses = Vec::new();
    for word in list.split(',').map(str::trim).filter(|word| !word.is_empty()) {
        let status = word.to_lowercase().parse().map_err(Error::for_field("status"))?;
        if !statuses.contains(&status) {
            statuses.push(status);
        }
    }
    Ok(statuses)
}

/// Reads one index range per status, and merges the results.
async fn list_by_statuses(
    read: &mut ReadConn,
    scope: OrderScope,
    statuses: &[Status],
    handed_over: Option<bool>,
    page: PageRequest,
) -> Result<Vec<Order>> {
    if statuses.is_empty() && handed_over.is_none() {
        return Ok(orders::list(read, scope, page).await?);
    }
    let statuses = if statuses.is_empty() { Status::ALL } else { statuses };
    let mut found = Vec::new();
    for &status in statuses {
        found.extend(match (status, handed_over) {
            (Status::Completed, Some(false)) => orders::list_ready(read, scope, page).await?,
            (Status::Completed, Some(true)) => orders::list_handed_over(read, scope, page).await?,
            (_, Some(true)) => Vec::new(),
            (_, None | Some(false)) => orders::list_by_status(read, scope, status, page).await?,
        });
    }
    Ok(first_of(found, page))
}

/// Searches by order number, or by the beginning of a guest's name.
async fn search(
    read: &mut ReadConn,
    account: &Account,
    q: &str,
    statuses: &[Status],
    page: PageRequest,
) -> Result<Vec<Order>> {
    let statuses = if statuses.is_empty() { Status::ALL } else { statuses };
    if let Ok(number) = q.parse::<OrderNumber>() {
        let is_match = |order: &Order| {
            let is_on_page = order.id < page.below && order.id >= page.from;
            account.scope().contains(order) && is_on_page && statuses.contains(&order.status)
        };
        return Ok(orders::find_by_number(read, number).await?.into_iter().filter(is_match).collect());
    }
    let mut found = Vec::new();
    for &status in statuses {
        found.extend(orders::list_by_guest(read, account.scope(), status, q, page).await?);
    }
    Ok(first_of(found, page))
}

/// Returns the first orders of these, sorted as the page requests.
fn first_of(mut orders: Vec<Order>, page: PageRequest) -> Vec<Order> {
    match page.direction {
        Direction::Newest => orders.sort_by_key(|order| std::cmp::Reverse(order.id)),
        Direction::Oldest => orders.sort_by_key(|order| order.id),
    }
    orders.truncate(usize::try_from(page.limit).unwrap_or(usize::MAX));
    orders
}
