//! S4's orders: PENDING, CONFIRMED, CANCELLED, and what ours become beyond these.

use std::collections::HashMap;

use axum::extract::State;
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use serde::{Deserialize, Deserializer, Serialize};
use shared::account::UserId;
use shared::clock::Timestamp;
use shared::item::{ItemId, Quantity};
use shared::money::{Currency, Decimal};
use shared::order::{Command, Order, OrderId, OrderNumber, Status};
use shared::problem::Problem;
use shared::store::{Read, items};
use utoipa::{IntoParams, ToSchema};

use super::order::{Again, place};
use super::pages::{PageNumber, Stretch, page_of_orders};
use super::references::{Count, ItemRef, OrderRef, resolve};
use crate::error::{Error, Result};
use crate::extract::{Anyone, Json, Orderer, Path, Query, Traced};
use crate::page::Limit;
use crate::routes::orders::{PlaceLine, PlaceOrder, carry_out};
use crate::state::App;

/// Where an order is in its life, in S4's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "UPPERCASE")]
pub(super) enum SeedStatus {
    /// Placed; its stock is taken.
    Pending,
    /// Accepted.
    Confirmed,
    /// A cook is at it.
    Processing,
    /// Ready.
    Completed,
    /// Taken back; its stock is returned.
    Cancelled,
    /// Declined; its stock is returned.
    Rejected,
}

impl From<Status> for SeedStatus {
    fn from(status: Status) -> Self {
        match status {
            Status::Pending => Self::Pending,
            Status::Accepted => Self::Confirmed,
            Status::Processing => Self::Processing,
            Status::Completed => Self::Completed,
            Status::Cancelled => Self::Cancelled,
            Status::Rejected => Self::Rejected,
        }
    }
}

impl From<SeedStatus> for Status {
    fn from(status: SeedStatus) -> Self {
        match status {
            SeedStatus::Pending => Self::Pending,
            SeedStatus::Confirmed => Self::Accepted,
            SeedStatus::Processing => Self::Processing,
            SeedStatus::Completed => Self::Completed,
            SeedStatus::Cancelled => Self::Cancelled,
            SeedStatus::Rejected => Self::Rejected,
        }
    }
}

/// What somebody orders.
#[derive(Deserialize, ToSchema)]
pub(super) struct NewSeedOrder {
    /// 1 to 50 lines, all of one business. The same product twice is merged.
    #[schema(min_items = 1, max_items = 50)]
    items: Vec<NewSeedLine>,
}

/// One line.
#[derive(Deserialize, ToSchema)]
pub(super) struct NewSeedLine {
    /// Which product.
    product_id: ItemRef,
    /// How many.
    quantity: Count,
}

/// An order as S4 tells it.
#[derive(Serialize, ToSchema)]
pub(super) struct SeedOrder {
    /// Its number without the letters.
    id: i64,
    /// Its number, as people call it out.
    number: OrderNumber,
    /// Its id at `/api/orders`.
    order_id: OrderId,
    /// Whose it is: the customer, or who placed it for a guest.
    user_id: UserId,
    /// Where it is in its life.
    status: SeedStatus,
    /// What was ordered.
    items: Vec<SeedLine>,
    /// What it costs.
    total_amount: Decimal,
    /// In which currency.
    currency: Currency,
    /// When it was placed.
    created_at: Timestamp,
}

/// One line.
#[derive(Serialize, ToSchema)]
pub(super) struct SeedLine {
    /// The product's number.
    product_id: i64,
    /// Its id at `/api/items`.
    item_id: ItemId,
    /// What it was called.
    name: String,
    /// How many.
    quantity: Quantity,
    /// What one cost.
    price: Decimal,
}

/// The orders in S4's words. They keep their items' ids; the numbers are looked up, for all at once.
async fn told(read: &mut Read, orders: Vec<Order>) -> Result<Vec<SeedOrder>> {
    let mut ids: Vec<_> = orders.iter().flat_map(|order| order.lines.iter().map(|line| line.item_id)).collect();
    ids.sort_unstable();
    ids.dedup();
    let items = if ids.is_empty() { Vec::new() } else { items::by_ids(read, &ids).await? };
    let numbers: HashMap<ItemId, i64> = items.into_iter().map(|item| (item.id, item.number)).collect();
    let told = orders.into_iter().map(|order| SeedOrder {
        id: order.number.0,
        number: order.number,
        order_id: order.id,
        user_id: order.customer_id.unwrap_or(order.placed_by),
        status: order.status.into(),
        items: order
            .lines
            .into_iter()
            .map(|line| SeedLine {
                // Items are never deleted, only archived.
                product_id: numbers.get(&line.item_id).copied().unwrap_or_default(),
                item_id: line.item_id,
                name: line.name,
                quantity: line.quantity,
                price: line.unit_price_cents.decimal(&order.currency),
            })
            .collect(),
        total_amount: order.total_cents.decimal(&order.currency),
        currency: order.currency,
        created_at: order.placed_at,
    });
    Ok(told.collect())
}

async fn one(app: &App, order: Order) -> Result<axum::Json<SeedOrder>> {
    let told = told(&mut app.db.read().await?, vec![order]).await?;
    told.into_iter().next().map(axum::Json).ok_or(Error::NotFound("order"))
}

