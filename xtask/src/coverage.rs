//! `cargo xtask coverage`: measures the line coverage of the tests per crate.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::servers::Servers;
use crate::test;
use crate::tools::{ensure_cargo_tool, root, target_dir};

/// Runs the tests under cargo-tarpaulin, prints the coverage per crate, and writes HTML and LCOV reports.
pub(crate) fn measure_coverage(args: &[String]) -> Result<()> {
    let tarpaulin = ensure_cargo_tool("cargo-tarpaulin", "0.37.5", &["--no-default-features"])?;
    test::build(args)?;
    let servers = Servers::start(false)?;
    let report_dir = target_dir().join("coverage");
    std::fs::create_dir_all(&report_dir)?;
    let mut command = tarpaulin_command(&tarpaulin, &report_dir, args);
    command.envs(servers.env.iter().cloned());
    let mut child = command.stdout(Stdio::piped()).spawn().context("cannot start cargo-tarpaulin")?;

    let mut totals: BTreeMap<String, (u32, u32)> = BTreeMap::new();
    for line in BufReader::new(child.stdout.take().context("stdout is not captured")?).lines() {
        let line = line?;
        println!("{line}");
        if let Some((file, covered, lines)) = parse_file_coverage(&line) {
            let total = totals.entry(crate_dir(file).to_owned()).or_default();
            *total = (total.0 + covered, total.1 + lines);
        }
    }
    let status = child.wait()?;
    drop(servers);
    println!("\nline coverage by crate");
    for (name, (covered, lines)) in &totals {
        println!("{:>7.1} %  {name} ({covered} of {lines})", f64::from(*covered) * 100.0 / f64::from((*lines).max(1)));
    }
    println!("report: {}", report_dir.join("tarpaulin-report.html").display());
    if !status.success() {
        bail!("cargo-tarpaulin failed ({status}); see its output above");
    }
    Ok(())
}

fn tarpaulin_command(tarpaulin: &Path, report_dir: &Path, args: &[String]) -> Command {
    let mut command = Command::new(tarpaulin);
    // The ptrace engine counts with breakpoints and needs no LLVM tools.
    command.args(["tarpaulin", "--engine", "ptrace", "--skip-clean", "--no-fail-fast", "--timeout", "600"]);
    command.args(["--color", "never"]);
    // A separate target folder: the build flags differ from those of every other build.
    command.arg("--target-dir").arg(report_dir.join("build")).arg("--output-dir").arg(report_dir);
    for format in ["Stdout", "Html", "Lcov"] {
        command.args(["--out", format]);
    }
    for excluded in ["target/*", "shared/testkit/*"] {
        command.args(["--exclude-files", excluded]);
    }
    if args.is_empty() {
        command.args(["--workspace", "--exclude", "xtask"]);
    }
    if !args.iter().any(|arg| arg == "xtask") {
        command.args(["--exclude-files", "xtask/*"]);
    }
    command.args(args).env("EXPEDITER_BIN_DIR", target_dir().join("debug")).current_dir(root());
    command
}

/// Parses the file, the number of covered lines and the number of lines from `|| api/src/state.rs: 10/20 +1.5%`.
fn parse_file_coverage(line: &str) -> Option<(&str, u32, u32)> {
    let (file, rest) = line.strip_prefix("|| ")?.split_once(": ")?;
    let (covered, lines) = rest.split_whitespace().next()?.split_once('/')?;
    Some((file, covered.parse().ok()?, lines.parse().ok()?))
}

/// Returns the crate's folder: `shared/domain` for `shared/domain/src/order.rs`.
fn crate_dir(file: &str) -> &str {
    ["/src/", "/tests/", "/examples/"]
        .iter()
        .filter_map(|folder| file.find(folder))
        .min()
        .map_or_else(|| file.split('/').next().unwrap_or_default(), |end| &file[..end])
}

#[cfg(test)]
mod tests {
    use super::{crate_dir, parse_file_coverage};

    #[test]
    fn only_lines_with_counts_are_parsed() {
        assert_eq!(parse_file_coverage("|| api/src/state.rs: 10/20 +1.5%"), Some(("api/src/state.rs", 10, 20)));
        assert_eq!(parse_file_coverage("|| api/src/state.rs: 3, 5-7"), None);
        assert_eq!(parse_file_coverage("|| Tested/Total Lines:"), None);
        assert_eq!(parse_file_coverage("50.00% coverage, 10/20 lines covered"), None);
    }

    #[test]
    fn nested_crates_are_reported_separately() {
        assert_eq!(crate_dir("api/src/routes/src/state.rs"), "api");
        assert_eq!(crate_dir("shared/domain/tests/order.rs"), "shared/domain");
        assert_eq!(crate_dir("migrations/build.rs"), "migrations");
    }
}
