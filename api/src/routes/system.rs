//! Health and metrics.

mod livez;
mod metrics;
mod readyz;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;

/// Returns the routes of health checks and metrics.
pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(livez::livez)).routes(routes!(metrics::metrics)).routes(routes!(readyz::readyz))
}
