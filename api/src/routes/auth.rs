//! Accounts: registration, login, and the tokens that come of it.

mod login;
mod logout;
mod refresh;
mod register;
mod verify;

use axum::http::{HeaderValue, header};
use serde::Serialize;
use shared::account::{Role, User};
use shared::auth::{ACCESS_LIFETIME, REFRESH_LIFETIME, new_refresh_token};
use shared::store::{Tx, refresh_tokens};
use tower_http::set_header::SetResponseHeaderLayer;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::error::Result;
use crate::state::App;
pub(super) use login::log_in;
pub(super) use register::{Registration, insert, open};

/// The routes of `/api/auth`.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(register::register))
        .routes(routes!(login::login))
        .routes(routes!(refresh::refresh))
        .routes(routes!(logout::logout))
        .routes(routes!(verify::verify))
        // RFC 6749, 5.1: nobody keeps a copy of a token.
        .layer(SetResponseHeaderLayer::overriding(header::CACHE_CONTROL, HeaderValue::from_static("no-store")))
}

/// What a login is answered with.
#[derive(Serialize, ToSchema)]
pub struct Session {
    /// The account.
    pub(super) user: User,
    /// What it may do.
    pub(super) role: Role,
    /// A JWT, to be sent as `Authorization: Bearer …`.
    pub(super) access_token: String,
    /// Good for one refresh, within 30 days.
    pub(super) refresh_token: String,
    /// Always `bearer`.
    #[schema(example = "bearer")]
    pub(super) token_type: &'static str,
    /// For how many seconds the access token is good.
    pub(super) expires_in: u64,
}

impl Session {
    /// A pair of tokens for this account; the refresh token belongs to `family`, the login that it descends from.
    async fn open(app: &App, tx: &mut Tx, user: User, family: Uuid) -> Result<Self> {
        let now = app.clock.now();
        let (refresh_token, hash) = new_refresh_token();
        refresh_tokens::insert(tx, &hash, family, user.id, now + REFRESH_LIFETIME).await?;
        Ok(Self {
            role: user.role,
            access_token: app.tokens.issue(&user, now),
            refresh_token,
            token_type: "bearer",
            expires_in: ACCESS_LIFETIME.as_secs(),
            user,
        })
    }
}
