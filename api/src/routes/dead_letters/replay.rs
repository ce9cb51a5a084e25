use axum::extract::State;
use axum::http::StatusCode;
use service::problem::Problem;
use store::orders;
use uuid::Uuid;

use crate::app::App;
use crate::error::{Error, Result};
use crate::extract::{Admin, Path};

/// Maximum number of dead letters to search for the message, in order to check whether its order exists.
const MAX_SCANNED: usize = 1000;

/// Replay a dead letter
///
/// Returns the message to the kitchen queue. If the order has finished in the meantime, a kitchen worker discards the message.
/// If the order does not exist, the message stays a dead letter.
#[utoipa::path(
    post, path = "/api/dead-letters/{id}/replay", tag = "kitchen", security(("bearer" = []), ("password" = [])),
    params(("id" = Uuid, Path, description = "The id of the dead letter")),
    responses(
        (status = 204, description = "The message is in the kitchen queue"),
        (status = 403, description = "Not allowed", body = Problem),
        (status = 404, description = "No such dead letter", body = Problem),
        (status = 409, description = "The order does not exist", body = Problem),
        (status = 503, description = "The broker is unavailable", body = Problem),
    )
)]
pub(super) async fn replay(State(app): State<App>, _: Admin, Path(id): Path<Uuid>) -> Result<StatusCode> {
    let dead_letters = app.broker.list_dead_letters(MAX_SCANNED).await.map_err(Error::Broker)?;
    let event = dead_letters.iter().filter_map(|dead| dead.event.as_ref().ok()).find(|event| event.id.0 == id);
    if let Some(order) = event.and_then(|event| event.subject.order_id())
        && orders::find_number(&mut app.db.read().await?, order).await?.is_none()
    {
        return Err(Error::OrphanedDeadLetter);
    }
    let is_replayed = app.broker.replay_dead_letter(id).await.map_err(Error::Broker)?;
    if is_replayed { Ok(StatusCode::NO_CONTENT) } else { Err(Error::NotFound("dead letter")) }
}
