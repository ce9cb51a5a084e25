use axum::extract::State;
use axum::http::{HeaderName, StatusCode, header};
use serde::Deserialize;
use shared::account::{Email, Name, Password, Role, User, UserId, Username};
use shared::business::BusinessId;
use shared::problem::Problem;
use shared::store::businesses;
use utoipa::ToSchema;

use crate::error::{Error, Result, retried};
use crate::extract::{Json, Manager};
use crate::routes::auth;
use crate::state::App;

/// A new account.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewUser {
    /// What to call the person.
    name: Name,
    /// The address that logs in.
    email: Option<Email>,
    /// The login name; the email address by default.
    username: Option<Username>,
    /// The password.
    password: Password,
    /// `waiter` by default. Only an admin makes others: customers, admins, and more owners of a business.
    role: Option<Role>,
    /// The business that it belongs to: a business's own by default.
    business_id: Option<BusinessId>,
}

/// Make an account
///
/// A business makes its waiters; an admin makes any account.
#[utoipa::path(
    post, path = "/api/users", tag = "users", request_body = NewUser, security(("bearer" = []), ("password" = [])),
    responses(
        (status = 201, description = "The account", body = User, headers(("Location" = String))),
        (status = 403, description = "Not allowed", body = Problem),
        (status = 409, description = "The name or address is taken", body = Problem),
    )
)]
pub(super) async fn create(
    State(app): State<App>,
    manager: Manager,
    Json(form): Json<NewUser>,
) -> Result<(StatusCode, [(HeaderName, String); 1], axum::Json<User>)> {
    let role = form.role.unwrap_or(Role::Waiter);
    let business_id = match (manager.role, role) {
        (Role::Admin, Role::Customer | Role::Admin) => None,
        (Role::Admin, Role::Business | Role::Waiter) => {
            Some(form.business_id.ok_or_else(|| Error::field("business_id", "is missing"))?)
        }
        (_, Role::Waiter) if form.business_id.is_none_or(|id| Some(id) == manager.business_id) => manager.business_id,
        (_, Role::Waiter) => return Err(Error::Forbidden("A business makes waiters of its own only.")),
        _ => return Err(Error::Forbidden("A business makes waiters only.")),
    };
    let username = match (form.username, &form.email) {
        (Some(username), _) => username,
        (None, Some(email)) => email.as_str().parse().map_err(crate::extract::field("email"))?,
        (None, None) => return Err(Error::field("email", "is missing, and so is a username")),
    };
    let stamp = app.clock.stamp();
    let user = User {
        id: UserId(stamp.id),
        username,
        email: form.email,
        name: form.name,
        role,
        business_id,
        created_at: stamp.at,
    };
    let hash = app.passwords.hash(form.password).await?;

    retried(|| async {
        let mut tx = app.db.begin().await?;
        if let Some(business) = business_id
            && businesses::find(&mut tx, business).await?.is_none()
        {
            return Err(Error::field("business_id", "is no business here"));
        }
        auth::insert(&mut tx, &user, &hash).await?;
        Ok(tx.commit().await?)
    })
    .await?;
    let location = format!("/api/users/{}", user.id);
    Ok((StatusCode::CREATED, [(header::LOCATION, location)], axum::Json(user)))
}
