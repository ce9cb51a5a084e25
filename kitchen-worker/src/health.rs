//! Whether a worker of this host is alive, asked by another process: the health check of containers.

use std::path::PathBuf;

use anyhow::{Context as _, Result, ensure};
use axum::routing::get;
use axum::{Json, Router};
use serde_json::json;
use shared::clock::Clock;
use shared::config::Backends;
use shared::metrics::{self, Metrics};
use shared::store::{Db, kitchen};
use uuid::Uuid;

/// A worker's name on a small file in the temporary directory, for as long as this is held.
pub struct Sign(PathBuf);

impl Sign {
    /// Puts it up. A host where that cannot be done has no health check, but can cook.
    pub fn put_up(worker: Uuid) -> Self {
        let path = place().join(worker.to_string());
        if let Err(error) = std::fs::create_dir_all(place()).and_then(|()| std::fs::write(&path, [])) {
            tracing::warn!(%error, "cannot leave a sign for the health check");
        }
        Self(path)
    }
}

impl Drop for Sign {
    fn drop(&mut self) {
        // One that stays behind is a worker that is not alive: it does no harm.
        let _gone = std::fs::remove_file(&self.0);
    }
}

/// Asks the database whether a worker of this host is alive.
///
/// # Errors
/// None is, or the database does not answer.
pub async fn check(backends: &Backends) -> Result<()> {
    let database = backends.database()?.context("set DATABASE_URL")?;
    let db = Db::connect(database.expose(), 1).await.context("cannot reach the database")?;
    let signs = std::fs::read_dir(place()).context("no worker was ever started here")?;
    let ours: Vec<Uuid> = signs.flatten().filter_map(|sign| sign.file_name().to_str()?.parse().ok()).collect();
    let alive = kitchen::alive(&mut db.read().await?).await?;
    ensure!(alive.iter().any(|worker| ours.contains(&worker.id)), "no worker of this host has a heartbeat");
    Ok(())
}

/// `GET /livez` and `GET /metrics`, for a worker that was given an address of its own.
pub fn router(metrics: &Metrics) -> Router {
    let routes =
        Router::new().route("/livez", get(async || Json(json!({"status": "ok"})))).merge(metrics::router(metrics));
    shared::http::finish(routes, Clock::system())
}

fn place() -> PathBuf {
    std::env::temp_dir().join("expediter-kitchen")
}
