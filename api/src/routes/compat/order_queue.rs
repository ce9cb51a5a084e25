//! Routes for the client of a system that queues orders and processes them asynchronously. The client identifies orders by
//! number.

mod queued_order;
mod show_order;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
pub(super) use queued_order::QueuedOrder;

/// Returns the routes of the order queue client, except `POST /order` (see [`place_order`](super::place_order)) and
/// `GET /metrics`.
pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(show_order::show_order))
}
