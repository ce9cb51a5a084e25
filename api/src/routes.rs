//! Every route: one endpoint a file, with its doc, its types and its handler. No SQL here.

pub mod auth;
pub mod businesses;
pub mod dead_letters;
pub mod items;
pub mod kitchen;
pub mod orders;
pub mod reports;
pub mod seeds;
pub mod system;
pub mod users;

use utoipa_axum::router::OpenApiRouter;

use crate::state::App;

/// All documented routes.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .merge(auth::router())
        .merge(users::router())
        .merge(businesses::router())
        .merge(items::router())
        .merge(orders::router())
        .merge(kitchen::router())
        .merge(reports::router())
        .merge(seeds::router())
        .merge(dead_letters::router())
        .merge(system::router())
}
