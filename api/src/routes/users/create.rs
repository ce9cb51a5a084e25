use axum::extract::State;
use axum::http::{HeaderName, StatusCode, header};
use domain::account::{Email, Password, Role, User, UserId, Username};
use domain::business::BusinessId;
use domain::text::Name;
use serde::Deserialize;
use service::problem::Problem;
use store::businesses;
use utoipa::ToSchema;

use crate::app::App;
use crate::error::{Error, Result, retry};
use crate::extract::{CanManageUsers, Json};
use crate::routes::auth::insert_user;

/// A new account.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewUser {
    /// The person's name.
    name: Name,
    /// An email address, which can be used to log in.
    email: Option<Email>,
    /// The login name. Defaults to the email address.
    username: Option<Username>,
    /// The password.
    password: Password,
    /// Defaults to `waiter`. Only admins can create other roles: customers, admins, and further owners of a business.
    role: Option<Role>,
    /// The business that the account belongs to. Owners can omit it; admins must send it for waiters and owners.
    business_id: Option<BusinessId>,
}

/// Create an account
///
/// Owners can create waiters for their business; admins can create any account.
#[utoipa::path(
    post, path = "/api/users", tag = "users", request_body = NewUser, security(("bearer" = []), ("password" = [])),
    responses(
        (status = 201, description = "The account", body = User, headers(("Location" = String))),
        (status = 403, description = "Not allowed", body = Problem),
        (status = 409, description = "The username or email address is taken", body = Problem),
    )
)]
pub(super) async fn create(
    State(app): State<App>,
    manager: CanManageUsers,
    Json(form): Json<NewUser>,
) -> Result<(StatusCode, [(HeaderName, String); 1], axum::Json<User>)> {
    let role = form.role.unwrap_or(Role::Waiter);
    let business_id = match (manager.role, role) {
        (Role::Admin, Role::Customer | Role::Admin) => None,
        (Role::Admin, Role::Business | Role::Waiter) => {
            Some(form.business_id.ok_or_else(|| Error::field("business_id", "is missing"))?)
        }
        (_, Role::Waiter) if form.business_id.is_none_or(|id| Some(id) == manager.business_id) => manager.business_id,
        (_, Role::Waiter) => return Err(Error::Forbidden("Owners can only create waiters of their own business.")),
        _ => return Err(Error::Forbidden("Owners can only create waiters.")),
    };
    let username = match (form.username, &form.email) {
        (Some(username), _) => username,
        (None, Some(email)) => Username::from_email(email).map_err(Error::for_field("email"))?,
        (None, None) => return Err(Error::field("email", "is missing; send an email address or a username")),
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

    retry(|| async {
        let mut tx = app.db.begin().await?;
        if let Some(business) = business_id
            && businesses::find(&mut tx, business).await?.is_none()
        {
            return Err(Error::field("business_id", "is not the id of a business"));
        }
        insert_user(&mut tx, &user, &hash).await?;
        Ok(tx.commit().await?)
    })
    .await?;
    let location = format!("/api/users/{}", user.id);
    Ok((StatusCode::CREATED, [(header::LOCATION, location)], axum::Json(user)))
}
