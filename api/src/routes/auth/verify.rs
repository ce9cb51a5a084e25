use axum::extract::State;
use serde::Serialize;
use shared::account::User;
use shared::clock::Timestamp;
use shared::problem::Problem;
use shared::store::users;
use utoipa::ToSchema;

use crate::error::{Error, Result};
use crate::extract::Anyone;
use crate::state::App;

/// Whose token it is, and until when it is good.
#[derive(Serialize, ToSchema)]
pub(super) struct Verified {
    /// Always true; a token that is not valid is answered with 401.
    valid: bool,
    /// The account.
    user: User,
    /// Until when.
    expires_at: Timestamp,
}

/// Check an access token
#[utoipa::path(
    get, path = "/api/auth/verify", tag = "auth", security(("bearer" = []), ("password" = [])),
    responses(
        (status = 200, description = "It is good", body = Verified),
        (status = 401, description = "It is not", body = Problem),
    )
)]
pub(super) async fn verify(State(app): State<App>, account: Anyone) -> Result<axum::Json<Verified>> {
    let user = users::find(&mut app.db.read().await?, account.id)
        .await?
        .ok_or(Error::Unauthenticated("This account has been closed."))?;
    Ok(axum::Json(Verified { valid: true, user, expires_at: account.expires_at }))
}
