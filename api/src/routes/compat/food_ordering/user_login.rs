use axum::extract::State;
use serde::Deserialize;
use service::problem::Problem;
use utoipa::ToSchema;

use crate::app::App;
use crate::error::Result;
use crate::extract::{ClientAddress, JsonOrForm};
use crate::routes::auth::{Session, log_in};

/// A login. `username` can also be sent as `u_name` or `email`, and `password` as `u_password`.
#[derive(Deserialize, ToSchema)]
pub(in crate::routes::compat) struct UserLogin {
    /// The username or email address.
    #[serde(alias = "u_name", alias = "email")]
    username: String,
    /// The password.
    #[serde(alias = "u_password")]
    #[schema(format = Password)]
    password: String,
}

/// Log in (food ordering)
#[utoipa::path(
    post, path = "/user_login", tag = "compat",
    request_body(content(
        (UserLogin = "application/json"),
        (UserLogin = "application/x-www-form-urlencoded"),
        (UserLogin = "multipart/form-data"),
    )),
    responses(
        (status = 200, description = "Logged in", body = Session),
        (status = 401, description = "Incorrect username or password", body = Problem),
    )
)]
pub(in crate::routes::compat) async fn user_login(
    State(app): State<App>,
    ClientAddress(address): ClientAddress,
    JsonOrForm(form): JsonOrForm<UserLogin>,
) -> Result<axum::Json<Session>> {
    log_in(&app, address, &form.username, form.password, None).await.map(axum::Json)
}
