//! Routes for the client of a small system with products, customers and admins. The client identifies items and orders
//! by number.

mod cancel_order;
mod confirm_order;
mod create_order;
mod create_product;
mod list_orders;
mod list_products;
mod login;
mod order;
mod product;
mod register;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::routes::auth::no_store;

/// Returns the routes of the mini order client.
pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(register::register))
        .routes(routes!(login::login))
        // Applies to the routes above.
        .layer(no_store())
        .routes(routes!(create_product::create_product, list_products::list_products))
        .routes(routes!(create_order::create_order, list_orders::list_orders))
        .routes(routes!(confirm_order::confirm_order))
        .routes(routes!(cancel_order::cancel))
}
