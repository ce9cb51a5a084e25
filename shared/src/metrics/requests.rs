//! Requests and how long they took, by the route's template: never by the address itself, of which there is no end.

use axum::Router;
use axum::extract::{MatchedPath, Request, State};
use axum::http::Method;
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use tokio::time::Instant;

use super::{Counter, EncodeLabelSet, Family, Histogram, Metrics, QUICK};

/// What is said of an address that is no route.
const ELSEWHERE: &str = "other";

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Answered {
    method: &'static str,
    route: String,
    status: u16,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Asked {
    method: &'static str,
    route: String,
}

#[derive(Clone)]
struct Requests {
    answered: Family<Answered, Counter>,
    took: Family<Asked, Histogram>,
}

/// Counts the requests of these routes, and measures them until the answer begins. Once in a process.
pub fn measured(router: Router, metrics: &Metrics) -> Router {
    let took = Family::new_with_constructor((|| Histogram::new(QUICK)) as fn() -> Histogram);
    let requests = Requests {
        answered: metrics.register("expediter_http_requests", "Requests that were answered", Family::default()),
        took: metrics.register("expediter_http_request_duration_seconds", "Until the answer began", took),
    };
    router.layer(from_fn_with_state(requests, measure))
}

async fn measure(State(requests): State<Requests>, request: Request, next: Next) -> Response {
    let method = known(request.method());
    let matched = request.extensions().get::<MatchedPath>().map(MatchedPath::as_str);
    let route = matched.filter(|route| !route.contains("__private__")).unwrap_or(ELSEWHERE).to_owned();
    let begun = Instant::now();
    let response = next.run(request).await;
    let status = response.status().as_u16();
    requests.took.get_or_create(&Asked { method, route: route.clone() }).observe(begun.elapsed().as_secs_f64());
    requests.answered.get_or_create(&Answered { method, route, status }).inc();
    response
}

/// Clients may make up methods.
fn known(method: &Method) -> &'static str {
    match method.as_str() {
        "GET" => "GET",
        "HEAD" => "HEAD",
        "POST" => "POST",
        "PUT" => "PUT",
        "PATCH" => "PATCH",
        "DELETE" => "DELETE",
        "OPTIONS" => "OPTIONS",
        _ => ELSEWHERE,
    }
}
