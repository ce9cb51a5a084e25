use axum::extract::State;
use axum::http::StatusCode;
use shared::auth::refresh_token_hash;
use shared::store::refresh_tokens;

use super::refresh::Refresh;
use crate::error::{Result, retried};
use crate::extract::Json;
use crate::state::App;

/// Log out
///
/// Ends the login that the refresh token descends from. A token that is not known (any more) is logged out already.
#[utoipa::path(
    post, path = "/api/auth/logout", tag = "auth", request_body = Refresh,
    responses(
        (status = 204, description = "Logged out"),
    )
)]
pub(super) async fn logout(State(app): State<App>, Json(form): Json<Refresh>) -> Result<StatusCode> {
    retried(|| async {
        let mut tx = app.db.begin().await?;
        if let Some(token) = refresh_tokens::lock(&mut tx, &refresh_token_hash(&form.refresh_token)).await? {
            refresh_tokens::revoke_family(&mut tx, token.family).await?;
            tx.commit().await?;
        }
        Ok(StatusCode::NO_CONTENT)
    })
    .await
}
