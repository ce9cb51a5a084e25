use axum::extract::State;
use domain::order::event::OrderEvent;
use serde::Serialize;
use serde_json::value::RawValue;
use service::problem::Problem;
use store::events;
use utoipa::ToSchema;

use super::show::find_visible;
use crate::app::App;
use crate::error::Result;
use crate::extract::{Authenticated, Path};

/// The complete history of an order.
#[derive(Serialize, ToSchema)]
pub(super) struct History {
    /// The events, oldest first.
    #[schema(value_type = Vec<OrderEvent>)]
    data: Vec<Box<RawValue>>,
    /// Always `null`: there is a single page.
    next_cursor: Option<String>,
}

/// Show an order's history
///
/// Returns every change with its author, and the order as it was right after the change.
#[utoipa::path(
    get, path = "/api/orders/{id}/events", tag = "orders", security(("bearer" = []), ("password" = [])),
    params(("id" = String, Path, description = "The id of the order, or its number, such as ORD1001")),
    responses(
        (status = 200, description = "The events of the order", body = History),
        (status = 404, description = "No such order, or not visible to you", body = Problem),
    )
)]
pub(super) async fn events(
    State(app): State<App>,
    account: Authenticated,
    Path(id): Path<String>,
) -> Result<axum::Json<History>> {
    let mut read = app.db.read().await?;
    let order = find_visible(&mut read, &account, &id).await?;
    let events = events::list_for_order(&mut read, order.id).await?;
    let payloads = events.into_iter().map(|event| RawValue::from_string(event.payload.as_str().to_owned()));
    let data = payloads.collect::<serde_json::Result<_>>().map_err(|error| store::Error::Decode(Box::new(error)))?;
    Ok(axum::Json(History { data, next_cursor: None }))
}
