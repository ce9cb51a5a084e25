//! `cargo xtask run`: everything in one process, from a clean clone.

use std::os::unix::process::CommandExt;

use anyhow::{Context, Result};

use crate::tools::cargo;
use crate::web;

pub(crate) fn run(release: bool, args: &[String]) -> Result<()> {
    web::build_for_run();
    let mut run = cargo();
    run.args(["run", "--package", "expediter"]);
    if release {
        run.arg("--release");
    }
    // Cargo takes our place, and Expediter cargo's: signals reach it, and its exit code is ours.
    Err(run.arg("--").args(args).exec()).context("cannot start cargo")
}
