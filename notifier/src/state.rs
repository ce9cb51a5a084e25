//! The state that all clients of a notifier share.

use std::sync::Arc;

use auth::tokens::Tokens;
use domain::clock::Clock;
use service::bootstrap::Resources;
use service::shutdown::Shutdown;
use store::Db;
use tokio::sync::{Semaphore, SemaphorePermit};
use tokio_util::task::TaskTracker;

use crate::hub::Hub;
use crate::metrics::NotifierMetrics;
use crate::timing::Timing;

/// Maximum number of clients that read the log at the same time.
const MAX_LOG_READERS: usize = 4;

/// The options of a notifier.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Origins of other sites whose pages may open sockets.
    pub origins: Vec<String>,
    /// The durations.
    pub timing: Timing,
}

/// The state that all clients of a notifier share.
pub(crate) struct NotifierState {
    pub(crate) db: Db,
    pub(crate) clock: Clock,
    pub(crate) shutdown: Shutdown,
    pub(crate) tokens: Tokens,
    pub(crate) options: Options,
    pub(crate) hub: Arc<Hub>,
    pub(crate) metrics: NotifierMetrics,
    /// The tasks of the open sockets.
    pub(crate) sockets: TaskTracker,
    log_readers: Semaphore,
}

impl NotifierState {
    pub(crate) fn new(options: Options, resources: Resources, tokens: Tokens, hub: Arc<Hub>) -> Arc<Self> {
        let Resources { db, clock, shutdown, metrics, .. } = resources;
        let metrics = NotifierMetrics::register(&metrics, &hub);
        let (sockets, log_readers) = (TaskTracker::new(), Semaphore::new(MAX_LOG_READERS));
        Arc::new(Self { db, clock, shutdown, tokens, options, hub, metrics, sockets, log_readers })
    }

    /// Waits for a permit to read the log for a client. When many clients resume at the same time, the database must still serve
    /// other requests.
    pub(crate) async fn acquire_read_permit(&self) -> Option<SemaphorePermit<'_>> {
        self.log_readers.acquire().await.ok()
    }
}
