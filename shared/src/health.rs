//! Whether a service can work: what `/readyz` answers.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use serde::Serialize;
use utoipa::ToSchema;

use crate::broker::Broker;
use crate::store::Db;

/// One thing that a service stands on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Check {
    /// Whether it can be reached.
    pub ok: bool,
    /// Which it is, or what is wrong with it, in words.
    pub detail: String,
}

/// Whether a service can work.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Health {
    /// `ok`, or `degraded`.
    #[schema(example = "ok")]
    pub status: String,
    /// By name: `database`, `broker`.
    pub checks: BTreeMap<String, Check>,
}

impl Health {
    /// Asks the database and the broker.
    pub async fn check(db: &Db, broker: &Broker) -> Self {
        let database = match db.check().await {
            Ok(()) => Check { ok: true, detail: db.engine().to_owned() },
            Err(why) => Check { ok: false, detail: why },
        };
        let broker = match broker.health() {
            Ok(()) => Check { ok: true, detail: "connected".to_owned() },
            Err(why) => Check { ok: false, detail: why },
        };
        let status = if database.ok && broker.ok { "ok" } else { "degraded" };
        let checks = [("database".to_owned(), database), ("broker".to_owned(), broker)].into();
        Self { status: status.to_owned(), checks }
    }

    /// 200, or 503 when something is missing.
    pub fn status_code(&self) -> StatusCode {
        if self.checks.values().all(|check| check.ok) { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE }
    }
}
