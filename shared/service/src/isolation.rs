//! Records which rows this process skips, and why, so that administrators can list them.

use std::time::Duration;

use store::{Db, isolated_rows};

use crate::job::Job;

/// Time between two iterations.
const INTERVAL: Duration = Duration::from_secs(5);

/// The background job that records the isolated rows. It accesses the database only if there are new ones.
pub(crate) struct IsolationRecorder {
    pub(crate) db: Db,
}

impl Job for IsolationRecorder {
    const NAME: &'static str = "isolation recorder";

    async fn run_once(&self) -> store::Result<()> {
        isolated_rows::record_reports(&self.db).await
    }

    async fn next_delay(&self) -> Duration {
        INTERVAL
    }
}
