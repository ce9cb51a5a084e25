use axum::extract::State;
use axum::http::Uri;
use axum::response::Response;
use service::problem::Problem;

use super::app_order::AppOrder;
use crate::app::App;
use crate::error::Result;
use crate::extract::{Query, Staff};
use crate::routes::compat::numbered_pages::{NumberedPage, NumberedPageQuery, PageRows, list_orders};

/// List the orders of your business (food ordering app)
///
/// Newest first. Admins see all orders.
#[utoipa::path(
    get, path = "/order/all/for/biz", tag = "compat", params(NumberedPageQuery),
    security(("bearer" = []), ("password" = [])),
    responses(
        (status = 200, description = "A page of orders", body = Vec<AppOrder>, headers(("Link" = String))),
        (status = 403, description = "Not the account of staff", body = Problem),
        (status = 422, description = "Invalid parameters", body = Problem),
    )
)]
pub(super) async fn list_orders_for_biz(
    State(app): State<App>,
    account: Staff,
    uri: Uri,
    Query(page): Query<NumberedPageQuery>,
) -> Result<Response> {
    let page = NumberedPage::new(page.page, page.limit)?;
    let mut read = app.db.read().await?;
    let PageRows { entries, has_more } = list_orders(&mut read, &account, None, page).await?;
    let entries = AppOrder::load(&mut read, entries).await?;
    Ok(page.into_response(PageRows { entries, has_more }, &uri))
}
