use axum::http::{HeaderName, HeaderValue, header};
use domain::item::Item;

/// An item with its `ETag`.
pub(super) type TaggedItem = ([(HeaderName, HeaderValue); 1], axum::Json<Item>);

/// Adds an item's `ETag`, which contains its version.
pub(super) fn with_etag(item: Item) -> TaggedItem {
    let etag = format_etag(item.version).parse().expect("a number in quotes is a header value");
    ([(header::ETAG, etag)], axum::Json(item))
}

/// Formats a version as an `ETag`.
pub(super) fn format_etag(version: i64) -> String {
    format!("\"{version}\"")
}
