//! How fast a kitchen works. Only the preparation is a setting; the rest is fixed, but for tests.

use std::time::Duration;

use shared::store::kitchen::SILENCE_SECONDS;

/// The times of a kitchen worker.
#[derive(Clone, Copy, Debug)]
pub struct Tempo {
    /// How long an order takes.
    pub prep: Duration,
    /// How often the worker says that it is there: three times within the silence that it is allowed.
    pub beat: Duration,
    /// After how many seconds without a beat another worker counts as dead.
    pub silence: i64,
    /// When asked to stop: an order that is ready within this time is finished, any other handed back.
    pub patience: Duration,
    /// When asked to stop: how long finishing and handing back may take together.
    pub close: Duration,
}

impl Tempo {
    /// A kitchen whose orders take `prep`.
    pub const fn new(prep: Duration) -> Self {
        Self {
            prep,
            beat: Duration::from_secs(5),
            silence: SILENCE_SECONDS,
            patience: Duration::from_secs(11),
            close: Duration::from_secs(13),
        }
    }
}
