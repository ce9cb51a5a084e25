//! The exponential backoff between attempts of an operation that fails.

use std::time::Duration;

use backon::{BackoffBuilder as _, ExponentialBackoff, ExponentialBuilder};

const MIN_DELAY: Duration = Duration::from_millis(200);
const MAX_DELAY: Duration = Duration::from_secs(5);

/// Delays between attempts. The maximum delay doubles from 0.2 s to 5 s, and each delay is between half of the maximum and the
/// maximum, so that the clients of a failed server do not all reconnect at the same moment. The number of attempts is unlimited.
#[derive(Debug)]
pub struct Backoff {
    delays: ExponentialBackoff,
    failures: u32,
}

impl Default for Backoff {
    fn default() -> Self {
        let builder = ExponentialBuilder::new()
            .with_min_delay(MIN_DELAY / 2)
            .with_max_delay(MAX_DELAY / 2)
            .without_max_times()
            .with_jitter();
        Self { delays: builder.build(), failures: 0 }
    }
}

impl Backoff {
    /// Records a failure and returns the delay before the next attempt.
    pub fn next_delay(&mut self) -> Duration {
        self.failures = self.failures.saturating_add(1);
        self.delays.next().unwrap_or(MAX_DELAY)
    }

    /// Returns the number of failures since the last success.
    pub const fn failures(&self) -> u32 {
        self.failures
    }

    /// Starts over after a success.
    pub fn reset(&mut self) {
        *self = Self::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delays_double_up_to_five_seconds() {
        let mut backoff = Backoff::default();
        for millis in [200, 400, 800, 1_600, 3_200, 5_000, 5_000] {
            let (delay, longest) = (backoff.next_delay(), Duration::from_millis(millis));
            assert!((longest / 2..=longest).contains(&delay), "{delay:?}, expected at most {longest:?}");
        }
        assert_eq!(backoff.failures(), 7);
        backoff.reset();
        assert!(backoff.next_delay() <= MIN_DELAY);
        assert!((0..1_000).all(|_| backoff.next_delay() <= MAX_DELAY));
    }
}
