//! Keyset pagination of lists. Unlike with `offset`, the last page is as fast as the first.

use axum::http::{HeaderValue, Uri, header};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde::{Deserialize, Deserializer, Serialize};
use store::orders::Direction;
use store::{Listed, decoded};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::error::{Error, Result};

/// The position and the maximum size of a page.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct PageQuery {
    /// Maximum number of entries: 1 to 100. Defaults to 20.
    #[serde(default)]
    #[param(value_type = Option<i64>, minimum = 1, maximum = 100)]
    pub limit: Limit,
    /// The `next_cursor` of the previous page.
    #[serde(default)]
    pub cursor: Option<String>,
}

/// Maximum number of entries on a page: 1 to 100.
#[derive(Clone, Copy, Debug)]
pub struct Limit(pub i64);

impl Default for Limit {
    fn default() -> Self {
        Self(20)
    }
}

impl<'de> Deserialize<'de> for Limit {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        match String::deserialize(deserializer)?.parse() {
            Ok(limit @ 1..=100) => Ok(Self(limit)),
            _ => Err(serde::de::Error::custom("must be a whole number from 1 to 100")),
        }
    }
}

/// One page of a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct Page<T> {
    /// The entries.
    pub data: Vec<T>,
    /// The `cursor` of the next page; `null` on the last page.
    pub next_cursor: Option<String>,
}

impl<T: Serialize> Page<T> {
    /// Creates a page of at most `limit` rows. Query one row more than the limit: an extra row means that there is a next page.
    /// Rows that cannot be decoded are omitted, but the cursor is the key of the last of the `limit` rows, decodable or not.
    pub fn new<K>(mut rows: Vec<Listed<K, T>>, Limit(limit): Limit, cursor: impl Fn(&K) -> String) -> Self {
        let has_more = truncate(&mut rows, limit);
        let next_cursor = rows.last().filter(|_| has_more).map(|row| cursor(&row.key));
        Self { data: decoded(rows), next_cursor }
    }

    /// Returns the response to a request for `uri`, with a `Link` to the next page.
    pub fn into_response_at(self, uri: &Uri) -> Response {
        let link = self.next_cursor.as_ref().and_then(|cursor| next_link(uri, "cursor", cursor));
        with_link(axum::Json(self), link)
    }
}

/// Truncates `entries` to `limit`. Returns `true` if there were more.
pub fn truncate<T>(entries: &mut Vec<T>, limit: i64) -> bool {
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let has_more = entries.len() > limit;
    entries.truncate(limit);
    has_more
}

/// Returns a `Link` header (RFC 8288) to the next page: the same URL with `parameter` set to `value`.
pub fn next_link(uri: &Uri, parameter: &str, value: &str) -> Option<HeaderValue> {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    let pairs = url::form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes());
    query.extend_pairs(pairs.filter(|(name, _)| name != parameter)).append_pair(parameter, value);
    format!("<{}?{}>; rel=\"next\"", uri.path(), query.finish()).parse().ok()
}

/// Returns the body as a response, with a `Link` header if `link` is `Some`.
pub fn with_link(body: impl IntoResponse, link: Option<HeaderValue>) -> Response {
    let mut response = body.into_response();
    if let Some(link) = link {
        response.headers_mut().insert(header::LINK, link);
    }
    response
}

/// Encodes an id as a cursor.
pub fn encode_id(id: Uuid) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(id)
}

/// Decodes a cursor to an id. Returns `default` if there is no cursor.
pub fn decode_id(cursor: Option<&str>, default: Uuid) -> Result<Uuid> {
    let Some(cursor) = cursor else { return Ok(default) };
    let bytes = BASE64_URL_SAFE_NO_PAD.decode(cursor).ok();
    bytes.and_then(|bytes| Uuid::from_slice(&bytes).ok()).ok_or_else(invalid_cursor)
}

/// The byte after the id in a cursor of [`Direction::Oldest`]. Other cursors of ids have none.
const OLDEST_FIRST: u8 = b'o';

/// Encodes an id as a cursor of a list in this direction.
pub fn encode_directed_id(id: Uuid, direction: Direction) -> String {
    match direction {
        Direction::Newest => encode_id(id),
        Direction::Oldest => BASE64_URL_SAFE_NO_PAD.encode([id.as_bytes().as_slice(), &[OLDEST_FIRST]].concat()),
    }
}

/// Decodes a cursor of a list in this direction to an id. Returns `default` if there is no cursor. Cursors of the other direction
/// are refused: the page after them would be empty, or would repeat entries.
pub fn decode_directed_id(cursor: Option<&str>, direction: Direction, default: Uuid) -> Result<Uuid> {
    let Some(cursor) = cursor else { return Ok(default) };
    let bytes = BASE64_URL_SAFE_NO_PAD.decode(cursor).map_err(|_| invalid_cursor())?;
    let (id, found) = match bytes.strip_suffix(&[OLDEST_FIRST]).filter(|id| id.len() == size_of::<Uuid>()) {
        Some(id) => (id, Direction::Oldest),
        None => (bytes.as_slice(), Direction::Newest),
    };
    let id = Uuid::from_slice(id).map_err(|_| invalid_cursor())?;
    if found == direction {
        Ok(id)
    } else {
        Err(Error::field("cursor", "must be the next_cursor of a page with the same order"))
    }
}

/// Encodes a number as a cursor.
pub fn encode_number(number: i64) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(number.to_be_bytes())
}

/// Decodes a cursor to a number. Returns 0 if there is no cursor.
pub fn decode_number(cursor: Option<&str>) -> Result<i64> {
    let Some(cursor) = cursor else { return Ok(0) };
    let bytes = BASE64_URL_SAFE_NO_PAD.decode(cursor).ok();
    bytes.and_then(|bytes| bytes.try_into().ok()).map(i64::from_be_bytes).ok_or_else(invalid_cursor)
}

fn invalid_cursor() -> Error {
    Error::field("cursor", "must be the next_cursor of the previous page")
}
