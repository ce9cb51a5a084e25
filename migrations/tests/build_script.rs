//! The build script accepts complete sets of migrations and explains everything that is wrong with other sets.

use std::collections::BTreeMap;

#[path = "../build.rs"]
#[expect(dead_code, reason = "cargo runs main and the code generator")]
mod build_script;

fn find(postgres: &[&str], mysql: &[&str], sqlite: &[&str]) -> Result<Vec<(i64, String)>, Vec<String>> {
    let to_names = |files: &[&str]| files.iter().map(ToString::to_string).collect();
    let files =
        BTreeMap::from([("postgres", to_names(postgres)), ("mysql", to_names(mysql)), ("sqlite", to_names(sqlite))]);
    build_script::find_migrations(&files).map(|migrations| migrations.into_iter().collect())
}

#[test]
fn complete_migrations_are_sorted_by_version() {
    let files = ["0010_tips.sql", "0002_reports.sql", "0001_init.sql", ".hidden"];
    let expected = [(1, "0001_init"), (2, "0002_reports"), (10, "0010_tips")];
    assert_eq!(find(&files, &files, &files), Ok(expected.map(|(version, name)| (version, name.to_owned())).to_vec()));
}

#[test]
fn migration_missing_for_one_engine_is_an_error() {
    let error = find(&["0001_init.sql", "0002_tips.sql"], &["0001_init.sql"], &["0001_init.sql"]).unwrap_err();
    assert_eq!(error, ["0002_tips.sql is missing in mysql, sqlite; found postgres/0002_tips.sql"]);
}

#[test]
fn different_names_for_one_version_are_an_error() {
    let error = find(&["0001_init.sql"], &["0001_initial.sql"], &["0001_init.sql"]).unwrap_err();
    assert_eq!(
        error,
        [
            "0001_init.sql is missing in mysql; found postgres/0001_init.sql, sqlite/0001_init.sql",
            "0001_initial.sql is missing in postgres, sqlite; found mysql/0001_initial.sql",
        ]
    );
}

#[test]
fn duplicate_version_is_an_error() {
    let files = ["0001_init.sql", "0002_tips.sql", "0002_taxes.sql"];
    let error = find(&files, &files, &files).unwrap_err();
    assert_eq!(error, ["version 2 has two migrations: 0002_taxes, 0002_tips"]);
}

#[test]
fn malformed_file_name_is_an_error() {
    for name in
        ["1_init.sql", "0001-init.sql", "0001_.sql", "0001_Init.sql", "0000_init.sql", "00x1_init.sql", "README"]
    {
        let error = find(&[name], &[name], &[name]).unwrap_err();
        assert_eq!(error.len(), 3, "{name}");
        assert_eq!(error[0], format!("mysql/{name}: expected a name like 0001_init.sql"));
    }
}
