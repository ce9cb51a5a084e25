//! Finds and runs external programs, reports their errors, and builds cargo tools on demand.

use std::ffi::OsStr;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

/// Returns the root of the repository.
pub(crate) fn root() -> PathBuf {
    // Cargo also sets the variable at run time. That value is correct even if the checkout was moved after the build.
    let manifest_dir =
        std::env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), Into::into);
    manifest_dir.parent().map_or(manifest_dir.clone(), Path::to_path_buf)
}

/// Returns the build directory: `CARGO_TARGET_DIR` if set, otherwise `target`.
pub(crate) fn target_dir() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |dir| root().join(dir))
}

/// Returns a command for the cargo that runs this program, in the root of the repository.
pub(crate) fn cargo() -> Command {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.current_dir(root());
    cargo
}

/// Runs a command with inherited input and output. Fails unless the command succeeds.
pub(crate) fn run_checked(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| format!("cannot start {}", command_line(command)))?;
    if !status.success() {
        bail!("{} failed ({status})", command_line(command));
    }
    Ok(())
}

/// Runs a command and returns its trimmed standard output. Fails unless the command succeeds.
pub(crate) fn read_output(command: &mut Command) -> Result<String> {
    let output = command.output().with_context(|| format!("cannot start {}", command_line(command)))?;
    if !output.status.success() {
        let stderr = String::from_utf8_lossy(&output.stderr);
        bail!("{} failed ({}): {}", command_line(command), output.status, stderr.trim());
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Finds a program on the `PATH` or in the `sbin` folders, which Debian adds only to root's `PATH`.
pub(crate) fn which(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let sbin = ["/usr/local/sbin", "/usr/sbin", "/sbin"].map(PathBuf::from);
    std::env::split_paths(&path).chain(sbin).map(|dir| dir.join(program)).find(|file| file.is_file())
}

/// Returns whether this process runs as root. Root may install packages; database servers refuse to run as root.
pub(crate) fn is_root() -> bool {
    std::fs::metadata("/proc/self").is_ok_and(|process| process.uid() == 0)
}

/// Prints a progress line to standard error.
pub(crate) fn print_progress(message: impl AsRef<str>) {
    eprintln!("xtask: {}", message.as_ref());
}

/// Returns the program and its arguments, separated by spaces, for error messages.
fn command_line(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args()).map(OsStr::to_string_lossy);
    words.collect::<Vec<_>>().join(" ")
}

/// Returns the path of a cargo tool: from `target/tools`, from the `PATH`, or built from crates.io into `target/tools`.
///
/// Any installed version is used. If there is none, builds `version`, which is known to compile with the workspace's
/// Rust.
pub(crate) fn ensure_cargo_tool(name: &str, version: &str, install_args: &[&str]) -> Result<PathBuf> {
    let dir = target_dir().join("tools");
    let program = dir.join("bin").join(name);
    if program.is_file() {
        return Ok(program);
    }
    if let Some(installed) = which(name) {
        return Ok(installed);
    }
    print_progress(format!("building {name} {version}; this takes some minutes, once"));
    let mut install = cargo();
    install
        .args(["install", "--quiet", "--locked", "--root"])
        .arg(&dir)
        .args([name, "--version", version])
        .args(install_args);
    // The tool runs for seconds, so build time matters more than run time.
    install.envs([("CARGO_PROFILE_RELEASE_LTO", "off"), ("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1")]);
    install.envs([("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16"), ("CARGO_PROFILE_RELEASE_DEBUG", "false")]);
    run_checked(&mut install)?;
    Ok(program)
}
