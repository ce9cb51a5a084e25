use axum::extract::State;
use service::problem::Problem;

use super::app_menu_item::AppMenuItem;
use crate::app::App;
use crate::error::{Error, Result};
use crate::extract::{Json, Owner, Traced};
use crate::routes::compat::food_ordering::{DesiredItem, MenuEntry, import};

/// Add an item to the menu (food ordering app)
///
/// Edits an item instead if the entry has an id, or if the menu has an item with this name.
#[utoipa::path(
    post, path = "/menu/add/menu", tag = "compat", request_body = MenuEntry,
    security(("bearer" = []), ("password" = [])),
    responses(
        (status = 200, description = "The item", body = AppMenuItem),
        (status = 403, description = "Not allowed", body = Problem),
        (status = 404, description = "No such item, or not on your menu", body = Problem),
    )
)]
pub(super) async fn add_menu(
    State(app): State<App>,
    owner: Owner,
    Traced(trace): Traced,
    Json(entry): Json<MenuEntry>,
) -> Result<axum::Json<AppMenuItem>> {
    let entry = DesiredItem::new(String::new(), entry)?;
    let item = import(&app, &owner, &trace, &[entry]).await?.pop().ok_or(Error::NotFound("item"))?;
    Ok(axum::Json(item.into()))
}
