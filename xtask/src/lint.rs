//! `cargo xtask lint`: everything about the code that can be told without running it.

use std::path::Path;

use anyhow::{Result, bail};

use crate::tools::{self, cargo, root, run_checked};

/// SQL from a string, which only the store may do: there every text is one that we wrote. (In two parts, or this file would be found.)
const RAW_SQL: &str = concat!("AssertSql", "Safe");

pub(crate) fn lint() -> Result<()> {
    run_checked(cargo().args(["fmt", "--all", "--check"]))?;
    raw_sql_stays_in_the_store()?;
    run_checked(cargo().args(["clippy", "--workspace", "--all-targets", "--quiet", "--", "-D", "warnings"]))?;
    deny()
}

/// Licences, bans and sources. Advisories are left to whoever has the advisory database: `cargo deny check advisories`.
fn deny() -> Result<()> {
    let deny = tools::ensure_cargo_tool("cargo-deny", "0.20.2", &[])?;
    run_checked(
        std::process::Command::new(deny)
            .args(["--log-level", "error", "check", "bans", "licenses", "sources"])
            .current_dir(root()),
    )
}

fn raw_sql_stays_in_the_store() -> Result<()> {
    let mut found = Vec::new();
    search(&root(), &mut found)?;
    if !found.is_empty() {
        bail!("{RAW_SQL} belongs in shared/src/store, where all SQL is; here it is in {}", found.join(", "));
    }
    Ok(())
}

fn search(dir: &Path, found: &mut Vec<String>) -> Result<()> {
    for entry in std::fs::read_dir(dir)? {
        let (entry, path) = entry.map(|entry| (entry.file_name(), entry.path()))?;
        let name = entry.to_string_lossy();
        if path.is_dir() {
            if !name.starts_with('.') && name != "target" && name != "node_modules" {
                search(&path, found)?;
            }
        } else if path.extension().is_some_and(|kind| kind == "rs") {
            let file = path.strip_prefix(root()).unwrap_or(&path);
            // The third makes a database for each test, and no name of one can be an argument; the last measures on
            // histories that it makes up, and has plans explained.
            let may = [
                "shared/src/store",
                "shared/src/store.rs",
                "shared/src/testing.rs",
                "shared/examples/report_growth.rs",
            ];
            if !may.iter().any(|place| file.starts_with(place)) && std::fs::read_to_string(&path)?.contains(RAW_SQL) {
                found.push(file.display().to_string());
            }
        }
    }
    Ok(())
}
