//! Debian packages that a command needs: installed when we are root, asked for in words when not.

use std::process::Command;

use anyhow::{Result, bail};

use crate::tools::{find, is_root, must, say};

/// Sees to it that the packages of the programs that were not found are there.
pub(crate) fn install(packages: &[&str]) -> Result<()> {
    if packages.is_empty() {
        return Ok(());
    }
    let names = packages.join(" ");
    if !is_root() || find("apt-get").is_none() {
        bail!("this needs {names}; on Debian or Ubuntu: sudo apt-get install {names}");
    }
    say(format!("installing {names}"));
    must(Command::new("sh").args(["-c", include_str!("apt.sh"), "apt"]).args(packages))
}
