//! `cargo xtask coverage`: which lines the tests run, by crate.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::servers::Servers;
use crate::test;
use crate::tools::{self, root, target};

pub(crate) fn coverage(args: &[String]) -> Result<()> {
    let tarpaulin = tools::own("cargo-tarpaulin", "0.37.5", &["--no-default-features"])?;
    test::build(args)?;
    let servers = Servers::start(false)?;
    let out = target().join("coverage");
    std::fs::create_dir_all(&out)?;
    let mut command = Command::new(tarpaulin);
    // The engine that needs nothing beside the compiler: it counts with breakpoints.
    command.args([
        "tarpaulin",
        "--engine",
        "ptrace",
        "--skip-clean",
        "--no-fail-fast",
        "--timeout",
        "600",
        "--color",
        "never",
    ]);
    // Its flags differ from those of every other build, so it has a folder of its own.
    command.arg("--target-dir").arg(out.join("build")).arg("--output-dir").arg(&out);
    command.args([
        "--out",
        "Stdout",
        "--out",
        "Html",
        "--out",
        "Lcov",
        "--exclude-files",
        "target/*",
        "--exclude-files",
        "shared/src/testing*",
    ]);
    if args.is_empty() {
        command.args(["--workspace", "--exclude", "xtask"]);
    }
    if !args.iter().any(|word| word == "xtask") {
        command.args(["--exclude-files", "xtask/*"]);
    }
    command.args(args).envs(servers.env.iter().cloned()).env("EXPEDITER_BIN_DIR", target().join("debug"));
    let mut child =
        command.current_dir(root()).stdout(Stdio::piped()).spawn().context("cannot start cargo-tarpaulin")?;

    let mut crates: BTreeMap<String, (u32, u32)> = BTreeMap::new();
    for line in BufReader::new(child.stdout.take().context("no output")?).lines() {
        let line = line?;
        println!("{line}");
        if let Some((file, covered, lines)) = figures(&line) {
            let sums = crates.entry(file.split('/').next().unwrap_or_default().to_owned()).or_default();
            *sums = (sums.0 + covered, sums.1 + lines);
        }
    }
    let status = child.wait()?;
    drop(servers);
    println!("\nlines covered, by crate");
    for (name, (covered, lines)) in &crates {
        println!("{:>7.1} %  {name} ({covered} of {lines})", f64::from(*covered) * 100.0 / f64::from((*lines).max(1)));
    }
    println!("line by line: {}", out.join("tarpaulin-report.html").display());
    if !status.success() {
        bail!("cargo-tarpaulin failed ({status}): a test failed, or it says above what is wrong");
    }
    Ok(())
}

/// From `|| shared/src/order.rs: 10/20 +1.5%`: the file, the lines that ran and all lines.
fn figures(line: &str) -> Option<(&str, u32, u32)> {
    let (file, rest) = line.strip_prefix("|| ")?.split_once(": ")?;
    let (covered, lines) = rest.split_whitespace().next()?.split_once('/')?;
    Some((file, covered.parse().ok()?, lines.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::figures;

    #[test]
    fn only_the_lines_with_figures_count() {
        assert_eq!(figures("|| shared/src/order.rs: 10/20 +1.5%"), Some(("shared/src/order.rs", 10, 20)));
        assert_eq!(figures("|| shared/src/order.rs: 3, 5-7"), None);
        assert_eq!(figures("|| Tested/Total Lines:"), None);
        assert_eq!(figures("50.00% coverage, 10/20 lines covered"), None);
    }
}
