use axum::extract::State;
use serde::Deserialize;
use shared::item::{Item, ItemId, MOST_STOCK};
use shared::problem::Problem;
use shared::store::items;
use utoipa::ToSchema;

use super::{Tagged, tagged};
use crate::error::{Error, Result, retried};
use crate::extract::{Json, Owner, Path};
use crate::state::App;

/// How the stock changes.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct StockChange {
    /// So many more, or (negative) fewer.
    #[schema(minimum = -1_000_000, maximum = 1_000_000, example = 20)]
    delta: i64,
}

/// Change an item's stock
///
/// By so many, atomically, whatever is sold meanwhile. Never below zero, and never above a million.
#[utoipa::path(
    post, path = "/api/items/{id}/stock", tag = "items", request_body = StockChange,
    security(("bearer" = []), ("password" = [])),
    params(("id" = uuid::Uuid, Path, description = "The item's id")),
    responses(
        (status = 200, description = "The item", body = Item, headers(("ETag" = String))),
        (status = 403, description = "Not allowed", body = Problem),
        (status = 404, description = "No such item, or not yours", body = Problem),
    )
)]
pub(super) async fn stock(
    State(app): State<App>,
    owner: Owner,
    Path(id): Path<ItemId>,
    Json(change): Json<StockChange>,
) -> Result<Tagged> {
    if change.delta.checked_abs().is_none_or(|size| size > MOST_STOCK) {
        return Err(Error::field("delta", "must be a whole number from -1000000 to 1000000"));
    }
    retried(|| async {
        let mut tx = app.db.begin().await?;
        let item = items::lock(&mut tx, id)
            .await?
            .filter(|item| item.business_id == owner.business && item.archived_at.is_none())
            .ok_or(Error::NotFound("item"))?;
        let left = item.stock_quantity + change.delta;
        if !items::adjust(&mut tx, id, change.delta, MOST_STOCK, owner.id().0, app.clock.stamp()).await? {
            let bound = if left < 0 { "below zero" } else { "above 1000000" };
            return Err(Error::field(
                "delta",
                format!("would bring the stock of {} to {left}, {bound}", item.stock_quantity),
            ));
        }
        tx.commit().await?;
        Ok(tagged(Item { stock_quantity: left, ..item }))
    })
    .await
}
