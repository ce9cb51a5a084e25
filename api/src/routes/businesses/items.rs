use axum::extract::State;
use axum::http::Uri;
use axum::response::Response;
use shared::business::BusinessId;
use shared::item::Item;
use shared::problem::Problem;
use shared::store::{businesses, items};

use crate::error::{Error, Result};
use crate::extract::{Path, Query};
use crate::page::{Page, PageQuery, number_cursor, number_of};
use crate::state::App;

/// List a business's menu
///
/// By item number. Items that were taken off the menu are not on it.
#[utoipa::path(
    get, path = "/api/businesses/{id}/items", tag = "businesses",
    params(("id" = uuid::Uuid, Path, description = "The business's id"), PageQuery),
    responses(
        (status = 200, description = "A page of items", body = Page<Item>, headers(("Link" = String))),
        (status = 404, description = "No such business", body = Problem),
        (status = 422, description = "Not acceptable", body = Problem),
    )
)]
pub(super) async fn items(
    State(app): State<App>,
    uri: Uri,
    Path(id): Path<BusinessId>,
    Query(query): Query<PageQuery>,
) -> Result<Response> {
    let after = number_of(query.cursor.as_deref())?;
    let mut read = app.db.read().await?;
    if businesses::find(&mut read, id).await?.is_none() {
        return Err(Error::NotFound("business"));
    }
    let menu = items::menu(&mut read, id, after, query.limit.0 + 1).await?;
    Ok(Page::new(menu, query.limit, |item| number_cursor(item.number)).at(&uri))
}
