use auth::refresh_tokens::hash_refresh_token;
use axum::extract::State;
use domain::clock::Timestamp;
use serde::Deserialize;
use service::problem::Problem;
use store::refresh_tokens::TokenHash;
use store::{refresh_tokens, users};
use utoipa::ToSchema;

use super::session::Session;
use crate::app::App;
use crate::error::{Error, Result, retry};
use crate::extract::Json;

/// A refresh token.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Refresh {
    /// The refresh token from the login or from the last refresh.
    pub(super) refresh_token: String,
}

/// Refresh a session
///
/// Exchanges a refresh token for a new pair of tokens. Each refresh token can be used once. Reuse indicates a stolen token and
/// ends the whole session (RFC 9700, section 4.14).
#[utoipa::path(
    post, path = "/api/auth/refresh", tag = "auth", request_body = Refresh,
    responses(
        (status = 200, description = "A new pair of tokens", body = Session),
        (status = 401, description = "The token is invalid, expired or used", body = Problem),
    )
)]
pub(super) async fn refresh(State(app): State<App>, Json(form): Json<Refresh>) -> Result<axum::Json<Session>> {
    let hash = hash_refresh_token(&form.refresh_token);
    let now = app.clock.now();
    retry(|| rotate(&app, &hash, now)).await
}

/// Marks the token as used and issues its successor. If the token was used before, revokes its family instead.
async fn rotate(app: &App, hash: &TokenHash, now: Timestamp) -> Result<axum::Json<Session>> {
    let mut tx = app.db.begin().await?;
    let Some(token) = refresh_tokens::lock(&mut tx, hash).await? else {
        return Err(Error::Unauthenticated("The refresh token is not valid. Log in again."));
    };
    if token.used_at.is_some() {
        refresh_tokens::revoke_family(&mut tx, token.family).await?;
        tx.commit().await?;
        tracing::warn!(user_id = %token.user_id, "refresh token reuse detected; token family revoked");
        return Err(Error::Unauthenticated("The refresh token was already used. Log in again."));
    }
    if token.expires_at <= now {
        return Err(Error::Unauthenticated("The refresh token has expired. Log in again."));
    }
    let user = users::find(&mut tx, token.user_id)
        .await?
        .ok_or(Error::Unauthenticated("This account has been deactivated."))?;
    refresh_tokens::mark_used(&mut tx, hash, now).await?;
    let session = Session::issue(app, &mut tx, user, token.family).await?;
    tx.commit().await?;
    Ok(axum::Json(session))
}
