//! Retries transactions that failed with a transient error, such as a deadlock or a timeout, with jittered backoff.

use std::time::{Duration, Instant};

use backon::{ExponentialBuilder, Retryable as _};

/// Maximum number of attempts.
const MAX_ATTEMPTS: usize = 10;
/// Time from the start of the first attempt after which a failure is not retried, because a caller waits for the result.
const RETRY_TIMEOUT: Duration = Duration::from_secs(8);

/// Runs a whole transaction, from `begin` to `commit`, and retries it while `is_transient` returns `true` for its error. Makes up
/// to ten attempts; a failure that occurs more than 8 seconds after the first attempt began is not retried. The delays grow and
/// are jittered, so that conflicting transactions are unlikely to conflict again.
///
/// # Errors
/// Returns the error of the last attempt. No attempt has changed anything, unless the connection was lost during the last
/// `commit`: it is then unknown whether the transaction was committed.
pub async fn retry<T, E, F>(is_transient: impl Fn(&E) -> bool, transaction: impl Fn() -> F) -> Result<T, E>
where
    F: Future<Output = Result<T, E>>,
{
    let started = Instant::now();
    let backoff = ExponentialBuilder::new()
        .with_min_delay(Duration::from_millis(10))
        .with_max_delay(Duration::from_millis(320))
        .with_max_times(MAX_ATTEMPTS - 1)
        .with_jitter();
    transaction
        .retry(backoff)
        .when(|error| is_transient(error) && started.elapsed() < RETRY_TIMEOUT)
        .notify(|_, delay| tracing::debug!(?delay, "transaction conflict or timeout; retrying"))
        .await
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    #[tokio::test]
    async fn transient_errors_are_retried_up_to_ten_times() {
        for (succeeds_at, expected) in [(1, Ok(1)), (4, Ok(4)), (11, Err("conflict"))] {
            let attempts = Cell::new(0);
            let outcome = retry(
                |error| *error == "conflict",
                || async {
                    attempts.set(attempts.get() + 1);
                    if attempts.get() == succeeds_at { Ok(attempts.get()) } else { Err("conflict") }
                },
            );
            assert_eq!((outcome.await, attempts.get()), (expected, succeeds_at.min(10)));
        }
    }

    #[tokio::test]
    async fn other_errors_are_returned_immediately() {
        let attempts = Cell::new(0);
        let outcome = retry(
            |error| *error == "conflict",
            || async {
                attempts.set(attempts.get() + 1);
                Err::<(), _>("refused")
            },
        );
        assert_eq!((outcome.await, attempts.get()), (Err("refused"), 1));
    }
}
