//! Access tokens: signed JWTs that are valid for 15 minutes.

use std::time::Duration;

use domain::account::{Role, User, UserId};
use domain::business::BusinessId;
use domain::clock::Timestamp;
use http::{HeaderMap, header};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Serialize};

use crate::Account;

/// Lifetime of an access token.
pub const ACCESS_TOKEN_TTL: Duration = Duration::from_mins(15);

const ISSUER: &str = "expediter";
const AUDIENCE: &str = "expediter";

/// The claims of an access token (RFC 7519).
#[derive(Debug, Serialize, Deserialize)]
struct Claims {
    sub: UserId,
    role: Role,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    business_id: Option<BusinessId>,
    /// The name of the account, so that events can contain their author's name without a database query.
    name: String,
    exp: i64,
    iat: i64,
    iss: String,
    aud: String,
}

/// Extracts the token from an `Authorization: Bearer …` header. Accepts a repeated scheme, because users paste `Bearer …` into
/// Swagger UI.
pub fn bearer_token(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?.trim();
    let (scheme, mut token) = value.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("bearer") {
        return None;
    }
    if let Some((repeated, rest)) = token.trim().split_once(' ')
        && repeated.eq_ignore_ascii_case("bearer")
    {
        token = rest;
    }
    Some(token.trim())
}

/// Issues and verifies access tokens: HS256, with one issuer and one audience.
#[derive(Clone)]
pub struct Tokens {
    encoding: EncodingKey,
    decoding: DecodingKey,
    validation: Validation,
}

impl Tokens {
    /// Creates the issuer and verifier from a signing key of at least 32 bytes.
    pub fn new(signing_key: &SecretString) -> Self {
        let mut validation = Validation::new(Algorithm::HS256);
        validation.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
        validation.set_issuer(&[ISSUER]);
        validation.set_audience(&[AUDIENCE]);
        // `verify` checks the expiry with the caller's clock and without leeway.
        validation.validate_exp = false;
        let key = signing_key.expose_secret().as_bytes();
        Self { encoding: EncodingKey::from_secret(key), decoding: DecodingKey::from_secret(key), validation }
    }

    /// Issues a token for this account, valid for [`ACCESS_TOKEN_TTL`].
    pub fn issue(&self, user: &User, now: Timestamp) -> String {
        let claims = Claims {
            sub: user.id,
            role: user.role,
            business_id: user.business_id,
            name: user.name.to_string(),
            exp: (now + ACCESS_TOKEN_TTL).as_seconds(),
            iat: now.as_seconds(),
            iss: ISSUER.to_owned(),
            aud: AUDIENCE.to_owned(),
        };
        jsonwebtoken::encode(&Header::new(Algorithm::HS256), &claims, &self.encoding)
            .expect("claims of strings and numbers can be signed")
    }

    /// Verifies a token, without checking whether its account was archived. Returns the account as it was when the token was
    /// issued.
    ///
    /// # Errors
    /// Returns the reason as a sentence for the user.
    pub fn verify(&self, token: &str, now: Timestamp) -> Result<Account, &'static str> {
        let claims = jsonwebtoken::decode::<Claims>(token, &self.decoding, &self.validation)
            .map_err(|_| "The access token is invalid.")?
            .claims;
        let expires_at = Timestamp::from_millis(claims.exp.saturating_mul(1000));
        if expires_at <= now {
            return Err("The access token has expired.");
        }
        Ok(Account {
            id: claims.sub,
            role: claims.role,
            business_id: claims.business_id,
            name: claims.name,
            expires_at,
        })
    }
}

impl std::fmt::Debug for Tokens {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Tokens(…)")
    }
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::prelude::BASE64_URL_SAFE_NO_PAD;

    use super::*;

    fn fixture() -> (Tokens, User, Timestamp) {
        let now = Timestamp::from_millis(1_795_284_600_000);
        let user = User {
            id: UserId(uuid::Uuid::from_u128(1)),
            username: "dana".parse().unwrap(),
            email: None,
            name: "Dana".parse().unwrap(),
            role: Role::Waiter,
            business_id: Some(BusinessId(uuid::Uuid::from_u128(2))),
            created_at: now,
        };
        (Tokens::new(&"0123456789abcdef0123456789abcdef".into()), user, now)
    }

    #[test]
    fn token_expires_after_exactly_15_minutes() {
        let (tokens, user, now) = fixture();
        let token = tokens.issue(&user, now);
        let last_valid = now + ACCESS_TOKEN_TTL - Duration::from_millis(1);
        assert_eq!(tokens.verify(&token, last_valid).map(|account| account.id), Ok(user.id));
        assert_eq!(tokens.verify(&token, now + ACCESS_TOKEN_TTL), Err("The access token has expired."));
    }

    /// Covers RFC 8725: a single algorithm, required claims, and the expected issuer and audience.
    #[test]
    fn forged_tokens_are_rejected() {
        let (tokens, user, now) = fixture();
        let valid = tokens.issue(&user, now);
        let (head, rest) = valid.split_once('.').unwrap();
        let (body, _) = rest.split_once('.').unwrap();
        let claims: serde_json::Value = serde_json::from_slice(&BASE64_URL_SAFE_NO_PAD.decode(body).unwrap()).unwrap();
        let key = EncodingKey::from_secret(b"0123456789abcdef0123456789abcdef");
        let signed = |change: &dyn Fn(&mut serde_json::Value), algorithm, key: &EncodingKey| {
            let mut claims = claims.clone();
            change(&mut claims);
            jsonwebtoken::encode(&Header::new(algorithm), &claims, key).unwrap()
        };
        let none = BASE64_URL_SAFE_NO_PAD.encode(r#"{"alg":"none","typ":"JWT"}"#);
        let other_key = EncodingKey::from_secret(b"another secret of thirty-two bytes");
        let forged = [
            format!("{none}.{body}."),
            format!("{none}.{body}.x"),
            format!("{head}.{body}."),
            signed(&|_| {}, Algorithm::HS512, &key),
            signed(&|_| {}, Algorithm::HS256, &other_key),
            signed(&|c| c["aud"] = "another".into(), Algorithm::HS256, &key),
            signed(&|c| c["iss"] = "another".into(), Algorithm::HS256, &key),
            signed(&|c| drop(c.as_object_mut().unwrap().remove("aud")), Algorithm::HS256, &key),
            signed(&|c| drop(c.as_object_mut().unwrap().remove("iss")), Algorithm::HS256, &key),
            signed(&|c| drop(c.as_object_mut().unwrap().remove("exp")), Algorithm::HS256, &key),
            signed(&|c| c["role"] = "chef".into(), Algorithm::HS256, &key),
            String::new(),
            "..".to_owned(),
        ];
        for token in forged {
            assert_eq!(tokens.verify(&token, now), Err("The access token is invalid."), "{token}");
        }
        assert!(tokens.verify(&signed(&|_| {}, Algorithm::HS256, &key), now).is_ok());
    }
}
