//! Readiness of a service, which `/readyz` reports.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use domain::clock::Clock;
use messaging::Broker;
use serde::Serialize;
use store::Db;
use utoipa::ToSchema;

use crate::clock_sync::describe_skew;

/// The state of one dependency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Check {
    /// `true` if the dependency is available.
    pub ok: bool,
    /// The engine of the database, the state of the broker or of the clock, or a description of the problem.
    pub detail: String,
}

/// The readiness of a service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Health {
    /// `ok` or `degraded`.
    #[schema(example = "ok")]
    pub status: String,
    /// The dependencies by name: `database`, `broker`, `clock`. A clock that differs from the database's is corrected.
    pub checks: BTreeMap<String, Check>,
}

impl Health {
    /// Checks the database and the broker, and reports the skew of the clock.
    pub async fn check(db: &Db, broker: &Broker, clock: &Clock) -> Self {
        let database = match db.ping().await {
            Ok(()) => Check { ok: true, detail: db.engine_name().to_owned() },
            Err(detail) => Check { ok: false, detail },
        };
        let broker = match broker.health() {
            Ok(()) => Check { ok: true, detail: "connected".to_owned() },
            Err(detail) => Check { ok: false, detail },
        };
        let status = if database.ok && broker.ok { "ok" } else { "degraded" };
        let clock = Check { ok: true, detail: describe_skew(clock) };
        let checks = [("database", database), ("broker", broker), ("clock", clock)];
        let checks = checks.map(|(name, check)| (name.to_owned(), check)).into();
        Self { status: status.to_owned(), checks }
    }

    /// Returns 200, or 503 if a dependency is unavailable.
    pub fn status_code(&self) -> StatusCode {
        if self.checks.values().all(|check| check.ok) { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE }
    }
}
