//! Who is asking: access tokens, refresh tokens, passwords.

use std::sync::Arc;
use std::time::Duration;

use argon2::password_hash::phc::PasswordHash;
use argon2::{Argon2, PasswordHasher as _, PasswordVerifier as _};
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use tokio::sync::Semaphore;

use crate::account::{Actor, Password, Role, User, UserId};
use crate::business::BusinessId;
use crate::clock::Timestamp;
use crate::config::Secret;
use crate::order::Order;
use crate::store::events::Scope;

/// How long an access token is good.
pub const ACCESS_LIFETIME: Duration = Duration::from_mins(15);
/// How long a refresh token can wait to be used.
pub const REFRESH_LIFETIME: Duration = Duration::from_hours(30 * 24);

const ISSUER: &str = "expediter";
const AUDIENCE: &str = "expediter";

/// What an access token says (RFC 7519).
#[derive(Debug, Serialize, Deserialize)]
struct Claims {
    sub: UserId,
    role: Role,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    business_id: Option<BusinessId>,
    /// What to call the account, so that events can name who made them without another look.
    name: String,
    exp: i64,
    iat: i64,
    iss: String,
    aud: String,
}

/// Whoever sent a valid access token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Whose token it is.
    pub id: UserId,
    /// What the account may do.
    pub role: Role,
    /// The business that it owns or works for.
    pub business_id: Option<BusinessId>,
    /// What it is called.
    pub name: String,
    /// Until when the token is good.
    pub expires_at: Timestamp,
}

impl Account {
    /// As the one who makes a change.
    pub fn actor(&self) -> Actor {
        Actor { role: self.role.into(), id: Some(self.id.0), name: self.name.clone() }
    }

    /// Whose orders it may see: a customer its own, a business and its waiters the business's, an admin all.
    pub fn scope(&self) -> Scope {
        match (self.role, self.business_id) {
            (Role::Admin, _) => Scope::All,
            (Role::Business | Role::Waiter, Some(business)) => Scope::Business(business),
            // A member of staff without a business cannot be made; if one were, it would see only its own.
            (Role::Customer | Role::Business | Role::Waiter, _) => Scope::Customer(self.id),
        }
    }

    /// Whether it may see this order.
    pub fn may_see(&self, order: &Order) -> bool {
        match self.scope() {
            Scope::Customer(id) => order.customer_id == Some(id),
            Scope::Business(id) => order.business_id == id,
            Scope::All => true,
        }
    }
}

/// Makes and checks access tokens: HS256, one issuer, one audience.
#[derive(Clone)]
pub struct Tokens {
    encoding: EncodingKey,
    decoding: DecodingKey,
    validation: Validation,
}

impl Tokens {
    /// With this secret of at least 32 bytes (see [`Secret::signing`](crate::config::Secret::signing)).
    pub fn new(secret: &Secret) -> Self {
        let mut validation = Validation::new(Algorithm::HS256);
        validation.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
        validation.set_issuer(&[ISSUER]);
        validation.set_audience(&[AUDIENCE]);
        // Checked in `verify`, by our own clock and without leeway.
        validation.validate_exp = false;
        let secret = secret.expose().as_bytes();
        Self { encoding: EncodingKey::from_secret(secret), decoding: DecodingKey::from_secret(secret), validation }
    }

    /// A token for this account, good for [`ACCESS_LIFETIME`].
    pub fn issue(&self, user: &User, now: Timestamp) -> String {
        let claims = Claims {
            sub: user.id,
            role: user.role,
            business_id: user.business_id,
            name: user.name.to_string(),
            exp: (now + ACCESS_LIFETIME).as_seconds(),
            iat: now.as_seconds(),
            iss: ISSUER.to_owned(),
            aud: AUDIENCE.to_owned(),
        };
        jsonwebtoken::encode(&Header::new(Algorithm::HS256), &claims, &self.encoding)
            .expect("claims of plain texts and numbers can always be signed")
    }

