use axum::extract::State;
use service::problem::Problem;

use crate::app::App;
use crate::error::{Error, Result};
use crate::extract::{Authenticated, Path};
use crate::routes::compat::references::{ItemRef, find_item};

/// Show an item's stock (food ordering app)
#[utoipa::path(
    get, path = "/menu/{id}/stock", tag = "compat", security(("bearer" = []), ("password" = [])),
    params(("id" = String, Path, description = "The id of the item, or its number, such as 101")),
    responses(
        (status = 200, description = "Number of portions in stock", body = i64,
         content_type = "application/json"),
        (status = 404, description = "No such item on any menu", body = Problem),
    )
)]
pub(super) async fn show_stock(
    State(app): State<App>,
    _: Authenticated,
    Path(id): Path<String>,
) -> Result<axum::Json<i64>> {
    let reference = ItemRef::parse(&id).ok_or(Error::NotFound("item"))?;
    let item = find_item(&mut app.db.read().await?, reference).await?;
    Ok(axum::Json(item.stock_quantity))
}
