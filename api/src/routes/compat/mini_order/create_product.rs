use axum::extract::State;
use domain::item::{ItemName, NewItem};
use domain::money::Amount;
use serde::Deserialize;
use service::problem::Problem;
use utoipa::ToSchema;

use super::product::Product;
use crate::app::App;
use crate::error::{Result, retry};
use crate::extract::{Json, Owner, Traced};
use crate::routes::compat::amounts::parse_price;
use crate::routes::compat::lenient_numbers::LenientStock;
use crate::routes::items::add_item;

/// A new product.
#[derive(Clone, Deserialize, ToSchema)]
pub(super) struct NewProduct {
    /// The name of the item.
    name: ItemName,
    /// Price of one portion, in the currency of the business.
    price: Amount,
    /// Number of portions in stock: 0 to 1,000,000. Defaults to 0.
    stock_quantity: Option<LenientStock>,
}

/// Add a product (mini order)
#[utoipa::path(
    post, path = "/products", tag = "compat", request_body = NewProduct, security(("bearer" = []), ("password" = [])),
    responses(
        (status = 200, description = "The product", body = Product),
        (status = 403, description = "Not allowed", body = Problem),
    )
)]
pub(super) async fn create_product(
    State(app): State<App>,
    owner: Owner,
    Traced(trace): Traced,
    Json(form): Json<NewProduct>,
) -> Result<axum::Json<Product>> {
    let LenientStock(stock_quantity) = form.stock_quantity.unwrap_or_default();
    let item = retry(|| async {
        let mut tx = app.db.begin().await?;
        let item = add_item(&mut tx, &app, &owner, &trace, |business| {
            let price = parse_price("price", &form.price, &business.currency)?;
            Ok(NewItem { stock_quantity, ..NewItem::new(form.name.clone(), price) })
        })
        .await?;
        tx.commit().await?;
        Ok(item)
    })
    .await?;
    app.relay.wake();
    Ok(axum::Json(item.into()))
}
