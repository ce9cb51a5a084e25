//! A kitchen worker as its own process.

use std::process::{Command, Stdio};
use std::time::Duration;

use testkit::brokers::rabbitmq_url;
use testkit::{Process, TempDir, process};

use super::TestKitchen;

/// Maximum time for a worker to exit: the budget of its shutdown.
const EXIT_TIMEOUT: Duration = Duration::from_secs(15);

/// A kitchen worker as its own process, with its own temporary directory. It is killed when it is dropped.
pub(crate) struct WorkerProcess {
    process: Process,
    temp_dir: TempDir,
}

impl WorkerProcess {
    /// Starts a worker with two slots and this preparation time in seconds, and waits until it has started.
    pub(crate) async fn start(kitchen: &TestKitchen, prep_seconds: &str) -> Self {
        Self::start_with(kitchen, 2, prep_seconds, &[]).await
    }

    /// Starts a worker with this number of slots, this preparation time in seconds, and additional settings, and waits until it
    /// has started.
    pub(crate) async fn start_with(
        kitchen: &TestKitchen,
        slots: u16,
        prep_seconds: &str,
        settings: &[(&str, &str)],
    ) -> Self {
        let temp_dir = TempDir::new();
        let mut command = command(kitchen, &temp_dir);
        command.env("KITCHEN_CONCURRENCY", slots.to_string()).env("KITCHEN_PREP_SECONDS", prep_seconds);
        command.envs(settings.iter().copied());
        let mut process = Process::spawn("kitchen-worker", command);
        process.wait_for_log("kitchen worker started").await;
        Self { process, temp_dir }
    }

    /// Waits for a log line that contains this text.
    pub(crate) async fn wait_for_log(&mut self, text: &str) {
        self.process.wait_for_log(text).await;
    }

    /// Sends a signal, such as `STOP`.
    pub(crate) fn signal(&self, signal: &str) {
        self.process.signal(signal);
    }

    /// Kills the process.
    pub(crate) fn kill(self) {
        self.process.kill();
    }

    /// Waits until the process has exited, for at most 15 s. Returns `true` if its exit code was 0.
    pub(crate) async fn wait(&mut self) -> bool {
        self.process.wait(EXIT_TIMEOUT).await.success()
    }

    /// Sends SIGTERM, and waits until the process has exited with 0, for at most 15 s.
    pub(crate) async fn terminate(mut self) {
        self.signal("TERM");
        assert!(self.wait().await, "the exit code was not 0");
    }

    /// Runs the health check of this worker's container. Returns `true` if it succeeds.
    pub(crate) fn is_healthy(&self, kitchen: &TestKitchen) -> bool {
        let mut check = command(kitchen, &self.temp_dir);
        check.arg("health").stderr(Stdio::null());
        check.status().unwrap().success()
    }
}

fn command(kitchen: &TestKitchen, temp_dir: &TempDir) -> Command {
    let mut command = process::command("kitchen-worker");
    command
        .env("DATABASE_URL", &kitchen.database_url)
        .env("BROKER_URL", rabbitmq_url())
        .env("BROKER_NAMESPACE", kitchen.namespace.as_str())
        .env("RUST_LOG", "info")
        .env("TMPDIR", temp_dir.path());
    command
}
