//! `/livez` and `/readyz` of a notifier that is a service of its own.

use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::get;
use axum::{Json, Router};
use serde_json::{Value, json};
use shared::broker::Broker;
use shared::health::Health;
use shared::store::Db;

/// The health checks.
pub(crate) fn router(db: Db, broker: Broker) -> Router {
    Router::new().route("/livez", get(livez)).route("/readyz", get(readyz)).with_state((db, broker))
}

/// Is it up?
async fn livez() -> Json<Value> {
    Json(json!({"status": "ok"}))
}

/// Can it work?
async fn readyz(State((db, broker)): State<(Db, Broker)>) -> (StatusCode, Json<Health>) {
    let health = Health::check(&db, &broker).await;
    (health.status_code(), Json(health))
}
