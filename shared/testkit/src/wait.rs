//! Waiting with a deadline.

use std::time::{Duration, Instant};

use tokio::sync::{Mutex, MutexGuard};

/// Maximum time for one step of a test. Steps that include an outage or the expiry of a lease state their own limit.
pub const TIMEOUT: Duration = Duration::from_secs(10);

/// Maximum time for a step during which a connection is re-established or a process starts.
pub const RECOVERY_TIMEOUT: Duration = Duration::from_secs(30);

/// Interval between two probes.
const POLL_INTERVAL: Duration = Duration::from_millis(20);

/// Runs `probe` repeatedly until it returns a value. Panics after `timeout` with a message that contains `what`.
pub async fn eventually<T>(what: &str, timeout: Duration, probe: impl AsyncFnMut() -> Option<T>) -> T {
    eventually_every(POLL_INTERVAL, what, timeout, probe).await
}

/// Runs `probe` at this interval until it returns a value, like [`eventually`].
pub async fn eventually_every<T>(
    interval: Duration,
    what: &str,
    timeout: Duration,
    mut probe: impl AsyncFnMut() -> Option<T>,
) -> T {
    let deadline = Instant::now() + timeout;
    loop {
        if let Some(value) = probe().await {
            return value;
        }
        assert!(Instant::now() < deadline, "waited {timeout:?} in vain for {what}");
        tokio::time::sleep(interval).await;
    }
}

/// Waits for a future. Panics after `timeout` with a message that contains `what`.
pub async fn with_timeout<T>(what: &str, timeout: Duration, future: impl Future<Output = T>) -> T {
    let result = tokio::time::timeout(timeout, future).await;
    result.unwrap_or_else(|_| panic!("waited {timeout:?} in vain for {what}"))
}

/// Returns a guard that only one test of the suite can hold at a time, and waits for it if necessary. Tests with a time limit hold
/// the guard until they end, so that they do not slow each other down.
pub async fn exclusive() -> MutexGuard<'static, ()> {
    static EXCLUSIVE: Mutex<()> = Mutex::const_new(());
    EXCLUSIVE.lock().await
}
