//! Reports on completed orders, by calendar day in the business's time zone.

mod csv;
mod filter;
mod products;
mod summary;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;

/// Returns the routes of `/api/reports`.
pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(products::products)).routes(routes!(summary::summary))
}
