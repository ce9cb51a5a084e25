//! The routes that the web app of the food ordering systems calls. They differ from the routes in the documentation of these
//! systems, and use other words for statuses.

mod add_menu;
mod add_orders;
mod app_menu_item;
mod app_order;
mod biz_info;
mod delete_menu;
mod delete_order;
mod done;
mod list_menus_for_biz;
mod list_menus_for_user;
mod list_orders_for_biz;
mod list_orders_for_user;
mod log_in_biz;
mod log_in_user;
mod show_stock;
mod update_menu;
mod update_order;
mod update_stock;
mod user_info;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::routes::auth::no_store;

/// Returns the HTTP routes of the web app of the food ordering systems. The notifier serves its WebSocket.
pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(log_in_user::log_in_user))
        .routes(routes!(log_in_biz::log_in_biz))
        // Applies to the routes above.
        .layer(no_store())
        .routes(routes!(user_info::user_info))
        .routes(routes!(biz_info::biz_info))
        .routes(routes!(list_menus_for_user::list_menus_for_user))
        .routes(routes!(list_menus_for_biz::list_menus_for_biz))
        .routes(routes!(add_menu::add_menu))
        .routes(routes!(update_menu::update_menu))
        .routes(routes!(update_stock::update_stock))
        .routes(routes!(show_stock::show_stock))
        .routes(routes!(delete_menu::delete_menu))
        .routes(routes!(list_orders_for_user::list_orders_for_user))
        .routes(routes!(list_orders_for_biz::list_orders_for_biz))
        .routes(routes!(add_orders::add_orders))
        .routes(routes!(update_order::update_order))
        .routes(routes!(delete_order::delete_order))
}
