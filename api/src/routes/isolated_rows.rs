//! Isolated rows: rows that cannot be decoded or saved, which are skipped.

mod list;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;

/// Returns the routes of `/api/isolated-rows`.
pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list::isolated_rows))
}
