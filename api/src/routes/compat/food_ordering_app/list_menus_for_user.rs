use axum::extract::State;
use axum::http::Uri;
use axum::response::Response;
use service::problem::Problem;

use super::app_menu_item::AppMenuItem;
use crate::app::App;
use crate::error::Result;
use crate::extract::{Authenticated, Query};
use crate::routes::compat::numbered_pages::{NumberedPage, NumberedPageQuery, list_items};

/// List the items of all businesses (food ordering app)
///
/// Sorted by number.
#[utoipa::path(
    get, path = "/menu/all/for/user", tag = "compat", params(NumberedPageQuery),
    security(("bearer" = []), ("password" = [])),
    responses(
        (status = 200, description = "A page of items", body = Vec<AppMenuItem>, headers(("Link" = String))),
        (status = 422, description = "Invalid parameters", body = Problem),
    )
)]
pub(super) async fn list_menus_for_user(
    State(app): State<App>,
    _: Authenticated,
    uri: Uri,
    Query(page): Query<NumberedPageQuery>,
) -> Result<Response> {
    let page = NumberedPage::new(page.page, page.limit)?;
    let items = list_items(&mut app.db.read().await?, page).await?;
    Ok(page.into_response(items.map(AppMenuItem::from), &uri))
}
