use axum::extract::State;
use axum::http::StatusCode;
use shared::problem::Problem;
use uuid::Uuid;

use crate::error::{Error, Result};
use crate::extract::{Admin, Path};
use crate::state::App;

/// Replay a dead letter
///
/// Puts it back into the kitchen's queue, and only there. One whose order is done by now is simply acknowledged.
#[utoipa::path(
    post, path = "/api/dead-letters/{id}/replay", tag = "kitchen", security(("bearer" = []), ("password" = [])),
    params(("id" = Uuid, Path, description = "The letter's id")),
    responses(
        (status = 204, description = "It is in the queue again"),
        (status = 403, description = "Not allowed", body = Problem),
        (status = 404, description = "No such letter", body = Problem),
        (status = 503, description = "The broker is away", body = Problem),
    )
)]
pub(super) async fn replay(State(app): State<App>, _: Admin, Path(id): Path<Uuid>) -> Result<StatusCode> {
    let found = app.broker.replay(id).await.map_err(Error::Broker)?;
    if found { Ok(StatusCode::NO_CONTENT) } else { Err(Error::NotFound("dead letter")) }
}
