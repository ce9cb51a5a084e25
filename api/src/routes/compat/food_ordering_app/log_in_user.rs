use axum::extract::State;
use service::problem::Problem;

use crate::app::App;
use crate::error::Result;
use crate::extract::{ClientAddress, JsonOrForm};
use crate::routes::auth::Session;
use crate::routes::compat::food_ordering::{UserLogin, user_login};

/// Log in (food ordering app)
#[utoipa::path(
    post, path = "/auth/login/user", tag = "compat",
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
pub(super) async fn log_in_user(
    app: State<App>,
    address: ClientAddress,
    form: JsonOrForm<UserLogin>,
) -> Result<axum::Json<Session>> {
    user_login(app, address, form).await
}
