//! Routes for the clients of two food ordering systems, with customers and businesses. Many fields have two names: the name in
//! the API of these systems and the name of their database column.

mod business_login;
mod cancel_order;
mod food_order;
mod get_orders;
mod menu_entry;
mod menu_import;
mod placement;
mod set_menu;
mod user_login;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::routes::auth::no_store;
pub(super) use business_login::{BusinessLogin, business_login};
pub(super) use food_order::{FoodOrder, OrderedItem, find_ordered_items};
pub(super) use menu_entry::{DesiredItem, MenuEntry};
pub(super) use menu_import::import;
pub(super) use placement::{PlacedFoodOrders, SingleItemOrder, SingleItemOrders, place_food_orders};
pub(super) use user_login::{UserLogin, user_login};

/// Returns the routes of the food ordering clients, except `POST /order` (see [`place_order`](super::place_order)).
pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(user_login::user_login))
        .routes(routes!(business_login::business_login))
        // Applies to the routes above.
        .layer(no_store())
        .routes(routes!(cancel_order::cancel_order))
        .routes(routes!(get_orders::get_orders))
        .routes(routes!(set_menu::set_menu))
}
