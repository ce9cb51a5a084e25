//! The temporary folder and the free ports where the servers live, and the users they run as.

use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicU16, Ordering};

use anyhow::{Context, Result};

use crate::tools::{is_root, must};

/// A folder of our own under the system's temporary one.
pub(crate) struct Place(PathBuf);

impl Place {
    pub(crate) fn new() -> Result<Self> {
        // Our process number names it; a second number, if one of that name was left behind.
        let dir = (0..100)
            .map(|again| std::env::temp_dir().join(format!("expediter-{}.{again}", std::process::id())))
            .find(|dir| std::fs::create_dir(dir).is_ok())
            .with_context(|| format!("cannot make a folder in {}", std::env::temp_dir().display()))?;
        // The servers' users must get through, whatever the umask is.
        std::fs::set_permissions(&dir, PermissionsExt::from_mode(0o755))?;
        Ok(Self(dir))
    }

    pub(crate) fn dir(&self) -> &Path {
        &self.0
    }

    pub(crate) fn log(&self, name: &str) -> PathBuf {
        self.0.join(format!("{name}.log"))
    }

    /// A folder that only `user` can read.
    pub(crate) fn folder(&self, user: &str, name: &str) -> Result<PathBuf> {
        let dir = self.0.join(name);
        let mut install = Command::new("install");
        install.args(["-d", "-m", "700"]);
        if is_root() {
            install.args(["-o", user, "-g", user]);
        }
        must(install.arg(&dir))?;
        Ok(dir)
    }

    /// A server's program, as `user` when we are root, with a clean environment. It gets SIGTERM when we die, and
    /// leads a process group, so that Ctrl-C does not reach it before us.
    pub(crate) fn command(&self, user: &str, program: &Path) -> Command {
        // setpriv becomes the program; su and runuser stay as its parent, so that a signal to them orphans it.
        let mut command = Command::new("setpriv");
        command.args(words(user)).arg(program);
        command.env_clear().env("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
        command.env("LC_ALL", "C.UTF-8").env("HOME", &self.0).current_dir(&self.0).process_group(0);
        command
    }
}

/// How setpriv is called to run something as `user`.
pub(crate) fn words(user: &str) -> Vec<String> {
    let mut words = vec!["--pdeathsig=TERM".to_owned()];
    if is_root() {
        words.extend([format!("--reuid={user}"), format!("--regid={user}"), "--init-groups".to_owned()]);
    }
    words.push("--".to_owned());
    words
}

/// A free loopback port below those that the kernel hands to clients: a server that restarts must find its own again.
pub(crate) fn free_port() -> Result<u16> {
    const FIRST: u16 = 15_000;
    const COUNT: u16 = 16_000;
    static NEXT: AtomicU16 = AtomicU16::new(0);
    // Two runs at once begin to look in different places.
    let spread = u16::try_from(std::process::id().wrapping_mul(37) % u32::from(COUNT))?;
    for _ in 0..COUNT {
        let port = FIRST + (spread + NEXT.fetch_add(1, Ordering::Relaxed)) % COUNT;
        if TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok() {
            return Ok(port);
        }
    }
    anyhow::bail!("no free port between {FIRST} and {}", FIRST + COUNT)
}

/// Whether something listens there.
pub(crate) fn answers(port: u16) -> bool {
    TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_ok()
}
