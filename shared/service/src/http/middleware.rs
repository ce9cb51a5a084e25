//! Middleware of every service: request ids and security headers.

use axum::Router;
use axum::extract::Request;
use axum::http::{self, HeaderName, HeaderValue, header};
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use domain::clock::Clock;
use tower_http::request_id::{MakeRequestId, PropagateRequestIdLayer, RequestId, SetRequestIdLayer};

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
/// Maximum length of a client's request id in bytes.
const MAX_REQUEST_ID_LENGTH: usize = 128;

/// Adds the layers that all services share. They add to each response a request id, and headers that forbid content sniffing,
/// framing and referrers.
pub fn with_common_layers(router: Router, clock: Clock) -> Router {
    router
        .layer(from_fn(security_headers))
        .layer(PropagateRequestIdLayer::new(REQUEST_ID))
        .layer(SetRequestIdLayer::new(REQUEST_ID, NewRequestId(clock)))
        .layer(from_fn(validate_request_id))
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
