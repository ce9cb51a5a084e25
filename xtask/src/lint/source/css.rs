//! A lexer for CSS.

use super::{LineIndex, Span, SpanKind, blank_escapes};

/// Returns the comments and strings of a style sheet.
pub(super) fn lex(source: &str) -> Vec<Span> {
    let lines = LineIndex::new(source);
    let mut spans = Vec::new();
    let mut position = 0;
    while let Some(length) = source[position..].find(['/', '"', '\'']) {
        let start = position + length;
        let rest = &source[start..];
        if let Some(comment) = rest.strip_prefix("/*") {
            let text = comment.split("*/").next().unwrap_or_default();
            spans.push(Span { kind: SpanKind::Comment, line: lines.line_at(start), text: text.to_owned() });
            position = (start + text.len() + 4).min(source.len());
        } else if rest.starts_with('/') {
            position = start + 1;
        } else {
            let end = end_of_string(rest);
            let text = blank_escapes(&rest[1..end]);
            spans.push(Span { kind: SpanKind::String, line: lines.line_at(start), text });
            position = (start + end + 1).min(source.len());
        }
    }
    spans
}

/// Returns the offset of the quote that closes a string literal, or the end of the text.
pub(super) fn end_of_string(literal: &str) -> usize {
    let bytes = literal.as_bytes();
    let mut position = 1;
    while position < bytes.len() && bytes[position] != bytes[0] {
        position += if bytes[position] == b'\\' { 2 } else { 1 };
    }
    position.min(bytes.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_strings_are_found() {
        let source = "/* a\n b */ .x { content: \"c \\\" d\"; width: calc(1px / 2) }\n.y::after { content: 'e' }";
        let spans: Vec<_> = lex(source).into_iter().map(|span| (span.kind, span.line, span.text)).collect();
        assert_eq!(
            spans,
            [
                (SpanKind::Comment, 1, " a\n b ".to_owned()),
                (SpanKind::String, 2, "c    d".to_owned()),
                (SpanKind::String, 3, "e".to_owned()),
            ]
        );
    }
}
