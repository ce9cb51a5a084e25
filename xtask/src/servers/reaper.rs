//! A shell process that stops the servers and deletes their data, even if xtask is killed with `kill -9`.

use std::io::Write;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};

use anyhow::{Context, Result};

/// Handle to the cleanup shell.
///
/// The shell reads from a pipe. When the pipe closes, because [`Reaper::stop_all`] was called or because xtask
/// died, the shell stops the registered process groups and deletes the folder, unless it was started with `keep`. A
/// signal handler could not do this after `kill -9`.
pub(crate) struct Reaper {
    shell: Child,
    registrations: Option<ChildStdin>,
}

impl Reaper {
    /// Starts the shell. Call this before the first server starts.
    pub(crate) fn start(dir: &Path, keep: bool) -> Result<Self> {
        let mut shell = Command::new("sh")
            .args(["-c", include_str!("reaper.sh"), "reaper"])
            .arg(dir)
            .arg(if keep { "keep" } else { "delete" })
            .process_group(0) // Ctrl-C in the terminal must not reach the shell.
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .context("cannot start sh")?;
        let registrations = shell.stdin.take();
        Ok(Self { shell, registrations })
    }

    /// Registers a process group by its leader, with the signal that stops it.
    pub(crate) fn register(&mut self, stop_signal: &str, group_leader: u32) -> Result<()> {
        if let Some(registrations) = &mut self.registrations {
            writeln!(registrations, "{stop_signal} {group_leader}")?;
        }
        Ok(())
    }

    /// Starts the cleanup. Does not wait for it.
    pub(crate) fn stop_all(&mut self) {
        self.registrations = None;
    }

    /// Waits until everything is stopped and deleted.
    pub(crate) fn wait(&mut self) {
        let _ = self.shell.wait();
    }
}
