//! How long to wait before trying again.

use std::time::Duration;

/// After so many failures in a row: 0.2 s, doubling up to 5 s, with a jitter of half, so that many who lost the same
/// server do not come back at the same moment.
pub fn backoff(failures: u32) -> Duration {
    let full =
        Duration::from_millis(200).saturating_mul(1 << failures.saturating_sub(1).min(5)).min(Duration::from_secs(5));
    full.mul_f64(rand::random_range(0.5..=1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pauses_grow_up_to_five_seconds() {
        for (failures, millis) in [(0, 200), (1, 200), (2, 400), (5, 3_200), (6, 5_000), (u32::MAX, 5_000)] {
            let (pause, full) = (backoff(failures), Duration::from_millis(millis));
            assert!((full / 2..=full).contains(&pause), "{pause:?} after {failures}");
        }
    }
}
