//! The all-in-one process.

use std::sync::Arc;
use std::time::Duration;

use testkit::service_processes::DEMO_PASSWORD;
use testkit::{ApiClient, ApiEndpoint, Process, TempDir};

/// Maximum time for the process to exit after SIGTERM.
pub(crate) const STOP_TIMEOUT: Duration = Duration::from_secs(20);

/// Maximum time to wait for a message of the live feed.
pub(crate) const FEED_TIMEOUT: Duration = Duration::from_mins(1);

/// An `expediter` process.
pub(crate) struct AllInOne {
    pub(crate) process: Process,
    pub(crate) endpoint: Arc<ApiEndpoint>,
}

impl AllInOne {
    /// Starts the process with a data directory in `dir`.
    pub(crate) async fn start(dir: &TempDir, prep_seconds: &str) -> Self {
        let data_dir = dir.path().join("data");
        Self::start_with(&[("DATA_DIR", data_dir.to_str().unwrap()), ("KITCHEN_PREP_SECONDS", prep_seconds)]).await
    }

    /// Starts the process with these settings on a free port.
    pub(crate) async fn start_with(settings: &[(&str, &str)]) -> Self {
        let mut process = Process::start("expediter", &[&[("API_ADDR", "127.0.0.1:0")], settings].concat());
        let endpoint = Arc::new(ApiEndpoint::new(process.wait_for_addr().await));
        Self { process, endpoint }
    }

    /// Logs in to a demo account.
    pub(crate) async fn log_in(&self, username: &str) -> ApiClient {
        self.endpoint.log_in(username, DEMO_PASSWORD).await
    }
}
