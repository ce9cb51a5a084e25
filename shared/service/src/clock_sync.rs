//! Synchronization with the clock of the database, so that all processes agree on due times even if the clocks of their hosts
//! differ.

use std::time::Duration;

use domain::clock::Clock;
use store::{Db, Pool};

use crate::job::Job;

/// Time between two measurements.
const INTERVAL: Duration = Duration::from_secs(5);
/// Minimum change of the offset that is applied. Smaller changes are within the precision of a measurement.
const MIN_CORRECTION_MS: i64 = 50;
/// Maximum offset that is not reported. Larger offsets are logged and reported by health checks.
const MAX_UNREPORTED_MS: i64 = 1_000;

/// Measures by how many milliseconds the clock of the database is ahead of the system's clock, and sets this offset in `clock`.
/// Has no effect with SQLite, which uses the system's clock.
///
/// # Errors
/// The database is unavailable. The offset is unchanged.
pub async fn synchronize(db: &Db, clock: &Clock) -> store::Result<()> {
    if matches!(db.pool(), Pool::Sqlite { .. }) {
        return Ok(()); // It uses the system's clock.
    }
    let mut read = db.read().await?;
    let before = clock.unadjusted_now().as_millis();
    let database = store::now(&mut read).await?.as_millis();
    let after = clock.unadjusted_now().as_millis();
    // The database read its clock at some time between `before` and `after`.
    let measured = database - before.midpoint(after);
    let uncertainty = (after - before) / 2;
    let current = clock.offset_millis();
    if (measured - current).abs() <= uncertainty.max(MIN_CORRECTION_MS) {
        return Ok(());
    }
    if measured.abs() > MAX_UNREPORTED_MS {
        tracing::warn!(offset_ms = measured, "system clock differs from the database clock; using the database clock");
    } else if current.abs() > MAX_UNREPORTED_MS {
        tracing::info!(offset_ms = measured, "system clock agrees with the database clock again");
    }
    clock.set_offset_millis(measured);
    Ok(())
}

/// Describes the skew of the system's clock, such as `system clock 960.0 s ahead of the database; corrected`. Returns
/// `synchronized` if it is at most 1 s. A skew is corrected, so it is not a failure.
pub fn describe_skew(clock: &Clock) -> String {
    let offset = clock.offset_millis();
    if offset.abs() <= MAX_UNREPORTED_MS {
        return "synchronized".to_owned();
    }
    let direction = if offset < 0 { "ahead of" } else { "behind" };
    let (seconds, tenths) = (offset.abs() / 1000, offset.abs() % 1000 / 100);
    format!("system clock {seconds}.{tenths} s {direction} the database; corrected")
}

/// The background job that keeps the clock synchronized.
pub(crate) struct ClockSync {
    pub(crate) db: Db,
    pub(crate) clock: Clock,
}

impl Job for ClockSync {
    const NAME: &'static str = "clock sync";

    async fn run_once(&self) -> store::Result<()> {
        synchronize(&self.db, &self.clock).await
    }

    async fn next_delay(&self) -> Duration {
        INTERVAL
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn skew_is_described_from_one_second() {
        let clock = Clock::system();
        for (offset, text) in [
            (0, "synchronized"),
            (-1_000, "synchronized"),
            (-960_020, "system clock 960.0 s ahead of the database; corrected"),
            (1_250, "system clock 1.2 s behind the database; corrected"),
        ] {
            clock.set_offset_millis(offset);
            assert_eq!(describe_skew(&clock), text);
        }
    }
}
