//! Messages that nobody could cook: looked at, and tried again.

mod list;
mod replay;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::state::App;

/// The routes of dead letters.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list::list)).routes(routes!(replay::replay))
}
