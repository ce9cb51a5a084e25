use axum::extract::State;
use axum::http::Uri;
use axum::response::Response;
use domain::order::state::Status;
use serde::Deserialize;
use service::problem::Problem;
use utoipa::IntoParams;

use super::food_order::FoodOrder;
use crate::app::App;
use crate::error::Result;
use crate::extract::{Authenticated, Query};
use crate::routes::compat::numbered_pages::{NumberedPage, NumberedPageQuery, PageRows, list_orders};

/// The query parameters.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct StatusQuery {
    /// The status of the orders. Defaults to all statuses.
    status: Option<Status>,
}

/// List orders (food ordering)
///
/// Customers see their own orders, staff see the orders of their business, and admins see all orders. Newest first.
#[utoipa::path(
    get, path = "/get_orders", tag = "compat", params(StatusQuery, NumberedPageQuery),
    security(("bearer" = []), ("password" = [])),
    responses(
        (status = 200, description = "A page of orders", body = Vec<FoodOrder>, headers(("Link" = String))),
        (status = 422, description = "Invalid parameters", body = Problem),
    )
)]
pub(super) async fn get_orders(
    State(app): State<App>,
    account: Authenticated,
    uri: Uri,
    Query(StatusQuery { status }): Query<StatusQuery>,
    Query(page): Query<NumberedPageQuery>,
) -> Result<Response> {
    let page = NumberedPage::new(page.page, page.limit)?;
    let mut read = app.db.read().await?;
    let PageRows { entries, has_more } = list_orders(&mut read, &account, status, page).await?;
    let entries = FoodOrder::load(&mut read, entries).await?;
    Ok(page.into_response(PageRows { entries, has_more }, &uri))
}
