use axum::http::header;
use axum::response::IntoResponse;
use domain::money::{CurrencyInfo, currencies};

use crate::pagination::Page;

/// List all currencies
///
/// The currencies of ISO 4217 that are in circulation, with their numbers of decimals. All amounts of the API, of the reports and on
/// the page have these decimals. The list has one page.
#[utoipa::path(
    get, path = "/api/currencies", tag = "businesses",
    responses((status = 200, description = "All currencies, by code", body = Page<CurrencyInfo>))
)]
pub(super) async fn list() -> impl IntoResponse {
    let cache_control = [(header::CACHE_CONTROL, "public, max-age=86400")];
    (cache_control, axum::Json(Page { data: currencies(), next_cursor: None }))
}
