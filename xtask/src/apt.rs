//! Installs missing Debian packages when running as root.

use std::process::Command;

use anyhow::{Result, bail};

use crate::tools::{is_root, print_progress, run_checked, which};

/// Installs the packages. Without root or apt, fails with an error that contains the install command.
pub(crate) fn install(packages: &[&str]) -> Result<()> {
    if packages.is_empty() {
        return Ok(());
    }
    let names = packages.join(" ");
    if !is_root() || which("apt-get").is_none() {
        bail!("missing packages: {names}; on Debian or Ubuntu: sudo apt-get install {names}");
    }
    print_progress(format!("installing {names}"));
    run_checked(Command::new("sh").args(["-c", include_str!("apt.sh"), "apt"]).args(packages))
}
