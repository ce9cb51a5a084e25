//! The worker: its slots, and the loop that consumes the kitchen queue.

use std::sync::Arc;

use messaging::KitchenConsumer;
use service::bootstrap::Resources;
use service::config::KitchenSettings;
use service::heartbeat::{HeartbeatSender, register};
use service::relay::Relay;
use service::shutdown::Stage;
use tokio::task::{JoinError, JoinSet};
use tokio::time::timeout_at;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::heartbeat::WorkerHeartbeat;
use crate::prepare::handle_delivery;
use crate::state::WorkerState;
use crate::timing::Timing;

/// Prepares orders until the shutdown is requested or the broker ends the consumer. Then completes the orders that are ready by
/// the end of [`Stage::FinishOrders`], hands back the other orders, and returns by the end of [`Stage::CloseServices`].
pub async fn run(settings: &KitchenSettings, resources: Resources, relay: Relay) {
    Worker::new(settings, resources, relay).run().await;
}

/// A kitchen worker.
pub struct Worker(Arc<WorkerState>);

impl Worker {
    /// Creates a worker.
    pub fn new(settings: &KitchenSettings, resources: Resources, relay: Relay) -> Self {
        Self::with_timing(settings, Timing::new(settings.prep_time()), resources, relay)
    }

    /// Creates a worker with other durations, for tests.
    pub fn with_timing(settings: &KitchenSettings, timing: Timing, resources: Resources, relay: Relay) -> Self {
        let state = WorkerState::new(settings, timing, resources, relay);
        let metrics = &state.resources.metrics;
        let slots = state.slots;
        metrics.register_gauge_fn(
            "expediter_worker_slots",
            "Maximum number of orders that this worker prepares concurrently",
            move || slots.into(),
        );
        let worker = Arc::downgrade(&state);
        metrics.register_gauge_fn("expediter_worker_slots_busy", "Orders that this worker is preparing", move || {
            worker.upgrade().map_or(0.0, |worker| u32::try_from(worker.busy_slots()).map_or(f64::INFINITY, f64::from))
        });
        Self(state)
    }

    /// Returns the id of the worker, as in `kitchen_workers` and in the orders that it prepares.
    pub fn id(&self) -> Uuid {
        self.0.id
    }

    /// Runs the worker, like [`run`].
    pub async fn run(self) {
        let Self(state) = self;
        let Resources { db, broker, shutdown, .. } = &state.resources;
        let heartbeat = WorkerHeartbeat(state.clone());
        // If this worker claimed an order before its first heartbeat, another worker would take it over.
        if shutdown.token().run_until_cancelled(register(&heartbeat, db)).await.is_none() {
            return;
        }
        let heartbeats =
            HeartbeatSender::start(heartbeat, db.clone(), state.timing.heartbeat_interval, shutdown.clone());
        tracing::info!(worker_id = %state.id, name = state.name, slots = state.slots, "kitchen worker started");

        let mut consumer = broker.consume_kitchen(state.slots);
        // This token is also cancelled if the broker ends the consumer.
        let stop = shutdown.token().child_token();
        let mut slots = consume(&state, &mut consumer, &stop).await;
        stop.cancel();
        let deadline = shutdown.deadline(Stage::Drain);
        consumer.stop().await;
        while let Ok(Some(result)) = timeout_at(deadline, slots.join_next()).await {
            log_panic(result);
        }
        if !slots.is_empty() {
            tracing::warn!(
                orders = slots.len(),
                "deliveries not acknowledged in time; their messages return to the queue"
            );
            // Their messages return to the queue.
            slots.shutdown().await;
        }
        heartbeats.stop().await;
        tracing::info!(worker_id = %state.id, "kitchen worker stopped");
    }
}

/// Consumes the queue until `stop` is cancelled or the consumer ends. Each delivery is handled by its own task. Returns the
/// tasks that are still running.
async fn consume(state: &Arc<WorkerState>, consumer: &mut KitchenConsumer, stop: &CancellationToken) -> JoinSet<()> {
    let mut slots = JoinSet::new();
    loop {
        tokio::select! {
            () = stop.cancelled() => return slots,
            Some(result) = slots.join_next() => log_panic(result),
            delivery = consumer.next() => {
                let Some(delivery) = delivery else { return slots };
                slots.spawn(handle_delivery(state.clone(), delivery, stop.clone()));
            }
        }
    }
}

/// Logs the panic of a task. Its message returned to the queue when the delivery was dropped.
fn log_panic(result: Result<(), JoinError>) {
    if let Err(error) = result {
        tracing::error!(%error, "order task panicked");
    }
}
