use axum::extract::State;
use serde::Deserialize;
use shared::auth::refresh_token_hash;
use shared::clock::Timestamp;
use shared::problem::Problem;
use shared::store::{refresh_tokens, users};
use utoipa::ToSchema;

use super::Session;
use crate::error::{Error, Result, retried};
use crate::extract::Json;
use crate::state::App;

/// A refresh token.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Refresh {
    /// As it was given at the login, or at the last refresh.
    pub(super) refresh_token: String,
}

/// Trade a refresh token for a new pair
///
/// Each is good once. One that comes a second time was stolen, or its successor was: then the whole login ends (RFC
/// 9700, 4.14).
#[utoipa::path(
    post, path = "/api/auth/refresh", tag = "auth", request_body = Refresh,
    responses(
        (status = 200, description = "A new pair", body = Session),
        (status = 401, description = "The token is not good (any more)", body = Problem),
    )
)]
pub(super) async fn refresh(State(app): State<App>, Json(form): Json<Refresh>) -> Result<axum::Json<Session>> {
    let hash = refresh_token_hash(&form.refresh_token);
    let now = app.clock.now();
    retried(|| renew(&app, &hash, now)).await
}

async fn renew(app: &App, hash: &[u8; 32], now: Timestamp) -> Result<axum::Json<Session>> {
    let mut tx = app.db.begin().await?;
    let Some(token) = refresh_tokens::lock(&mut tx, hash).await? else {
        return Err(Error::Unauthenticated("The refresh token is not valid. Log in again."));
    };
    if token.used_at.is_some() {
        refresh_tokens::revoke_family(&mut tx, token.family).await?;
        tx.commit().await?;
        tracing::warn!(user = %token.user_id, "a refresh token came twice; its login has ended");
        return Err(Error::Unauthenticated("The refresh token was used before. Log in again."));
    }
    if token.expires_at <= now {
        return Err(Error::Unauthenticated("The refresh token has expired. Log in again."));
    }
    let user =
        users::find(&mut tx, token.user_id).await?.ok_or(Error::Unauthenticated("This account has been closed."))?;
    refresh_tokens::spend(&mut tx, hash, now).await?;
    let session = Session::open(app, &mut tx, user, token.family).await?;
    tx.commit().await?;
    Ok(axum::Json(session))
}
