//! No line of a doc comment starts with a word in `doc_openers.txt`.
//!
//! The first sentence of a doc comment is a noun phrase or starts with a verb in the third person.

use super::Violation;
use super::files::SourceFile;
use super::source::{SpanKind, extract_spans};

/// The banned words, one per line. They are in a text file, because the check for idioms would find some of them in Rust code.
const BANNED_OPENERS: &str = include_str!("doc_openers.txt");

/// Finds the doc lines that start with a banned word.
pub(crate) fn check(file: &SourceFile) -> Vec<Violation> {
    let docs = extract_spans(&file.path, &file.text).into_iter().filter(|span| span.kind == SpanKind::Doc);
    let mut violations = Vec::new();
    for doc in docs {
        for (line, text) in doc.comment_lines().filter(|(_, text)| has_banned_opener(text)) {
            violations.push(Violation::at_line(&file.path, line, text));
        }
    }
    violations
}

/// Returns whether a doc line, possibly a list item or heading, starts with a banned word.
pub(crate) fn has_banned_opener(line: &str) -> bool {
    let line = line.trim_start_matches(['-', '*', '#', ' ']);
    let first_word = line.split(|char: char| !char.is_alphanumeric() && char != '_').next();
    first_word.is_some_and(|word| BANNED_OPENERS.lines().any(|banned| banned == word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_first_word_counts() {
        assert!(BANNED_OPENERS.lines().all(|word| has_banned_opener(&format!("{word}, and more"))));
        for line in ["What it does.", "Whose order it is.", "- Who asks", "# What's new"] {
            assert!(has_banned_opener(line), "{line}");
        }
        for line in ["Returns the word What.", "what continues a sentence", "Whatever", "Who_is", "Whole lines", ""] {
            assert!(!has_banned_opener(line), "{line}");
        }
    }

    #[test]
    fn doc_comments_are_checked_and_other_text_is_not() {
        let text =
            "//! Module.\n//! What it is.\n// What comes next\nconst A: &str = \"Who\";\n/** Whom */\nfn f() {}\n";
        let violations = check(&SourceFile { path: "a.rs".to_owned(), text: text.to_owned() });
        let lines: Vec<_> = violations.iter().map(ToString::to_string).collect();
        assert_eq!(lines, ["a.rs:2: What it is.", "a.rs:5: Whom"]);
    }

    #[test]
    fn jsdoc_comments_are_checked() {
        let text = "/** Who asks. */\nconst a = 1; /* Who else */\n";
        assert_eq!(check(&SourceFile { path: "a.ts".to_owned(), text: text.to_owned() }).len(), 1);
    }
}
