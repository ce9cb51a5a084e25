use axum::extract::State;
use domain::order::state::Command;
use service::problem::Problem;

use super::done::Done;
use crate::app::App;
use crate::error::Result;
use crate::extract::{Authenticated, Path, Traced};
use crate::routes::compat::references::OrderRef;
use crate::routes::orders::apply_command;

/// Cancel an order (food ordering app)
///
/// Restores the stock of the items. The order is kept, with the status `cancelled`.
#[utoipa::path(
    delete, path = "/order/delete/{id}", tag = "compat", security(("bearer" = []), ("password" = [])),
    params(("id" = String, Path, description = "The id of the order, or its number, such as ORD1001")),
    responses(
        (status = 200, description = "The order is cancelled", body = Done),
        (status = 403, description = "Not allowed", body = Problem),
        (status = 404, description = "No such order, or not visible to you", body = Problem),
        (status = 409, description = "The status of the order does not allow the cancellation", body = Problem),
    )
)]
pub(super) async fn delete_order(
    State(app): State<App>,
    account: Authenticated,
    Traced(trace): Traced,
    Path(id): Path<String>,
) -> Result<axum::Json<Done>> {
    let reference = OrderRef::new(&id);
    let order = apply_command(&app, &account, &trace, reference.as_str(), Command::Cancel, None).await?;
    Ok(Done::new(format!("{} is cancelled.", order.number)))
}
