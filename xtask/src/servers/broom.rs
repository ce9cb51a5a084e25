//! The shell that cleans up after us, however we end.

use std::io::Write;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};

use anyhow::{Context, Result};

/// Waits at the other end of a pipe. When the pipe closes, because we closed it or because we were killed, it
/// stops what it was told of and deletes the folder: no signal handler could do that after `kill -9`.
pub(crate) struct Broom {
    shell: Child,
    orders: Option<ChildStdin>,
}

impl Broom {
    /// To be called before the first server starts.
    pub(crate) fn stand_by(dir: &Path, keep: bool) -> Result<Self> {
        let mut shell = Command::new("sh")
            .args(["-c", include_str!("broom.sh"), "broom"])
            .arg(dir)
            .arg(if keep { "keep" } else { "delete" })
            .process_group(0) // A Ctrl-C in the terminal is for us alone.
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .context("cannot start sh")?;
        let orders = shell.stdin.take();
        Ok(Self { shell, orders })
    }

    /// Remembers a process that leads a group of its own, and the signal that stops it.
    pub(crate) fn will_stop(&mut self, signal: &str, pid: u32) -> Result<()> {
        if let Some(orders) = &mut self.orders {
            writeln!(orders, "{signal} {pid}")?;
        }
        Ok(())
    }

    /// Stops everything now.
    pub(crate) fn sweep(&mut self) {
        self.orders = None;
    }

    /// Returns when everything is stopped and deleted.
    pub(crate) fn done(&mut self) {
        let _ = self.shell.wait();
    }
}
