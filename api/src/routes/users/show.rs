use axum::extract::State;
use shared::account::{Role, User, UserId};
use shared::auth::Account;
use shared::problem::Problem;
use shared::store::{Read, users};

use crate::error::{Error, Result};
use crate::extract::{Anyone, Path};
use crate::state::App;

/// Show an account
///
/// Everybody sees their own (`me`), a business its people's, an admin everybody's.
#[utoipa::path(
    get, path = "/api/users/{id}", tag = "users", security(("bearer" = []), ("password" = [])),
    params(("id" = String, Path, description = "The account's id, or `me`")),
    responses(
        (status = 200, description = "The account", body = User),
        (status = 404, description = "No such account, or not yours", body = Problem),
    )
)]
pub(super) async fn show(State(app): State<App>, account: Anyone, Path(id): Path<String>) -> Result<axum::Json<User>> {
    let id = match id.as_str() {
        "me" => account.id,
        id => id.parse().map_err(|_| Error::NotFound("account"))?,
    };
    visible(&mut app.db.read().await?, &account, id).await.map(axum::Json)
}

/// The account, if this one may see it.
pub(super) async fn visible(read: &mut Read, account: &Account, id: UserId) -> Result<User> {
    let user = users::find(read, id).await?.ok_or(Error::NotFound("account"))?;
    let theirs = match account.role {
        Role::Admin => true,
        Role::Business => user.business_id.is_some() && user.business_id == account.business_id,
        Role::Customer | Role::Waiter => false,
    };
    if theirs || user.id == account.id { Ok(user) } else { Err(Error::NotFound("account")) }
}
