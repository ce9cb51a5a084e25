//! Provides npm with a recent Node: the system's, or a private copy installed through npm.

use std::process::Command;

use anyhow::{Context, Result};

use crate::tools::{print_progress, read_output, run_checked, target_dir, which};

/// Error message for a machine without npm.
const NPM_MISSING: &str = "npm is not installed (on Debian or Ubuntu: sudo apt-get install npm)";

/// Returns an npm command that runs with a supported Node.
pub(crate) fn npm() -> Result<Command> {
    let mut npm = Command::new(which("npm").context(NPM_MISSING)?);
    let node_version = which("node").and_then(|node| read_output(Command::new(node).arg("--version")).ok());
    if !node_version.is_some_and(|version| is_supported(&version)) {
        // Debian's Node is older than the build tools require. npm can install a newer one into the build directory.
        let prefix = target_dir().join("node");
        let bin_dir = prefix.join("node_modules/node/bin");
        if !bin_dir.join("node").is_file() {
            print_progress("installing Node 22 through npm, because the system's Node is missing or too old");
            std::fs::create_dir_all(&prefix)?;
            let mut install = Command::new(npm.get_program());
            run_checked(
                install
                    .args(["install", "--silent", "--no-save", "--no-audit", "--no-fund", "node@22", "--prefix"])
                    .arg(&prefix),
            )?;
        }
        let path = std::env::var_os("PATH").unwrap_or_default();
        npm.env("PATH", std::env::join_paths(std::iter::once(bin_dir).chain(std::env::split_paths(&path)))?);
    }
    Ok(npm)
}

/// Returns whether Vite supports this Node version: 20.x from 20.19, 22.x from 22.12, or a major version above 22.
fn is_supported(version: &str) -> bool {
    let mut numbers = version.trim_start_matches('v').split('.').map_while(|part| part.parse::<u32>().ok());
    match (numbers.next(), numbers.next()) {
        (Some(20), Some(minor)) => minor >= 19,
        (Some(22), Some(minor)) => minor >= 12,
        (Some(major), Some(_)) => major > 22,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::is_supported;

    #[test]
    fn old_and_malformed_node_versions_are_rejected() {
        for version in ["v18.20.4", "v20.18.9", "v21.7.0", "v22.11.0", "", "nonsense"] {
            assert!(!is_supported(version), "{version}");
        }
        for version in ["v20.19.0", "v20.20.2", "v22.12.0", "v24.0.0"] {
            assert!(is_supported(version), "{version}");
        }
    }
}
