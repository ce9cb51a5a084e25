//! Accounts of a business's people, and for the admin of everybody.

mod archive;
mod create;
mod list;
mod show;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::state::App;

/// The routes of `/api/users`.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(create::create, list::list)).routes(routes!(show::show, archive::archive))
}
