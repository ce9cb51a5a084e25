//! Durations of a kitchen worker. Only the preparation time is a setting; the others are constants that tests override.

use std::time::Duration;

use store::kitchen_workers::HEARTBEAT_TIMEOUT_SECONDS;

/// The durations of a kitchen worker, except for its shutdown: see [`Shutdown`](service::shutdown::Shutdown).
#[derive(Clone, Copy, Debug)]
pub struct Timing {
    /// Preparation time of an order.
    pub preparation_time: Duration,
    /// Interval of the worker's heartbeats: a third of their timeout.
    pub heartbeat_interval: Duration,
    /// Time without a heartbeat after which another worker is considered dead, in seconds.
    pub heartbeat_timeout_seconds: i64,
}

impl Timing {
    /// Returns the durations of a worker with this preparation time.
    pub const fn new(preparation_time: Duration) -> Self {
        Self {
            preparation_time,
            heartbeat_interval: Duration::from_secs(5),
            heartbeat_timeout_seconds: HEARTBEAT_TIMEOUT_SECONDS,
        }
    }
}
