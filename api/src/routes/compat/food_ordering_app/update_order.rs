use axum::extract::State;
use domain::order::state::{Command, Status};
use serde::Deserialize;
use service::problem::Problem;
use utoipa::ToSchema;

use super::app_order::AppOrder;
use crate::app::App;
use crate::error::{Error, Result};
use crate::extract::{Authenticated, Json, Path, Traced};
use crate::routes::compat::references::OrderRef;
use crate::routes::orders::{apply_command, find_visible};

/// The new status of an order.
#[derive(Deserialize, ToSchema)]
pub(super) struct OrderUpdate {
    /// The status.
    state: RequestedState,
}

/// The new status, in the words of the food ordering app or of `/api`.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase", try_from = "String")]
enum RequestedState {
    /// Accepts the order.
    Pending,
    /// Accepts the order.
    Accepted,
    /// Starts the preparation.
    Processing,
    /// Completes the preparation.
    Complate,
    /// Completes the preparation.
    Complete,
    /// Completes the preparation.
    Completed,
    /// Cancels the order.
    Cancelled,
    /// Rejects the order.
    Rejected,
}

impl TryFrom<String> for RequestedState {
    type Error = &'static str;

    fn try_from(state: String) -> std::result::Result<Self, Self::Error> {
        match state.as_str() {
            "pending" => Ok(Self::Pending),
            "accepted" => Ok(Self::Accepted),
            "processing" => Ok(Self::Processing),
            "complate" => Ok(Self::Complate),
            "complete" => Ok(Self::Complete),
            "completed" => Ok(Self::Completed),
            "cancelled" => Ok(Self::Cancelled),
            "rejected" => Ok(Self::Rejected),
            _ => Err("must be pending, accepted, processing, complate, complete, completed, cancelled or rejected"),
        }
    }
}

impl From<RequestedState> for Command {
    fn from(state: RequestedState) -> Self {
        match state {
            RequestedState::Pending | RequestedState::Accepted => Self::Accept,
            RequestedState::Processing => Self::Start,
            RequestedState::Complate | RequestedState::Complete | RequestedState::Completed => Self::Complete,
            RequestedState::Cancelled => Self::Cancel,
            RequestedState::Rejected => Self::Reject,
        }
    }
}

/// Change an order's status (food ordering app)
///
/// Completing an accepted order starts its preparation first, because the app has no status in between.
#[utoipa::path(
    put, path = "/order/update/{id}", tag = "compat", request_body = OrderUpdate,
    security(("bearer" = []), ("password" = [])),
    params(("id" = String, Path, description = "The id of the order, or its number, such as ORD1001")),
    responses(
        (status = 200, description = "The order", body = AppOrder),
        (status = 403, description = "Not allowed", body = Problem),
        (status = 404, description = "No such order, or not visible to you", body = Problem),
        (status = 409, description = "The status of the order does not allow the change", body = Problem),
    )
)]
pub(super) async fn update_order(
    State(app): State<App>,
    account: Authenticated,
    Traced(trace): Traced,
    Path(id): Path<String>,
    Json(OrderUpdate { state }): Json<OrderUpdate>,
) -> Result<axum::Json<AppOrder>> {
    let (reference, command) = (OrderRef::new(&id), Command::from(state));
    if command == Command::Complete {
        let order = find_visible(&mut app.db.read().await?, &account, reference.as_str()).await?;
        if order.status == Status::Accepted {
            match apply_command(&app, &account, &trace, reference.as_str(), Command::Start, None).await {
                // A kitchen worker may have started it in the meantime.
                Ok(_) | Err(Error::WrongStatus(..)) => {}
                Err(error) => return Err(error),
            }
        }
    }
    let order = apply_command(&app, &account, &trace, reference.as_str(), command, None).await?;
    let order = AppOrder::load(&mut app.db.read().await?, vec![order]).await?.pop();
    order.map(axum::Json).ok_or(Error::NotFound("order"))
}
