use axum::extract::State;
use axum::http::Uri;
use axum::response::Response;
use service::problem::Problem;

use super::product::Product;
use crate::app::App;
use crate::error::Result;
use crate::extract::Query;
use crate::routes::compat::numbered_pages::{NumberedPage, NumberedPageQuery, list_items};

/// List products (mini order)
///
/// The items of all businesses, sorted by number.
#[utoipa::path(
    get, path = "/products", tag = "compat", params(NumberedPageQuery),
    responses(
        (status = 200, description = "A page of products", body = Vec<Product>, headers(("Link" = String))),
        (status = 422, description = "Invalid parameters", body = Problem),
    )
)]
pub(super) async fn list_products(
    State(app): State<App>,
    uri: Uri,
    Query(page): Query<NumberedPageQuery>,
) -> Result<Response> {
    let page = NumberedPage::new(page.page, page.limit)?;
    let items = list_items(&mut app.db.read().await?, page).await?;
    Ok(page.into_response(items.map(Product::from), &uri))
}
