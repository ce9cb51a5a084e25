use axum::extract::State;
use service::problem::Problem;
use store::{decoded, items};

use super::app_menu_item::AppMenuItem;
use crate::app::App;
use crate::error::Result;
use crate::extract::Owner;

/// List your menu (food ordering app)
///
/// All items, sorted by number.
#[utoipa::path(
    get, path = "/menu/all/for/biz", tag = "compat", security(("bearer" = []), ("password" = [])),
    responses(
        (status = 200, description = "The items", body = Vec<AppMenuItem>),
        (status = 403, description = "Not the account of an owner", body = Problem),
    )
)]
pub(super) async fn list_menus_for_biz(State(app): State<App>, owner: Owner) -> Result<axum::Json<Vec<AppMenuItem>>> {
    let items = items::list_menu(&mut app.db.read().await?, owner.business, 0, i64::MAX).await?;
    Ok(axum::Json(decoded(items).into_iter().map(AppMenuItem::from).collect()))
}
