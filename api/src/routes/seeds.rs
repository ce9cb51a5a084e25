//! The names that the seeds' clients use: thin adapters over the handlers of `/api`, in their own words.
//!
//! What stands in the five READMEs works as it stands there; `docs/seeds.md` says which row is proved where. What they
//! leave open is answered as `FastAPI`, in which four of the five were written, would have done it: a call that succeeds
//! is 200, a list is a plain array, and fields that nobody knows are not looked at.

mod accounts;
mod menu;
mod order;
mod orders;
mod pages;
mod products;
mod references;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::state::App;

/// The routes beside those of `/api`.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .merge(accounts::router())
        .routes(routes!(order::place_order))
        .routes(routes!(order::show_order))
        .routes(routes!(order::cancel_order))
        .routes(routes!(order::get_orders))
        .routes(routes!(menu::set_menu))
        .routes(routes!(products::create_product, products::list_products))
        .routes(routes!(orders::create_order, orders::list_orders))
        .routes(routes!(orders::confirm_order))
        .routes(routes!(orders::cancel))
}
