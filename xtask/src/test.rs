//! `cargo xtask test`: runs all tests on all engines. A skipped test is a failure.

use std::io::{BufRead, BufReader, IsTerminal, Write};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::fuzz;
use crate::servers::Servers;
use crate::test_summary::TestSummary;
use crate::tools::{cargo, print_progress, root, run_checked, target_dir};
use crate::web;

/// Builds the workspace, starts the servers and runs the tests. Without `filters`, this includes the web app and the
/// fuzzer. `keep` leaves the servers' logs and data behind.
pub(crate) fn test(keep: bool, filters: &[String]) -> Result<()> {
    // Build first: a compile error is reported before any server starts.
    build(filters)?;

    let servers = Servers::start(keep)?;
    let mut cargo_test = Command::new("setpriv");
    // Without pdeathsig, the tests would continue without servers if this process were killed.
    cargo_test.args(["--pdeathsig=TERM", "--"]).arg(cargo().get_program()).current_dir(root());
    cargo_test.args(["test", "--no-fail-fast"]);
    if !selects_package(filters) {
        cargo_test.arg("--workspace");
    }
    cargo_test.args(filters).envs(servers.env.iter().cloned()).env("EXPEDITER_BIN_DIR", target_dir().join("debug"));

    let (summary, succeeded) = run_and_summarize(&mut cargo_test)?;
    let is_complete = filters.is_empty();
    let mut problems = summary.problems(is_complete);
    if !succeeded && problems.is_empty() {
        problems.push("cargo test failed".to_owned());
    }
    if is_complete
        && web::exists()
        && let Err(error) = web::test(&servers.env)
    {
        problems.push(format!("web app: {error:#}"));
    }
    drop(servers);
    if is_complete && let Err(error) = fuzz::fuzz_built_binary() {
        problems.push(format!("{error:#}"));
    }

    println!("{summary}");
    if !problems.is_empty() {
        bail!("the test run failed:\n  {}", problems.join("\n  "));
    }
    Ok(())
}

/// Builds the binaries and tests of the whole workspace. Process-level tests start these binaries, and `cargo test`
/// selects the same targets, so nothing is compiled twice.
///
/// With a package filter, a failed build is not fatal: one package can be tested while another does not compile.
pub(crate) fn build(filters: &[String]) -> Result<()> {
    match run_checked(cargo().args(["build", "--workspace", "--bins", "--tests"])) {
        Err(error) if selects_package(filters) => {
            print_progress(format!("{error:#}; continuing with the previously built binaries"));
            Ok(())
        }
        result => result,
    }
}

fn selects_package(filters: &[String]) -> bool {
    filters.iter().any(|arg| arg == "-p" || arg == "--package" || arg.starts_with("--package="))
}

/// Runs `cargo test`, forwards its output line by line, and summarizes it. Also returns whether the command succeeded.
fn run_and_summarize(cargo_test: &mut Command) -> Result<(TestSummary, bool)> {
    // One pipe for both streams keeps their order: cargo prints each binary's name to stderr, and tests print to stdout.
    let (reader, writer) = std::io::pipe()?;
    if std::io::stdout().is_terminal() {
        cargo_test.env("CARGO_TERM_COLOR", "always");
    }
    let mut child = cargo_test.stdout(writer.try_clone()?).stderr(writer).spawn().context("cannot start cargo test")?;
    // The command still holds write ends of the pipe. Reading ends only when all write ends are closed.
    cargo_test.stdout(Stdio::null()).stderr(Stdio::null());

    let (mut summary, mut stdout, mut line) = (TestSummary::default(), std::io::stdout(), Vec::new());
    let mut lines = BufReader::new(reader);
    while lines.read_until(b'\n', &mut line)? > 0 {
        stdout.write_all(&line)?;
        summary.add_line(&String::from_utf8_lossy(&line));
        line.clear();
    }
    Ok((summary, child.wait()?.success()))
}
