//! The programs that the commands call: where they are, and what to say when one fails.

use std::ffi::OsStr;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

/// The root of the repository.
pub(crate) fn root() -> PathBuf {
    // Cargo sets it at run time too, and then it is right even in a checkout that was moved after the build.
    let here =
        std::env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), Into::into);
    here.parent().map_or(here.clone(), Path::to_path_buf)
}

/// Where the build leaves its files: `target`, unless `CARGO_TARGET_DIR` says otherwise.
pub(crate) fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |dir| root().join(dir))
}

/// The cargo that runs us, at the root of the repository.
pub(crate) fn cargo() -> Command {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.current_dir(root());
    cargo
}

/// Runs it with our own input and output; an error unless it succeeds.
pub(crate) fn must(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| format!("cannot start {}", named(command)))?;
    if !status.success() {
        bail!("{} failed ({status})", named(command));
    }
    Ok(())
}

/// What it printed, without the white space around it; an error unless it succeeds.
pub(crate) fn output(command: &mut Command) -> Result<String> {
    let out = command.output().with_context(|| format!("cannot start {}", named(command)))?;
    if !out.status.success() {
        bail!("{} failed ({}): {}", named(command), out.status, String::from_utf8_lossy(&out.stderr).trim());
    }
    Ok(String::from_utf8_lossy(&out.stdout).trim().to_owned())
}

/// A program on the `PATH`, or where Debian keeps those that only root has on it.
pub(crate) fn find(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let more = ["/usr/local/sbin", "/usr/sbin", "/sbin"].map(PathBuf::from);
    std::env::split_paths(&path).chain(more).map(|dir| dir.join(program)).find(|file| file.is_file())
}

/// Whether we are root, who may install packages, and whom no database server wants to run as.
pub(crate) fn is_root() -> bool {
    std::fs::metadata("/proc/self").is_ok_and(|me| me.uid() == 0)
}

/// One line of progress, apart from the output of the tools.
pub(crate) fn say(what: impl AsRef<str>) {
    eprintln!("xtask: {}", what.as_ref());
}

fn named(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args()).map(OsStr::to_string_lossy);
    words.collect::<Vec<_>>().join(" ")
}

/// A cargo tool: the machine's, or one that is built once from crates.io into `target/tools`. In any version that is
/// there; `version` is the one that is built, because it is known to compile with our Rust.
pub(crate) fn own(name: &str, version: &str, options: &[&str]) -> Result<PathBuf> {
    let dir = target().join("tools");
    let built = dir.join("bin").join(name);
    if built.is_file() {
        return Ok(built);
    }
    if let Some(there) = find(name) {
        return Ok(there);
    }
    say(format!("building {name} {version} once, which takes some minutes"));
    let mut install = cargo();
    install
        .args(["install", "--quiet", "--locked", "--root"])
        .arg(&dir)
        .args([name, "--version", version])
        .args(options);
    // It runs for seconds: quick to build is better than quick to run.
    install.envs([("CARGO_PROFILE_RELEASE_LTO", "off"), ("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1")]);
    install.envs([("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16"), ("CARGO_PROFILE_RELEASE_DEBUG", "false")]);
    must(&mut install)?;
    Ok(built)
}
