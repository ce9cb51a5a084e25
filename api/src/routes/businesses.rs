//! Businesses, their menus and their settings.

mod items;
mod list;
mod load;
mod show;
mod update;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;

/// Returns the routes of `/api/businesses`.
pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list::list))
        .routes(routes!(show::show, update::update))
        .routes(routes!(items::items))
}
