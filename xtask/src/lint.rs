//! `cargo xtask lint`: static checks of the code and of its texts.
//!
//! To add a check, add a module with a `check` function, a variant of [`Check`], and an arm in [`run_source_check`]. If it
//! looks at files one by one, also add it to [`Check::is_per_file`].

mod commit_subjects;
pub(crate) mod doc_openers;
mod file_length;
pub(crate) mod files;
pub(crate) mod idioms;
mod layers;
mod raw_sql;
pub(crate) mod source;

use std::fmt;
use std::process::Command;

use anyhow::{Result, bail};
use clap::ValueEnum;

use self::files::SourceFile;
use crate::tools::{cargo, ensure_cargo_tool, root, run_checked};

/// The checks in the order in which they run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Check {
    /// rustfmt
    Format,
    /// No doc line starts with a word from `xtask/src/lint/doc_openers.txt`
    DocOpeners,
    /// No text contains a word or phrase from xtask/src/lint/idioms.txt
    Idioms,
    /// No source file has more than 600 lines
    FileLength,
    /// Only the store and the test support build SQL from strings
    RawSql,
    /// Commit subjects have at most 72 characters
    CommitSubjects,
    /// Dependencies between crates point one way
    Layers,
    /// clippy, which also limits functions to 80 lines
    Clippy,
    /// cargo-deny: licenses, banned crates, sources
    Deny,
}

impl Check {
    fn name(self) -> String {
        self.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
    }

    /// Returns whether the check looks at files one by one, so that it can be restricted to paths.
    fn is_per_file(self) -> bool {
        matches!(self, Self::DocOpeners | Self::Idioms | Self::FileLength | Self::RawSql)
    }
}

/// A violation of a check.
#[derive(Debug)]
pub(crate) struct Violation {
    location: String,
    message: String,
}

impl Violation {
    fn new(location: String, message: String) -> Self {
        Self { location, message }
    }

    fn at_line(path: &str, line: usize, message: &str) -> Self {
        Self::new(format!("{path}:{line}"), message.to_owned())
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.location, self.message)
    }
}

/// Runs the selected checks, or all of them. With `paths`, runs only the checks that look at single files.
///
/// Runs rustfmt first, and stops if it finds a difference. Otherwise, all other checks of the sources run and print their
/// violations. If they pass, clippy and cargo-deny follow.
pub(crate) fn lint(only: &[Check], paths: &[String]) -> Result<()> {
    let is_selected =
        |check: &Check| (only.is_empty() || only.contains(check)) && (paths.is_empty() || check.is_per_file());
    let checks: Vec<Check> = Check::value_variants().iter().copied().filter(is_selected).collect();

    if checks.contains(&Check::Format) {
        run_checked(cargo().args(["fmt", "--all", "--check"]))?;
    }
    let files =
        if checks.iter().any(|check| check.is_per_file()) { files::read_source_files(paths)? } else { Vec::new() };
    let mut counts = Vec::new();
    for check in &checks {
        if let Some(violations) = run_source_check(*check, &files)? {
            print_violations(*check, &violations);
            counts.push((*check, violations.len()));
        }
    }
    if counts.iter().any(|(_, count)| *count > 0) {
        println!("violations by check");
        for (check, count) in counts {
            println!("{count:>6}  {}", check.name());
        }
        bail!("the sources violate the checks listed above");
    }
    if checks.contains(&Check::Clippy) {
        run_checked(cargo().args(["clippy", "--workspace", "--all-targets", "--quiet", "--", "-D", "warnings"]))?;
    }
    if checks.contains(&Check::Deny) {
        run_cargo_deny()?;
    }
    Ok(())
}

/// Runs a check of the sources. Returns `None` for rustfmt, clippy and cargo-deny.
fn run_source_check(check: Check, files: &[SourceFile]) -> Result<Option<Vec<Violation>>> {
    let check_files = |check_file: fn(&SourceFile) -> Vec<Violation>| files.iter().flat_map(check_file).collect();
    Ok(match check {
        Check::DocOpeners => Some(check_files(doc_openers::check)),
        Check::Idioms => Some(check_files(idioms::check)),
        Check::FileLength => Some(check_files(file_length::check)),
        Check::RawSql => Some(check_files(raw_sql::check)),
        Check::CommitSubjects => Some(commit_subjects::check()?),
        Check::Layers => Some(layers::check()?),
        Check::Format | Check::Clippy | Check::Deny => None,
    })
}

fn print_violations(check: Check, violations: &[Violation]) {
    if violations.is_empty() {
        return;
    }
    let description = check.to_possible_value().and_then(|value| value.get_help().map(ToString::to_string));
    println!("{}: {}", check.name(), description.unwrap_or_default());
    for violation in violations {
        println!("{violation}");
    }
    println!();
}

/// Checks licenses, banned crates and sources. Does not check advisories, because their database must be downloaded: run
/// `cargo deny check advisories` for that.
fn run_cargo_deny() -> Result<()> {
    let cargo_deny = ensure_cargo_tool("cargo-deny", "0.20.2", &[])?;
    run_checked(
        Command::new(cargo_deny)
            .args(["--log-level", "error", "check", "bans", "licenses", "sources"])
            .current_dir(root()),
    )
}
