//! Disconnects the clients of archived accounts, whose access tokens may still be valid.

use std::sync::Arc;
use std::time::Duration;

use service::job::Job;
use service::revocation::RevocationCache;

use crate::hub::Hub;

/// Reads the archived accounts and passes them to the hub.
pub(crate) struct RevocationWatcher {
    /// The archived accounts.
    pub(crate) cache: RevocationCache,
    /// Disconnects the clients of archived accounts.
    pub(crate) hub: Arc<Hub>,
    /// Delay between two reads.
    pub(crate) interval: Duration,
}

impl Job for RevocationWatcher {
    const NAME: &'static str = "revocation watcher";

    async fn run_once(&self) -> store::Result<()> {
        self.hub.revoke(self.cache.refresh().await?);
        Ok(())
    }

    async fn next_delay(&self) -> Duration {
        self.interval
    }
}
