//! HTTP Basic authentication (RFC 7617), for clients that cannot log in.

use auth::Account;
use auth::tokens::ACCESS_TOKEN_TTL;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use store::users;

use super::account::Authenticated;
use super::client::client_address;
use crate::app::App;
use crate::credentials::verify_repeated;
use crate::error::Error;

/// The `WWW-Authenticate` challenge of routes that accept HTTP Basic, in addition to `Bearer`.
const CHALLENGE: HeaderValue = HeaderValue::from_static(r#"Basic realm="Expediter", charset="UTF-8""#);

/// Any account, with an access token or with its username and password (HTTP Basic).
#[derive(Clone, Debug)]
pub struct BasicOrBearer(pub Account);

impl FromRequestParts<App> for BasicOrBearer {
    type Rejection = BasicRejection;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, BasicRejection> {
        let account = match basic_credentials(&parts.headers) {
            Some(credentials) => log_in(parts, app, credentials).await,
            None => Authenticated::from_request_parts(parts, app).await.map(|Authenticated(account)| account),
        };
        account.map(Self).map_err(BasicRejection)
    }
}

/// A refused request to a route that accepts HTTP Basic.
#[derive(Debug)]
pub struct BasicRejection(Error);

impl IntoResponse for BasicRejection {
    fn into_response(self) -> Response {
        let mut response = self.0.into_response();
        if response.status() == StatusCode::UNAUTHORIZED {
            response.headers_mut().append(header::WWW_AUTHENTICATE, CHALLENGE);
        }
        response
    }
}

/// A username and a password, if they can be decoded.
type Credentials = Option<(String, String)>;

/// Returns the credentials of an `Authorization: Basic …` header. Returns `None` without such a header, and `Some(None)` if the
/// credentials cannot be decoded.
fn basic_credentials(headers: &HeaderMap) -> Option<Credentials> {
    let (scheme, encoded) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.trim().split_once(' ')?;
    scheme.eq_ignore_ascii_case("basic").then(|| {
        let decoded = String::from_utf8(BASE64_STANDARD.decode(encoded.trim()).ok()?).ok()?;
        let (username, password) = decoded.split_once(':')?;
        Some((username.to_owned(), password.to_owned()))
    })
}

async fn log_in(parts: &Parts, app: &App, credentials: Credentials) -> Result<Account, Error> {
    let (username, password) = credentials.ok_or(Error::BadCredentials)?;
    let address = client_address(app, &parts.headers, &parts.extensions);
    let id = verify_repeated(app, address, &username, password).await?;
    let user = users::find(&mut app.db.read().await?, id).await?.ok_or(Error::BadCredentials)?;
    Ok(Account {
        id,
        role: user.role,
        business_id: user.business_id,
        name: user.name.to_string(),
        expires_at: app.clock.now() + ACCESS_TOKEN_TTL,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credentials_are_decoded() {
        let parse = |authorization: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::AUTHORIZATION, authorization.parse().unwrap());
            basic_credentials(&headers)
        };
        // The examples of RFC 7617, and a password with a colon.
        let credentials = |username: &str, password: &str| Some(Some((username.to_owned(), password.to_owned())));
        assert_eq!(parse("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="), credentials("Aladdin", "open sesame"));
        assert_eq!(parse("basic dGVzdDoxMjPCow=="), credentials("test", "123£"));
        assert_eq!(parse("Basic YTpiOmM="), credentials("a", "b:c"));
        for undecodable in ["Basic ", "Basic x", "Basic YQ==", "Basic /////w=="] {
            assert!(!matches!(parse(undecodable), Some(Some(_))), "{undecodable}");
        }
        assert_eq!(parse("Bearer YTpi"), None);
        assert_eq!(basic_credentials(&HeaderMap::new()), None);
    }
}
