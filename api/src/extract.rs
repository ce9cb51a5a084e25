//! What handlers are handed: bodies, queries and paths that were checked, and accounts that may do it.

use std::ops::Deref;

use axum::body::Bytes;
use axum::extract::{FromRef, FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use serde::de::DeserializeOwned;
use shared::account::{Role, UserId};
use shared::auth::{Account, bearer};
use shared::business::BusinessId;
use shared::problem::FieldError;
use shared::telemetry::Trace;

use crate::error::Error;
use crate::state::App;

/// A JSON body.
#[derive(Debug)]
pub struct Json<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Json<T> {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Self, Error> {
        if !has_type(request.headers(), "json") {
            return Err(Error::UnsupportedMediaType("Send application/json."));
        }
        let body = read(request, state).await?;
        parse(&body).map(Self)
    }
}

/// A JSON body that may be left out.
#[derive(Debug)]
pub struct OptionalJson<T>(pub T);

impl<T: DeserializeOwned + Default, S: Send + Sync> FromRequest<S> for OptionalJson<T> {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Self, Error> {
        let is_json = has_type(request.headers(), "json");
        let body = read(request, state).await?;
        // `null` is how some clients write that there is none.
        match body.is_empty() || (is_json && body.trim_ascii() == b"null") {
            true => Ok(Self(T::default())),
            false if is_json => parse(&body).map(Self),
            false => Err(Error::UnsupportedMediaType("Send application/json, or no body.")),
        }
    }
}

/// A JSON body, or a form: as the password flow of OAuth 2 sends it, or as browsers' `FormData` is sent.
#[derive(Debug)]
pub struct JsonOrForm<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for JsonOrForm<T> {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Self, Error> {
        let (is_json, is_form) =
            (has_type(request.headers(), "json"), has_type(request.headers(), "x-www-form-urlencoded"));
        let boundary = multer::parse_boundary(content_type(request.headers())).ok();
        let body = read(request, state).await?;
        if is_json {
            return parse(&body).map(Self);
        }
        let pairs = match boundary {
            Some(boundary) => parts(body, boundary).await?,
            None if is_form => {
                url::form_urlencoded::parse(&body).map(|(name, value)| (name.into_owned(), value.into())).collect()
            }
            None => return Err(Error::UnsupportedMediaType("Send application/json, or a form.")),
        };
        of_value(serde_json::Value::Object(pairs)).map(Self)
    }
}

/// The named parts of a `multipart/form-data`.
async fn parts(body: Bytes, boundary: String) -> Result<serde_json::Map<String, serde_json::Value>, Error> {
    let refusal = |error: multer::Error| Error::Malformed(format!("The body is not multipart/form-data: {error}."));
    let body = futures_util::stream::once(std::future::ready(Ok::<_, std::convert::Infallible>(body)));
    let mut form = multer::Multipart::new(body, boundary);
    let mut pairs = serde_json::Map::new();
    while let Some(part) = form.next_field().await.map_err(refusal)? {
        if let Some(name) = part.name().map(ToOwned::to_owned) {
            pairs.insert(name, part.text().await.map_err(refusal)?.into());
        }
    }
    Ok(pairs)
}

fn content_type(headers: &HeaderMap) -> &str {
    headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

fn has_type(headers: &HeaderMap, subtype: &str) -> bool {
    let essence = content_type(headers).split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    essence
        .strip_prefix("application/")
        .is_some_and(|sub| sub == subtype || (subtype == "json" && sub.ends_with("+json")))
}

async fn read<S: Send + Sync>(request: Request, state: &S) -> Result<Bytes, Error> {
    use axum::extract::rejection::{BytesRejection, FailedToBufferBody};
    Bytes::from_request(request, state).await.map_err(|rejection| match rejection {
        BytesRejection::FailedToBufferBody(FailedToBufferBody::LengthLimitError(_)) => Error::TooLarge,
        other => {
            let text = other.body_text();
            // The idle timeout on bodies ends them with an error of its own.
            if text.contains("elapsed") || text.contains("timed out") || text.contains("timeout") {
                Error::TooSlow
            } else {
                Error::Malformed("The request's body did not arrive whole.".to_owned())
            }
        }
    })
}

/// Parses JSON; what it says of a field is told with that field's path.
pub fn parse<T: DeserializeOwned>(body: &[u8]) -> Result<T, Error> {
    // serde would take a list of an object's values, too.
    if is_list(body) {
        let list = serde_json::from_slice::<serde::de::IgnoredAny>(body);
        return Err(list.map_or_else(|error| not_json(&error), |_| Error::field("", "must be an object")));
    }
    parse_any(body)
}

fn parse_any<T: DeserializeOwned>(body: &[u8]) -> Result<T, Error> {
    let mut deserializer = serde_json::Deserializer::from_slice(body);
    let value = serde_path_to_error::deserialize(&mut deserializer).map_err(refusal)?;
    deserializer.end().map_err(|error| Error::Malformed(format!("The body is not one JSON value: {error}.")))?;
    Ok(value)
}

fn of_value<T: DeserializeOwned>(value: serde_json::Value) -> Result<T, Error> {
    serde_path_to_error::deserialize(value).map_err(refusal)
}

fn not_json(error: &serde_json::Error) -> Error {
    Error::Malformed(format!("The body is not JSON: {error}."))
}

fn refusal(error: serde_path_to_error::Error<serde_json::Error>) -> Error {
    let path = match error.path().to_string() {
        root if root == "." => String::new(),
        path => path,
    };
    let inner = error.into_inner();
    if inner.classify() != serde_json::error::Category::Data {
        return not_json(&inner);
    }
    let message = inner.to_string();
    // The field tells where; line and column of a body that nobody sees do not help.
    let message = message.rsplit_once(" at line ").map_or(message.as_str(), |(message, _)| message);
    // These name the field in the message; the path is its parent's.
    for (prefix, words) in [("missing field `", "is missing"), ("duplicate field `", "is given twice")] {
        if let Some(name) = message.strip_prefix(prefix).and_then(|rest| rest.split('`').next()) {
            let field = if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
            return Error::field(field, words);
        }
    }
    if message.starts_with("unknown field") {
        return Error::field(path, "is not known here");
    }
    Error::field(path, plainly(message))
}

/// What serde says of a value that is of another type, in the words of those who send JSON.
fn plainly(message: &str) -> String {
    if message.starts_with("UUID parsing failed") {
        return "must be a UUID".to_owned();
    }
    if let Some(choices) = message.strip_prefix("unknown variant ").and_then(|rest| rest.split_once(", expected ")) {
        return format!("must be {}", choices.1.replace('`', ""));
    }
    let expected = ["invalid type: ", "invalid value: "]
        .into_iter()
        .find_map(|prefix| message.strip_prefix(prefix)?.rsplit_once(", expected "))
        .map(|(_, expected)| expected);
    match expected {
        Some("i64" | "u64") => "must be a whole number".to_owned(),
        Some("a boolean") => "must be true or false".to_owned(),
        Some("a string") => "must be a text".to_owned(),
        Some("a sequence") => "must be a list".to_owned(),
        Some("a formatted UUID string") => "must be a UUID".to_owned(),
        Some(expected) if expected.starts_with("struct ") => "must be an object".to_owned(),
        Some(expected) => format!("must be {expected}"),
        None => message.to_owned(),
    }
}

/// A JSON body that is one thing or a list of them.
#[derive(Debug)]
pub enum OneOrMany<T> {
    /// One thing.
    One(T),
    /// A list of them.
    Many(Vec<T>),
}

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for OneOrMany<T> {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Self, Error> {
        if !has_type(request.headers(), "json") {
            return Err(Error::UnsupportedMediaType("Send application/json."));
        }
        let body = read(request, state).await?;
        if is_list(&body) { parse_any(&body).map(Self::Many) } else { parse(&body).map(Self::One) }
    }
}

fn is_list(body: &[u8]) -> bool {
    body.trim_ascii_start().starts_with(b"[")
}

/// The query string. A parameter without a value is as good as none; one that comes twice is refused, since only one
/// of both could count.
#[derive(Debug)]
pub struct Query<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Query<T> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Error> {
        let query = parts.uri.query().unwrap_or_default();
        let mut given = serde_json::Map::new();
        for (name, value) in url::form_urlencoded::parse(query.as_bytes()).filter(|(_, value)| !value.is_empty()) {
            // PostgreSQL knows no such character.
            if value.contains('\0') {
                return Err(Error::field(name, "must not contain NUL characters"));
            }
            if given.insert(name.clone().into_owned(), value.into()).is_some() {
                return Err(Error::field(name, "is given twice"));
            }
        }
        of_value(serde_json::Value::Object(given)).map(Self)
    }
}

/// The variable part of the path: what cannot be one is not there.
#[derive(Debug)]
pub struct Path<T>(pub T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Path<T> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Error> {
        axum::extract::Path::from_request_parts(parts, state)
            .await
            .map(|axum::extract::Path(value)| Self(value))
            .map_err(|_| Error::NotFound("thing"))
    }
}

/// The request's trace.
#[derive(Clone, Debug)]
pub struct Traced(pub Trace);

impl<S: Send + Sync> FromRequestParts<S> for Traced {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        Ok(Self(parts.extensions.get().cloned().unwrap_or_else(|| Trace::from_header(None))))
    }
}

