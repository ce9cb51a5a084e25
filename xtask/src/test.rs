//! `cargo xtask test`: every test of the house, on every engine, none skipped.

use std::io::{BufRead, BufReader, IsTerminal, Write};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::fuzz;
use crate::servers::Servers;
use crate::tally::Tally;
use crate::tools::{self, cargo, must, say};
use crate::web;

pub(crate) fn test(keep: bool, filters: &[String]) -> Result<()> {
    // First, because a compile error should not wait for a database.
    build(filters)?;

    let servers = Servers::start(keep)?;
    let mut test = Command::new("setpriv");
    // Were we killed, the tests would go on without their servers.
    test.args(["--pdeathsig=TERM", "--"]).arg(cargo().get_program()).current_dir(tools::root());
    test.args(["test", "--no-fail-fast"]);
    if !names_a_package(filters) {
        test.arg("--workspace");
    }
    test.args(filters).envs(servers.env.iter().cloned()).env("EXPEDITER_BIN_DIR", tools::target().join("debug"));

    let (tally, passed) = run(&mut test)?;
    let whole = filters.is_empty();
    let mut complaints = tally.complaints(whole);
    if !passed && complaints.is_empty() {
        complaints.push("cargo test failed".to_owned());
    }
    if whole
        && web::exists()
        && let Err(error) = web::test(&servers.env)
    {
        complaints.push(format!("the web app: {error:#}"));
    }
    drop(servers);
    if whole && let Err(error) = fuzz::test() {
        complaints.push(format!("{error:#}"));
    }

    println!("{tally}");
    if !complaints.is_empty() {
        bail!("not all is well:\n  {}", complaints.join("\n  "));
    }
    Ok(())
}

/// Builds everything, as the same selection that `cargo test` makes, so that nothing is compiled twice; the tests of
/// whole processes find the binaries. Who tests one package can do so while another does not build.
pub(crate) fn build(filters: &[String]) -> Result<()> {
    match must(cargo().args(["build", "--workspace", "--bins", "--tests"])) {
        Err(error) if names_a_package(filters) => {
            say(format!("{error:#}; going on with the binaries of the last time"));
            Ok(())
        }
        built => built,
    }
}

fn names_a_package(filters: &[String]) -> bool {
    filters.iter().any(|word| word == "-p" || word == "--package" || word.starts_with("--package="))
}

/// Passes its output through, line by line, and counts. Also whether it succeeded.
fn run(test: &mut Command) -> Result<(Tally, bool)> {
    // Both streams through one pipe: cargo names the binary on one, the binary names its tests on the other.
    let (read, write) = std::io::pipe()?;
    if std::io::stdout().is_terminal() {
        test.env("CARGO_TERM_COLOR", "always");
    }
    let mut child = test.stdout(write.try_clone()?).stderr(write).spawn().context("cannot start cargo test")?;
    // The command holds the pipe's other end too; the reading ends when all of them are closed.
    test.stdout(std::process::Stdio::null()).stderr(std::process::Stdio::null());

    let (mut tally, mut out, mut line) = (Tally::default(), std::io::stdout(), Vec::new());
    let mut lines = BufReader::new(read);
    while lines.read_until(b'\n', &mut line)? > 0 {
        out.write_all(&line)?;
        tally.read(&String::from_utf8_lossy(&line));
        line.clear();
    }
    Ok((tally, child.wait()?.success()))
}
