use axum::extract::State;
use domain::order::state::Command;
use serde::Deserialize;
use service::problem::Problem;
use utoipa::ToSchema;

use super::food_order::FoodOrder;
use crate::app::App;
use crate::error::{Error, Result};
use crate::extract::{Authenticated, Json, Traced};
use crate::routes::compat::references::OrderRef;
use crate::routes::orders::apply_command;

/// The order to cancel.
#[derive(Deserialize, ToSchema)]
pub(super) struct Cancellation {
    /// The id or number of the order. The field may also be named `o_id`.
    #[serde(alias = "o_id")]
    order_id: OrderRef,
}

/// Cancel an order (food ordering)
///
/// Restores the stock of the items.
#[utoipa::path(
    post, path = "/cancel_order", tag = "compat", request_body = Cancellation,
    security(("bearer" = []), ("password" = [])),
    responses(
        (status = 200, description = "The cancelled order", body = FoodOrder),
        (status = 403, description = "Not allowed", body = Problem),
        (status = 404, description = "No such order, or not visible to you", body = Problem),
        (status = 409, description = "The status of the order does not allow the cancellation", body = Problem),
    )
)]
pub(super) async fn cancel_order(
    State(app): State<App>,
    account: Authenticated,
    Traced(trace): Traced,
    Json(form): Json<Cancellation>,
) -> Result<axum::Json<FoodOrder>> {
    let order = apply_command(&app, &account, &trace, form.order_id.as_str(), Command::Cancel, None).await?;
    let order = FoodOrder::load(&mut app.db.read().await?, vec![order]).await?.pop();
    order.map(axum::Json).ok_or(Error::NotFound("order"))
}
