use axum::extract::State;
use axum::http::{HeaderName, StatusCode, header};
use serde::Deserialize;
use shared::business::Business;
use shared::item::{Category, Description, ImageUrl, Item, ItemId, ItemName, MOST_STOCK};
use shared::money::Price;
use shared::problem::Problem;
use shared::store::{Tx, businesses, counters, items};
use utoipa::ToSchema;

use super::{Tagged, tagged};
use crate::error::{Error, Result, retried};
use crate::extract::{Json, Owner};
use crate::state::App;

/// A new item.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::routes) struct NewItem {
    /// What it is called.
    pub name: ItemName,
    /// What it is.
    pub description: Option<Description>,
    /// The part of the menu.
    pub category: Option<Category>,
    /// A picture.
    pub image_url: Option<ImageUrl>,
    /// What one costs, in the minor unit of the business's currency.
    pub price_cents: Price,
    /// How many there are: 0 to a million.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 1_000_000)]
    pub stock_quantity: i64,
    /// Whether it can be ordered; yes by default.
    pub available: Option<bool>,
}

/// Add an item to the menu
///
/// Its number (101, 102, …) is given by the installation.
#[utoipa::path(
    post, path = "/api/items", tag = "items", request_body = NewItem, security(("bearer" = []), ("password" = [])),
    responses(
        (status = 201, description = "The item", body = Item, headers(("Location" = String), ("ETag" = String))),
        (status = 403, description = "Not allowed", body = Problem),
    )
)]
pub(super) async fn create(
    State(app): State<App>,
    owner: Owner,
    Json(form): Json<NewItem>,
) -> Result<(StatusCode, [(HeaderName, String); 1], Tagged)> {
    if !(0..=MOST_STOCK).contains(&form.stock_quantity) {
        return Err(Error::field("stock_quantity", "must be a whole number from 0 to 1000000"));
    }
    let item = retried(|| async {
        let mut tx = app.db.begin().await?;
        let item = add(&mut tx, &app, &owner, |_| Ok(form.clone())).await?;
        tx.commit().await?;
        Ok(item)
    })
    .await?;
    let location = format!("/api/items/{}", item.id);
    Ok((StatusCode::CREATED, [(header::LOCATION, location)], tagged(item)))
}

/// Adds an item that is made for the business: in its currency.
pub(in crate::routes) async fn add(
    tx: &mut Tx,
    app: &App,
    owner: &Owner,
    make: impl FnOnce(&Business) -> Result<NewItem>,
) -> Result<Item> {
    let stamp = app.clock.stamp();
    // The number first: from then on the currency cannot change before the item is there to change with it.
    let number = counters::next_item(tx).await?;
    let business = businesses::find(tx, owner.business).await?.ok_or(Error::NotFound("business"))?;
    let form = make(&business)?;
    let item = Item {
        id: ItemId(stamp.id),
        number,
        business_id: business.id,
        name: form.name,
        description: form.description.unwrap_or_default(),
        category: form.category.unwrap_or_default(),
        image_url: form.image_url,
        price_cents: form.price_cents.cents(),
        currency: business.currency,
        stock_quantity: form.stock_quantity,
        available: form.available.unwrap_or(true),
        version: 1,
        archived_at: None,
    };
    items::insert(tx, &item, owner.id().0, stamp).await?;
    Ok(item)
}
