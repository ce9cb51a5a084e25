//! Metrics of HTTP requests by route template. Paths are not used as labels, because their number is unbounded.

use axum::Router;
use axum::extract::{MatchedPath, Request, State};
use axum::http::Method;
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use tokio::time::Instant;

use super::{Counter, EncodeLabelSet, Family, HTTP_BUCKETS, Histogram, Metrics};

/// Label of requests that matched no route, and of unknown methods.
const UNMATCHED_ROUTE: &str = "other";

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct ResponseLabels {
    method: &'static str,
    route: String,
    status: u16,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct RouteLabels {
    method: &'static str,
    route: String,
}

#[derive(Clone)]
struct RequestMetrics {
    requests: Family<ResponseLabels, Counter>,
    durations: Family<RouteLabels, Histogram>,
}

/// Adds a layer that counts the requests to these routes and measures the time until the response starts. Call it once per
/// process.
pub fn track_requests(router: Router, metrics: &Metrics) -> Router {
    let durations = Family::new_with_constructor((|| Histogram::new(HTTP_BUCKETS)) as fn() -> Histogram);
    let requests = RequestMetrics {
        requests: metrics.register("expediter_http_requests", "Answered requests", Family::default()),
        durations: metrics.register(
            "expediter_http_request_duration_seconds",
            "Time until the response started",
            durations,
        ),
    };
    router.layer(from_fn_with_state(requests, track))
}

async fn track(State(metrics): State<RequestMetrics>, request: Request, next: Next) -> Response {
    let method = method_label(request.method());
    let matched = request.extensions().get::<MatchedPath>().map(MatchedPath::as_str);
    let route = matched.filter(|route| !route.contains("__private__")).unwrap_or(UNMATCHED_ROUTE).to_owned();
    let started = Instant::now();
    let response = next.run(request).await;
    let status = response.status().as_u16();
    let labels = RouteLabels { method, route: route.clone() };
    metrics.durations.get_or_create(&labels).observe(started.elapsed().as_secs_f64());
    metrics.requests.get_or_create(&ResponseLabels { method, route, status }).inc();
    response
}

/// Returns the label of a method. Clients may send any method, so unknown methods share one label.
fn method_label(method: &Method) -> &'static str {
    match method.as_str() {
        "GET" => "GET",
        "HEAD" => "HEAD",
        "POST" => "POST",
        "PUT" => "PUT",
        "PATCH" => "PATCH",
        "DELETE" => "DELETE",
        "OPTIONS" => "OPTIONS",
        _ => UNMATCHED_ROUTE,
    }
}
