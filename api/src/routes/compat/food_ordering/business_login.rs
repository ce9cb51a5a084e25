use axum::extract::State;
use domain::account::Role;
use serde::Deserialize;
use service::problem::Problem;
use utoipa::ToSchema;

use crate::app::App;
use crate::error::Result;
use crate::extract::{ClientAddress, JsonOrForm};
use crate::routes::auth::{Session, log_in};

/// The login of an owner. `username` can also be sent as `biz_name`, `e_name` or `email`, and `password` as `e_password`.
#[derive(Deserialize, ToSchema)]
pub(in crate::routes::compat) struct BusinessLogin {
    /// The owner's username or email address.
    #[serde(alias = "biz_name", alias = "e_name", alias = "email")]
    username: String,
    /// The password.
    #[serde(alias = "e_password")]
    #[schema(format = Password)]
    password: String,
}

/// Log in as an owner (food ordering)
#[utoipa::path(
    post, path = "/business_login", tag = "compat",
    request_body(content(
        (BusinessLogin = "application/json"),
        (BusinessLogin = "application/x-www-form-urlencoded"),
        (BusinessLogin = "multipart/form-data"),
    )),
    responses(
        (status = 200, description = "Logged in", body = Session),
        (status = 401, description = "Incorrect username or password", body = Problem),
        (status = 403, description = "Not the account of an owner", body = Problem),
    )
)]
pub(in crate::routes::compat) async fn business_login(
    State(app): State<App>,
    ClientAddress(address): ClientAddress,
    JsonOrForm(form): JsonOrForm<BusinessLogin>,
) -> Result<axum::Json<Session>> {
    log_in(&app, address, &form.username, form.password, Some(Role::Business)).await.map(axum::Json)
}
