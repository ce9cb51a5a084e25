use axum::extract::State;
use axum::http::HeaderMap;
use service::problem::Problem;

use super::done::Done;
use crate::app::App;
use crate::error::Result;
use crate::extract::{CanOrder, OneOrMany, Traced};
use crate::routes::compat::food_ordering::{SingleItemOrder, SingleItemOrders, place_food_orders};
use crate::routes::orders::{IdempotencyKeyHeader, PlacedHeaders};

/// Place orders (food ordering app)
///
/// All orders are placed or none: the stock is deducted in the same transaction.
#[utoipa::path(
    post, path = "/order/add/order", tag = "compat", request_body = SingleItemOrders,
    security(("bearer" = []), ("password" = [])),
    params(IdempotencyKeyHeader),
    responses(
        (status = 200, description = "The orders were placed", body = Done, headers(("Idempotent-Replayed" = String))),
        (status = 403, description = "Not allowed", body = Problem),
        (status = 409, description = "Sold out or closed; or the first request with this key is still in progress",
         body = Problem, headers(("Retry-After" = i64))),
    )
)]
pub(super) async fn add_orders(
    State(app): State<App>,
    account: CanOrder,
    Traced(trace): Traced,
    headers: HeaderMap,
    body: OneOrMany<SingleItemOrder>,
) -> Result<(PlacedHeaders, axum::Json<Done>)> {
    let is_list = matches!(body, OneOrMany::Many(_));
    let orders = match body {
        OneOrMany::One(order) => vec![order],
        OneOrMany::Many(orders) => orders,
    };
    let field = |index, name: &str| if is_list { format!("[{index}].{name}") } else { name.to_owned() };
    let placed = place_food_orders(&app, account, trace, &headers, &orders, field).await?;
    Ok((placed.headers, Done::new("success")))
}
