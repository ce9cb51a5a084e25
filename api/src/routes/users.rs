//! Accounts: owners manage their waiters, and admins manage all accounts.

mod archive;
mod create;
mod list;
mod show;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;

/// Returns the routes of `/api/users`.
pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(create::create, list::list)).routes(routes!(show::show, archive::archive))
}
