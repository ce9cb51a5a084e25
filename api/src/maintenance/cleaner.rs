//! Deletes expired rows and the records of repaired rows. Adds finished orders to the report sums if they were not counted yet,
//! for example because a process of an older version finished them.

use std::time::Duration;

use domain::clock::Clock;
use domain::order::OrderId;
use service::job::Job;
use store::{Db, Result, idempotency_keys, isolated_rows, kitchen_workers, notifiers, refresh_tokens, reports};
use uuid::Uuid;

use super::cursor::Cursor;
use crate::rate_limit::RateLimits;

/// Configuration of the cleaner.
#[derive(Clone, Copy, Debug)]
pub struct CleanerConfig {
    /// Time between two iterations.
    pub interval: Duration,
    /// Time for which an idempotency key is kept.
    pub idempotency_key_ttl: Duration,
}

impl Default for CleanerConfig {
    fn default() -> Self {
        Self { interval: Duration::from_mins(1), idempotency_key_ttl: Duration::from_hours(24) }
    }
}

/// Deletes expired idempotency keys and refresh tokens, heartbeats that are older than an hour, the records of repaired rows, and
/// unused rate limit counters. Adds finished orders to the report sums if they were not counted yet.
#[derive(Clone)]
pub struct Cleaner {
    config: CleanerConfig,
    db: Db,
    clock: Clock,
    limits: RateLimits,
    uncounted_orders: Cursor<OrderId>,
    isolated_rows: Cursor<Uuid>,
}

impl Cleaner {
    /// Creates the job. It deletes the unused counters of `limits`, the rate limits of this process.
    pub fn new(config: CleanerConfig, db: Db, clock: Clock, limits: RateLimits) -> Self {
        let (uncounted_orders, isolated_rows) = (Cursor::default(), Cursor::default());
        Self { config, db, clock, limits, uncounted_orders, isolated_rows }
    }
}

impl Job for Cleaner {
    const NAME: &'static str = "cleaner";

    async fn run_once(&self) -> Result<()> {
        self.limits.delete_expired();
        let now = self.clock.now();
        let mut tx = self.db.begin().await?;
        idempotency_keys::delete_expired(&mut tx, now - self.config.idempotency_key_ttl).await?;
        refresh_tokens::delete_expired(&mut tx, now).await?;
        kitchen_workers::delete_stale(&mut tx).await?;
        notifiers::delete_stale(&mut tx).await?;
        tx.commit().await?;
        let checked = isolated_rows::delete_repaired(&self.db, self.isolated_rows.get()).await?;
        self.isolated_rows.set(checked.last);
        let counted = reports::count_missed_batch(&self.db, self.uncounted_orders.get()).await?;
        self.uncounted_orders.set(counted.last);
        Ok(())
    }

    async fn next_delay(&self) -> Duration {
        self.config.interval
    }
}
