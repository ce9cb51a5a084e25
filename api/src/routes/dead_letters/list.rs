use axum::extract::State;
use serde::Serialize;
use serde_json::Value;
use shared::clock::Timestamp;
use shared::event::Kind;
use shared::order::{OrderId, OrderNumber};
use shared::problem::Problem;
use shared::store::orders;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::error::{Error, Result};
use crate::extract::Admin;
use crate::state::App;

/// At most so many are shown; whoever has more has another problem.
const MOST: usize = 100;

/// A message that nobody could cook.
#[derive(Serialize, ToSchema)]
pub(super) struct Letter {
    /// The event's id, for a replay; none where the message cannot be read.
    id: Option<Uuid>,
    /// Of which order it tells.
    order_id: Option<OrderId>,
    /// What that order is called; none where there is no such order.
    order_number: Option<OrderNumber>,
    /// What it tells.
    kind: Option<Kind>,
    /// How it came here.
    reason: String,
    /// When what it tells happened.
    occurred_at: Option<Timestamp>,
    /// What it holds; none where it cannot be read.
    #[schema(value_type = Option<Object>)]
    body: Value,
}

/// The messages that nobody could cook.
#[derive(Serialize, ToSchema)]
pub(super) struct Letters {
    /// At most 100, oldest first.
    data: Vec<Letter>,
    /// Always none: they come at once.
    next_cursor: Option<String>,
}

/// List dead letters
///
/// Messages that were refused, or came back too often. They stay where they are.
#[utoipa::path(
    get, path = "/api/dead-letters", tag = "kitchen", security(("bearer" = []), ("password" = [])),
    responses(
        (status = 200, description = "The letters", body = Letters),
        (status = 403, description = "Not allowed", body = Problem),
        (status = 503, description = "The broker is away", body = Problem),
    )
)]
pub(super) async fn list(State(app): State<App>, _: Admin) -> Result<axum::Json<Letters>> {
    let letters = app.broker.dead_letters(MOST).await.map_err(Error::Broker)?;
    let mut read = app.db.read().await?;
    let mut data = Vec::with_capacity(letters.len());
    for letter in letters {
        data.push(match letter.message {
            Ok(message) => {
                let order_id = OrderId(message.subject);
                let order = orders::find(&mut read, order_id).await?;
                let why = if order.is_none() { ": there is no such order" } else { "" };
                Letter {
                    id: Some(message.id),
                    order_id: Some(order_id),
                    order_number: order.map(|order| order.number),
                    kind: Some(message.kind),
                    reason: letter.reason + why,
                    occurred_at: Some(message.time),
                    body: serde_json::from_slice(&message.body).unwrap_or(Value::Null),
                }
            }
            Err(why) => Letter {
                id: None,
                order_id: None,
                order_number: None,
                kind: None,
                reason: format!("{}: {why}", letter.reason),
                occurred_at: None,
                body: Value::Null,
            },
        });
    }
    Ok(axum::Json(Letters { data, next_cursor: None }))
}
