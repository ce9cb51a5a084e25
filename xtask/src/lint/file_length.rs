//! No source file has more than 600 lines.

use super::Violation;
use super::files::SourceFile;

const MAX_LINES: usize = 600;

/// Checks the length of Rust and TypeScript files.
pub(crate) fn check(file: &SourceFile) -> Vec<Violation> {
    let lines = file.text.lines().count();
    if lines <= MAX_LINES || !file.has_extension(&["rs", "ts", "tsx"]) {
        return Vec::new();
    }
    vec![Violation::at_line(&file.path, lines, &format!("{lines} lines; the maximum is {MAX_LINES}"))]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count_violations(path: &str, lines: usize) -> usize {
        check(&SourceFile { path: path.to_owned(), text: "\n".repeat(lines) }).len()
    }

    #[test]
    fn only_long_source_files_are_violations() {
        assert_eq!(count_violations("a.rs", 600), 0);
        assert_eq!(count_violations("a.rs", 601), 1);
        assert_eq!(count_violations("a.tsx", 601), 1);
        assert_eq!(count_violations("a.md", 601), 0);
    }
}
