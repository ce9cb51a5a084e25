use axum::extract::State;
use axum::http::Uri;
use axum::response::Response;
use service::problem::Problem;

use super::app_order::AppOrder;
use crate::app::App;
use crate::error::Result;
use crate::extract::{Authenticated, Query};
use crate::routes::compat::numbered_pages::{NumberedPage, NumberedPageQuery, PageRows, list_orders};

/// List your orders (food ordering app)
///
/// Customers see their own orders, staff see the orders of their business, and admins see all orders. Newest first.
#[utoipa::path(
    get, path = "/order/all/for/user", tag = "compat", params(NumberedPageQuery),
    security(("bearer" = []), ("password" = [])),
    responses(
        (status = 200, description = "A page of orders", body = Vec<AppOrder>, headers(("Link" = String))),
        (status = 422, description = "Invalid parameters", body = Problem),
    )
)]
pub(super) async fn list_orders_for_user(
    State(app): State<App>,
    account: Authenticated,
    uri: Uri,
    Query(page): Query<NumberedPageQuery>,
) -> Result<Response> {
    let page = NumberedPage::new(page.page, page.limit)?;
    let mut read = app.db.read().await?;
    let PageRows { entries, has_more } = list_orders(&mut read, &account, None, page).await?;
    let entries = AppOrder::load(&mut read, entries).await?;
    Ok(page.into_response(PageRows { entries, has_more }, &uri))
}
