use axum::extract::State;
use service::problem::Problem;

use crate::app::App;
use crate::error::Result;
use crate::extract::{ClientAddress, JsonOrForm};
use crate::routes::auth::Session;
use crate::routes::compat::food_ordering::{UserLogin, user_login};

/// Log in (mini order)
#[utoipa::path(
    post, path = "/login", tag = "compat",
    request_body(content(
        (UserLogin = "application/x-www-form-urlencoded"),
        (UserLogin = "multipart/form-data"),
        (UserLogin = "application/json"),
    )),
    responses(
        (status = 200, description = "Logged in", body = Session),
        (status = 401, description = "Incorrect username or password", body = Problem),
    )
)]
pub(super) async fn login(
    app: State<App>,
    address: ClientAddress,
    form: JsonOrForm<UserLogin>,
) -> Result<axum::Json<Session>> {
    user_login(app, address, form).await
}
