//! Middleware around all routes.

use std::time::Duration;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse as _, Response};
use service::http::with_common_layers;
use service::metrics::track_requests;
use service::problem::problem_documents;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::cors::{AllowOrigin, CorsLayer};
use tower_http::timeout::{RequestBodyTimeoutLayer, TimeoutLayer};
use tracing::Instrument as _;

use crate::app::App;
use crate::extract::identify_client;

/// Maximum size of a request body in bytes.
pub const MAX_BODY_SIZE: usize = 256 * 1024;
/// Time for which browsers cache the response to a CORS preflight request.
const PREFLIGHT_TTL: Duration = Duration::from_hours(1);

/// Request timeouts.
#[derive(Clone, Copy, Debug)]
pub struct RequestTimeouts {
    /// Maximum time between two chunks of a request body.
    pub body: Duration,
    /// Maximum time until the response. After this time, the API answers 503, and a write continues in the background.
    pub response: Duration,
}

impl Default for RequestTimeouts {
    fn default() -> Self {
        Self { body: Duration::from_secs(10), response: Duration::from_secs(30) }
    }
}

/// Adds the middleware, outermost first: request ids, security headers, metrics, problem documents, CORS, panic handling,
/// timeouts, body limits and rate limits; writes run to completion even if the client disconnects.
pub fn with_layers(routes: Router, app: &App, timeouts: RequestTimeouts, cors_origins: &[String]) -> Router {
    let routes = routes
        .layer(from_fn(uncancellable_writes))
        .layer(from_fn_with_state(app.clone(), enforce_rate_limit))
        .layer(DefaultBodyLimit::max(MAX_BODY_SIZE))
        .layer(RequestBodyTimeoutLayer::new(timeouts.body))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, timeouts.response))
        .layer(CatchPanicLayer::custom(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response()));
    let routes = if cors_origins.is_empty() { routes } else { routes.layer(cors(cors_origins)) };
    let routes = track_requests(routes.layer(from_fn(problem_documents)), &app.metrics);
    with_common_layers(routes, app.clock.clone())
}

/// Runs writes to completion even if the client disconnects or the response times out. Otherwise, a write could be cancelled
/// after its commit but before it wakes the relay, or leave a connection inside a transaction.
async fn uncancellable_writes(request: Request, next: Next) -> Response {
    if matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS) {
        return next.run(request).await;
    }
    match tokio::spawn(next.run(request).in_current_span()).await {
        Ok(response) => response,
        Err(error) => {
            tracing::error!(%error, "handler panicked");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

/// Refuses clients that send too many requests. Health checks are not counted.
async fn enforce_rate_limit(State(app): State<App>, request: Request, next: Next) -> Response {
    let is_health_check = matches!(request.uri().path(), "/livez" | "/readyz");
    if !is_health_check && let Err(error) = app.limits.count_request(|| identify_client(&app, &request)) {
        return error.into_response();
    }
    next.run(request).await
}

/// Allows pages from these origins to call the API.
fn cors(origins: &[String]) -> CorsLayer {
    let origins: Vec<HeaderValue> = origins.iter().filter_map(|origin| origin.trim().parse().ok()).collect();
    CorsLayer::new()
        .allow_origin(AllowOrigin::list(origins))
        .allow_methods([Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE])
        .allow_headers([
            header::AUTHORIZATION,
            header::CONTENT_TYPE,
            header::IF_MATCH,
            HeaderName::from_static("idempotency-key"),
            HeaderName::from_static("traceparent"),
        ])
        .expose_headers([
            header::ETAG,
            header::LINK,
            header::LOCATION,
            header::RETRY_AFTER,
            HeaderName::from_static("idempotent-replayed"),
            HeaderName::from_static("x-request-id"),
        ])
        .max_age(PREFLIGHT_TTL)
}
