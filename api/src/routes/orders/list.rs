use axum::extract::State;
use axum::http::Uri;
use axum::response::Response;
use serde::Deserialize;
use shared::auth::Account;
use shared::clock::Timestamp;
use shared::order::{Order, OrderId, OrderNumber, Status};
use shared::problem::Problem;
use shared::store::orders::{self, Scope, Window};
use shared::store::{self, Read};
use utoipa::IntoParams;
use uuid::Uuid;

use crate::error::{Error, Result};
use crate::extract::{Anyone, Query};
use crate::page::{Limit, Page, id_cursor, id_of};
use crate::state::App;

/// Which orders.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct OrderQuery {
    /// States, separated by commas; all by default.
    #[param(example = "pending,accepted")]
    status: Option<String>,
    /// Placed at this time or later.
    from: Option<Timestamp>,
    /// Placed before this time.
    to: Option<Timestamp>,
    /// An order number, or the beginning of a guest's name.
    q: Option<String>,
    /// At most so many: 1 to 100, 20 by default.
    #[serde(default)]
    #[param(value_type = Option<i64>, minimum = 1, maximum = 100)]
    limit: Limit,
    /// The `next_cursor` of the page before.
    cursor: Option<String>,
}

/// List orders
///
/// A customer's own, a business's for the business and its waiters, all for an admin. Newest first.
#[utoipa::path(
    get, path = "/api/orders", tag = "orders", params(OrderQuery), security(("bearer" = []), ("password" = [])),
    responses(
        (status = 200, description = "A page of orders", body = Page<Order>, headers(("Link" = String))),
        (status = 422, description = "Not acceptable", body = Problem),
    )
)]
pub(super) async fn list(
    State(app): State<App>,
    account: Anyone,
    uri: Uri,
    Query(query): Query<OrderQuery>,
) -> Result<Response> {
    let statuses = statuses(query.status.as_deref().unwrap_or_default())?;
    if let (Some(from), Some(to)) = (query.from, query.to)
        && from > to
    {
        return Err(Error::field("to", "must not be before from"));
    }
    let below = id_of(query.cursor.as_deref(), Uuid::max())?.min(query.to.map_or(Uuid::max(), Timestamp::first_id));
    let window = Window {
        below: OrderId(below),
        from: OrderId(query.from.map_or(Uuid::nil(), Timestamp::first_id)),
        limit: query.limit.0 + 1,
    };
    let mut read = app.db.read().await?;
    let found = match query.q.as_deref().map(str::trim).filter(|q| !q.is_empty()) {
        Some(q) => search(&mut read, &account.0, q, &statuses, window).await?,
        None => select(&mut read, account.scope(), &statuses, window).await?,
    };
    Ok(Page::new(found, query.limit, |order| id_cursor(order.id.0)).at(&uri))
}

fn statuses(list: &str) -> Result<Vec<Status>> {
    let mut statuses = Vec::new();
    for word in list.split(',').map(str::trim).filter(|word| !word.is_empty()) {
        let status = word.to_lowercase().parse().map_err(crate::extract::field("status"))?;
        if !statuses.contains(&status) {
            statuses.push(status);
        }
    }
    Ok(statuses)
}

/// Each state is one stretch of one index; of several, the newest of all stretches.
async fn select(read: &mut Read, scope: Scope, statuses: &[Status], window: Window) -> store::Result<Vec<Order>> {
    if statuses.is_empty() {
        return orders::page(read, scope, window).await;
    }
    let mut found = Vec::new();
    for &status in statuses {
        found.extend(orders::page_by_status(read, scope, status, window).await?);
    }
    found.sort_by_key(|order: &Order| std::cmp::Reverse(order.id));
    found.truncate(usize::try_from(window.limit).unwrap_or(usize::MAX));
    Ok(found)
}

/// By number, or by the beginning of a guest's name.
async fn search(
    read: &mut Read,
    account: &Account,
    q: &str,
    statuses: &[Status],
    window: Window,
) -> store::Result<Vec<Order>> {
    let asked = |order: &Order| statuses.is_empty() || statuses.contains(&order.status);
    if let Ok(number) = q.parse::<OrderNumber>() {
        let found = orders::find_by_number(read, number).await?;
        let in_window = |order: &Order| order.id < window.below && order.id >= window.from;
        return Ok(found
            .into_iter()
            .filter(|order| account.may_see(order) && in_window(order) && asked(order))
            .collect());
    }
    let limit = usize::try_from(window.limit).unwrap_or(usize::MAX);
    let (mut found, mut window) = (Vec::new(), window);
    // Guests are found by name alone: those in other states are passed over until the page is full.
    loop {
        let stretch = orders::page_by_guest(read, account.scope(), q, window).await?;
        let last = stretch.last().map(|order| order.id).filter(|_| stretch.len() >= limit);
        found.extend(stretch.into_iter().filter(asked));
        match last {
            Some(last) if found.len() < limit => window.below = last,
            _ => break,
        }
    }
    found.truncate(limit);
    Ok(found)
}
