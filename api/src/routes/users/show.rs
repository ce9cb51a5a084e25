use auth::Account;
use axum::extract::State;
use domain::account::{Role, User, UserId};
use service::problem::Problem;
use store::{ReadConn, users};

use crate::app::App;
use crate::error::{Error, Result};
use crate::extract::{Authenticated, Path};

/// Show an account
///
/// Every account can see itself (`me`), owners can see the accounts of their business, and admins can see all accounts.
#[utoipa::path(
    get, path = "/api/users/{id}", tag = "users", security(("bearer" = []), ("password" = [])),
    params(("id" = String, Path, description = "The id of the account, or `me`")),
    responses(
        (status = 200, description = "The account", body = User),
        (status = 404, description = "No such account, or not visible to you", body = Problem),
    )
)]
pub(super) async fn show(
    State(app): State<App>,
    account: Authenticated,
    Path(id): Path<String>,
) -> Result<axum::Json<User>> {
    let id = match id.as_str() {
        "me" => account.id,
        id => id.parse().map_err(|_| Error::NotFound("account"))?,
    };
    find_visible(&mut app.db.read().await?, &account, id).await.map(axum::Json)
}

/// Finds an account. Returns [`Error::NotFound`] if it does not exist or is not visible to `account`.
pub(super) async fn find_visible(read: &mut ReadConn, account: &Account, id: UserId) -> Result<User> {
    let user = users::find(read, id).await?.ok_or(Error::NotFound("account"))?;
    let is_managed = match account.role {
        Role::Admin => true,
        Role::Business => user.business_id.is_some() && user.business_id == account.business_id,
        Role::Customer | Role::Waiter => false,
    };
    if is_managed || user.id == account.id { Ok(user) } else { Err(Error::NotFound("account")) }
}
