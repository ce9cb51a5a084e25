//! Lists with numbered pages. The server has to skip all entries before a page, so their number is limited; the corresponding
//! lists under `/api` use cursors and have no such limit.

use auth::Account;
use axum::http::Uri;
use axum::response::Response;
use domain::item::Item;
use domain::order::state::Status;
use domain::order::{Order, OrderId};
use serde::{Deserialize, Deserializer, Serialize};
use store::orders::{self, PageRequest};
use store::{Listed, ReadConn, decoded, items};
use utoipa::IntoParams;
use uuid::Uuid;

use crate::error::{Error, Result};
use crate::pagination::{Limit, next_link, truncate, with_link};

/// Maximum number of entries before the start of a page.
const MAX_OFFSET: i64 = 10_000;
/// Default number of entries per page. It is high because clients that omit the limit do not request further pages.
const DEFAULT_LIMIT: i64 = 100;

/// The page to return.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct NumberedPageQuery {
    /// The number of the page, starting at 1. A page can start after at most 10,000 entries.
    #[serde(default)]
    #[param(value_type = Option<i64>, minimum = 1)]
    pub(super) page: PageNumber,
    /// Maximum number of entries: 1 to 100. Defaults to 100.
    #[param(value_type = Option<i64>, minimum = 1, maximum = 100)]
    pub(super) limit: Option<Limit>,
}

/// The number of a page, starting at 1.
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
            _ => Err(serde::de::Error::custom("must be a whole number of at least 1")),
        }
    }
}

/// A page of a list.
#[derive(Clone, Copy, Debug)]
pub(super) struct NumberedPage {
    page: i64,
    /// Number of entries before the page.
    pub(super) offset: i64,
    /// Maximum number of entries on the page.
    pub(super) limit: i64,
}

impl NumberedPage {
    /// Creates a page. Rejects pages that start after more than [`MAX_OFFSET`] entries.
    pub(super) fn new(PageNumber(page): PageNumber, limit: Option<Limit>) -> Result<Self> {
        let limit = limit.map_or(DEFAULT_LIMIT, |Limit(limit)| limit);
        let offset = (page - 1).checked_mul(limit).filter(|offset| *offset <= MAX_OFFSET).ok_or_else(|| {
            Error::field(
                "page",
                format!("must not skip more than {MAX_OFFSET} entries; use the lists under /api instead"),
            )
        })?;
        Ok(Self { page, offset, limit })
    }

    /// Returns the response with a `Link` to the next page, if there is one.
    pub(super) fn into_response<T: Serialize>(self, page: PageRows<T>, uri: &Uri) -> Response {
        let link = page.has_more.then(|| next_link(uri, "page", &(self.page + 1).to_string())).flatten();
        with_link(axum::Json(page.entries), link)
    }
}

/// The entries of a page.
pub(super) struct PageRows<T> {
    /// The entries. Rows that cannot be decoded are omitted.
    pub(super) entries: Vec<T>,
    /// `true` if there is a next page.
    pub(super) has_more: bool,
}

impl<T> PageRows<T> {
    /// Truncates the rows of a query to `limit`. One row more than the limit means that there is a next page.
    fn new<K>(mut rows: Vec<Listed<K, T>>, limit: i64) -> Self {
        let has_more = truncate(&mut rows, limit);
        Self { entries: decoded(rows), has_more }
    }

    /// Converts the entries.
    pub(super) fn map<U>(self, convert: impl FnMut(T) -> U) -> PageRows<U> {
        PageRows { entries: self.entries.into_iter().map(convert).collect(), has_more: self.has_more }
    }
}

/// Lists one page of the items on all menus, by number.
pub(super) async fn list_items(read: &mut ReadConn, page: NumberedPage) -> Result<PageRows<Item>> {
    let after = match page.offset {
        0 => Some(0),
        offset => items::number_at_offset(read, offset - 1).await?,
    };
    let rows = match after {
        Some(after) => items::list_all(read, after, page.limit + 1).await?,
        None => Vec::new(),
    };
    Ok(PageRows::new(rows, page.limit))
}

/// Lists one page of the orders that are visible to the account, newest first.
pub(super) async fn list_orders(
    read: &mut ReadConn,
    account: &Account,
    status: Option<Status>,
    page: NumberedPage,
) -> Result<PageRows<Order>> {
    let scope = account.scope();
    let below = match page.offset {
        0 => OrderId(Uuid::max()),
        offset => match orders::id_at_offset(read, scope, status, offset - 1).await? {
            Some(last) => last,
            None => return Ok(PageRows { entries: Vec::new(), has_more: false }),
        },
    };
    let request = PageRequest { below, limit: page.limit + 1, ..PageRequest::default() };
    let rows = match status {
        Some(status) => orders::list_by_status(read, scope, status, request).await?,
        None => orders::list(read, scope, request).await?,
    };
    Ok(PageRows::new(rows, page.limit))
}
