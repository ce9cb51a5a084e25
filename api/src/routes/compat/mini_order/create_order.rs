use axum::extract::State;
use axum::http::HeaderMap;
use serde::Deserialize;
use service::problem::Problem;
use utoipa::ToSchema;

use super::order::{MiniOrder, single_response};
use crate::app::App;
use crate::error::Result;
use crate::extract::{CanOrder, Json, Traced};
use crate::routes::compat::lenient_numbers::LenientQuantity;
use crate::routes::compat::references::{ItemRef, resolve_items};
use crate::routes::orders::{IdempotencyKeyHeader, PlaceLine, PlaceOrder, PlacedHeaders, submit};

/// A request to place an order.
#[derive(Deserialize, ToSchema)]
pub(super) struct NewMiniOrder {
    /// 1 to 50 lines with products of the same business. Lines with the same product are merged.
    #[schema(min_items = 1, max_items = 50)]
    items: Vec<NewMiniOrderLine>,
}

/// One line of an order.
#[derive(Deserialize, ToSchema)]
pub(super) struct NewMiniOrderLine {
    /// The product.
    product_id: ItemRef,
    /// Number of portions.
    quantity: LenientQuantity,
}

/// Place an order (mini order)
#[utoipa::path(
    post, path = "/orders", tag = "compat", request_body = NewMiniOrder, security(("bearer" = []), ("password" = [])),
    params(IdempotencyKeyHeader),
    responses(
        (status = 200, description = "The order", body = MiniOrder, headers(("Idempotent-Replayed" = String))),
        (status = 403, description = "Not allowed", body = Problem),
        (status = 409, description = "Sold out, or closed; or the first request with this key is still in progress",
         body = Problem, headers(("Retry-After" = i64))),
    )
)]
pub(super) async fn create_order(
    State(app): State<App>,
    account: CanOrder,
    Traced(trace): Traced,
    headers: HeaderMap,
    Json(form): Json<NewMiniOrder>,
) -> Result<(PlacedHeaders, axum::Json<MiniOrder>)> {
    let products: Vec<_> = form.items.iter().map(|line| line.product_id).collect();
    let field = |index: usize| format!("items[{index}].product_id");
    let items = resolve_items(&mut app.db.read().await?, &products, field).await?;
    let lines = items.iter().zip(&form.items).enumerate().map(|(index, (item, line))| {
        let LenientQuantity(quantity) = line.quantity;
        PlaceLine { item_id: item.id, quantity, note: None, item_field: Some(field(index)) }
    });
    let lines = lines.collect();
    let form = PlaceOrder { items: lines, ..PlaceOrder::default() };
    let (placed_headers, order) = submit(&app, account, trace, &headers, form).await?;
    Ok((placed_headers, single_response(&app, order).await?))
}
