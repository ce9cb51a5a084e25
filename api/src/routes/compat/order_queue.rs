//! The client of a system that queues orders and processes them asynchronously. It identifies orders by number.

mod queued_order;
mod show_order;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
pub(super) use queued_order::QueuedOrder;

/// Returns the routes of this client.
pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(show_order::show_order))
}
