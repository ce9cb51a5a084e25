use axum::extract::State;
use domain::account::{Password, Role, UserId, Username};
use domain::business::{Acceptance, BusinessId, KitchenMode};
use serde::{Deserialize, Serialize};
use service::problem::Problem;
use utoipa::ToSchema;

use crate::app::App;
use crate::error::{Error, Result};
use crate::extract::Json;
use crate::routes::auth::{Registration, register_account};

/// The role of an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum MiniOrderRole {
    /// Owns a business: creates products and confirms orders.
    Admin,
    /// Places orders.
    Customer,
}

/// A registration.
#[derive(Deserialize, ToSchema)]
pub(super) struct MiniOrderRegistration {
    /// The login name.
    username: Username,
    /// The password.
    password: Password,
    /// `customer`, or `admin` for the owner of a new business.
    role: MiniOrderRole,
}

/// The account, logged in.
#[derive(Serialize, ToSchema)]
pub(super) struct MiniOrderSession {
    /// The id of the account.
    id: UserId,
    /// The login name, in lower case.
    username: Username,
    /// The role of the account.
    role: MiniOrderRole,
    /// The business that was created with the account; `null` for customers.
    business_id: Option<BusinessId>,
    /// A JWT, to be sent as `Authorization: Bearer …`.
    access_token: String,
    /// Can be exchanged once for a new pair of tokens, within 30 days.
    refresh_token: String,
    /// Always `bearer`.
    #[schema(example = "bearer")]
    token_type: &'static str,
    /// Seconds until the access token expires.
    expires_in: u64,
}

/// Create an account (mini order)
///
/// An `admin` gets a business with the name of the account. By default, its staff accept and prepare orders: an order stays
/// CONFIRMED until someone starts it.
#[utoipa::path(
    post, path = "/register", tag = "compat", request_body = MiniOrderRegistration,
    responses(
        (status = 200, description = "The account, logged in", body = MiniOrderSession),
        (status = 409, description = "The username is taken", body = Problem),
    )
)]
pub(super) async fn register(
    State(app): State<App>,
    Json(form): Json<MiniOrderRegistration>,
) -> Result<axum::Json<MiniOrderSession>> {
    let (role, business_name) = match form.role {
        MiniOrderRole::Admin => {
            (Role::Business, Some(form.username.as_str().parse().map_err(Error::for_field("username"))?))
        }
        MiniOrderRole::Customer => (Role::Customer, None),
    };
    let registration = Registration {
        username: form.username,
        password: form.password,
        email: None,
        name: None,
        role,
        business_name,
        currency: None,
        timezone: None,
    };
    let session = register_account(&app, registration, Acceptance::Manual, KitchenMode::Manual).await?;
    Ok(axum::Json(MiniOrderSession {
        id: session.user.id,
        role: form.role,
        business_id: session.user.business_id,
        username: session.user.username,
        access_token: session.access_token,
        refresh_token: session.refresh_token,
        token_type: session.token_type,
        expires_in: session.expires_in,
    }))
}
