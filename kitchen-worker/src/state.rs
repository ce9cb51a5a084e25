//! The state that the slots of a worker share.

use std::collections::HashSet;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use domain::account::Actor;
use domain::order::OrderId;
use service::bootstrap::Resources;
use service::config::KitchenSettings;
use service::relay::Relay;
use service::telemetry::process_name;
use tokio::sync::Notify;
use uuid::Uuid;

use crate::timing::Timing;

/// Maximum length of a worker's name in characters: the size of its column.
const MAX_NAME_LENGTH: usize = 200;

/// The state that the slots of a worker share.
pub(crate) struct WorkerState {
    /// Identifies the worker in the orders that it prepares.
    pub(crate) id: Uuid,
    /// The name of the worker in events and in the administrators' overview.
    pub(crate) name: String,
    /// The author of the worker's events.
    pub(crate) actor: Actor,
    /// Maximum number of orders in preparation.
    pub(crate) slots: u16,
    /// The durations of the worker.
    pub(crate) timing: Timing,
    /// The database, broker, clock, metrics and shutdown of the process.
    pub(crate) resources: Resources,
    /// Publishes the worker's events.
    pub(crate) relay: Relay,
    claimed: Mutex<HashSet<OrderId>>,
    claims_changed: Notify,
    mean_preparation_ms: AtomicI64,
}

impl WorkerState {
    pub(crate) fn new(settings: &KitchenSettings, timing: Timing, resources: Resources, relay: Relay) -> Arc<Self> {
        let id = resources.clock.new_id();
        let name = settings.kitchen_name.clone().unwrap_or_else(|| process_name("kitchen"));
        let name: String = name.chars().take(MAX_NAME_LENGTH).collect();
        Arc::new(Self {
            id,
            actor: Actor::kitchen(id, &name),
            name,
            slots: settings.kitchen_concurrency,
            timing,
            resources,
            relay,
            claimed: Mutex::default(),
            claims_changed: Notify::new(),
            mean_preparation_ms: AtomicI64::new(to_millis(timing.preparation_time)),
        })
    }

    /// Claims an order within this process. Returns `None` if one of the slots has claimed it already.
    pub(crate) fn claim(self: &Arc<Self>, order: OrderId) -> Option<ClaimedOrder> {
        let is_new = self.claimed().insert(order);
        self.claims_changed.notify_one();
        is_new.then(|| ClaimedOrder { state: self.clone(), order })
    }

    /// Returns the number of busy slots.
    pub(crate) fn busy_slots(&self) -> usize {
        self.claimed().len()
    }

    /// Waits until an order is claimed or released.
    pub(crate) async fn claims_changed(&self) {
        self.claims_changed.notified().await;
    }

    /// Returns the moving average of the preparation time, in milliseconds. It starts with the configured time. Wait times are
    /// estimated from it.
    pub(crate) fn mean_preparation_ms(&self) -> i64 {
        self.mean_preparation_ms.load(Ordering::Relaxed)
    }

    /// Moves the mean preparation time a quarter of the way towards the duration of a completed order. Ignores a duration of at
    /// least twice the configured time plus 1 s: such an order was delayed, for example by the death of its worker, and its
    /// duration does not predict how long the next orders take.
    pub(crate) fn record_preparation(&self, duration: Duration) {
        if duration >= self.timing.preparation_time * 2 + Duration::from_secs(1) {
            return;
        }
        let mean = self.mean_preparation_ms();
        self.mean_preparation_ms.store(mean + (to_millis(duration) - mean) / 4, Ordering::Relaxed);
    }

    fn claimed(&self) -> MutexGuard<'_, HashSet<OrderId>> {
        self.claimed.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// An order that a slot has claimed within this process. Dropping it releases this claim, not the one in the database.
pub(crate) struct ClaimedOrder {
    state: Arc<WorkerState>,
    order: OrderId,
}

impl Drop for ClaimedOrder {
    fn drop(&mut self) {
        self.state.claimed().remove(&self.order);
        self.state.claims_changed.notify_one();
    }
}

fn to_millis(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}
