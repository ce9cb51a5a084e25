//! Adds the missing search keys and search terms to rows that were written before these existed, or by processes of an older
//! version.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

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
}

impl SearchIndexer {
    /// Creates the job.
    pub fn new(config: SearchIndexerConfig, db: Db) -> Self {
        Self { config, db, has_more: Arc::default() }
    }
}

impl Job for SearchIndexer {
    const NAME: &'static str = "search indexer";

    async fn run_once(&self) -> Result<()> {
        let has_more_businesses = businesses::index_batch(&self.db).await?;
        let has_more_orders = orders::index_batch(&self.db).await?;
        self.has_more.store(has_more_businesses || has_more_orders, Ordering::Relaxed);
        Ok(())
    }

    async fn next_delay(&self) -> Duration {
        if self.has_more.load(Ordering::Relaxed) { self.config.busy_interval } else { self.config.interval }
    }
}
