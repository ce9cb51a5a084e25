//! Builds and tests the web app.

use std::path::{Path, PathBuf};
use std::time::SystemTime;

use anyhow::Result;

use crate::apt;
use crate::node::npm;
use crate::tools::{print_progress, root, run_checked, target_dir, which};

/// Entries of the web folder whose changes do not require a new build.
const NON_SOURCES: [&str; 6] = ["dist", "node_modules", "coverage", "e2e", "playwright-report", "test-results"];

/// Returns whether the checkout contains the web app.
pub(crate) fn exists() -> bool {
    web_dir().join("package.json").is_file()
}

/// Builds the web app if its sources are newer than the last build. A failure is reported but not fatal, because the
/// API works without the web app.
pub(crate) fn build_if_stale() {
    if exists()
        && newest_change(&web_dir()) > modified_at(&web_dir().join("dist/index.html"))
        && let Err(error) = install_packages().and_then(|()| run_script("build", &[]))
    {
        print_progress(format!("the web app was not built: {error:#}; the API and its documentation are available"));
    }
}

/// Runs the linter, the type check, the unit tests, a build and the browser tests. The browser tests start the
/// all-in-one server and the separate services behind a proxy.
pub(crate) fn test(server_env: &[(&'static str, String)]) -> Result<()> {
    let mut missing_packages = Vec::new();
    if which("npm").is_none() {
        missing_packages.push("npm");
    }
    if std::env::var_os("CHROMIUM").is_none() && which("chromium").is_none() {
        missing_packages.push("chromium");
    }
    if which("nginx").is_none() {
        missing_packages.push("nginx");
    }
    apt::install(&missing_packages)?;
    install_packages()?;
    let binary = ("EXPEDITER_BIN", target_dir().join("debug/expediter").display().to_string());
    let env: Vec<_> = server_env.iter().cloned().chain([binary]).collect();
    for script in ["lint", "typecheck", "test", "build", "e2e"] {
        run_script(script, &env)?;
    }
    Ok(())
}

/// Installs the npm packages in the versions of the lock file.
fn install_packages() -> Result<()> {
    let installed = web_dir().join("node_modules/.package-lock.json");
    if modified_at(&web_dir().join("package-lock.json")) > modified_at(&installed) {
        run_checked(npm()?.args(["ci", "--no-audit", "--no-fund"]).current_dir(web_dir()))?;
    }
    Ok(())
}

fn run_script(script: &str, env: &[(&'static str, String)]) -> Result<()> {
    print_progress(format!("web: {script}"));
    run_checked(npm()?.args(["run", "--silent", script]).envs(env.iter().cloned()).current_dir(web_dir()))
}

fn web_dir() -> PathBuf {
    root().join("web")
}

/// Returns the modification time of the newest source file under `path`, or `None` if there is none.
fn newest_change(path: &Path) -> Option<SystemTime> {
    if !path.is_dir() {
        return modified_at(path);
    }
    let entries = std::fs::read_dir(path).into_iter().flatten().flatten();
    entries
        .filter(|entry| !NON_SOURCES.iter().any(|name| entry.file_name() == *name))
        .filter_map(|entry| newest_change(&entry.path()))
        .max()
}

/// Returns the modification time, or `None` (which sorts before every time) if the file does not exist.
fn modified_at(path: &Path) -> Option<SystemTime> {
    std::fs::metadata(path).ok()?.modified().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn build_output_does_not_make_the_build_stale() {
        let web = std::env::temp_dir().join(format!("xtask-web-{}", std::process::id()));
        std::fs::create_dir_all(web.join("src")).unwrap();
        std::fs::create_dir_all(web.join("dist")).unwrap();
        assert_eq!(newest_change(&web), None);
        std::fs::write(web.join("dist/index.html"), "output").unwrap();
        assert_eq!(newest_change(&web), None);
        std::fs::write(web.join("src/main.tsx"), "source").unwrap();
        assert_eq!(newest_change(&web), modified_at(&web.join("src/main.tsx")));
        std::fs::remove_dir_all(&web).unwrap();
    }
}
