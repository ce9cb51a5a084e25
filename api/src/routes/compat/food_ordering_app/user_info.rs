use axum::extract::State;
use domain::account::{UserId, Username};
use domain::text::Name;
use serde::Serialize;
use store::users;
use utoipa::ToSchema;

use crate::app::App;
use crate::error::{Error, Result};
use crate::extract::Authenticated;

/// An account.
#[derive(Serialize, ToSchema)]
pub(super) struct UserInfo {
    /// The id of the account. For customers, it is also the id at `/socket/user/{id}`.
    id: UserId,
    /// The login name.
    user_name: Username,
    /// The person's name.
    name: Name,
    /// Always `user`.
    #[schema(example = "user")]
    role: &'static str,
}

/// Show your account (food ordering app)
#[utoipa::path(
    get, path = "/auth/user/info", tag = "compat", security(("bearer" = []), ("password" = [])),
    responses((status = 200, description = "The account", body = UserInfo))
)]
pub(super) async fn user_info(State(app): State<App>, account: Authenticated) -> Result<axum::Json<UserInfo>> {
    let user = users::find(&mut app.db.read().await?, account.id).await?;
    let user = user.ok_or(Error::Unauthenticated("This account has been deactivated."))?;
    Ok(axum::Json(UserInfo { id: user.id, user_name: user.username, name: user.name, role: "user" }))
}
