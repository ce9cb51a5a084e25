//! Lists the SQL files of each engine, checks that every engine has the same migrations, and generates the Rust code
//! that embeds them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

/// The folders with the SQL files. Their names are also the names of the fields in `EmbeddedMigration`.
const ENGINES: [&str; 3] = ["postgres", "mysql", "sqlite"];

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let mut files = BTreeMap::new();
    for engine in ENGINES {
        println!("cargo::rerun-if-changed={engine}");
        files.insert(engine, list_files(Path::new(engine)));
    }
    match find_migrations(&files) {
        Ok(migrations) => {
            let out_dir = std::env::var("OUT_DIR").expect("cargo sets OUT_DIR");
            std::fs::write(Path::new(&out_dir).join("migrations.rs"), generate(&migrations))
                .expect("OUT_DIR is writable");
        }
        // This instruction also fails the build.
        Err(problems) => problems.iter().for_each(|problem| println!("cargo::error={problem}")),
    }
}

fn list_files(dir: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(dir).unwrap_or_else(|error| panic!("cannot list {}: {error}", dir.display()));
    entries.map(|entry| entry.expect("readable folder").file_name().to_string_lossy().into_owned()).collect()
}

/// Returns the migrations by version, from the file names of each engine.
///
/// # Errors
/// Returns all problems: malformed file names, duplicate versions, and migrations that not every engine has.
pub(crate) fn find_migrations(files: &BTreeMap<&str, Vec<String>>) -> Result<BTreeMap<i64, String>, Vec<String>> {
    let (mut engines_by_name, mut problems) = (BTreeMap::new(), Vec::new());
    for (&engine, names) in files {
        for file in names.iter().filter(|file| !file.starts_with('.')) {
            match parse_file_name(file) {
                Some(version_and_name) => {
                    engines_by_name.entry(version_and_name).or_insert_with(BTreeSet::new).insert(engine);
                }
                None => problems.push(format!("{engine}/{file}: expected a name like 0001_init.sql")),
            }
        }
    }
    let mut migrations = BTreeMap::new();
    for ((version, name), engines) in engines_by_name {
        let missing: Vec<_> = files.keys().filter(|engine| !engines.contains(*engine)).copied().collect();
        if !missing.is_empty() {
            let existing: Vec<_> = engines.iter().map(|engine| format!("{engine}/{name}.sql")).collect();
            problems.push(format!("{name}.sql is missing in {}; found {}", missing.join(", "), existing.join(", ")));
        } else if let Some(other) = migrations.insert(version, name.to_owned()) {
            problems.push(format!("version {version} has two migrations: {other}, {name}"));
        }
    }
    if problems.is_empty() { Ok(migrations) } else { Err(problems) }
}

/// Parses `0001_init.sql` into `(1, "0001_init")`.
fn parse_file_name(file: &str) -> Option<(i64, &str)> {
    let name = file.strip_suffix(".sql")?;
    let (digits, title) = name.split_once('_')?;
    let is_valid = digits.len() == 4
        && digits.bytes().all(|byte| byte.is_ascii_digit())
        && !title.is_empty()
        && title.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
    let version = digits.parse().ok().filter(|&version| version > 0)?;
    is_valid.then_some((version, name))
}

/// Returns an array expression of `EmbeddedMigration` values in the order of their versions.
fn generate(migrations: &BTreeMap<i64, String>) -> String {
    let mut code = String::from("[\n");
    for (version, name) in migrations {
        let _ = writeln!(code, "    EmbeddedMigration {{\n        version: {version},\n        name: {name:?},");
        for engine in ENGINES {
            let _ = writeln!(
                code,
                "        {engine}: include_str!(concat!(env!(\"CARGO_MANIFEST_DIR\"), \"/{engine}/{name}.sql\")),"
            );
        }
        code.push_str("    },\n");
    }
    code.push_str("]\n");
    code
}
