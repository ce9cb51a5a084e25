//! Businesses, their menus, their settings and the currencies.

mod currencies;
mod items;
mod list;
mod load;
mod show;
mod update;

pub(super) use update::check_expected_currency;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;

/// Returns the routes of `/api/businesses` and `/api/currencies`.
pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list::list))
        .routes(routes!(currencies::currencies))
        .routes(routes!(show::show, update::update))
        .routes(routes!(items::items))
}
