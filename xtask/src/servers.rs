//! Private PostgreSQL, MariaDB and RabbitMQ servers for tests.
//!
//! They live in a temporary folder, listen on free loopback ports, and stop when this process ends.

mod mariadb;
mod postgres;
mod rabbit;
mod reaper;
mod temp_dir;

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use self::reaper::Reaper;
use self::temp_dir::TempDir;
use crate::{apt, tools};

/// Maximum time from the start of the last server until all of them are ready.
const START_TIMEOUT: Duration = Duration::from_mins(2);
/// Interval between readiness checks while the servers start.
const READY_POLL_INTERVAL: Duration = Duration::from_millis(50);
/// Interval between liveness checks of running servers.
const WATCH_INTERVAL: Duration = Duration::from_millis(500);

/// The running servers. Dropping this stops them, and deletes their data unless they were started with `keep`.
pub(crate) struct Servers {
    temp_dir: TempDir,
    running: Vec<Server>,
    reaper: Reaper,
    /// Environment variables with the servers' addresses, for example `TEST_POSTGRES_URL`.
    pub(crate) env: Vec<(&'static str, String)>,
}

/// One server process.
struct Server {
    name: &'static str,
    child: Child,
    /// Returns whether the server accepts connections.
    is_ready: Box<dyn Fn() -> bool>,
}

impl Servers {
    /// Installs missing packages if possible, starts the three servers and waits until they are ready. `keep` leaves the
    /// temporary folder with the servers' logs and data behind.
    pub(crate) fn start(keep: bool) -> Result<Self> {
        let missing_packages: Vec<&str> = [
            ("postgresql", postgres::find_bin_dir().is_some()),
            ("mariadb-server", mariadb::find_program().is_some()),
            // Used by tests of backups.
            ("postgresql-client", tools::which("pg_dump").is_some() && tools::which("psql").is_some()),
            ("mariadb-client", tools::which("mariadb-dump").is_some() && tools::which("mariadb").is_some()),
            ("rabbitmq-server", rabbit::find_start_script().is_some()),
            // Preloaded by tests of processes with a wrong clock.
            ("libfaketime", find_libfaketime().is_some()),
        ]
        .iter()
        .filter_map(|(package, is_installed)| (!is_installed).then_some(*package))
        .collect();
        apt::install(&missing_packages)?;

        let started_at = Instant::now();
        let temp_dir = TempDir::create()?;
        let reaper = Reaper::start(temp_dir.path(), keep)?;
        let mut servers = Self { temp_dir, running: Vec::new(), reaper, env: Vec::new() };
        // RabbitMQ is the slowest; the databases start while it boots.
        rabbit::start(&mut servers)?;
        postgres::start(&mut servers)?;
        mariadb::start(&mut servers)?;
        servers.wait_until_ready(START_TIMEOUT)?;
        let seconds = started_at.elapsed().as_secs_f32();
        tools::print_progress(format!("PostgreSQL, MariaDB and RabbitMQ are ready after {seconds:.1} s"));
        Ok(servers)
    }

    /// Waits until every server started so far is ready.
    fn wait_until_ready(&mut self, timeout: Duration) -> Result<()> {
        let deadline = Instant::now() + timeout;
        for server in &mut self.running {
            while !(server.is_ready)() {
                let log = self.temp_dir.log_file(server.name);
                if let Some(status) = server.child.try_wait()? {
                    bail!("{} exited while starting ({status}):\n{}", server.name, last_lines(&log));
                }
                if Instant::now() > deadline {
                    bail!("{} is not ready after {} s:\n{}", server.name, timeout.as_secs(), last_lines(&log));
                }
                std::thread::sleep(READY_POLL_INTERVAL);
            }
        }
        Ok(())
    }

    /// Blocks while all servers run. Returns an error when one of them exits.
    pub(crate) fn watch(&mut self) -> Result<()> {
        loop {
            for server in &mut self.running {
                if let Some(status) = server.child.try_wait()? {
                    let log = self.temp_dir.log_file(server.name);
                    bail!("{} exited ({status}):\n{}", server.name, last_lines(&log));
                }
            }
            std::thread::sleep(WATCH_INTERVAL);
        }
    }

    /// Starts a server in the background. `stop_signal` is the signal for a fast shutdown.
    fn spawn(
        &mut self,
        name: &'static str,
        stop_signal: &str,
        command: &mut Command,
        is_ready: impl Fn() -> bool + 'static,
    ) -> Result<()> {
        let log = std::fs::File::create(self.temp_dir.log_file(name))?;
        let child = command
            .stdin(Stdio::null())
            .stdout(log.try_clone()?)
            .stderr(log)
            .spawn()
            .with_context(|| format!("cannot start {name}"))?;
        self.reaper.register(stop_signal, child.id())?;
        self.running.push(Server { name, child, is_ready: Box::new(is_ready) });
        Ok(())
    }
}

impl Drop for Servers {
    fn drop(&mut self) {
        self.reaper.stop_all();
        for server in &mut self.running {
            // The reaper waits until the process groups are gone, and zombies would keep them alive.
            let _ = server.child.wait();
        }
        self.reaper.wait();
    }
}

/// Returns the end of a log file for an error message.
fn last_lines(log: &Path) -> String {
    const MAX_LINES: usize = 20;
    let text = std::fs::read_to_string(log).unwrap_or_default();
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(MAX_LINES)..].join("\n")
}

/// Returns `dir` if it contains the program.
fn dir_with_program(dir: PathBuf, program: &str) -> Option<PathBuf> {
    dir.join(program).is_file().then_some(dir)
}

/// Returns the path of libfaketime, a library that tests preload into a process to give it a wrong clock.
fn find_libfaketime() -> Option<PathBuf> {
    let directories = std::fs::read_dir("/usr/lib").ok()?.filter_map(Result::ok);
    directories.map(|entry| entry.path().join("faketime/libfaketime.so.1")).find(|path| path.exists())
}
