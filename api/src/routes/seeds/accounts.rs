//! Who comes in: `/user_login` and `/business_login` of S0 and S1, `/register` and `/login` of S4.

use axum::extract::State;
use axum::http::{HeaderValue, header};
use serde::{Deserialize, Serialize};
use shared::account::{Password, Role, UserId, Username};
use shared::business::{Acceptance, BusinessId, Kitchen};
use shared::problem::Problem;
use tower_http::set_header::SetResponseHeaderLayer;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::error::{Error, Result};
use crate::extract::{Json, JsonOrForm};
use crate::limits::Address;
use crate::routes::auth::{self, Registration, Session};
use crate::state::App;

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(user_login))
        .routes(routes!(business_login))
        .routes(routes!(register))
        .routes(routes!(login))
        // RFC 6749, 5.1: nobody keeps a copy of a token.
        .layer(SetResponseHeaderLayer::overriding(header::CACHE_CONTROL, HeaderValue::from_static("no-store")))
}

/// A name and a password; also as `u_name` and `u_password`, as S1's table of users calls them.
#[derive(Deserialize, ToSchema)]
pub(super) struct UserLogin {
    /// The username; an email address is taken as well.
    #[serde(alias = "u_name", alias = "email")]
    username: String,
    /// The password.
    #[serde(alias = "u_password")]
    #[schema(format = Password)]
    password: String,
}

/// The owner's name and password; also as `biz_name`, `e_name` and `e_password`, as S0's and S1's tables call them.
#[derive(Deserialize, ToSchema)]
pub(super) struct BusinessLogin {
    /// The owner's username; an email address is taken as well.
    #[serde(alias = "biz_name", alias = "e_name", alias = "email")]
    username: String,
    /// The password.
    #[serde(alias = "e_password")]
    #[schema(format = Password)]
    password: String,
}

/// Log in (S0, S1)
#[utoipa::path(
    post, path = "/user_login", tag = "seeds",
    request_body(content(
        (UserLogin = "application/json"),
        (UserLogin = "application/x-www-form-urlencoded"),
        (UserLogin = "multipart/form-data"),
    )),
    responses(
        (status = 200, description = "Logged in", body = Session),
        (status = 401, description = "Wrong name or password", body = Problem),
    )
)]
pub(super) async fn user_login(
    State(app): State<App>,
    Address(from): Address,
    JsonOrForm(form): JsonOrForm<UserLogin>,
) -> Result<axum::Json<Session>> {
    auth::log_in(&app, from, &form.username, form.password, None).await.map(axum::Json)
}

/// Log in as a business (S0, S1)
#[utoipa::path(
    post, path = "/business_login", tag = "seeds",
    request_body(content(
        (BusinessLogin = "application/json"),
        (BusinessLogin = "application/x-www-form-urlencoded"),
        (BusinessLogin = "multipart/form-data"),
    )),
    responses(
        (status = 200, description = "Logged in", body = Session),
        (status = 401, description = "Wrong name or password", body = Problem),
        (status = 403, description = "Not a business's account", body = Problem),
    )
)]
pub(super) async fn business_login(
    State(app): State<App>,
    Address(from): Address,
    JsonOrForm(form): JsonOrForm<BusinessLogin>,
) -> Result<axum::Json<Session>> {
    auth::log_in(&app, from, &form.username, form.password, Some(Role::Business)).await.map(axum::Json)
}

/// Log in (S4)
#[utoipa::path(
    post, path = "/login", tag = "seeds",
    request_body(content(
        (UserLogin = "application/x-www-form-urlencoded"),
        (UserLogin = "multipart/form-data"),
        (UserLogin = "application/json"),
    )),
    responses(
        (status = 200, description = "Logged in", body = Session),
        (status = 401, description = "Wrong name or password", body = Problem),
    )
)]
pub(super) async fn login(
    State(app): State<App>,
    Address(from): Address,
    JsonOrForm(form): JsonOrForm<UserLogin>,
) -> Result<axum::Json<Session>> {
    auth::log_in(&app, from, &form.username, form.password, None).await.map(axum::Json)
}

/// What an account may do, as S4 says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum SeedRole {
    /// Owns a business: sells products, confirms orders.
    Admin,
    /// Orders.
    Customer,
}

/// Whoever opens an account.
#[derive(Deserialize, ToSchema)]
pub(super) struct SeedRegistration {
    /// The login name.
    username: Username,
    /// The password.
    password: Password,
    /// `admin` is the owner of a business of its own here, `customer` its customer.
    role: SeedRole,
}

/// The account, logged in.
#[derive(Serialize, ToSchema)]
pub(super) struct Registered {
    /// Identifies the account for ever.
    id: UserId,
    /// The login name, in lower case.
    username: Username,
    /// As it was asked for.
    role: SeedRole,
    /// The business that came with it.
    business_id: Option<BusinessId>,
    /// A JWT, to be sent as `Authorization: Bearer …`.
    access_token: String,
    /// Good for one refresh, within 30 days.
    refresh_token: String,
    /// Always `bearer`.
    #[schema(example = "bearer")]
    token_type: &'static str,
    /// For how many seconds the access token is good.
    expires_in: u64,
}

/// Open an account (S4)
///
/// An `admin` gets a business of its own, called as the account, where people accept and cook: an order stays
/// CONFIRMED until somebody moves it on. Both are settings of the business.
#[utoipa::path(
    post, path = "/register", tag = "seeds", request_body = SeedRegistration,
    responses(
        (status = 200, description = "The account, logged in", body = Registered),
        (status = 409, description = "The name is taken", body = Problem),
    )
)]
pub(super) async fn register(
    State(app): State<App>,
    Json(form): Json<SeedRegistration>,
) -> Result<axum::Json<Registered>> {
    let (role, business_name) = match form.role {
        SeedRole::Admin => (Role::Business, Some(form.username.as_str().parse().map_err(named)?)),
        SeedRole::Customer => (Role::Customer, None),
    };
    let form = Registration {
        username: form.username,
        password: form.password,
        email: None,
        name: None,
        role,
        business_name,
        currency: None,
        timezone: None,
    };
    let session = auth::open(&app, form, (Acceptance::Manual, Kitchen::Manual)).await?;
    Ok(axum::Json(Registered {
        id: session.user.id,
        role: if role == Role::Business { SeedRole::Admin } else { SeedRole::Customer },
        business_id: session.user.business_id,
        username: session.user.username,
        access_token: session.access_token,
        refresh_token: session.refresh_token,
        token_type: session.token_type,
        expires_in: session.expires_in,
    }))
}

fn named(invalid: shared::Invalid) -> Error {
    crate::extract::field("username")(invalid)
}