    /// Who sent it, or why it is not good.
    pub fn verify(&self, token: &str, now: Timestamp) -> Result<Account, &'static str> {
        let claims = jsonwebtoken::decode::<Claims>(token, &self.decoding, &self.validation)
            .map_err(|_| "The access token is not valid.")?
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

/// A new refresh token: 256 random bits for the client, their SHA-256 for the database.
pub fn new_refresh_token() -> (String, [u8; 32]) {
    let token = BASE64_URL_SAFE_NO_PAD.encode(rand::random::<[u8; 32]>());
    let hash = refresh_token_hash(&token);
    (token, hash)
}

/// What the database knows a refresh token by.
pub fn refresh_token_hash(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

/// Hashes and checks passwords (argon2id, OWASP's minimum parameters), off the async threads, at most one per core at
/// a time, with a short queue: a flood of logins must not take the machine from those who order.
#[derive(Clone, Debug)]
pub struct Passwords {
    cores: Arc<Semaphore>,
    queue: Arc<Semaphore>,
    /// Checked when there is no such account, so that the answer takes as long.
    decoy: Arc<str>,
}

/// Too many logins are waiting already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Saturated;

impl Default for Passwords {
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        Self {
            cores: Arc::new(Semaphore::new(cores)),
            queue: Arc::new(Semaphore::new(cores + 64)),
            decoy: hash_now("the password of nobody").into(),
        }
    }
}

impl Passwords {
    /// The PHC string to keep for a password.
    pub async fn hash(&self, password: Password) -> Result<String, Saturated> {
        self.on_a_core(move || hash_now(password.expose())).await
    }

    /// Whether the password is the one that was hashed; `None` stands for an account that does not exist.
    pub async fn verify(&self, password: String, hash: Option<String>) -> Result<bool, Saturated> {
        let decoy = Arc::clone(&self.decoy);
        self.on_a_core(move || {
            let known = hash.is_some();
            let hash = hash.unwrap_or_else(|| decoy.to_string());
            let matches = PasswordHash::new(&hash)
                .is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok());
            known && matches
        })
        .await
    }

    async fn on_a_core<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Saturated> {
        let _place = self.queue.try_acquire().map_err(|_| Saturated)?;
        let core = Arc::clone(&self.cores).acquire_owned().await.map_err(|_| Saturated)?;
        let work = tokio::task::spawn_blocking(move || {
            let done = work();
            drop(core);
            done
        });
        work.await.map_err(|_| Saturated)
    }
}

fn hash_now(password: &str) -> String {
    Argon2::default().hash_password(password.as_bytes()).expect("argon2's own default parameters are valid").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn account() -> (Tokens, User, Timestamp) {
        let secret = Secret::signing("0123456789abcdef0123456789abcdef".to_owned()).unwrap();
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
        (Tokens::new(&secret), user, now)
    }

    #[test]
    fn a_token_is_good_for_a_quarter_of_an_hour_to_the_second() {
        let (tokens, user, now) = account();
        let token = tokens.issue(&user, now);
        let last = now + ACCESS_LIFETIME - Duration::from_millis(1);
        assert_eq!(tokens.verify(&token, last).map(|account| account.id), Ok(user.id));
        assert_eq!(tokens.verify(&token, now + ACCESS_LIFETIME), Err("The access token has expired."));
    }

    /// RFC 8725: one algorithm, required claims, our issuer and audience only.
    #[test]
    fn forged_tokens_are_refused() {
        let (tokens, user, now) = account();
        let good = tokens.issue(&user, now);
        let (head, rest) = good.split_once('.').unwrap();
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
            assert_eq!(tokens.verify(&token, now), Err("The access token is not valid."), "{token}");
        }
        assert!(tokens.verify(&signed(&|_| {}, Algorithm::HS256, &key), now).is_ok());
    }

    #[tokio::test]
    async fn passwords_are_checked_and_nobody_has_the_decoys() {
        let passwords = Passwords::default();
        let hash = passwords.hash("correct horse".parse().unwrap()).await.unwrap();
        assert!(hash.starts_with("$argon2id$"));
        assert_eq!(passwords.verify("correct horse".to_owned(), Some(hash.clone())).await, Ok(true));
        assert_eq!(passwords.verify("incorrect horse".to_owned(), Some(hash)).await, Ok(false));
        assert_eq!(passwords.verify("the password of nobody".to_owned(), None).await, Ok(false));
    }
}
