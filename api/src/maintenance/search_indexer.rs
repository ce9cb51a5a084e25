//! Computes the search keys and search terms of rows that an older version of Expediter wrote, before or after the upgrade of the
//! database.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use domain::order::OrderId;
use service::job::Job;
use store::{Db, Result, businesses, orders};

/// Configuration of the search indexer.
#[derive(Clone, Copy, Debug)]
pub struct SearchIndexerConfig {
    /// Time between two iterations.
    pub interval: Duration,
    /// Time between two iterations while rows remain, for example after an upgrade.
    pub busy_interval: Duration,
}

impl Default for SearchIndexerConfig {
    fn default() -> Self {
        Self { interval: Duration::from_mins(1), busy_interval: Duration::from_millis(200) }
    }
}

/// Computes the missing or outdated search keys of businesses, and the missing search terms of orders (newest orders first).
#[derive(Clone)]
pub struct SearchIndexer {
    config: SearchIndexerConfig,
    db: Db,
    has_more: Arc<AtomicBool>,
    /// The last order that was read, while older ones remain.
    last_order: Arc<Mutex<Option<OrderId>>>,
}

impl SearchIndexer {
    /// Creates the job.
    pub fn new(config: SearchIndexerConfig, db: Db) -> Self {
        Self { config, db, has_more: Arc::default(), last_order: Arc::default() }
    }

    fn last_order(&self) -> MutexGuard<'_, Option<OrderId>> {
        self.last_order.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Job for SearchIndexer {
    const NAME: &'static str = "search indexer";

    async fn run_once(&self) -> Result<()> {
        let has_more_businesses = businesses::index_batch(&self.db).await?;
        let below = *self.last_order();
        // Orders that cannot be decoded keep their place, so the next batch starts below this one.
        let last_order = orders::index_batch(&self.db, below).await?;
        *self.last_order() = last_order;
        self.has_more.store(has_more_businesses || last_order.is_some(), Ordering::Relaxed);
        Ok(())
    }

    async fn next_delay(&self) -> Duration {
        if self.has_more.load(Ordering::Relaxed) { self.config.busy_interval } else { self.config.interval }
    }
}
