//! The web app: built when what it is made of is newer than what was made.

use std::path::{Path, PathBuf};
use std::time::SystemTime;

use anyhow::Result;

use crate::apt;
use crate::node::npm;
use crate::tools::{find, must, root, say, target};

/// What is in the folder but not in the page.
const NOT_SOURCE: [&str; 6] = ["dist", "node_modules", "coverage", "e2e", "playwright-report", "test-results"];

/// Whether there is a web app at all.
pub(crate) fn exists() -> bool {
    folder().join("package.json").is_file()
}

/// Builds it if it is stale. A failure is told, and no more: everything but the page works without it.
pub(crate) fn build_for_run() {
    if exists()
        && newest(&folder()) > modified(&folder().join("dist/index.html"))
        && let Err(error) = install().and_then(|()| npm_run("build", &[]))
    {
        say(format!("the web page was not built: {error:#}; without it the API and its documentation work as ever"));
    }
}

/// Lint, types, unit tests, a build, and the browser tests, which start the all-in-one, and the services behind a proxy.
pub(crate) fn test(env: &[(&'static str, String)]) -> Result<()> {
    let mut missing = Vec::new();
    if find("npm").is_none() {
        missing.push("npm");
    }
    if std::env::var_os("CHROMIUM").is_none() && find("chromium").is_none() {
        missing.push("chromium");
    }
    if find("nginx").is_none() {
        missing.push("nginx");
    }
    apt::install(&missing)?;
    install()?;
    let house = ("EXPEDITER_BIN", target().join("debug/expediter").display().to_string());
    let env: Vec<_> = env.iter().cloned().chain([house]).collect();
    for script in ["lint", "typecheck", "test", "build", "e2e"] {
        npm_run(script, &env)?;
    }
    Ok(())
}

/// Its packages, as the lockfile has them.
fn install() -> Result<()> {
    if modified(&folder().join("package-lock.json")) > modified(&folder().join("node_modules/.package-lock.json")) {
        must(npm()?.args(["ci", "--no-audit", "--no-fund"]).current_dir(folder()))?;
    }
    Ok(())
}

fn npm_run(script: &str, env: &[(&'static str, String)]) -> Result<()> {
    say(format!("web: {script}"));
    must(npm()?.args(["run", "--silent", script]).envs(env.iter().cloned()).current_dir(folder()))
}

fn folder() -> PathBuf {
    root().join("web")
}

/// When the newest file under it was changed; what is absent is as old as can be.
fn newest(path: &Path) -> Option<SystemTime> {
    if !path.is_dir() {
        return modified(path);
    }
    let inside = std::fs::read_dir(path).into_iter().flatten().flatten();
    inside
        .filter(|entry| !NOT_SOURCE.iter().any(|name| entry.file_name() == *name))
        .filter_map(|entry| newest(&entry.path()))
        .max()
}

fn modified(path: &Path) -> Option<SystemTime> {
    std::fs::metadata(path).ok()?.modified().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_made_does_not_make_the_page_stale() {
        let web = std::env::temp_dir().join(format!("xtask-web-{}", std::process::id()));
        std::fs::create_dir_all(web.join("src")).unwrap();
        std::fs::create_dir_all(web.join("dist")).unwrap();
        assert_eq!(newest(&web), None);
        std::fs::write(web.join("dist/index.html"), "made").unwrap();
        assert_eq!(newest(&web), None);
        std::fs::write(web.join("src/main.tsx"), "source").unwrap();
        assert_eq!(newest(&web), modified(&web.join("src/main.tsx")));
        std::fs::remove_dir_all(&web).unwrap();
    }
}
