use axum::extract::State;
use service::problem::Problem;

use crate::app::App;
use crate::error::Result;
use crate::extract::{ClientAddress, JsonOrForm};
use crate::routes::auth::Session;
use crate::routes::compat::food_ordering::{BusinessLogin, business_login};

/// Log in as an owner (food ordering app)
#[utoipa::path(
    post, path = "/auth/login/biz", tag = "compat",
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
pub(super) async fn log_in_biz(
    app: State<App>,
    address: ClientAddress,
    form: JsonOrForm<BusinessLogin>,
) -> Result<axum::Json<Session>> {
    business_login(app, address, form).await
}