/// Place an order (S4)
#[utoipa::path(
    post, path = "/orders", tag = "seeds", request_body = NewSeedOrder, security(("bearer" = []), ("password" = [])),
    params((
        "Idempotency-Key" = Option<String>, Header, description = "Your name for this request, kept for 24 hours",
        min_length = 1, max_length = 255, pattern = "^[!-~]+$",
    )),
    responses(
        (status = 200, description = "The order", body = SeedOrder, headers(("Idempotent-Replayed" = String))),
        (status = 403, description = "Not allowed", body = Problem),
        (status = 409, description = "Sold out, or closed; or the first request with this key is still being answered",
         body = Problem, headers(("Retry-After" = i64))),
    )
)]
pub(super) async fn create_order(
    State(app): State<App>,
    orderer: Orderer,
    Traced(trace): Traced,
    headers: HeaderMap,
    Json(form): Json<NewSeedOrder>,
) -> Result<(Again, axum::Json<SeedOrder>)> {
    let named: Vec<_> = form.items.iter().map(|line| line.product_id).collect();
    let field = |index| format!("items[{index}].product_id");
    let items = resolve(&mut app.db.read().await?, &orderer, &named, field).await?;
    let lines = items.iter().zip(&form.items).map(|(item, line)| PlaceLine::new(item.id, line.quantity.0)).collect();
    let (again, order) = place(&app, orderer, trace, &headers, PlaceOrder::of(lines)).await?;
    Ok((again, one(&app, order).await?))
}

/// Which orders.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct SeedOrderQuery {
    /// Those in this state; all by default.
    #[serde(default, deserialize_with = "in_any_case")]
    status: Option<SeedStatus>,
    /// Which page, from 1.
    #[serde(default)]
    #[param(value_type = Option<i64>, minimum = 1)]
    page: PageNumber,
    /// At most so many: 1 to 100, 100 by default.
    #[param(value_type = Option<i64>, minimum = 1, maximum = 100)]
    limit: Option<Limit>,
}

fn in_any_case<'de, D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Option<SeedStatus>, D::Error> {
    let word = String::deserialize(deserializer)?.to_uppercase();
    SeedStatus::deserialize(serde::de::value::StringDeserializer::<D::Error>::new(word)).map(Some)
}

/// List orders (S4)
///
/// A customer's own, a business's for the business and its waiters, all for an admin. Newest first.
#[utoipa::path(
    get, path = "/orders", tag = "seeds", params(SeedOrderQuery), security(("bearer" = []), ("password" = [])),
    responses(
        (status = 200, description = "A page of orders", body = Vec<SeedOrder>, headers(("Link" = String))),
        (status = 422, description = "Not acceptable", body = Problem),
    )
)]
pub(super) async fn list_orders(
    State(app): State<App>,
    account: Anyone,
    uri: Uri,
    Query(query): Query<SeedOrderQuery>,
) -> Result<Response> {
    let stretch = Stretch::new(query.page, query.limit)?;
    let mut read = app.db.read().await?;
    let orders = page_of_orders(&mut read, &account, query.status.map(Status::from), stretch).await?;
    Ok(stretch.answer(told(&mut read, orders).await?, &uri))
}

/// Confirm an order (S4)
///
/// Only its business and an admin do.
#[utoipa::path(
    patch, path = "/orders/{order_id}/confirm", tag = "seeds", security(("bearer" = []), ("password" = [])),
    params(("order_id" = String, Path, description = "The order's id, or its number like ORD1001 or 1001")),
    responses(
        (status = 200, description = "The order, CONFIRMED", body = SeedOrder),
        (status = 403, description = "Not allowed", body = Problem),
        (status = 404, description = "No such order, or not yours", body = Problem),
        (status = 409, description = "Its state does not allow it (any more)", body = Problem),
    )
)]
pub(super) async fn confirm_order(
    State(app): State<App>,
    account: Anyone,
    Traced(trace): Traced,
    Path(id): Path<String>,
) -> Result<axum::Json<SeedOrder>> {
    let order = carry_out(&app, &account, &trace, OrderRef::new(&id).as_str(), Command::Accept, None).await?;
    one(&app, order).await
}

/// Cancel an order (S4)
///
/// Its stock is returned.
#[utoipa::path(
    patch, path = "/orders/{order_id}/cancel", tag = "seeds", security(("bearer" = []), ("password" = [])),
    params(("order_id" = String, Path, description = "The order's id, or its number like ORD1001 or 1001")),
    responses(
        (status = 200, description = "The order, CANCELLED", body = SeedOrder),
        (status = 403, description = "Not allowed", body = Problem),
        (status = 404, description = "No such order, or not yours", body = Problem),
        (status = 409, description = "Its state does not allow it (any more)", body = Problem),
    )
)]
pub(super) async fn cancel(
    State(app): State<App>,
    account: Anyone,
    Traced(trace): Traced,
    Path(id): Path<String>,
) -> Result<axum::Json<SeedOrder>> {
    let order = carry_out(&app, &account, &trace, OrderRef::new(&id).as_str(), Command::Cancel, None).await?;
    one(&app, order).await
}
