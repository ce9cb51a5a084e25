//! Pages of lists: keyset, never OFFSET, so that the last page is as fast as the first.

use axum::http::{HeaderValue, Uri, header};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde::{Deserialize, Deserializer, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::error::Error;

/// How many rows a page has, and after which it begins.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct PageQuery {
    /// At most so many: 1 to 100, 20 by default.
    #[serde(default)]
    #[param(value_type = Option<i64>, minimum = 1, maximum = 100)]
    pub limit: Limit,
    /// The `next_cursor` of the page before.
    #[serde(default)]
    pub cursor: Option<String>,
}

/// 1 to 100.
#[derive(Clone, Copy, Debug)]
pub struct Limit(pub i64);

impl Default for Limit {
    fn default() -> Self {
        Self(20)
    }
}

impl<'de> Deserialize<'de> for Limit {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match String::deserialize(deserializer)?.parse() {
            Ok(limit @ 1..=100) => Ok(Self(limit)),
            _ => Err(serde::de::Error::custom("must be a whole number from 1 to 100")),
        }
    }
}

/// One page of a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct Page<T> {
    /// The rows.
    pub data: Vec<T>,
    /// What to send as `cursor` for the next page; none when this is the last.
    pub next_cursor: Option<String>,
}

impl<T: Serialize> Page<T> {
    /// A page of at most `limit` of these rows; that there are more of them means that there is a next page.
    pub fn new(mut rows: Vec<T>, Limit(limit): Limit, cursor: impl Fn(&T) -> String) -> Self {
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let more = rows.len() > limit;
        rows.truncate(limit);
        let next_cursor = rows.last().filter(|_| more).map(cursor);
        Self { data: rows, next_cursor }
    }

    /// The answer, with a `Link` to the next page.
    pub fn at(self, uri: &Uri) -> Response {
        let link = self.next_cursor.as_ref().and_then(|cursor| next(uri, cursor));
        let mut response = axum::Json(self).into_response();
        if let Some(link) = link {
            response.headers_mut().insert(header::LINK, link);
        }
        response
    }
}

fn next(uri: &Uri, cursor: &str) -> Option<HeaderValue> {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    let pairs = url::form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes());
    query.extend_pairs(pairs.filter(|(name, _)| name != "cursor")).append_pair("cursor", cursor);
    format!("<{}?{}>; rel=\"next\"", uri.path(), query.finish()).parse().ok()
}

/// A cursor that stands for an id.
pub fn id_cursor(id: Uuid) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(id)
}

/// The id that a cursor stands for.
pub fn id_of(cursor: Option<&str>, none: Uuid) -> Result<Uuid, Error> {
    let Some(cursor) = cursor else { return Ok(none) };
    let bytes = BASE64_URL_SAFE_NO_PAD.decode(cursor).ok();
    bytes.and_then(|bytes| Uuid::from_slice(&bytes).ok()).ok_or_else(unknown)
}

/// A cursor that stands for a number.
pub fn number_cursor(number: i64) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(number.to_be_bytes())
}

/// The number that a cursor stands for; 0 without one.
pub fn number_of(cursor: Option<&str>) -> Result<i64, Error> {
    let Some(cursor) = cursor else { return Ok(0) };
    let bytes = BASE64_URL_SAFE_NO_PAD.decode(cursor).ok();
    bytes.and_then(|bytes| bytes.try_into().ok()).map(i64::from_be_bytes).ok_or_else(unknown)
}

fn unknown() -> Error {
    Error::field("cursor", "must be the next_cursor of a page before")
}
