use axum::extract::State;
use axum::http::StatusCode;
use shared::order::OrderId;
use shared::problem::Problem;
use shared::store::orders;
use uuid::Uuid;

use crate::error::{Error, Result};
use crate::extract::{Admin, Path};
use crate::state::App;

/// At most so many are looked through for an order that does not exist.
const MOST: usize = 1000;

/// Replay a dead letter
///
/// Puts it back into the kitchen's queue, and only there. One whose order is done by now is simply acknowledged there; one
/// whose order does not exist stays where it is.
#[utoipa::path(
    post, path = "/api/dead-letters/{id}/replay", tag = "kitchen", security(("bearer" = []), ("password" = [])),
    params(("id" = Uuid, Path, description = "The letter's id")),
    responses(
        (status = 204, description = "It is in the queue again"),
        (status = 403, description = "Not allowed", body = Problem),
        (status = 404, description = "No such letter", body = Problem),
        (status = 409, description = "There is no such order: nobody could cook it", body = Problem),
        (status = 503, description = "The broker is away", body = Problem),
    )
)]
pub(super) async fn replay(State(app): State<App>, _: Admin, Path(id): Path<Uuid>) -> Result<StatusCode> {
    let letters = app.broker.dead_letters(MOST).await.map_err(Error::Broker)?;
    let letter = letters.iter().filter_map(|letter| letter.message.as_ref().ok()).find(|message| message.id == id);
    if let Some(letter) = letter
        && orders::find(&mut app.db.read().await?, OrderId(letter.subject)).await?.is_none()
    {
        return Err(Error::NothingToCook);
    }
    let found = app.broker.replay(id).await.map_err(Error::Broker)?;
    if found { Ok(StatusCode::NO_CONTENT) } else { Err(Error::NotFound("dead letter")) }
}
