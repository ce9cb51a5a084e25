use std::net::IpAddr;

use auth::passwords::Verification;
use axum::extract::State;
use domain::account::Role;
use serde::Deserialize;
use service::problem::Problem;
use store::users::{self, Credentials};
use utoipa::ToSchema;

use super::session::Session;
use crate::app::App;
use crate::error::{Error, Result, retry};
use crate::extract::{ClientAddress, JsonOrForm};

/// Login credentials: a username or email address, and a password.
#[derive(Deserialize, ToSchema)]
pub(super) struct Login {
    /// The username or email address.
    username: Option<String>,
    /// The email address, instead of a username.
    email: Option<String>,
    /// The password.
    #[schema(format = Password)]
    password: String,
}

/// Maximum length of a username or email address in bytes.
const MAX_LOGIN_LENGTH: usize = 256;

/// Log in
///
/// Accepts a username or an email address. Other fields of the OAuth 2 form (`grant_type`, `scope`, …) are ignored.
#[utoipa::path(
    post, path = "/api/auth/login", tag = "auth",
    request_body(content(
        (Login = "application/json"),
        (Login = "application/x-www-form-urlencoded"),
        (Login = "multipart/form-data"),
    )),
    responses(
        (status = 200, description = "Logged in", body = Session),
        (status = 401, description = "Incorrect username or password", body = Problem),
        (status = 429, description = "Too many failed logins", body = Problem),
    )
)]
pub(super) async fn login(
    State(app): State<App>,
    ClientAddress(address): ClientAddress,
    JsonOrForm(form): JsonOrForm<Login>,
) -> Result<axum::Json<Session>> {
    let login = form.username.or(form.email).ok_or_else(|| Error::field("username", "is missing"))?;
    log_in(&app, address, &login, form.password, None).await.map(axum::Json)
}

/// Verifies a password and creates a session. If `required_role` is set, only accounts with this role may log in.
pub(in crate::routes) async fn log_in(
    app: &App,
    address: IpAddr,
    login: &str,
    password: String,
    required_role: Option<Role>,
) -> Result<Session> {
    // No account has such a login name, and PostgreSQL cannot search for NUL characters.
    if login.len() > MAX_LOGIN_LENGTH || login.contains('\0') {
        return Err(Error::BadCredentials);
    }
    app.limits.check_login(login, address)?;
    let credentials = users::find_credentials(&mut app.db.read().await?, login).await?;
    let hash = credentials.as_ref().map(|found| found.password_hash.clone());
    let (found, new_hash) = match (credentials, app.passwords.verify(password, hash).await?) {
        (Some(found), Verification::Correct) => (found, None),
        (Some(found), Verification::Outdated { new_hash }) => (found, Some(new_hash)),
        (None, _) | (_, Verification::Incorrect) => {
            app.limits.count_failed_login(login, address);
            return Err(Error::BadCredentials);
        }
    };
    let Credentials { id, password_hash } = found;

    retry(|| async {
        let mut tx = app.db.begin().await?;
        if let Some(new_hash) = &new_hash {
            users::replace_password_hash(&mut tx, id, &password_hash, new_hash).await?;
        }
        let user = users::find(&mut tx, id).await?.ok_or(Error::BadCredentials)?;
        if required_role.is_some_and(|role| role != user.role) {
            return Err(Error::Forbidden("Only owners can log in here. Other accounts can log in at /user_login."));
        }
        let session = Session::issue(app, &mut tx, user, app.clock.new_id()).await?;
        tx.commit().await?;
        Ok(session)
    })
    .await
}
