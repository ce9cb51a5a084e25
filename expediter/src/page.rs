//! What people see: the web app if it was built, else one plain page that says where everything is.

use std::fmt::Write as _;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{Html, IntoResponse as _, Response};
use axum::routing::get;
use axum::{Json, Router};
use rust_embed::{EmbeddedFile, RustEmbed};
use serde::Serialize;
use tower::ServiceExt as _;
use tower_http::compression::CompressionLayer;

use crate::demo;

/// The web app, as `cargo xtask run` builds it. Nothing of it where it was not built: Rust alone is enough for the rest.
#[derive(RustEmbed)]
#[folder = "../web/dist"]
#[allow_missing = true]
struct App;

/// Scripts, styles and fonts are our own; pictures of dishes may be anybody's, over https.
const APP_POLICY: &str = "default-src 'self'; img-src 'self' https: data:; style-src 'self' 'unsafe-inline'; \
                          script-src 'self'; connect-src 'self'; font-src 'self'; object-src 'none'; \
                          base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
/// Everything on the plain page is in the page.
const PLAIN_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; \
                            frame-ancestors 'none'";
/// What begins like this is for programs: what is not there is not a page of the app.
const PROGRAMS: [&str; 8] = ["/api/", "/docs", "/ws", "/events", "/metrics", "/livez", "/readyz", "/assets/"];

/// The page beside these routes: it is what nobody else answers, and what a browser gets wherever it goes. Some of its
/// addresses (`/orders`, `/login`, `/register`) are also those of programs, who do not ask for HTML.
pub(crate) fn beside(programs: Router, is_demo: bool) -> Router {
    let page = router(is_demo);
    programs.merge(page.clone()).layer(from_fn_with_state(page, page_for_browsers))
}

async fn page_for_browsers(State(page): State<Router>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let shared = !PROGRAMS.iter().any(|prefix| path.starts_with(prefix)) && App::get("index.html").is_some();
    if !shared || !matches!(*request.method(), Method::GET | Method::HEAD) {
        return next.run(request).await;
    }
    let accept = request.headers().get(header::ACCEPT).and_then(|accept| accept.to_str().ok());
    let mut response = if accept.is_some_and(|accept| accept.contains("text/html")) {
        page.oneshot(request).await.into_response()
    } else {
        next.run(request).await
    };
    // Whoever keeps a copy keeps one of each.
    response.headers_mut().append(header::VARY, HeaderValue::from_static("accept"));
    response
}

/// The routes of the page; everything that nobody else answers.
fn router(is_demo: bool) -> Router {
    let plain = plain(is_demo);
    let app = move |request: Request| {
        let plain = plain.clone();
        async move { answer(&request, plain) }
    };
    let demo = get(move || async move { if is_demo { Json(Demo::new()).into_response() } else { missing() } });
    Router::new().route("/api/demo", demo).fallback(app).layer(CompressionLayer::new())
}

/// Who can log in, on an installation with demo data.
#[derive(Serialize)]
struct Demo {
    password: &'static str,
    logins: Vec<DemoLogin>,
}

#[derive(Serialize)]
struct DemoLogin {
    username: &'static str,
    what: &'static str,
}

impl Demo {
    fn new() -> Self {
        let logins = demo::LOGINS.iter().map(|login| DemoLogin { username: login.username, what: login.what });
        Self { password: demo::PASSWORD, logins: logins.collect() }
    }
}

/// A file of the app; for the app's own addresses, which are not files, the app; else nothing.
fn answer(request: &Request, plain: String) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return missing();
    }
    let path = request.uri().path();
    match App::get(path.trim_start_matches('/')) {
        Some(file) if path != "/" => send(path, &file, request.headers()),
        _ if PROGRAMS.iter().any(|prefix| path.starts_with(prefix)) => missing(),
        _ => match App::get("index.html") {
            Some(page) => send("index.html", &page, request.headers()),
            None if path == "/" => {
                let policy = HeaderName::from_static("content-security-policy");
                let headers = [(policy, PLAIN_POLICY), (header::CACHE_CONTROL, "no-cache")];
                (headers, Html(plain)).into_response()
            }
            None => missing(),
        },
    }
}

fn missing() -> Response {
    StatusCode::NOT_FOUND.into_response()
}

/// A file, unless the browser has it already. Names under `/assets/` hold a hash of what is in them, so they never change.
fn send(path: &str, file: &EmbeddedFile, asked: &HeaderMap) -> Response {
    let tag =
        format!("\"{:032x}\"", u128::from_be_bytes(file.metadata.sha256_hash()[..16].try_into().unwrap_or_default()));
    let caching = if path.starts_with("/assets/") { "public, max-age=31536000, immutable" } else { "no-cache" };
    let mut headers = HeaderMap::new();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(caching));
    headers.insert("content-security-policy", HeaderValue::from_static(APP_POLICY));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        headers.insert(header::ETAG, tag);
    }
    let known = asked.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    if known.is_some_and(|known| known.contains(&tag)) {
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    if let Ok(kind) = HeaderValue::from_str(file.metadata.mimetype()) {
        headers.insert(header::CONTENT_TYPE, kind);
    }
    (headers, file.data.to_vec()).into_response()
}

fn plain(is_demo: bool) -> String {
    let mut logins = String::new();
    if is_demo {
        for login in demo::LOGINS {
            let _infallible = write!(logins, "<tr><td><code>{}</code><td>{}", login.username, login.what);
        }
        logins = format!(
            "<h2>Log in as</h2><p>Everybody's password is <code>{}</code>.<table>{logins}</table>",
            demo::PASSWORD,
        );
    }
    include_str!("page.html").replace("{{logins}}", &logins)
}
