//! Background jobs, and the loop that runs each of them.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

/// Delay after a failed iteration.
const RETRY_DELAY: Duration = Duration::from_secs(1);

/// A background job: a struct with its configuration and one iteration of its work.
pub trait Job: Send + Sync {
    /// The name of the job in logs.
    const NAME: &'static str;

    /// Runs one iteration.
    fn run_once(&self) -> impl Future<Output = store::Result<()>> + Send;

    /// Returns the delay after a successful iteration.
    fn next_delay(&self) -> impl Future<Output = Duration> + Send;

    /// Waits for a reason to start the next iteration early. Never returns by default.
    fn woken(&self) -> impl Future<Output = ()> + Send {
        std::future::pending()
    }
}

/// Runs a job until `stop` is cancelled. Logs only the first of several failures in a row.
pub async fn run_job<J: Job>(job: J, stop: CancellationToken) {
    let mut is_failing = false;
    while !stop.is_cancelled() {
        let result = job.run_once().await;
        match &result {
            Err(error) if !is_failing => tracing::error!(job = J::NAME, %error, "job iteration failed; retrying"),
            Ok(()) if is_failing => tracing::info!(job = J::NAME, "job recovered"),
            _ => {}
        }
        is_failing = result.is_err();
        let delay = if is_failing { RETRY_DELAY } else { job.next_delay().await };
        tokio::select! {
            () = job.woken() => {}
            () = tokio::time::sleep(delay) => {}
            () = stop.cancelled() => {}
        }
    }
}
