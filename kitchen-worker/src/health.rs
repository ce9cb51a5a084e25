//! Health checks: a container's check that a local worker is alive, and the HTTP endpoints of a worker with an address.

use std::path::PathBuf;

use anyhow::{Context as _, Result, ensure};
use axum::routing::get;
use axum::{Json, Router};
use secrecy::ExposeSecret as _;
use serde_json::json;
use service::bootstrap::Resources;
use service::config::Backends;
use service::http::with_common_layers;
use service::metrics;
use store::{Db, kitchen_workers};
use uuid::Uuid;

/// A file in the temporary directory that is named after a running worker. Dropping it removes the file.
pub struct LivenessFile(PathBuf);

impl LivenessFile {
    /// Creates the file. If this fails, the worker still runs, but `kitchen-worker health` cannot find it.
    pub fn create(worker: Uuid) -> Self {
        let path = directory().join(worker.to_string());
        if let Err(error) = std::fs::create_dir_all(directory()).and_then(|()| std::fs::write(&path, [])) {
            tracing::warn!(%error, "failed to create the liveness file; `kitchen-worker health` cannot find this worker");
        }
        Self(path)
    }
}

impl Drop for LivenessFile {
    fn drop(&mut self) {
        // A file that remains is harmless: its worker has no heartbeat.
        let _ = std::fs::remove_file(&self.0);
    }
}

/// Checks that a worker of this host has a recent heartbeat in the database.
///
/// # Errors
/// No worker of this host has a recent heartbeat, or the database is unavailable.
pub async fn check(backends: &Backends) -> Result<()> {
    let url = backends.database_url()?.context("set DATABASE_URL")?;
    let db = Db::connect(url.expose_secret(), 1).await.context("cannot connect to the database")?;
    let files = std::fs::read_dir(directory()).context("no worker was started on this host")?;
    let local: Vec<Uuid> = files.flatten().filter_map(|file| file.file_name().to_str()?.parse().ok()).collect();
    let alive = kitchen_workers::list_alive(&mut db.read().await?).await?;
    ensure!(alive.iter().any(|worker| local.contains(&worker.id)), "no worker of this host has a recent heartbeat");
    Ok(())
}

/// Returns the routes of a worker with an address: `GET /livez` and `GET /metrics`.
pub fn router(resources: &Resources) -> Router {
    let livez = get(async || Json(json!({"status": "ok"})));
    let routes = Router::new().route("/livez", livez).merge(metrics::router(&resources.metrics));
    with_common_layers(routes, resources.clock.clone())
}

fn directory() -> PathBuf {
    std::env::temp_dir().join("expediter-kitchen")
}
