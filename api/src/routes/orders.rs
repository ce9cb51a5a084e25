//! Orders: placed, shown, listed, and moved through their life.

mod command;
mod events;
mod list;
mod place;
mod show;

pub(super) use command::carry_out;
pub(super) use place::{MOST_LINES, PlaceLine, PlaceOrder, hand_in};
pub(super) use show::visible;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::state::App;

/// The routes of `/api/orders`.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(place::place, list::list))
        .routes(routes!(show::show))
        .routes(routes!(events::events))
        .routes(routes!(command::command))
}
