use auth::refresh_tokens::{REFRESH_TOKEN_TTL, new_refresh_token};
use auth::tokens::ACCESS_TOKEN_TTL;
use domain::account::{Role, User};
use serde::Serialize;
use store::{Tx, refresh_tokens};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::app::App;
use crate::error::Result;

/// A session: an account and its tokens.
#[derive(Serialize, ToSchema)]
pub(in crate::routes) struct Session {
    /// The account.
    pub(in crate::routes) user: User,
    /// The role of the account.
    pub(in crate::routes) role: Role,
    /// A JWT, to be sent as `Authorization: Bearer …`.
    pub(in crate::routes) access_token: String,
    /// Can be exchanged once for a new pair of tokens, within 30 days.
    pub(in crate::routes) refresh_token: String,
    /// Always `bearer`.
    #[schema(example = "bearer")]
    pub(in crate::routes) token_type: &'static str,
    /// Seconds until the access token expires.
    pub(in crate::routes) expires_in: u64,
}

impl Session {
    /// Issues a pair of tokens. All refresh tokens that originate from one login share the same `family`.
    pub(super) async fn issue(app: &App, tx: &mut Tx, user: User, family: Uuid) -> Result<Self> {
        let now = app.clock.now();
        let (refresh_token, hash) = new_refresh_token();
        refresh_tokens::create(tx, &hash, family, user.id, now + REFRESH_TOKEN_TTL).await?;
        Ok(Self {
            role: user.role,
            access_token: app.tokens.issue(&user, now),
            refresh_token,
            token_type: "bearer",
            expires_in: ACCESS_TOKEN_TTL.as_secs(),
            user,
        })
    }
}
