use axum::http::header;
use axum::response::IntoResponse;
use domain::money::{self, CurrencyInfo};
use serde::Serialize;
use utoipa::ToSchema;

/// The currencies in which prices can be set.
#[derive(Serialize, ToSchema)]
pub(super) struct CurrencyList {
    /// The currencies, by code.
    data: Vec<CurrencyInfo>,
    /// Always `null`, because the list has one page.
    next_cursor: Option<String>,
}

/// List all currencies
///
/// Returns the currencies of ISO 4217 that are in circulation, with their numbers of decimals. These numbers apply to all amounts
/// in the API, in reports and in the web app.
#[utoipa::path(
    get, path = "/api/currencies", tag = "businesses",
    responses((status = 200, description = "All currencies", body = CurrencyList))
)]
pub(super) async fn currencies() -> impl IntoResponse {
    let cache_control = [(header::CACHE_CONTROL, "public, max-age=86400")];
    (cache_control, axum::Json(CurrencyList { data: money::currencies(), next_cursor: None }))
}
