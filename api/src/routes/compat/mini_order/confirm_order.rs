use axum::extract::State;
use domain::order::state::Command;
use service::problem::Problem;

use super::order::{MiniOrder, single_response};
use crate::app::App;
use crate::error::Result;
use crate::extract::{Authenticated, Path, Traced};
use crate::routes::compat::references::OrderRef;
use crate::routes::orders::apply_command;

/// Confirm an order (mini order)
///
/// Allowed for the owner of the business (an `admin` of mini order) and for admins of the installation.
#[utoipa::path(
    patch, path = "/orders/{order_id}/confirm", tag = "compat", security(("bearer" = []), ("password" = [])),
    params(("order_id" = String, Path, description = "The id of the order, or its number, such as ORD1001 or 1001")),
    responses(
        (status = 200, description = "The order, CONFIRMED", body = MiniOrder),
        (status = 403, description = "Not allowed", body = Problem),
        (status = 404, description = "No such order, or not visible to you", body = Problem),
        (status = 409, description = "The status of the order does not allow the confirmation", body = Problem),
    )
)]
pub(super) async fn confirm_order(
    State(app): State<App>,
    account: Authenticated,
    Traced(trace): Traced,
    Path(id): Path<String>,
) -> Result<axum::Json<MiniOrder>> {
    let order = apply_command(&app, &account, &trace, OrderRef::new(&id).as_str(), Command::Accept, None).await?;
    single_response(&app, order).await
}
