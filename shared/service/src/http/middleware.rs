//! Middleware of every service: trailing slashes, request ids and security headers.

use axum::Router;
use axum::extract::Request;
use axum::http::{self, HeaderName, HeaderValue, Uri, header};
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use domain::clock::Clock;
use tower::ServiceExt as _;
use tower_http::request_id::{MakeRequestId, PropagateRequestIdLayer, RequestId, SetRequestIdLayer};

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
/// Maximum length of a client's request id in bytes.
const MAX_REQUEST_ID_LENGTH: usize = 128;

/// The page of Swagger UI. Its relative links require the trailing slash.
const DOCS_PAGE: &str = "/docs/";

/// Adds the layers that all services share. They ignore a trailing slash of the path, and add to each response a request id, and
/// headers that forbid content sniffing, framing and referrers.
pub fn with_common_layers(router: Router, clock: Clock) -> Router {
    let router = router
        .layer(from_fn(security_headers))
        .layer(PropagateRequestIdLayer::new(REQUEST_ID))
        .layer(SetRequestIdLayer::new(REQUEST_ID, NewRequestId(clock)))
        .layer(from_fn(validate_request_id));
    // Layers of a router run after the routing. The path must be changed before.
    Router::new().fallback_service(router.map_request(trim_trailing_slash))
}

/// Removes the slash at the end of the path: `/products/` is the same route as `/products`.
fn trim_trailing_slash(mut request: Request) -> Request {
    if let Some(uri) = without_trailing_slash(request.uri()) {
        *request.uri_mut() = uri;
    }
    request
}

/// Returns the URI without the slash at the end of its path, if there is exactly one that can be removed.
fn without_trailing_slash(uri: &Uri) -> Option<Uri> {
    let path = uri.path().strip_suffix('/').filter(|path| !path.is_empty() && !path.ends_with('/'))?;
    if uri.path() == DOCS_PAGE {
        return None;
    }
    let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
    let mut parts = uri.clone().into_parts();
    parts.path_and_query = Some(format!("{path}{query}").parse().ok()?);
    Uri::from_parts(parts).ok()
}

/// Removes the client's request id, so that a new one is created, unless the id is short, visible ASCII and sent exactly once.
async fn validate_request_id(mut request: Request, next: Next) -> Response {
    let is_valid = |id: &HeaderValue| {
        (1..=MAX_REQUEST_ID_LENGTH).contains(&id.len()) && id.as_bytes().iter().all(u8::is_ascii_graphic)
    };
    let mut ids = request.headers().get_all(REQUEST_ID).iter();
    if !matches!((ids.next(), ids.next()), (Some(id), None) if is_valid(id)) {
        request.headers_mut().remove(REQUEST_ID);
    }
    next.run(request).await
}

/// Creates request ids that sort by time.
#[derive(Clone)]
struct NewRequestId(Clock);

impl MakeRequestId for NewRequestId {
    fn make_request_id<B>(&mut self, _: &http::Request<B>) -> Option<RequestId> {
        self.0.new_id().to_string().parse().ok().map(RequestId::new)
    }
}

async fn security_headers(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_trailing_slash_is_removed() {
        let trim = |uri: &str| without_trailing_slash(&uri.parse().unwrap()).map(|uri| uri.to_string());
        for (uri, trimmed) in [
            ("/products/", "/products"),
            ("/products/?page=2", "/products?page=2"),
            ("/orders/1001/cancel/", "/orders/1001/cancel"),
            ("http://localhost/ws/", "http://localhost/ws"),
        ] {
            assert_eq!(trim(uri).as_deref(), Some(trimmed));
        }
        for uri in ["/", "//", "/products", "/products//", "/products?path=/", "/docs/", "*"] {
            assert_eq!(trim(uri), None, "{uri}");
        }
    }
}
