use axum::extract::State;
use domain::event::MenuEventKind;
use domain::item::{Item, ItemId, MAX_STOCK};
use domain::whole_number;
use serde::Deserialize;
use service::problem::Problem;
use service::trace_context::TraceContext;
use store::items;
use utoipa::ToSchema;

use super::etag::{TaggedItem, with_etag};
use super::lock::lock_own;
use crate::app::App;
use crate::error::{Error, Result, retry};
use crate::extract::{Json, Owner, Path, Traced};
use crate::menu_log::record_item;

/// A change to an item's stock.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct StockChange {
    /// Number of portions to add, or to remove if negative.
    #[serde(deserialize_with = "whole_number::deserialize")]
    #[schema(minimum = -1_000_000, maximum = 1_000_000, example = 20)]
    delta: i64,
}

/// Change an item's stock
///
/// The change is atomic, even during concurrent sales. The resulting stock must be between 0 and 1,000,000.
#[utoipa::path(
    post, path = "/api/items/{id}/stock", tag = "items", request_body = StockChange,
    security(("bearer" = []), ("password" = [])),
    params(("id" = uuid::Uuid, Path, description = "The id of the item")),
    responses(
        (status = 200, description = "The item", body = Item, headers(("ETag" = String))),
        (status = 403, description = "Not allowed", body = Problem),
        (status = 404, description = "No such item, or not on your menu", body = Problem),
    )
)]
pub(super) async fn stock(
    State(app): State<App>,
    owner: Owner,
    Traced(trace): Traced,
    Path(id): Path<ItemId>,
    Json(change): Json<StockChange>,
) -> Result<TaggedItem> {
    change_stock(&app, &owner, &trace, id, (change.delta, "delta")).await.map(with_etag)
}

/// Adds `delta`, which may be negative, to the stock of an item on the owner's menu. `field` is the name of the field with the
/// delta, for error messages.
pub(in crate::routes) async fn change_stock(
    app: &App,
    owner: &Owner,
    trace: &TraceContext,
    id: ItemId,
    (delta, field): (i64, &str),
) -> Result<Item> {
    if delta.checked_abs().is_none_or(|size| size > MAX_STOCK) {
        return Err(Error::field(field, "must be a whole number from -1000000 to 1000000"));
    }
    let item = retry(|| async {
        let mut tx = app.db.begin().await?;
        let item = lock_own(&mut tx, owner, id).await?;
        let stock = item.stock_quantity + delta;
        if !items::adjust_stock(&mut tx, id, delta, MAX_STOCK, owner.id().0, app.clock.stamp()).await? {
            let limit = if stock < 0 { "below zero" } else { "above 1000000" };
            return Err(Error::field(
                field,
                format!("would change the stock from {} to {stock}, which is {limit}", item.stock_quantity),
            ));
        }
        let item = Item { stock_quantity: stock, ..item };
        record_item(&mut tx, app, (&owner.account, trace), MenuEventKind::ItemUpdated, &item).await?;
        tx.commit().await?;
        Ok(item)
    })
    .await?;
    app.relay.wake();
    Ok(item)
}
