//! S4's products: our items, by their numbers and at decimal prices.

use axum::extract::State;
use axum::http::Uri;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use shared::business::BusinessId;
use shared::item::{Item, ItemId, ItemName};
use shared::money::{Amount, Currency, Decimal};
use shared::problem::Problem;
use shared::store::items;
use utoipa::{IntoParams, ToSchema};

use super::menu::{Stock, price};
use super::pages::{PageNumber, Stretch};
use crate::error::{Result, retried};
use crate::extract::{Json, Owner, Query};
use crate::page::Limit;
use crate::routes::items::{NewItem, add};
use crate::state::App;

/// A product.
#[derive(Serialize, ToSchema)]
pub(super) struct Product {
    /// Its number: 101, 102, …
    id: i64,
    /// Its id at `/api/items`.
    item_id: ItemId,
    /// What it is called.
    name: ItemName,
    /// What one costs.
    price: Decimal,
    /// In which currency.
    currency: Currency,
    /// How many are left.
    stock_quantity: i64,
    /// Whether it can be ordered.
    available: bool,
    /// Whose it is.
    business_id: BusinessId,
}

impl From<Item> for Product {
    fn from(item: Item) -> Self {
        Self {
            id: item.number,
            item_id: item.id,
            name: item.name,
            price: item.price_cents.decimal(&item.currency),
            currency: item.currency,
            stock_quantity: item.stock_quantity,
            available: item.available,
            business_id: item.business_id,
        }
    }
}

/// A new product.
#[derive(Clone, Deserialize, ToSchema)]
pub(super) struct NewProduct {
    /// What it is called.
    name: ItemName,
    /// What one costs, in the business's currency.
    price: Amount,
    /// How many there are: 0 to a million, none by default.
    stock_quantity: Option<Stock>,
}

/// Add a product (S4)
#[utoipa::path(
    post, path = "/products", tag = "seeds", request_body = NewProduct, security(("bearer" = []), ("password" = [])),
    responses(
        (status = 200, description = "The product", body = Product),
        (status = 403, description = "Not allowed", body = Problem),
    )
)]
pub(super) async fn create_product(
    State(app): State<App>,
    owner: Owner,
    Json(form): Json<NewProduct>,
) -> Result<axum::Json<Product>> {
    let Stock(stock_quantity) = form.stock_quantity.unwrap_or_default();
    let item = retried(|| async {
        let mut tx = app.db.begin().await?;
        let item = add(&mut tx, &app, &owner, |business| {
            Ok(NewItem {
                name: form.name.clone(),
                description: None,
                category: None,
                image_url: None,
                price_cents: price("price", &form.price, &business.currency)?,
                stock_quantity,
                available: None,
            })
        })
        .await?;
        tx.commit().await?;
        Ok(item)
    })
    .await?;
    Ok(axum::Json(item.into()))
}

/// Which products.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct ProductQuery {
    /// Which page, from 1.
    #[serde(default)]
    #[param(value_type = Option<i64>, minimum = 1)]
    page: PageNumber,
    /// At most so many: 1 to 100, 100 by default.
    #[param(value_type = Option<i64>, minimum = 1, maximum = 100)]
    limit: Option<Limit>,
}

/// List products (S4)
///
/// Those of all businesses, by their numbers.
#[utoipa::path(
    get, path = "/products", tag = "seeds", params(ProductQuery),
    responses(
        (status = 200, description = "A page of products", body = Vec<Product>, headers(("Link" = String))),
        (status = 422, description = "Not acceptable", body = Problem),
    )
)]
pub(super) async fn list_products(
    State(app): State<App>,
    uri: Uri,
    Query(query): Query<ProductQuery>,
) -> Result<Response> {
    let stretch = Stretch::new(query.page, query.limit)?;
    let mut read = app.db.read().await?;
    let after = match stretch.before {
        0 => Some(0),
        before => items::nth(&mut read, before - 1).await?,
    };
    let found = match after {
        Some(after) => items::everywhere(&mut read, after, stretch.limit + 1).await?,
        None => Vec::new(),
    };
    Ok(stretch.answer(found.into_iter().map(Product::from).collect(), &uri))
}
