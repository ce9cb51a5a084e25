use axum::extract::State;
use axum::http::HeaderMap;
use serde::{Deserialize, Deserializer};
use shared::item::{Category, Description, ImageUrl, Item, ItemId, ItemName};
use shared::money::Price;
use shared::problem::Problem;
use shared::store::items;
use utoipa::ToSchema;

use super::{Tagged, for_edit, tagged};
use crate::error::{Error, Result, retried};
use crate::extract::{Json, Owner, Path};
use crate::state::App;

/// What changes; whatever is left out stays.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[expect(clippy::option_option, reason = "null takes a picture away, absence keeps it")]
pub(super) struct ItemChange {
    /// What it is called.
    name: Option<ItemName>,
    /// What it is.
    description: Option<Description>,
    /// The part of the menu.
    category: Option<Category>,
    /// A picture; `null` takes it away.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<ImageUrl>)]
    image_url: Option<Option<ImageUrl>>,
    /// What one costs, in the minor unit of the business's currency.
    price_cents: Option<Price>,
    /// The sold-out switch.
    available: Option<bool>,
}

/// Tells `null` from what is left out.
#[expect(clippy::option_option, reason = "that is the difference")]
fn given<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> std::result::Result<Option<Option<T>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

/// Edit an item
///
/// With `If-Match`, only if nobody else has edited it since. Its stock is changed at `/stock`; orders that are placed
/// already keep the name and the price that they were placed with.
#[utoipa::path(
    patch, path = "/api/items/{id}", tag = "items", request_body = ItemChange,
    security(("bearer" = []), ("password" = [])),
    params(
        ("id" = uuid::Uuid, Path, description = "The item's id"),
        ("If-Match" = Option<String>, Header, description = "The ETag that the edit is based on"),
    ),
    responses(
        (status = 200, description = "The item", body = Item, headers(("ETag" = String))),
        (status = 403, description = "Not allowed", body = Problem),
        (status = 404, description = "No such item, or not yours", body = Problem),
        (status = 412, description = "Somebody else has edited it", body = Problem),
    )
)]
pub(super) async fn update(
    State(app): State<App>,
    owner: Owner,
    Path(id): Path<ItemId>,
    headers: HeaderMap,
    Json(change): Json<ItemChange>,
) -> Result<Tagged> {
    retried(|| edit(&app, &owner, id, &headers, change.clone())).await
}

async fn edit(app: &App, owner: &Owner, id: ItemId, headers: &HeaderMap, change: ItemChange) -> Result<Tagged> {
    let mut tx = app.db.begin().await?;
    let mut item = for_edit(&mut tx, owner, id, headers).await?;
    item.name = change.name.unwrap_or(item.name);
    item.description = change.description.unwrap_or(item.description);
    item.category = change.category.unwrap_or(item.category);
    item.image_url = change.image_url.unwrap_or(item.image_url);
    item.price_cents = change.price_cents.map_or(item.price_cents, Price::cents);
    item.available = change.available.unwrap_or(item.available);
    item.version += 1;
    if !items::update(&mut tx, &item).await? {
        return Err(Error::Stale(item.version));
    }
    tx.commit().await?;
    Ok(tagged(item))
}
