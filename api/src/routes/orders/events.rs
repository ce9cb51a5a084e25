use axum::extract::State;
use serde::Serialize;
use serde_json::value::RawValue;
use shared::event::Event;
use shared::problem::Problem;
use shared::store::events;
use utoipa::ToSchema;

use super::show::visible;
use crate::error::Result;
use crate::extract::{Anyone, Path};
use crate::state::App;

/// The whole history of an order.
#[derive(Serialize, ToSchema)]
pub(super) struct History {
    /// Oldest first.
    #[schema(value_type = Vec<Event>)]
    data: Vec<Box<RawValue>>,
    /// Always none: an order has few events, and they come at once.
    next_cursor: Option<String>,
}

/// Show an order's history
///
/// Each change with who made it, and the order as it was right after it.
#[utoipa::path(
    get, path = "/api/orders/{id}/events", tag = "orders", security(("bearer" = []), ("password" = [])),
    params(("id" = String, Path, description = "The order's id, or its number like ORD1001")),
    responses(
        (status = 200, description = "Its events", body = History),
        (status = 404, description = "No such order, or not yours", body = Problem),
    )
)]
pub(super) async fn events(
    State(app): State<App>,
    account: Anyone,
    Path(id): Path<String>,
) -> Result<axum::Json<History>> {
    let mut read = app.db.read().await?;
    let order = visible(&mut read, &account, &id).await?;
    let log = events::of_order(&mut read, order.id).await?;
    let data = log.into_iter().map(|entry| RawValue::from_string(entry.payload)).collect::<std::result::Result<_, _>>();
    let data = data.map_err(|error| shared::store::Error::Decode(Box::new(error)))?;
    Ok(axum::Json(History { data, next_cursor: None }))
}
