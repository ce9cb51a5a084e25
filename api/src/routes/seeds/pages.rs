//! Lists in pages that are counted. They are walked to along an index, so they go back only so far; whoever wants to see
//! further follows the cursors of `/api`.

use axum::http::{HeaderValue, Uri, header};
use axum::response::{IntoResponse as _, Response};
use serde::{Deserialize, Deserializer, Serialize};
use shared::auth::Account;
use shared::order::{Order, OrderId, Status};
use shared::store::Read;
use shared::store::orders::{self, Window};
use uuid::Uuid;

use crate::error::{Error, Result};
use crate::page::Limit;

/// How many rows can be walked past.
const DEEPEST: i64 = 10_000;

/// Which page, from 1.
#[derive(Clone, Copy, Debug)]
pub(super) struct PageNumber(i64);

impl Default for PageNumber {
    fn default() -> Self {
        Self(1)
    }
}

impl<'de> Deserialize<'de> for PageNumber {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        match String::deserialize(deserializer)?.parse() {
            Ok(page @ 1..) => Ok(Self(page)),
            _ => Err(serde::de::Error::custom("must be a whole number from 1")),
        }
    }
}

/// A stretch of a list.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stretch {
    page: i64,
    /// How many rows come before it.
    pub before: i64,
    /// How many rows it has, at most.
    pub limit: i64,
}

impl Stretch {
    /// This page, of so many rows; of as many as there may be where the client does not say, as it knows of no more pages
    /// then.
    pub(super) fn new(PageNumber(page): PageNumber, limit: Option<Limit>) -> Result<Self> {
        let limit = limit.map_or(100, |Limit(limit)| limit);
        let before = (page - 1).checked_mul(limit).filter(|before| *before <= DEEPEST).ok_or_else(|| {
            Error::field("page", format!("begins after more than {DEEPEST} rows; /api has the same list with cursors"))
        })?;
        Ok(Self { page, before, limit })
    }

    /// The answer: of one row more than the page has, whether there is a next one.
    pub(super) fn answer<T: Serialize>(self, mut rows: Vec<T>, uri: &Uri) -> Response {
        let limit = usize::try_from(self.limit).unwrap_or(usize::MAX);
        let more = rows.len() > limit;
        rows.truncate(limit);
        let mut response = axum::Json(rows).into_response();
        if let Some(link) = self.next(uri).filter(|_| more) {
            response.headers_mut().insert(header::LINK, link);
        }
        response
    }

    fn next(self, uri: &Uri) -> Option<HeaderValue> {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        let pairs = url::form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes());
        query.extend_pairs(pairs.filter(|(name, _)| name != "page")).append_pair("page", &(self.page + 1).to_string());
        format!("<{}?{}>; rel=\"next\"", uri.path(), query.finish()).parse().ok()
    }
}

/// The orders of this stretch that the account may see, newest first, and one more if there is one.
pub(super) async fn page_of_orders(
    read: &mut Read,
    account: &Account,
    status: Option<Status>,
    stretch: Stretch,
) -> Result<Vec<Order>> {
    let scope = account.scope();
    let below = match stretch.before {
        0 => OrderId(Uuid::max()),
        before => match orders::nth(read, scope, status, before - 1).await? {
            Some(last) => last,
            None => return Ok(Vec::new()),
        },
    };
    let window = Window { below, from: OrderId(Uuid::nil()), limit: stretch.limit + 1 };
    Ok(match status {
        Some(status) => orders::page_by_status(read, scope, status, window).await?,
        None => orders::page(read, scope, window).await?,
    })
}
