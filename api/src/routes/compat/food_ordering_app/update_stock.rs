use axum::extract::State;
use domain::item::ItemId;
use domain::whole_number;
use serde::{Deserialize, Serialize};
use service::problem::Problem;
use utoipa::ToSchema;

use crate::app::App;
use crate::error::{Error, Result};
use crate::extract::{Json, Owner, Path, Traced};
use crate::routes::compat::references::{ItemRef, find_item};
use crate::routes::items::change_stock;

/// A change to an item's stock.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct AddedStock {
    /// Number of portions to add, or to remove if negative.
    #[serde(deserialize_with = "whole_number::deserialize")]
    #[schema(minimum = -1_000_000, maximum = 1_000_000, example = 10)]
    quantity: i64,
}

/// The stock of an item.
#[derive(Serialize, ToSchema)]
pub(super) struct UpdatedStock {
    /// The item.
    menu_id: ItemId,
    /// Number of portions in stock.
    stock_quantity: i64,
}

/// Add to an item's stock (food ordering app)
#[utoipa::path(
    post, path = "/menu/update/stock/{id}", tag = "compat", request_body = AddedStock,
    security(("bearer" = []), ("password" = [])),
    params(("id" = String, Path, description = "The id of the item, or its number, such as 101")),
    responses(
        (status = 200, description = "The stock", body = UpdatedStock),
        (status = 403, description = "Not allowed", body = Problem),
        (status = 404, description = "No such item, or not on your menu", body = Problem),
    )
)]
pub(super) async fn update_stock(
    State(app): State<App>,
    owner: Owner,
    Traced(trace): Traced,
    Path(id): Path<String>,
    Json(AddedStock { quantity }): Json<AddedStock>,
) -> Result<axum::Json<UpdatedStock>> {
    let reference = ItemRef::parse(&id).ok_or(Error::NotFound("item"))?;
    let id = find_item(&mut app.db.read().await?, reference).await?.id;
    let item = change_stock(&app, &owner, &trace, id, (quantity, "quantity")).await?;
    Ok(axum::Json(UpdatedStock { menu_id: item.id, stock_quantity: item.stock_quantity }))
}
