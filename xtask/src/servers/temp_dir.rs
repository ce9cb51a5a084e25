//! The servers' temporary folder, users and ports.

use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicU16, Ordering};

use anyhow::{Context, Result};

use crate::tools::{is_root, run_checked};

/// A new folder under the system's temporary folder. All users can read it; the reaper deletes it.
pub(crate) struct TempDir(PathBuf);

impl TempDir {
    /// Creates the folder.
    pub(crate) fn create() -> Result<Self> {
        const MAX_ATTEMPTS: u32 = 100;
        // The process id makes the name unique; the counter skips leftovers of an earlier process with the same id.
        let dir = (0..MAX_ATTEMPTS)
            .map(|attempt| std::env::temp_dir().join(format!("expediter-{}.{attempt}", std::process::id())))
            .find(|dir| std::fs::create_dir(dir).is_ok())
            .with_context(|| format!("cannot create a folder in {}", std::env::temp_dir().display()))?;
        // The servers' users need access regardless of the umask.
        std::fs::set_permissions(&dir, PermissionsExt::from_mode(0o755))?;
        Ok(Self(dir))
    }

    /// Returns the path of the folder.
    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    /// Returns the path of a server's log file.
    pub(crate) fn log_file(&self, server: &str) -> PathBuf {
        self.0.join(format!("{server}.log"))
    }

    /// Creates a subfolder that only `user` can access, or only the current user if this process is not root.
    pub(crate) fn create_private_dir(&self, user: &str, name: &str) -> Result<PathBuf> {
        let dir = self.0.join(name);
        let mut install = Command::new("install");
        install.args(["-d", "-m", "700"]);
        if is_root() {
            install.args(["-o", user, "-g", user]);
        }
        run_checked(install.arg(&dir))?;
        Ok(dir)
    }

    /// Returns a command for a server program with a clean environment. When this process is root, the program runs as
    /// `user`.
    ///
    /// The program receives SIGTERM when this process dies. It leads a process group, so that Ctrl-C does not reach it.
    pub(crate) fn command(&self, user: &str, program: &Path) -> Command {
        // setpriv replaces itself with the program. su and runuser would stay its parent; a signal to them would orphan it.
        let mut command = Command::new("setpriv");
        command.args(setpriv_args(user)).arg(program);
        command.env_clear().env("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
        command.env("LC_ALL", "C.UTF-8").env("HOME", &self.0).current_dir(&self.0).process_group(0);
        command
    }
}

/// Returns the arguments for setpriv, up to `--`, to run a program. When this process is root, the program runs as `user`.
pub(crate) fn setpriv_args(user: &str) -> Vec<String> {
    let mut args = vec!["--pdeathsig=TERM".to_owned()];
    if is_root() {
        args.extend([format!("--reuid={user}"), format!("--regid={user}"), "--init-groups".to_owned()]);
    }
    args.push("--".to_owned());
    args
}

/// Finds a free loopback port below the kernel's ephemeral range, so that a restarted server can bind its port again.
pub(crate) fn find_free_port() -> Result<u16> {
    const FIRST: u16 = 15_000;
    const COUNT: u16 = 16_000;
    static NEXT: AtomicU16 = AtomicU16::new(0);
    // Concurrent runs start their search at different ports.
    let offset = u16::try_from(std::process::id().wrapping_mul(37) % u32::from(COUNT))?;
    for _ in 0..COUNT {
        let port = FIRST + (offset + NEXT.fetch_add(1, Ordering::Relaxed)) % COUNT;
        if TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok() {
            return Ok(port);
        }
    }
    anyhow::bail!("no free port between {FIRST} and {}", FIRST + COUNT)
}

/// Returns whether a server accepts connections on this loopback port.
pub(crate) fn is_listening(port: u16) -> bool {
    TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_ok()
}
