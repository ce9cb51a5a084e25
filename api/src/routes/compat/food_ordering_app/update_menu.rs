use axum::extract::State;
use service::problem::Problem;

use super::app_menu_item::AppMenuItem;
use crate::app::App;
use crate::error::{Error, Result};
use crate::extract::{Json, Owner, Path, Traced};
use crate::routes::compat::food_ordering::{DesiredItem, MenuEntry, import};
use crate::routes::compat::references::ItemRef;

/// Edit an item (food ordering app)
///
/// Omitted fields stay unchanged.
#[utoipa::path(
    put, path = "/menu/update/{id}", tag = "compat", request_body = MenuEntry,
    security(("bearer" = []), ("password" = [])),
    params(("id" = String, Path, description = "The id of the item, or its number, such as 101")),
    responses(
        (status = 200, description = "The item", body = AppMenuItem),
        (status = 403, description = "Not allowed", body = Problem),
        (status = 404, description = "No such item, or not on your menu", body = Problem),
    )
)]
pub(super) async fn update_menu(
    State(app): State<App>,
    owner: Owner,
    Traced(trace): Traced,
    Path(id): Path<String>,
    Json(entry): Json<MenuEntry>,
) -> Result<axum::Json<AppMenuItem>> {
    let id = ItemRef::parse(&id).ok_or(Error::NotFound("item"))?;
    let entry = DesiredItem::new(String::new(), entry)?.with_id(id)?;
    let item = import(&app, &owner, &trace, &[entry]).await?.pop().ok_or(Error::NotFound("item"))?;
    Ok(axum::Json(item.into()))
}
