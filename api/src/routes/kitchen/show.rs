use axum::extract::State;
use domain::kitchen::KitchenWorker;
use domain::wait_time::KitchenForecast;
use serde::Serialize;
use service::problem::Problem;
use store::kitchen_workers;
use utoipa::ToSchema;

use crate::app::App;
use crate::error::Result;
use crate::extract::Staff;

/// The kitchen workers and their queue, shared by all businesses.
#[derive(Serialize, ToSchema)]
pub(super) struct KitchenView {
    /// The workers with a heartbeat in the last 15 s.
    workers: Vec<KitchenWorker>,
    /// Maximum number of orders that the workers prepare concurrently.
    slots: i64,
    /// Number of orders that the workers are preparing.
    busy: i64,
    /// Number of accepted orders waiting for a worker.
    queue_depth: i64,
    /// Seconds since the acceptance of the accepted order that has waited longest for a kitchen worker; `null` if no order waits.
    oldest_wait_seconds: Option<u64>,
    /// Recent mean preparation time, in seconds; `null` if no worker is alive.
    prep_seconds: Option<f64>,
}

/// Show the kitchen
#[utoipa::path(
    get, path = "/api/kitchen", tag = "kitchen", security(("bearer" = []), ("password" = [])),
    responses(
        (status = 200, description = "The kitchen workers and their queue", body = KitchenView),
        (status = 403, description = "Not allowed", body = Problem),
    )
)]
pub(super) async fn kitchen(State(app): State<App>, _: Staff) -> Result<axum::Json<KitchenView>> {
    let queue = kitchen_workers::load_queue(&mut app.db.read().await?).await?;
    let now = app.clock.now();
    Ok(axum::Json(KitchenView {
        slots: queue.workers.iter().map(|worker| worker.slots).sum(),
        busy: queue.workers.iter().map(|worker| worker.busy).sum(),
        queue_depth: queue.waiting,
        oldest_wait_seconds: queue.oldest_accepted_at.map(|accepted_at| now.since(accepted_at).as_secs()),
        prep_seconds: KitchenForecast::new(&queue, now).map(|forecast| forecast.prep.as_secs_f64()),
        workers: queue.workers,
    }))
}
