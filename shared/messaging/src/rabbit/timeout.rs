//! The timeout of operations.

use std::time::Duration;

use crate::error::Error;

/// Maximum duration of any operation on RabbitMQ.
pub(super) const OPERATION_TIMEOUT: Duration = Duration::from_secs(5);

/// Runs an operation with a timeout of [`OPERATION_TIMEOUT`].
pub(super) async fn within_timeout<T>(
    operation: &'static str,
    future: impl Future<Output = lapin::Result<T>>,
) -> Result<T, Error> {
    match tokio::time::timeout(OPERATION_TIMEOUT, future).await {
        Ok(result) => Ok(result?),
        Err(_) => Err(Error::Timeout { operation, timeout: OPERATION_TIMEOUT }),
    }
}
