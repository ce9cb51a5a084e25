use axum::extract::State;
use domain::order::state::Command;
use service::problem::Problem;

use super::order::{MiniOrder, single_response};
use crate::app::App;
use crate::error::Result;
use crate::extract::{Authenticated, Path, Traced};
use crate::routes::compat::references::OrderRef;
use crate::routes::orders::apply_command;

/// Cancel an order (mini order)
///
/// Restores the stock of the items.
#[utoipa::path(
    patch, path = "/orders/{order_id}/cancel", tag = "compat", security(("bearer" = []), ("password" = [])),
    params(("order_id" = String, Path, description = "The id of the order, or its number, such as ORD1001 or 1001")),
    responses(
        (status = 200, description = "The order, CANCELLED", body = MiniOrder),
        (status = 403, description = "Not allowed", body = Problem),
        (status = 404, description = "No such order, or not visible to you", body = Problem),
        (status = 409, description = "The status of the order does not allow the cancellation", body = Problem),
    )
)]
pub(super) async fn cancel(
    State(app): State<App>,
    account: Authenticated,
    Traced(trace): Traced,
    Path(id): Path<String>,
) -> Result<axum::Json<MiniOrder>> {
    let order = apply_command(&app, &account, &trace, OrderRef::new(&id).as_str(), Command::Cancel, None).await?;
    single_response(&app, order).await
}
