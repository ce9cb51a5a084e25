//! Only the store and the test support build SQL from strings. Everywhere else, SQL from strings could contain user input.

use super::Violation;
use super::files::SourceFile;

/// The sqlx type that marks a string as SQL. Its name is split, because this check would find it here.
const RAW_SQL: &str = concat!("AssertSql", "Safe");
/// Folders that may build SQL from strings: the store with its benchmarks, and the test support (a database name cannot be a
/// bind parameter).
const ALLOWED_PATHS: [&str; 2] = ["shared/store/", "shared/testkit/"];

/// Finds SQL from strings outside of [`ALLOWED_PATHS`].
pub(crate) fn check(file: &SourceFile) -> Vec<Violation> {
    if !file.has_extension(&["rs"]) || ALLOWED_PATHS.iter().any(|path| file.path.starts_with(path)) {
        return Vec::new();
    }
    let lines = file.text.lines().enumerate().filter(|(_, line)| line.contains(RAW_SQL));
    lines.map(|(index, line)| Violation::at_line(&file.path, index + 1, line.trim())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn raw_sql_is_allowed_in_the_store_only() {
        let text = format!("fn f() {{}}\nsqlx::query({RAW_SQL}(text));\n");
        let check_path = |path: &str| check(&SourceFile { path: path.to_owned(), text: text.clone() }).len();
        assert_eq!(check_path("api/src/lib.rs"), 1);
        assert_eq!(check_path("shared/store/src/orders.rs"), 0);
        assert_eq!(check_path("docs/sql.md"), 0);
    }
}
