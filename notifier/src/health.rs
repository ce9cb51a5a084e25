//! `/livez` and `/readyz` of a notifier that is a service of its own.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use axum::routing::get;
use axum::{Json, Router};
use serde::Serialize;
use shared::broker::Broker;
use shared::store::Db;

/// The health checks.
pub(crate) fn router(db: Db, broker: Broker) -> Router {
    Router::new().route("/livez", get(async || "alive")).route("/readyz", get(ready)).with_state((db, broker))
}

#[derive(Serialize)]
struct Health {
    status: &'static str,
    checks: Checks,
}

#[derive(Serialize)]
struct Checks {
    database: Check,
    broker: Check,
}

#[derive(Serialize)]
struct Check {
    ok: bool,
    detail: String,
}

impl Check {
    fn new(outcome: Result<(), String>, fine: &str) -> Self {
        Self { ok: outcome.is_ok(), detail: outcome.err().unwrap_or_else(|| fine.to_owned()) }
    }
}

async fn ready(State((db, broker)): State<(Db, Broker)>) -> impl IntoResponse {
    let name = match broker {
        Broker::Rabbit(_) => "RabbitMQ",
        Broker::Memory(_) => "in this process",
    };
    let checks =
        Checks { database: Check::new(db.check().await, db.engine()), broker: Check::new(broker.health(), name) };
    let (code, status) = match checks.database.ok && checks.broker.ok {
        true => (StatusCode::OK, "ok"),
        false => (StatusCode::SERVICE_UNAVAILABLE, "degraded"),
    };
    (code, Json(Health { status, checks }))
}
