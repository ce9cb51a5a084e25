//! Computes the search keys and search terms of rows that an older version of Expediter wrote, before or after the upgrade of the
//! database.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use domain::order::OrderId;
use service::job::Job;
use store::{Db, Result, businesses, orders};

use super::cursor::Cursor;

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
    has_more_businesses: Arc<AtomicBool>,
    /// The last order that was read. While it is set, older orders remain.
    orders: Cursor<OrderId>,
}

impl SearchIndexer {
    /// Creates the job.
    pub fn new(config: SearchIndexerConfig, db: Db) -> Self {
        Self { config, db, has_more_businesses: Arc::default(), orders: Cursor::default() }
    }
}

impl Job for SearchIndexer {
    const NAME: &'static str = "search indexer";

    async fn run_once(&self) -> Result<()> {
        self.has_more_businesses.store(businesses::index_batch(&self.db).await?, Ordering::Relaxed);
        self.orders.set(orders::index_batch(&self.db, self.orders.get()).await?);
        Ok(())
    }

    async fn next_delay(&self) -> Duration {
        let has_more = self.has_more_businesses.load(Ordering::Relaxed) || self.orders.get().is_some();
        if has_more { self.config.busy_interval } else { self.config.interval }
    }
}
