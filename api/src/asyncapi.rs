//! The `AsyncAPI` document of the live feed and of the broker's messages.

use std::sync::LazyLock;

use axum::Router;
use axum::body::Bytes;
use axum::http::header;
use axum::routing::get;

use crate::app::App;

/// Returns the route `GET /api/asyncapi.json`.
pub fn router() -> Router<App> {
    static DOCUMENT: LazyLock<Bytes> = LazyLock::new(|| messaging::asyncapi::document().to_string().into());
    let document = ([(header::CONTENT_TYPE, "application/json")], DOCUMENT.clone());
    Router::new().route("/api/asyncapi.json", get(document))
}
