use axum::extract::State;
use axum::http::Uri;
use axum::response::Response;
use domain::clock::Timestamp;
use domain::order::search::OrderSearch;
use domain::order::state::Status;
use domain::order::{Order, OrderId};
use serde::Deserialize;
use service::problem::Problem;
use store::orders::{self, Direction, OrderFilter, PageRequest, SearchPage};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::app::App;
use crate::error::{Error, Result};
use crate::extract::{Authenticated, Query, SearchText, deserialize_flag};
use crate::pagination::{Limit, Page, decode_directed_id, encode_directed_id};

/// The query parameters.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct OrderQuery {
    /// Statuses, separated by commas. Defaults to all statuses.
    #[param(example = "pending,accepted")]
    status: Option<String>,
    /// `true`: only orders that were handed over. `false`: only orders that were not. Defaults to both.
    #[serde(default, deserialize_with = "deserialize_flag")]
    handed_over: Option<bool>,
    /// The sort order. Defaults to `newest`, which a search with `q` requires.
    #[param(inline)]
    order: Option<ListOrder>,
    /// Earliest time of placement, inclusive.
    from: Option<Timestamp>,
    /// Latest time of placement, exclusive.
    to: Option<Timestamp>,
    /// An order number in any notation (`1101`, `#1101`, `ORD-1101`), the beginnings of words in the guest's name or in the
    /// table, or at least three consecutive digits of the phone number. Accents, case and Unicode composition are ignored.
    #[serde(default)]
    #[param(value_type = Option<String>, max_length = 200)]
    q: SearchText,
    /// Maximum number of entries: 1 to 100. Defaults to 20.
    #[serde(default)]
    #[param(value_type = Option<i64>, minimum = 1, maximum = 100)]
    limit: Limit,
    /// The `next_cursor` of the previous page, which must have been requested with the same `order`.
    cursor: Option<String>,
}

/// The sort order of a list.
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
/// Customers see their own orders, staff see the orders of their business, and admins see all orders. With `q`, a page can have
/// fewer entries than `limit`, or none, and still have a `next_cursor`: each request compares a limited number of orders.
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
    let direction = page.direction;
    let mut read = app.db.read().await?;
    let filter = OrderFilter { statuses: &statuses, handed_over: query.handed_over };
    let SearchText(q) = &query.q;
    let found = if q.is_empty() {
        let orders = orders::list_filtered(&mut read, account.scope(), filter, page).await?;
        SearchPage { orders, continue_below: None }
    } else {
        if direction == Direction::Oldest {
            return Err(Error::field("order", "must be newest if q is set"));
        }
        orders::search(&mut read, account.scope(), filter, &OrderSearch::parse(q), page).await?
    };
    let encode = |id: &OrderId| encode_directed_id(id.0, direction);
    let mut page = Page::new(found.orders, query.limit, encode);
    page.next_cursor = page.next_cursor.or_else(|| found.continue_below.as_ref().map(encode));
    Ok(page.into_response_at(&uri))
}

fn to_page_request(query: &OrderQuery) -> Result<PageRequest> {
    let mut below = query.to.map_or(Uuid::max(), Timestamp::first_id);
    let mut from = query.from.map_or(Uuid::nil(), Timestamp::first_id);
    let cursor = query.cursor.as_deref();
    let direction = match query.order.unwrap_or_default() {
        ListOrder::Newest => {
            below = below.min(decode_directed_id(cursor, Direction::Newest, Uuid::max())?);
            Direction::Newest
        }
        ListOrder::Oldest => {
            // The page starts after the last order of the previous page.
            let last = decode_directed_id(cursor, Direction::Oldest, Uuid::nil())?;
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
