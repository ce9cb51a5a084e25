//! Dependencies between the workspace's crates point one way: `domain` ← `store`, `messaging`, `auth` ← `service` ←
//! `api`, `kitchen-worker`, `notifier` ← `expediter`.

use anyhow::{Context, Result};
use serde_json::Value;

use super::Violation;
use crate::tools::{cargo, read_output};

/// The crates by layer. A crate may depend on the crates of lower layers only, except for tests. Crates that do not exist are
/// ignored.
const LAYERS: [&[&str]; 5] = [
    &["domain", "migrations"],
    &["store", "messaging", "auth"],
    &["service"],
    &["api", "kitchen-worker", "notifier"],
    &["expediter"],
];
/// The layer of the services, which must not depend on each other even for tests.
const SERVICES: usize = 3;
/// The test support crate. Other crates may use it as a dev-dependency only. It may depend on crates below the services.
const TESTKIT: &str = "testkit";
/// Crates that must not depend on other workspace crates, not even for tests.
const STANDALONE: [&str; 2] = ["migrations", "xtask"];

/// A dependency of one workspace crate on another.
struct Dependency {
    from: String,
    to: String,
    is_dev: bool,
}

/// Checks the dependencies of all workspace crates.
pub(crate) fn check() -> Result<Vec<Violation>> {
    let metadata = read_output(cargo().args(["metadata", "--no-deps", "--offline", "--format-version", "1"]))?;
    let metadata = serde_json::from_str(&metadata).context("cargo metadata did not return JSON")?;
    let (crates, dependencies) = parse_metadata(&metadata);
    let unknown = crates.iter().filter(|name| !is_known(name)).map(|name| {
        let message = "this crate has no layer: add it to LAYERS in xtask/src/lint/layers.rs".to_owned();
        Violation::new(format!("crate {name}"), message)
    });
    let invalid = dependencies.iter().filter_map(|dependency| {
        let reason = find_problem(dependency)?;
        let kind = if dependency.is_dev { "dev-dependency" } else { "dependency" };
        Some(Violation::new(format!("crate {}", dependency.from), format!("{kind} on {}: {reason}", dependency.to)))
    });
    Ok(unknown.chain(invalid).collect())
}

/// Returns the workspace's crates and the dependencies between them.
fn parse_metadata(metadata: &Value) -> (Vec<String>, Vec<Dependency>) {
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let packages = list(&metadata["packages"]);
    let crates: Vec<String> = packages.iter().map(|package| text(&package["name"])).collect();
    let mut dependencies = Vec::new();
    for package in &packages {
        for dependency in list(&package["dependencies"]) {
            let (from, to) = (text(&package["name"]), text(&dependency["name"]));
            // A crate may depend on its own library to enable features for its tests.
            if from != to && crates.contains(&to) && dependency["path"].is_string() {
                dependencies.push(Dependency { from, to, is_dev: dependency["kind"] == "dev" });
            }
        }
    }
    (crates, dependencies)
}

fn is_known(name: &str) -> bool {
    layer(name).is_some() || name == TESTKIT || STANDALONE.contains(&name)
}

fn layer(name: &str) -> Option<usize> {
    LAYERS.iter().position(|names| names.contains(&name))
}

/// Returns the reason why a dependency is not allowed, or `None` if it is allowed.
fn find_problem(dependency: &Dependency) -> Option<&'static str> {
    let Dependency { from, to, is_dev } = dependency;
    if STANDALONE.contains(&from.as_str()) {
        return Some("this crate depends on no workspace crate");
    }
    if to == TESTKIT {
        return (!is_dev).then_some("testkit is for tests: make it a dev-dependency");
    }
    let from_layer = if from == TESTKIT { SERVICES } else { layer(from)? };
    let to_layer = layer(to).unwrap_or(LAYERS.len());
    if from_layer == SERVICES && to_layer == SERVICES {
        return Some("services do not depend on each other");
    }
    (to_layer >= from_layer && !is_dev).then_some("a crate depends on lower layers only")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_allowed(from: &str, to: &str, is_dev: bool) -> bool {
        find_problem(&Dependency { from: from.to_owned(), to: to.to_owned(), is_dev }).is_none()
    }

    #[test]
    fn crates_depend_on_lower_layers_only() {
        for (from, to) in [
            ("store", "domain"),
            ("service", "auth"),
            ("api", "domain"),
            ("expediter", "notifier"),
            ("expediter", "migrations"),
            ("testkit", "service"),
            ("testkit", "migrations"),
        ] {
            assert!(is_allowed(from, to, false), "{from} on {to}");
        }
        for (from, to) in [
            ("domain", "store"),
            ("store", "messaging"),
            ("messaging", "store"),
            ("auth", "service"),
            ("service", "api"),
            ("api", "expediter"),
            ("domain", "migrations"),
            ("store", "xtask"),
            ("testkit", "api"),
        ] {
            assert!(!is_allowed(from, to, false), "{from} on {to}");
        }
    }

    #[test]
    fn services_do_not_depend_on_each_other_even_for_tests() {
        assert!(!is_allowed("api", "notifier", false));
        assert!(!is_allowed("kitchen-worker", "api", true));
    }

    #[test]
    fn tests_may_use_testkit_and_higher_layers() {
        assert!(is_allowed("domain", "testkit", true));
        assert!(is_allowed("store", "service", true));
        assert!(!is_allowed("service", "testkit", false));
    }

    #[test]
    fn standalone_crates_have_no_workspace_dependencies() {
        for name in STANDALONE {
            assert!(!is_allowed(name, "domain", true), "{name}");
            assert!(!is_allowed(name, "testkit", true), "{name}");
        }
    }

    #[test]
    fn only_path_dependencies_in_the_workspace_count() {
        let metadata = serde_json::json!({ "packages": [
            { "name": "api", "dependencies": [
                { "name": "service", "kind": null, "path": "/src/shared/service" },
                { "name": "testkit", "kind": "dev", "path": "/src/shared/testkit" },
                { "name": "api", "kind": "dev", "path": "/src/api" },
                { "name": "tokio", "kind": null },
            ] },
            { "name": "service", "dependencies": [] },
            { "name": "testkit", "dependencies": [] },
        ] });
        let (crates, dependencies) = parse_metadata(&metadata);
        assert_eq!(crates, ["api", "service", "testkit"]);
        let found: Vec<_> =
            dependencies.iter().map(|found| (found.from.as_str(), found.to.as_str(), found.is_dev)).collect();
        assert_eq!(found, [("api", "service", false), ("api", "testkit", true)]);
    }
}
