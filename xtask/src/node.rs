//! npm with a Node that is new enough: the machine's, or one from npm in a folder of our own.

use std::process::Command;

use anyhow::{Context, Result};

use crate::tools::{find, must, output, say, target};

/// What to do when there is no npm.
pub(crate) const ABSENT: &str = "npm is not installed (on Debian or Ubuntu: sudo apt-get install npm)";

/// npm, ready to be given its words.
pub(crate) fn npm() -> Result<Command> {
    let mut npm = Command::new(find("npm").context(ABSENT)?);
    let here = find("node").and_then(|node| output(Command::new(node).arg("--version")).ok());
    if !here.is_some_and(|version| is_new_enough(&version)) {
        // Debian's is older than the build tools want; npm can fetch one without touching the machine.
        let own = target().join("node");
        let programs = own.join("node_modules/node/bin");
        if !programs.join("node").is_file() {
            say("fetching Node 22 from npm, because the machine has none that is new enough");
            std::fs::create_dir_all(&own)?;
            let mut install = Command::new(npm.get_program());
            must(
                install
                    .args(["install", "--silent", "--no-save", "--no-audit", "--no-fund", "node@22", "--prefix"])
                    .arg(&own),
            )?;
        }
        let path = std::env::var_os("PATH").unwrap_or_default();
        npm.env("PATH", std::env::join_paths(std::iter::once(programs).chain(std::env::split_paths(&path)))?);
    }
    Ok(npm)
}

/// What Vite asks for: 20.19, 22.12, or anything after.
fn is_new_enough(version: &str) -> bool {
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
    use super::is_new_enough;

    #[test]
    fn old_and_odd_nodes_are_refused() {
        for version in ["v18.20.4", "v20.18.9", "v21.7.0", "v22.11.0", "", "nonsense"] {
            assert!(!is_new_enough(version), "{version}");
        }
        for version in ["v20.19.0", "v20.20.2", "v22.12.0", "v24.0.0"] {
            assert!(is_new_enough(version), "{version}");
        }
    }
}
