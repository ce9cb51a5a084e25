//! Re-announces orders that the kitchen lost: orders in preparation without a live worker and, if the kitchen queue is empty,
//! accepted orders. The database is the source of truth; the broker is transport.

use std::time::Duration;

use domain::clock::Clock;
use messaging::Broker;
use service::job::Job;
use service::relay::Relay;
use store::{Db, Result, orders};

/// Configuration of the reconciler.
#[derive(Clone, Copy, Debug)]
pub struct ReconcilerConfig {
    /// Time between two iterations.
    pub interval: Duration,
    /// Maximum number of orders per iteration. Applies separately to orders in preparation and to accepted orders.
    pub batch_size: i64,
    /// Time after which an announced order that no live worker has claimed counts as lost if the kitchen queue is empty.
    pub empty_queue_delay: Duration,
    /// Time after which an announced order in preparation without a live worker counts as lost if the kitchen queue is not empty.
    /// Longer than `empty_queue_delay`, because the order may still be in the queue.
    pub busy_queue_delay: Duration,
    /// Maximum number of dead letters to read. A lost order that has one of them is not re-announced.
    pub max_dead_letters_scanned: usize,
}

impl Default for ReconcilerConfig {
    fn default() -> Self {
        Self {
            interval: Duration::from_secs(2),
            batch_size: 100,
            empty_queue_delay: Duration::from_secs(5),
            busy_queue_delay: Duration::from_mins(1),
            max_dead_letters_scanned: 1000,
        }
    }
}

/// Re-announces orders that the kitchen lost: orders whose kitchen worker is dead or handed them back and, if the kitchen queue
/// is empty, orders that wait for a worker (the queue was purged, or the broker lost its messages). Skips orders that have a dead
/// letter.
#[derive(Clone)]
pub struct Reconciler {
    /// Configuration of the reconciler.
    pub config: ReconcilerConfig,
    /// The database.
    pub db: Db,
    /// The broker, for the depth of the kitchen queue and the dead letters.
    pub broker: Broker,
    /// Publishes the announcements.
    pub relay: Relay,
    /// The source of time.
    pub clock: Clock,
}

impl Job for Reconciler {
    const NAME: &'static str = "reconciler";

    /// Does nothing while the broker is unavailable.
    async fn run_once(&self) -> Result<()> {
        let Ok(queue_depth) = self.broker.kitchen_queue_depth().await else { return Ok(()) };
        let ReconcilerConfig { batch_size, empty_queue_delay, busy_queue_delay, .. } = self.config;
        let delay = if queue_depth == 0 { empty_queue_delay } else { busy_queue_delay };
        let now = self.clock.now();
        let mut tx = self.db.begin().await?;
        let mut lost = orders::lock_stalled(&mut tx, now - delay, batch_size).await?;
        if queue_depth == 0 {
            lost.extend(orders::lock_unclaimed(&mut tx, now - delay, batch_size).await?);
        }
        if !lost.is_empty() {
            // If an order has a dead letter, its announcement would become another one. The order waits until an admin replays it.
            let dead_letters = self.broker.list_dead_letters(self.config.max_dead_letters_scanned).await;
            let Ok(dead_letters) = dead_letters else { return Ok(()) };
            let dead: Vec<_> = dead_letters.iter().filter_map(|dead| dead.event.as_ref().ok()).collect();
            lost.retain(|order| !dead.iter().any(|event| event.subject.order_id() == Some(*order)));
        }
        for &order in &lost {
            orders::reannounce(&mut tx, order, now).await?;
        }
        tx.commit().await?;
        if !lost.is_empty() {
            tracing::warn!(orders = lost.len(), "re-announced orders that no live kitchen worker has claimed");
            self.relay.wake();
        }
        Ok(())
    }

    async fn next_delay(&self) -> Duration {
        self.config.interval
    }
}
