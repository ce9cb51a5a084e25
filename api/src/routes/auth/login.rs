use std::net::IpAddr;

use axum::extract::State;
use serde::Deserialize;
use shared::account::Role;
use shared::problem::Problem;
use shared::store::users;
use utoipa::ToSchema;

use super::Session;
use crate::error::{Error, Result, retried};
use crate::extract::JsonOrForm;
use crate::limits::Address;
use crate::state::App;

/// A name (or an address) and a password, as JSON or as a form, like that of OAuth 2's password flow.
#[derive(Deserialize, ToSchema)]
pub(super) struct Login {
    /// The username; an email address is taken as well.
    username: Option<String>,
    /// The email address, instead of a username.
    email: Option<String>,
    /// The password.
    #[schema(format = Password)]
    password: String,
}

/// The longest name or address that an account can have, in bytes.
const LONGEST_LOGIN: usize = 256;

/// Log in
///
/// By username or email address. What else the OAuth 2 form carries (`grant_type`, `scope`, …) is not looked at.
#[utoipa::path(
    post, path = "/api/auth/login", tag = "auth",
    request_body(content(
        (Login = "application/json"),
        (Login = "application/x-www-form-urlencoded"),
        (Login = "multipart/form-data"),
    )),
    responses(
        (status = 200, description = "Logged in", body = Session),
        (status = 401, description = "Wrong name or password", body = Problem),
        (status = 429, description = "Too many wrong passwords", body = Problem),
    )
)]
pub(super) async fn login(
    State(app): State<App>,
    Address(from): Address,
    JsonOrForm(form): JsonOrForm<Login>,
) -> Result<axum::Json<Session>> {
    let login = form.username.or(form.email).ok_or_else(|| Error::field("username", "is missing"))?;
    log_in(&app, from, &login, form.password, None).await.map(axum::Json)
}

/// Opens a session by a name (or an address) and a password, for accounts of one role or of all.
pub(in crate::routes) async fn log_in(
    app: &App,
    from: IpAddr,
    login: &str,
    password: String,
    only: Option<Role>,
) -> Result<Session> {
    // Nor does any have a character that PostgreSQL cannot even look for.
    if login.len() > LONGEST_LOGIN || login.contains('\0') {
        return Err(Error::BadCredentials);
    }
    app.limits.may_try(login, from)?;
    let credentials = users::credentials(&mut app.db.read().await?, login).await?;
    let (id, hash) = credentials.map(|known| (known.id, known.password_hash)).unzip();
    let right = app.passwords.verify(password, hash).await?;
    let Some(id) = id.filter(|_| right) else {
        app.limits.wrong_password(login, from);
        return Err(Error::BadCredentials);
    };

    retried(|| async {
        let mut tx = app.db.begin().await?;
        let user = users::find(&mut tx, id).await?.ok_or(Error::BadCredentials)?;
        if only.is_some_and(|role| role != user.role) {
            return Err(Error::Forbidden("Only businesses log in here; everybody else does at /user_login."));
        }
        let session = Session::open(app, &mut tx, user, app.clock.new_id()).await?;
        tx.commit().await?;
        Ok(session)
    })
    .await
}
