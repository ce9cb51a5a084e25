//! Orders: placement, queries, and life-cycle commands.

mod command;
mod estimate;
mod events;
mod idempotency_header;
mod list;
mod place;
mod show;

pub(super) use command::apply_command;
pub(super) use idempotency_header::IdempotencyKeyHeader;
pub(super) use place::{MAX_LINES, PlaceLine, PlaceOrder, PlacedHeaders, submit, submit_all};
pub(super) use show::find_visible;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;

/// Returns the routes of `/api/orders`.
pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(place::place, list::list))
        .routes(routes!(show::show))
        .routes(routes!(events::events))
        .routes(routes!(command::command))
}
