use axum::extract::State;
use serde::Serialize;
use shared::clock::Timestamp;
use shared::estimate::Outlook;
use shared::problem::Problem;
use shared::store::kitchen;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::error::Result;
use crate::extract::Staff;
use crate::state::App;

/// A kitchen worker.
#[derive(Serialize, ToSchema)]
pub(super) struct KitchenWorker {
    id: Uuid,
    /// Its own name, or its host's and process's.
    name: String,
    /// How many orders it cooks at once.
    slots: i64,
    /// How many it cooks now.
    busy: i64,
    /// When it was last heard of.
    beat_at: Timestamp,
}

/// The automatic kitchens, which all businesses share.
#[derive(Serialize, ToSchema)]
pub(super) struct KitchenView {
    /// The workers that were heard of within 15 s.
    workers: Vec<KitchenWorker>,
    /// How many orders they cook at once, together.
    slots: i64,
    /// How many they cook now.
    busy: i64,
    /// How many orders wait for them.
    queue_depth: i64,
    /// For how many seconds the first of those has waited.
    oldest_wait_seconds: Option<u64>,
    /// How long an order takes, as measured lately, in seconds; none when no worker is alive.
    prep_seconds: Option<f64>,
}

/// Show the kitchen
#[utoipa::path(
    get, path = "/api/kitchen", tag = "kitchen", security(("bearer" = []), ("password" = [])),
    responses(
        (status = 200, description = "Its workers and its queue", body = KitchenView),
        (status = 403, description = "Not allowed", body = Problem),
    )
)]
pub(super) async fn kitchen(State(app): State<App>, _: Staff) -> Result<axum::Json<KitchenView>> {
    let line = kitchen::line(&mut app.db.read().await?).await?;
    let now = app.clock.now();
    let prep = Outlook::of(&line, now).map(|outlook| outlook.prep.as_secs_f64());
    Ok(axum::Json(KitchenView {
        slots: line.workers.iter().map(|worker| worker.slots).sum(),
        busy: line.workers.iter().map(|worker| worker.busy).sum(),
        queue_depth: line.waiting,
        oldest_wait_seconds: line.oldest.map(|oldest| now.since(oldest).as_secs()),
        prep_seconds: prep,
        workers: line
            .workers
            .into_iter()
            .map(|worker| KitchenWorker {
                id: worker.id,
                name: worker.name,
                slots: worker.slots,
                busy: worker.busy,
                beat_at: worker.beat_at,
            })
            .collect(),
    }))
}
