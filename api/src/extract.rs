//! Extractors for validated bodies, queries and paths, and for authorized accounts.

mod account;
mod basic;
mod body;
mod client;
mod deserialize;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};
use service::trace_context::TraceContext;

pub use account::{Admin, Authenticated, CanManageUsers, CanOrder, CanViewReports, Owner, Staff};
pub use basic::{BasicOrBearer, BasicRejection};
pub use body::{Json, JsonOrForm, OneOrMany, OptionalJson};
pub use client::{ClientAddress, identify_client};

use crate::error::Error;
use deserialize::from_value;

/// Extracts the query string. An empty parameter counts as omitted. A repeated parameter is rejected, because only one of its
/// values could be used.
#[derive(Debug)]
pub struct Query<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Query<T> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Error> {
        let query = parts.uri.query().unwrap_or_default();
        let mut parameters = Map::new();
        for (name, value) in url::form_urlencoded::parse(query.as_bytes()).filter(|(_, value)| !value.is_empty()) {
            // PostgreSQL cannot store NUL characters.
            if value.contains('\0') {
                return Err(Error::field(name, "must not contain NUL characters"));
            }
            if parameters.insert(name.clone().into_owned(), value.into()).is_some() {
                return Err(Error::field(name, "must not be repeated"));
            }
        }
        from_value(Value::Object(parameters)).map(Self)
    }
}

/// Deserializes a query parameter that is `true` or `false`.
pub fn deserialize_flag<'de, D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Option<bool>, D::Error> {
    match String::deserialize(deserializer)?.as_str() {
        "true" => Ok(Some(true)),
        "false" => Ok(Some(false)),
        _ => Err(serde::de::Error::custom("must be true or false")),
    }
}

/// The query parameter of a search: the text without surrounding spaces, or an empty text if the parameter is absent. Its length
/// is limited, which bounds the cost of the search.
#[derive(Debug, Default)]
pub struct SearchText(pub String);

/// Maximum number of characters of a [`SearchText`].
const MAX_SEARCH_LENGTH: usize = 200;

impl<'de> Deserialize<'de> for SearchText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let (text, length) = (text.trim(), text.trim().chars().count());
        if length > MAX_SEARCH_LENGTH {
            let message = format!("must have at most {MAX_SEARCH_LENGTH} characters, not {length}");
            return Err(serde::de::Error::custom(message));
        }
        Ok(Self(text.to_owned()))
    }
}

/// Extracts the path parameters. Responds with 404 if a value cannot be parsed.
#[derive(Debug)]
pub struct Path<T>(pub T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Path<T> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Error> {
        axum::extract::Path::from_request_parts(parts, state)
            .await
            .map(|axum::extract::Path(value)| Self(value))
            .map_err(|_| Error::NotFound("resource"))
    }
}

/// The trace context of the request.
#[derive(Clone, Debug)]
pub struct Traced(pub TraceContext);

impl<S: Send + Sync> FromRequestParts<S> for Traced {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        Ok(Self(parts.extensions.get().cloned().unwrap_or_else(TraceContext::new_root)))
    }
}
