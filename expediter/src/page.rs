//! The page at `/`: where everything is, and who can log in.

use std::fmt::Write as _;

use axum::Router;
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::Html;
use axum::routing::get;

use crate::demo;

/// Everything on the page is in the page.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; \
                      frame-ancestors 'none'";

/// The route of the page.
pub(crate) fn router(is_demo: bool) -> Router {
    let page = page(is_demo);
    let policy = [(HeaderName::from_static("content-security-policy"), HeaderValue::from_static(POLICY))];
    Router::new().route(
        "/",
        get(move || {
            let (page, policy) = (page.clone(), policy.clone());
            async move { (policy, [(header::CACHE_CONTROL, "no-cache")], Html(page)) }
        }),
    )
}

fn page(is_demo: bool) -> String {
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
