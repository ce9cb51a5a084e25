//! Extracts the natural-language text from source files: comments, string literals, JSX text.

mod css;
pub(crate) mod rust;
mod typescript;

use std::path::Path;

/// A contiguous piece of text in a source file.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) kind: SpanKind,
    /// Line number of the first character, starting at 1.
    pub(crate) line: usize,
    /// Text without comment markers and quotes. Line breaks within the span are kept.
    pub(crate) text: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SpanKind {
    /// A doc comment: `///`, `//!`, `/** */`.
    Doc,
    Comment,
    String,
    /// Text between JSX tags.
    Jsx,
    /// The whole file, for languages without a lexer.
    File,
}

impl Span {
    /// Returns the lines of a comment with their line numbers, without the leading `*` of block comments.
    pub(crate) fn comment_lines(&self) -> impl Iterator<Item = (usize, &str)> {
        self.text.lines().enumerate().map(|(index, line)| {
            let line = line.trim();
            (self.line + index, line.strip_prefix('*').unwrap_or(line).trim_start())
        })
    }
}

/// Extracts all text from a file. Returns nothing for file types that are not scanned.
pub(crate) fn extract_spans(path: &str, source: &str) -> Vec<Span> {
    let path = Path::new(path);
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("rs") => rust::lex(source).spans,
        Some("ts" | "mts" | "mjs" | "js") => typescript::lex(source, false),
        Some("tsx" | "jsx") => typescript::lex(source, true),
        Some("css") => css::lex(source),
        Some("conf" | "example" | "html" | "md" | "py" | "sh" | "sql" | "toml" | "yaml" | "yml") => whole_file(source),
        // `.ci/run`, a shell script, and `Dockerfile` have no extension.
        None if path.ends_with(".ci/run") || path.ends_with("Dockerfile") => whole_file(source),
        _ => Vec::new(),
    }
}

fn whole_file(source: &str) -> Vec<Span> {
    vec![Span { kind: SpanKind::File, line: 1, text: source.to_owned() }]
}

/// Joins line comments on consecutive lines, so that a sentence can be read across line breaks.
pub(crate) fn join_line_comments(spans: Vec<Span>) -> Vec<Span> {
    let mut joined: Vec<Span> = Vec::new();
    for span in spans {
        match joined.last_mut() {
            Some(last)
                if last.kind == span.kind
                    && matches!(span.kind, SpanKind::Doc | SpanKind::Comment)
                    && last.line + last.text.matches('\n').count() + 1 == span.line =>
            {
                last.text.push('\n');
                last.text.push_str(&span.text);
            }
            _ => joined.push(span),
        }
    }
    joined
}

/// Maps byte offsets to line numbers.
struct LineIndex(Vec<usize>);

impl LineIndex {
    fn new(source: &str) -> Self {
        Self(source.match_indices('\n').map(|(offset, _)| offset).collect())
    }

    /// Returns the line number, starting at 1, of a byte offset.
    fn line_at(&self, offset: usize) -> usize {
        self.0.partition_point(|&newline| newline < offset) + 1
    }
}

/// Replaces the escape sequences of a string literal with spaces, so that `"\nword"` contains the word `word`.
fn blank_escapes(literal: &str) -> String {
    let mut text = String::with_capacity(literal.len());
    let mut chars = literal.chars();
    while let Some(char) = chars.next() {
        if char == '\\' {
            text.push(' ');
            // An escaped line break still ends a line of the file.
            text.extend(chars.next().map(|escaped| if escaped == '\n' { '\n' } else { ' ' }));
        } else {
            text.push(char);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn comment(line: usize, text: &str) -> Span {
        Span { kind: SpanKind::Comment, line, text: text.to_owned() }
    }

    #[test]
    fn adjacent_line_comments_are_joined() {
        let spans = vec![comment(1, "one"), comment(2, "two\nthree"), comment(4, "four"), comment(6, "five")];
        assert_eq!(join_line_comments(spans), [comment(1, "one\ntwo\nthree\nfour"), comment(6, "five")]);
    }

    #[test]
    fn escape_sequences_become_spaces() {
        assert_eq!(blank_escapes(r#"one\ntwo\"three\\"#), "one  two  three  ");
        assert_eq!(blank_escapes("one \\\n   two"), "one  \n   two");
    }

    #[test]
    fn block_comment_lines_have_no_leading_star() {
        let doc = Span { kind: SpanKind::Doc, line: 4, text: " One.\n * Two.\n".to_owned() };
        assert_eq!(doc.comment_lines().collect::<Vec<_>>(), [(4, "One."), (5, "Two.")]);
    }

    #[test]
    fn only_known_file_types_are_scanned() {
        assert_eq!(extract_spans("README.md", "text").len(), 1);
        assert_eq!(extract_spans(".ci/run", "# text").len(), 1);
        assert_eq!(extract_spans("Cargo.lock", "# text").len(), 0);
    }
}
