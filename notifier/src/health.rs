//! `/livez` and `/readyz` of a notifier that runs as its own process.

use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::get;
use axum::{Json, Router};
use serde_json::{Value, json};
use service::bootstrap::Resources;
use service::health::Health;

/// Returns the routes of the health checks.
pub(crate) fn router(resources: &Resources) -> Router {
    Router::new().route("/livez", get(livez)).route("/readyz", get(readyz)).with_state(resources.clone())
}

/// Returns 200 while the process serves requests.
async fn livez() -> Json<Value> {
    Json(json!({"status": "ok"}))
}

/// Returns 200 if the database and the broker are available, 503 otherwise.
async fn readyz(State(resources): State<Resources>) -> (StatusCode, Json<Health>) {
    let health = Health::check(&resources.db, &resources.broker, &resources.clock).await;
    (health.status_code(), Json(health))
}
