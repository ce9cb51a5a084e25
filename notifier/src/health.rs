//! `/livez` and `/readyz` of a notifier that runs as its own process.

use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::get;
use axum::{Json, Router};
use messaging::Broker;
use serde_json::{Value, json};
use service::bootstrap::Resources;
use service::health::Health;
use store::Db;

/// Returns the routes of the health checks.
pub(crate) fn router(resources: &Resources) -> Router {
    let state = (resources.db.clone(), resources.broker.clone());
    Router::new().route("/livez", get(livez)).route("/readyz", get(readyz)).with_state(state)
}

/// Returns 200 while the process serves requests.
async fn livez() -> Json<Value> {
    Json(json!({"status": "ok"}))
}

/// Returns 200 if the database and the broker are available, 503 otherwise.
async fn readyz(State((db, broker)): State<(Db, Broker)>) -> (StatusCode, Json<Health>) {
    let health = Health::check(&db, &broker).await;
    (health.status_code(), Json(health))
}
