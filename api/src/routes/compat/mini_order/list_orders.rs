use axum::extract::State;
use axum::http::Uri;
use axum::response::Response;
use domain::order::state::Status;
use serde::de::value::StringDeserializer;
use serde::{Deserialize, Deserializer};
use service::problem::Problem;
use utoipa::IntoParams;

use super::order::{MiniOrder, MiniOrderStatus, to_mini_orders};
use crate::app::App;
use crate::error::Result;
use crate::extract::{Authenticated, Query};
use crate::routes::compat::numbered_pages::{self, NumberedPage, NumberedPageQuery, PageRows};

/// The query parameters.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct MiniOrderQuery {
    /// The status of the orders, case-insensitive. Defaults to all statuses.
    #[serde(default, deserialize_with = "deserialize_any_case")]
    status: Option<MiniOrderStatus>,
}

fn deserialize_any_case<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> std::result::Result<Option<MiniOrderStatus>, D::Error> {
    let word = String::deserialize(deserializer)?.to_uppercase();
    MiniOrderStatus::deserialize(StringDeserializer::<D::Error>::new(word)).map(Some)
}

/// List orders (mini order)
///
/// Customers see their own orders, staff see the orders of their business, and admins see all orders. Newest first.
#[utoipa::path(
    get, path = "/orders", tag = "compat", params(MiniOrderQuery, NumberedPageQuery),
    security(("bearer" = []), ("password" = [])),
    responses(
        (status = 200, description = "A page of orders", body = Vec<MiniOrder>, headers(("Link" = String))),
        (status = 422, description = "Invalid parameters", body = Problem),
    )
)]
pub(super) async fn list_orders(
    State(app): State<App>,
    account: Authenticated,
    uri: Uri,
    Query(MiniOrderQuery { status }): Query<MiniOrderQuery>,
    Query(page): Query<NumberedPageQuery>,
) -> Result<Response> {
    let page = NumberedPage::new(page.page, page.limit)?;
    let mut read = app.db.read().await?;
    let status = status.map(Status::from);
    let PageRows { entries, has_more } = numbered_pages::list_orders(&mut read, &account, status, page).await?;
    let entries = to_mini_orders(&mut read, entries).await?;
    Ok(page.into_response(PageRows { entries, has_more }, &uri))
}
