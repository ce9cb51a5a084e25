use auth::refresh_tokens::hash_refresh_token;
use axum::extract::State;
use axum::http::StatusCode;
use store::refresh_tokens;

use super::refresh::Refresh;
use crate::app::App;
use crate::error::{Result, retry};
use crate::extract::Json;

/// Log out
///
/// Revokes all refresh tokens of the session. The access token stays valid until it expires. An unknown refresh token is not an
/// error.
#[utoipa::path(
    post, path = "/api/auth/logout", tag = "auth", request_body = Refresh,
    responses(
        (status = 204, description = "Logged out"),
    )
)]
pub(super) async fn logout(State(app): State<App>, Json(form): Json<Refresh>) -> Result<StatusCode> {
    retry(|| async {
        let mut tx = app.db.begin().await?;
        if let Some(token) = refresh_tokens::lock(&mut tx, &hash_refresh_token(&form.refresh_token)).await? {
            refresh_tokens::revoke_family(&mut tx, token.family).await?;
            tx.commit().await?;
        }
        Ok(StatusCode::NO_CONTENT)
    })
    .await
}
