//! Serves the web app. If it was not built, serves a fallback page that lists the URLs of the API.

use std::fmt::Write as _;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{Html, IntoResponse as _, Response};
use axum::routing::get;
use axum::{Json, Router};
use rust_embed::{EmbeddedFile, RustEmbed};
use serde::Serialize;
use service::http::accept;
use tower::ServiceExt as _;
use tower_http::compression::CompressionLayer;

use crate::demo;

/// The files of the web app. There are none unless the web app was built, for example by `cargo xtask run`.
#[derive(RustEmbed)]
#[folder = "../web/dist"]
#[allow_missing = true]
struct WebApp;

/// The policy of the web app: scripts, styles and fonts are part of the app, and pictures of items may have any HTTPS URL.
const APP_POLICY: &str = "default-src 'self'; img-src 'self' https: data:; style-src 'self' 'unsafe-inline'; \
                          script-src 'self'; connect-src 'self'; font-src 'self'; object-src 'none'; \
                          base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
/// The policy of the fallback page, which is a single document.
const FALLBACK_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; \
                               frame-ancestors 'none'";
const CONTENT_SECURITY_POLICY: HeaderName = HeaderName::from_static("content-security-policy");
/// Prefixes of URLs that are never pages of the web app.
const API_PREFIXES: [&str; 8] = ["/api/", "/docs", "/ws", "/events", "/metrics", "/livez", "/readyz", "/assets/"];

/// Adds the web app to the routes of the API. The web app serves all other URLs. If a URL is both a page and a route of the API
/// (`/orders`, `/login`, `/register`), a `GET` or `HEAD` request that accepts HTML gets the page: browsers that navigate send
/// such requests.
pub(crate) fn mount(api: Router, is_demo: bool) -> Router {
    let web_app = router(is_demo);
    api.merge(web_app.clone()).layer(from_fn_with_state(web_app, serve_browsers))
}

async fn serve_browsers(State(web_app): State<Router>, request: Request, next: Next) -> Response {
    let is_api = API_PREFIXES.iter().any(|prefix| request.uri().path().starts_with(prefix));
    let is_read = matches!(*request.method(), Method::GET | Method::HEAD);
    if is_api || !is_read || WebApp::get("index.html").is_none() {
        return next.run(request).await;
    }
    let mut response = if accept::quality(request.headers(), "text/html") > 0.0 {
        web_app.oneshot(request).await.into_response()
    } else {
        next.run(request).await
    };
    response.headers_mut().append(header::VARY, HeaderValue::from_static("accept"));
    response
}

fn router(is_demo: bool) -> Router {
    let fallback_page = render_fallback_page(is_demo);
    let pages = move |request: Request| {
        let fallback_page = fallback_page.clone();
        async move { serve_page(&request, fallback_page) }
    };
    let demo =
        get(move || async move { if is_demo { Json(DemoAccounts::new()).into_response() } else { not_found() } });
    Router::new().route("/api/demo", demo).fallback(pages).layer(CompressionLayer::new())
}

/// The response to `GET /api/demo` if the database contains the demo data.
#[derive(Serialize)]
struct DemoAccounts {
    password: &'static str,
    logins: Vec<DemoAccount>,
}

#[derive(Serialize)]
struct DemoAccount {
    username: &'static str,
    what: &'static str,
}

impl DemoAccounts {
    fn new() -> Self {
        let logins = demo::LOGINS.iter();
        let logins = logins.map(|login| DemoAccount { username: login.username, what: login.description });
        Self { password: demo::PASSWORD, logins: logins.collect() }
    }
}

/// Serves a file of the web app. For other URLs outside [`API_PREFIXES`], serves `index.html` to clients that accept HTML,
/// because the URL may be a page of the app. The configuration of the reverse proxy has the same rules.
fn serve_page(request: &Request, fallback_page: String) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return not_found();
    }
    let path = request.uri().path();
    match WebApp::get(path.trim_start_matches('/')) {
        Some(file) if path != "/" => serve_file(path, &file, request.headers()),
        _ if API_PREFIXES.iter().any(|prefix| path.starts_with(prefix)) => not_found(),
        _ if path != "/" && accept::quality(request.headers(), "text/html") <= 0.0 => not_found(),
        _ => match WebApp::get("index.html") {
            Some(page) => serve_file("index.html", &page, request.headers()),
            None if path == "/" => {
                let headers = [(CONTENT_SECURITY_POLICY, FALLBACK_POLICY), (header::CACHE_CONTROL, "no-cache")];
                (headers, Html(fallback_page)).into_response()
            }
            None => not_found(),
        },
    }
}

fn not_found() -> Response {
    StatusCode::NOT_FOUND.into_response()
}

/// Serves a file, or responds with 304 if the browser has it. Files in `/assets/` never change, because their names contain a
/// hash of their content.
fn serve_file(path: &str, file: &EmbeddedFile, request_headers: &HeaderMap) -> Response {
    let hash = file.metadata.sha256_hash()[..16].try_into().unwrap_or_default();
    let etag = format!("\"{:032x}\"", u128::from_be_bytes(hash));
    let caching = if path.starts_with("/assets/") { "public, max-age=31536000, immutable" } else { "no-cache" };
    let mut headers = HeaderMap::new();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(caching));
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(APP_POLICY));
    if let Ok(etag) = HeaderValue::from_str(&etag) {
        headers.insert(header::ETAG, etag);
    }
    let if_none_match = request_headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    if if_none_match.is_some_and(|etags| etags.contains(&etag)) {
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    if let Ok(media_type) = HeaderValue::from_str(file.metadata.mimetype()) {
        headers.insert(header::CONTENT_TYPE, media_type);
    }
    (headers, file.data.to_vec()).into_response()
}

fn render_fallback_page(is_demo: bool) -> String {
    let mut logins = String::new();
    if is_demo {
        for login in demo::LOGINS {
            // Writing to a string cannot fail.
            let _ = write!(logins, "<tr><td><code>{}</code><td>{}", login.username, login.description);
        }
        logins = format!(
            "<h2>Demo accounts</h2><p>The password for every demo account is <code>{}</code>.<table>{logins}</table>",
            demo::PASSWORD,
        );
    }
    include_str!("fallback_page.html").replace("{{logins}}", &logins)
}
