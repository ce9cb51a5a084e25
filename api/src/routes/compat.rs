//! Routes for the clients of five earlier order systems, as thin adapters over the handlers of `/api`.
//!
//! `docs/seeds.md` lists the supported requests and their tests. Details that the clients' documentation leaves open follow
//! `FastAPI`, with which four of the systems were written: success is 200, lists are plain arrays, and unknown fields are
//! ignored. Only the routes on which the food ordering clients change menus or stock refuse unknown fields, so that no value in a
//! request is lost.
//!
//! - [`food_ordering`]: two systems for restaurants with customers and businesses.
//! - [`food_ordering_app`]: the web app of these two systems, which calls other routes than those that are documented.
//! - [`order_queue`]: a system that queues orders of several items.
//! - [`mini_order`]: a system with products, customers and admins.
//! - [`place_order`]: `POST /order`, which the food ordering clients and the order queue client share.
//! - The fifth system, for waiters, uses the routes of `/api`.

mod amounts;
mod customer;
mod food_ordering;
mod food_ordering_app;
mod lenient_numbers;
mod mini_order;
mod numbered_pages;
mod order_queue;
mod place_order;
mod references;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;

/// Returns the routes for the clients of earlier order systems. All of them are outside `/api`.
pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .merge(food_ordering::router())
        .merge(food_ordering_app::router())
        .merge(order_queue::router())
        .merge(mini_order::router())
        .routes(routes!(place_order::place_order))
}
