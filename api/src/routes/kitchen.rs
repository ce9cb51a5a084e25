//! The kitchen, and the overview of the installation.

mod overview;
mod show;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;

/// Returns the routes of `/api/kitchen` and `/api/overview`.
pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(show::kitchen)).routes(routes!(overview::overview))
}
