//! Whether the process is up, and whether it can work.

mod livez;
mod metrics;
mod readyz;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::state::App;

/// The routes of health checks.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(livez::livez)).routes(routes!(metrics::metrics)).routes(routes!(readyz::readyz))
}
