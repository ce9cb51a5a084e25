//! Registration, login, and tokens.

mod login;
mod logout;
mod refresh;
mod register;
mod session;
mod verify;

use axum::http::{HeaderValue, header};
use tower_http::set_header::SetResponseHeaderLayer;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
pub(super) use login::log_in;
pub(super) use register::{Registration, insert_user, register_account};
pub(super) use session::Session;

/// Returns the routes of `/api/auth`.
pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(register::register))
        .routes(routes!(login::login))
        .routes(routes!(refresh::refresh))
        .routes(routes!(logout::logout))
        .routes(routes!(verify::verify))
        .layer(no_store())
}

/// Prevents caches from storing tokens (RFC 6749, section 5.1).
pub(super) fn no_store() -> SetResponseHeaderLayer<HeaderValue> {
    SetResponseHeaderLayer::overriding(header::CACHE_CONTROL, HeaderValue::from_static("no-store"))
}
