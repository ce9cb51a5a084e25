//! Processes that run binaries of the workspace.

use std::io::{BufRead as _, BufReader, Read};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::Duration;

use tokio::sync::mpsc;

use crate::wait::{RECOVERY_TIMEOUT, eventually};

/// Prefixes of the environment variables that configure services. Processes do not inherit these variables from the test.
const SETTINGS: [&str; 14] = [
    "DATABASE",
    "BROKER",
    "JWT",
    "API_",
    "NOTIFIER_",
    "KITCHEN_",
    "METRICS_",
    "ACCEPT_",
    "RATE_",
    "BEHIND_",
    "DATA_",
    "CORS_",
    "LOG_",
    "EXPEDITER_DEMO",
];

/// Returns a command that runs a binary of the workspace without settings. `cargo xtask test` builds the binaries.
pub fn command(binary: &str) -> Command {
    // Test binaries are in the `deps` subdirectory of the directory that contains the binaries.
    let build_dir = || std::env::current_exe().ok()?.parent()?.parent().map(PathBuf::from);
    let dir = std::env::var_os("EXPEDITER_BIN_DIR").map(PathBuf::from).or_else(build_dir).unwrap();
    let path = dir.join(binary);
    assert!(path.exists(), "{} is not built: run `cargo xtask test`, which builds it", path.display());
    let mut command = Command::new(path);
    for (name, _) in std::env::vars_os() {
        if name.to_str().is_some_and(|name| SETTINGS.iter().any(|prefix| name.starts_with(prefix))) {
            command.env_remove(name);
        }
    }
    command
}

/// A running process with its log. Dropping it kills the process.
#[derive(Debug)]
pub struct Process {
    name: String,
    child: Child,
    lines: mpsc::UnboundedReceiver<String>,
}

impl Process {
    /// Starts a binary of the workspace with these settings.
    pub fn start(binary: &str, settings: &[(&str, &str)]) -> Self {
        let mut command = command(binary);
        command.envs(settings.iter().copied()).env("RUST_LOG", "info");
        Self::spawn(binary, command)
    }

    /// Starts a command. `name` identifies the process in messages.
    pub fn spawn(name: &str, mut command: Command) -> Self {
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let (sender, lines) = mpsc::unbounded_channel();
        forward_lines(child.stdout.take().unwrap(), sender.clone());
        forward_lines(child.stderr.take().unwrap(), sender);
        Self { name: name.to_owned(), child, lines }
    }

    /// Returns the process id.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Waits for a log line that contains this text and returns the line. Later calls see only the lines after it.
    pub async fn wait_for_log(&mut self, text: &str) -> String {
        let mut skipped = Vec::new();
        let search = async {
            while let Some(line) = self.lines.recv().await {
                if line.contains(text) {
                    return Some(line);
                }
                skipped.push(line);
            }
            None
        };
        let found = tokio::time::timeout(RECOVERY_TIMEOUT, search).await.ok().flatten();
        found.unwrap_or_else(|| panic!("{} did not log \"{text}\"; it logged:\n{}", self.name, skipped.join("\n")))
    }

    /// Returns the logged lines that neither this method nor [`wait_for_log`](Self::wait_for_log) has read yet.
    pub fn drain_log(&mut self) -> Vec<String> {
        std::iter::from_fn(|| self.lines.try_recv().ok()).collect()
    }

    /// Waits until the process logs the address on which it listens, and returns the address.
    pub async fn wait_for_addr(&mut self) -> SocketAddr {
        let line = self.wait_for_log("http://").await;
        let url = line.split("http://").nth(1).unwrap();
        let is_part = |c: char| c == '.' || c == ':' || c.is_ascii_digit();
        url.split(|c| !is_part(c)).next().unwrap().parse().unwrap()
    }

    /// Waits until `GET /readyz` at this address succeeds.
    pub async fn wait_until_ready(&self, addr: SocketAddr) {
        let url = format!("http://{addr}/readyz");
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        eventually(&format!("{} to be ready", self.name), RECOVERY_TIMEOUT, async || {
            client.get(&url).send().await.ok()?.error_for_status().ok()
        })
        .await;
    }

    /// Sends a signal, such as `TERM`.
    pub fn signal(&self, signal: &str) {
        let kill = Command::new("kill").args([format!("-{signal}"), self.id().to_string()]).status().unwrap();
        assert!(kill.success(), "cannot send SIG{signal} to {}", self.name);
    }

    /// Waits until the process has exited. Panics after `timeout`.
    pub async fn wait(&mut self, timeout: Duration) -> ExitStatus {
        let what = format!("{} to exit", self.name);
        eventually(&what, timeout, async || self.child.try_wait().unwrap()).await
    }

    /// Sends SIGTERM and waits until the process has exited. Panics after `timeout`.
    pub async fn terminate(&mut self, timeout: Duration) -> ExitStatus {
        self.signal("TERM");
        self.wait(timeout).await
    }

    /// Kills the process with SIGKILL, which resembles a power failure.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Returns the resident memory of the process in KiB.
    pub fn resident_memory_kib(&self) -> i64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
        line.trim().trim_end_matches(" kB").parse().unwrap()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // Both calls fail if the process has already exited and been waited for.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Forwards the lines of a stream in a separate thread, so that the process never blocks because the test does not read its log.
fn forward_lines(stream: impl Read + Send + 'static, sender: mpsc::UnboundedSender<String>) {
    std::thread::spawn(move || {
        for line in BufReader::new(stream).lines().map_while(Result::ok) {
            if sender.send(line).is_err() {
                break;
            }
        }
    });
}
