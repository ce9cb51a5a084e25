use axum::extract::State;
use domain::account::User;
use domain::clock::Timestamp;
use serde::Serialize;
use service::problem::Problem;
use store::users;
use utoipa::ToSchema;

use crate::app::App;
use crate::error::{Error, Result};
use crate::extract::Authenticated;

/// The account of a valid access token.
#[derive(Serialize, ToSchema)]
pub(super) struct Verified {
    /// Always `true`. An invalid token is answered with 401.
    valid: bool,
    /// The account.
    user: User,
    /// Time at which the token expires.
    expires_at: Timestamp,
}

/// Verify an access token
#[utoipa::path(
    get, path = "/api/auth/verify", tag = "auth", security(("bearer" = []), ("password" = [])),
    responses(
        (status = 200, description = "The token is valid", body = Verified),
        (status = 401, description = "The token is invalid or expired", body = Problem),
    )
)]
pub(super) async fn verify(State(app): State<App>, account: Authenticated) -> Result<axum::Json<Verified>> {
    let user = users::find(&mut app.db.read().await?, account.id)
        .await?
        .ok_or(Error::Unauthenticated("This account has been deactivated."))?;
    Ok(axum::Json(Verified { valid: true, user, expires_at: account.expires_at }))
}
