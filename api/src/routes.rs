//! All routes: one endpoint per file, with its documentation, its types and its handler.

mod auth;
mod businesses;
mod compat;
mod dead_letters;
mod isolated_rows;
mod items;
mod kitchen;
mod orders;
mod reports;
mod system;
mod users;

use utoipa_axum::router::OpenApiRouter;

use crate::app::App;

/// Returns all documented routes.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .merge(auth::router())
        .merge(users::router())
        .merge(businesses::router())
        .merge(items::router())
        .merge(orders::router())
        .merge(kitchen::router())
        .merge(reports::router())
        .merge(compat::router())
        .merge(dead_letters::router())
        .merge(isolated_rows::router())
        .merge(system::router())
}
