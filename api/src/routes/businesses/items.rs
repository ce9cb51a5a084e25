use axum::extract::State;
use axum::http::Uri;
use axum::response::Response;
use domain::business::BusinessId;
use domain::item::Item;
use service::problem::Problem;
use store::{businesses, items};

use crate::app::App;
use crate::error::{Error, Result};
use crate::extract::{Path, Query};
use crate::pagination::{Page, PageQuery, decode_number, encode_number};

/// List a business's menu
///
/// Sorted by item number. Items that were removed from the menu are omitted.
#[utoipa::path(
    get, path = "/api/businesses/{id}/items", tag = "businesses",
    params(("id" = uuid::Uuid, Path, description = "The id of the business"), PageQuery),
    responses(
        (status = 200, description = "A page of items", body = Page<Item>, headers(("Link" = String))),
        (status = 404, description = "No such business", body = Problem),
        (status = 422, description = "Invalid parameters", body = Problem),
    )
)]
pub(super) async fn items(
    State(app): State<App>,
    uri: Uri,
    Path(id): Path<BusinessId>,
    Query(query): Query<PageQuery>,
) -> Result<Response> {
    let after = decode_number(query.cursor.as_deref())?;
    let mut read = app.db.read().await?;
    if businesses::find(&mut read, id).await?.is_none() {
        return Err(Error::NotFound("business"));
    }
    let menu = items::list_menu(&mut read, id, after, query.limit.0 + 1).await?;
    Ok(Page::new(menu, query.limit, |number| encode_number(*number)).into_response_at(&uri))
}
