//! `cargo xtask run`: builds the web app if needed and runs everything in one process.

use std::os::unix::process::CommandExt;

use anyhow::{Context, Result};

use crate::tools::cargo;
use crate::web;

/// Replaces this process with `cargo run --package expediter`. Returns only if cargo cannot be started.
pub(crate) fn run_app(release: bool, args: &[String]) -> Result<()> {
    web::build_if_stale();
    let mut run = cargo();
    run.args(["run", "--package", "expediter"]);
    if release {
        run.arg("--release");
    }
    // With exec, signals reach Expediter directly and its exit code is returned unchanged.
    Err(run.arg("--").args(args).exec()).context("cannot start cargo")
}
