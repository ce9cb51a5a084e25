//! Menu items and their stock.

mod archive;
mod create;
mod etag;
mod lock;
mod show;
mod stock;
mod update;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
pub(super) use archive::archive_item;
pub(super) use create::add_item;
pub(super) use lock::lock_own;
pub(super) use stock::change_stock;

/// Returns the routes of `/api/items`.
pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(create::create))
        .routes(routes!(show::show, update::update, archive::archive))
        .routes(routes!(stock::stock))
}
