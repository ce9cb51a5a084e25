//! Comments, messages and documents do not use the words and phrases in `idioms.txt`.
//!
//! These words make texts hard to read, and there is always a more precise expression. Case does not matter, and a phrase
//! may continue on the next line of a comment.
//!
//! A false positive, for example a quotation, is marked on the same line or the line before it with
//! `lint:allow(idiom)`, a colon and a reason.

use super::Violation;
use super::files::SourceFile;
use super::source::{extract_spans, join_line_comments};

/// The banned words and phrases, one per line. They are in a text file, because this check would find them in Rust code.
const IDIOMS: &str = include_str!("idioms.txt");
/// The marker for false positives. The reason follows.
const ALLOW_MARKER: &str = "lint:allow(idiom):";
/// Migrations that are not checked: they were released before the check, and can never change, because databases store their
/// checksums.
const RELEASED_MIGRATIONS: [&str; 3] = ["0001_init.sql", "0002_reports.sql", "0003_notifiers.sql"];

/// Finds the banned words and phrases in a file.
pub(crate) fn check(file: &SourceFile) -> Vec<Violation> {
    let file_name = file.path.rsplit('/').next().unwrap_or_default();
    if file.path.starts_with("migrations/") && RELEASED_MIGRATIONS.contains(&file_name) {
        return Vec::new();
    }
    let lines: Vec<&str> = file.text.lines().collect();
    let mut violations = Vec::new();
    for span in join_line_comments(extract_spans(&file.path, &file.text)) {
        for (offset, idiom) in find_idioms(&span.text) {
            let line = span.line + span.text[..offset].matches('\n').count();
            if !is_allowed(&lines, line) {
                let text = lines.get(line - 1).map_or("", |line| line.trim());
                violations.push(Violation::at_line(&file.path, line, &format!("\"{idiom}\": {text}")));
            }
        }
    }
    violations
}

/// Returns whether the line or the line before it has a marker with a reason. Line numbers start at 1.
fn is_allowed(lines: &[&str], line: usize) -> bool {
    lines[line.saturating_sub(2)..line.min(lines.len())]
        .iter()
        .filter_map(|line| line.split_once(ALLOW_MARKER))
        .any(|(_, reason)| reason.trim_matches(|char: char| !char.is_alphanumeric()).len() > 1)
}

/// Finds the banned words and phrases in a text, with their byte offsets.
pub(crate) fn find_idioms(text: &str) -> Vec<(usize, &'static str)> {
    find_phrases(text, IDIOMS)
}

/// Finds phrases (one per line) in a text. Matches whole words, regardless of case.
fn find_phrases<'p>(text: &str, phrases: &'p str) -> Vec<(usize, &'p str)> {
    let words = split_words(text);
    let mut matches = Vec::new();
    for phrase in phrases.lines() {
        let phrase_words: Vec<&str> = phrase.split(' ').collect();
        for window in words.windows(phrase_words.len()) {
            let has_same_words =
                window.iter().zip(&phrase_words).all(|((_, word), other)| word.eq_ignore_ascii_case(other));
            let are_adjacent = window.windows(2).all(|pair| {
                let (start, word) = pair[0];
                is_space(&text[start + word.len()..pair[1].0])
            });
            if has_same_words && are_adjacent {
                matches.push((window[0].0, phrase));
            }
        }
    }
    matches.sort_unstable();
    matches
}

/// Splits a text into words of letters, digits and underscores, with their byte offsets.
fn split_words(text: &str) -> Vec<(usize, &str)> {
    let is_separator = |char: char| !char.is_alphanumeric() && char != '_';
    let mut offset = 0;
    let mut words = Vec::new();
    for word in text.split_inclusive(is_separator) {
        let trimmed = word.trim_end_matches(is_separator);
        if !trimmed.is_empty() {
            words.push((offset, trimmed));
        }
        offset += word.len();
    }
    words
}

/// Returns whether the text between two words contains only white space, comment markers and Markdown markup, so that a
/// phrase can match across it.
fn is_space(between: &str) -> bool {
    between.chars().all(|char| char.is_whitespace() || matches!(char, '\\' | '/' | '*' | '#' | '>' | '!'))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PHRASES: &str = "hence\non the dot";

    #[test]
    fn words_match_as_a_whole_and_in_any_case() {
        assert_eq!(find_phrases("Hence hence, \"HENCE\" hence's", PHRASES).len(), 4);
        assert_eq!(find_phrases("henceforth _hence whence hence_x xhence", PHRASES), []);
    }

    #[test]
    fn phrases_match_across_line_breaks() {
        for text in ["on the dot", "on  the\n * dot", "on\n# the\n#   dot", "on **the** dot", "On the \\\n  dot."] {
            assert_eq!(find_phrases(text, PHRASES), [(0, "on the dot")], "{text}");
        }
        for text in ["on, the dot", "on the. Dot", "on the dots", "on thedot"] {
            assert_eq!(find_phrases(text, PHRASES), [], "{text}");
        }
    }

    #[test]
    fn matches_are_sorted_by_offset() {
        assert_eq!(find_phrases("on the dot hence", PHRASES), [(0, "on the dot"), (11, "hence")]);
    }

    #[test]
    fn word_list_is_well_formed() {
        assert!(
            IDIOMS.lines().all(|idiom| !idiom.is_empty() && idiom.trim() == idiom && *idiom == idiom.to_lowercase())
        );
    }

    fn check_text(path: &str, text: &str) -> Vec<String> {
        let idiom = IDIOMS.lines().next().unwrap();
        let file = SourceFile { path: path.to_owned(), text: text.replace("IDIOM", idiom) };
        check(&file).iter().map(|violation| violation.to_string().replace(idiom, "IDIOM")).collect()
    }

    #[test]
    fn comments_and_strings_are_checked_and_identifiers_are_not() {
        let text = "/// Doc.\n/// An IDIOM.\nlet IDIOM = f(\"a\n IDIOM\"); // IDIOM\n";
        assert_eq!(
            check_text("a.rs", text),
            [
                "a.rs:2: \"IDIOM\": /// An IDIOM.",
                "a.rs:4: \"IDIOM\": IDIOM\"); // IDIOM",
                "a.rs:4: \"IDIOM\": IDIOM\"); // IDIOM",
            ]
        );
        assert_eq!(check_text("README.md", "# Title\n\nAn IDIOM.\n").len(), 1);
    }

    #[test]
    fn marker_with_a_reason_allows_one_line() {
        assert_eq!(check_text("a.rs", "// lint:allow(idiom): a quotation\n// IDIOM\n// IDIOM\n").len(), 1);
        assert_eq!(check_text("a.md", "IDIOM <!-- lint:allow(idiom): a quotation -->\n").len(), 0);
        assert_eq!(check_text("a.md", "IDIOM <!-- lint:allow(idiom): -->\n").len(), 1);
        assert_eq!(check_text("a.rs", "// IDIOM lint:allow(idiom)\n").len(), 1);
    }

    #[test]
    fn released_migrations_are_not_checked() {
        assert_eq!(check_text("migrations/mysql/0001_init.sql", "-- IDIOM\n").len(), 0);
        assert_eq!(check_text("migrations/mysql/0004_next.sql", "-- IDIOM\n").len(), 1);
    }
}