/// Anybody who has logged in.
#[derive(Clone, Debug)]
pub struct Anyone(pub Account);

impl Deref for Anyone {
    type Target = Account;

    fn deref(&self) -> &Account {
        &self.0
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Anyone
where
    App: FromRef<S>,
{
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Error> {
        let app = App::from_ref(state);
        let token =
            bearer(&parts.headers).ok_or(Error::Unauthenticated("Send an access token: `Authorization: Bearer …`."))?;
        let account = app.tokens.verify(token, app.clock.now()).map_err(Error::Unauthenticated)?;
        if app.is_archived(account.id).await? {
            return Err(Error::Unauthenticated("This account has been closed."));
        }
        Ok(Self(account))
    }
}

/// An account of certain roles: no such extractor, no request.
macro_rules! role {
    ($(#[$doc:meta])* $name:ident, $roles:pat, $refusal:literal) => {
        $(#[$doc])*
        #[derive(Clone, Debug)]
        pub struct $name(pub Account);

        impl Deref for $name {
            type Target = Account;

            fn deref(&self) -> &Account {
                &self.0
            }
        }

        impl<S: Send + Sync> FromRequestParts<S> for $name
        where
            App: FromRef<S>,
        {
            type Rejection = Error;

            async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Error> {
                let Anyone(account) = Anyone::from_request_parts(parts, state).await?;
                match account.role {
                    $roles => Ok(Self(account)),
                    _ => Err(Error::Forbidden($refusal)),
                }
            }
        }
    };
}

role!(
    /// Whoever may place orders: customers for themselves, staff for their guests.
    Orderer, Role::Customer | Role::Business | Role::Waiter, "Admins do not order; log in as a customer or as staff."
);
role!(
    /// Whoever works here: a business, its waiters, and admins.
    Staff, Role::Business | Role::Waiter | Role::Admin, "Only those who work here see this."
);
role!(
    /// Whoever operates the installation.
    Admin, Role::Admin, "Only an admin does this."
);
role!(
    /// Whoever manages accounts: a business its waiters, an admin all.
    Manager, Role::Business | Role::Admin, "Only a business and an admin manage accounts."
);

role!(
    /// Whoever sees how business was: the business itself, and admins.
    Bookkeeper, Role::Business | Role::Admin, "Only a business and an admin see this."
);

/// A business, at its own menu.
#[derive(Clone, Debug)]
pub struct Owner {
    /// The account.
    pub account: Account,
    /// Its business.
    pub business: BusinessId,
}

impl Owner {
    /// The account's id.
    pub fn id(&self) -> UserId {
        self.account.id
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Owner
where
    App: FromRef<S>,
{
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Error> {
        let Anyone(account) = Anyone::from_request_parts(parts, state).await?;
        match (account.role, account.business_id) {
            (Role::Business, Some(business)) => Ok(Self { account, business }),
            _ => Err(Error::Forbidden("Only a business can do this, with its own menu.")),
        }
    }
}

/// A refusal of one field, from a check that was made elsewhere.
pub fn field(name: &str) -> impl FnOnce(shared::Invalid) -> Error + '_ {
    move |invalid| Error::Invalid(vec![FieldError { field: name.to_owned(), message: invalid.to_string() }])
}
