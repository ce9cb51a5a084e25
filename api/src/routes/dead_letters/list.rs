use axum::extract::State;
use domain::clock::Timestamp;
use domain::event::{EventRecord, RecordedKind};
use domain::order::{OrderId, OrderNumber};
use serde::Serialize;
use serde_json::Value;
use service::problem::Problem;
use store::orders;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::app::App;
use crate::error::{Error, Result};
use crate::extract::Admin;

/// Maximum number of listed dead letters.
const MAX_LISTED: usize = 100;

/// A kitchen message that could not be processed. All fields except `reason` are `null` if the message cannot be decoded.
#[derive(Default, Serialize, ToSchema)]
pub(super) struct DeadLetter {
    /// The id of the event. Use it to replay the message.
    id: Option<Uuid>,
    /// The order that the message is about.
    order_id: Option<OrderId>,
    /// The number of the order; `null` if the order does not exist.
    order_number: Option<OrderNumber>,
    /// The kind of the event.
    kind: Option<RecordedKind>,
    /// The reason why the message is a dead letter.
    reason: String,
    /// Time of the event.
    occurred_at: Option<Timestamp>,
    /// The body of the message.
    #[schema(value_type = Option<Object>)]
    body: Value,
}

/// The dead letters.
#[derive(Serialize, ToSchema)]
pub(super) struct DeadLetterPage {
    /// At most 100 dead letters, oldest first.
    data: Vec<DeadLetter>,
    /// Always `null`: there is a single page.
    next_cursor: Option<String>,
}

/// List dead letters
///
/// Returns the messages that a kitchen worker rejected and those that were delivered too often. They stay in the dead-letter
/// queue.
#[utoipa::path(
    get, path = "/api/dead-letters", tag = "kitchen", security(("bearer" = []), ("password" = [])),
    responses(
        (status = 200, description = "The dead letters", body = DeadLetterPage),
        (status = 403, description = "Not allowed", body = Problem),
        (status = 503, description = "The broker is unavailable", body = Problem),
    )
)]
pub(super) async fn list(State(app): State<App>, _: Admin) -> Result<axum::Json<DeadLetterPage>> {
    let dead_letters = app.broker.list_dead_letters(MAX_LISTED).await.map_err(Error::Broker)?;
    let mut read = app.db.read().await?;
    let mut data = Vec::with_capacity(dead_letters.len());
    for messaging::DeadLetter { event, reason } in dead_letters {
        data.push(match event {
            Ok(EventRecord { id, subject, kind, occurred_at, payload, .. }) => {
                let order_id = subject.order_id();
                // The order itself may be what cannot be decoded.
                let order_number = match order_id {
                    Some(id) => orders::find_number(&mut read, id).await?,
                    None => None,
                };
                let missing_order =
                    if order_id.is_some() && order_number.is_none() { ": the order does not exist" } else { "" };
                DeadLetter {
                    id: Some(id.0),
                    order_id,
                    order_number,
                    kind: Some(kind),
                    reason: reason + missing_order,
                    occurred_at: Some(occurred_at),
                    body: serde_json::from_str(payload.as_str()).unwrap_or(Value::Null),
                }
            }
            Err(error) => DeadLetter { reason: format!("{reason}: {error}"), ..DeadLetter::default() },
        });
    }
    Ok(axum::Json(DeadLetterPage { data, next_cursor: None }))
}
