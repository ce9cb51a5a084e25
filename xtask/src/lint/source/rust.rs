//! A lexer for Rust that separates code from comments and string literals, and finds functions.

use super::{LineIndex, Span, SpanKind, blank_escapes};

/// A Rust file, split into text and code.
pub(crate) struct LexedFile {
    pub(crate) spans: Vec<Span>,
    /// The source with comments and literals replaced by spaces; line breaks are kept.
    code: String,
}

/// Splits Rust source into text and code.
pub(crate) fn lex(source: &str) -> LexedFile {
    let mut lexer = Lexer {
        source,
        bytes: source.as_bytes(),
        lines: LineIndex::new(source),
        position: 0,
        spans: Vec::new(),
        code: source.as_bytes().to_vec(),
    };
    lexer.run();
    let code = String::from_utf8(lexer.code).expect("blanking whole tokens keeps the text valid");
    LexedFile { spans: lexer.spans, code }
}

/// The position and size of a function with a body.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Function {
    pub(crate) name: String,
    /// Line number of `fn`, starting at 1.
    pub(crate) line: usize,
    /// Number of lines from `fn` to the closing brace.
    pub(crate) length: usize,
}

impl LexedFile {
    /// Finds the functions with a body, including nested functions and those in the arguments of macros.
    pub(crate) fn functions(&self) -> Vec<Function> {
        let lines = LineIndex::new(&self.code);
        let is_word = |char: char| char.is_alphanumeric() || char == '_';
        let mut functions = Vec::new();
        for (offset, keyword) in self.code.match_indices("fn ") {
            let name: String = self.code[offset + keyword.len()..].chars().take_while(|char| is_word(*char)).collect();
            // `fn(…)` is a type, and `fn $name` is part of a macro.
            let is_function = !name.is_empty() && !self.code[..offset].ends_with(is_word);
            if is_function && let Some(length) = function_length(&self.code[offset..]) {
                functions.push(Function { name, line: lines.line_at(offset), length });
            }
        }
        functions
    }
}

/// Returns the number of lines up to the end of the function's body, or `None` if the function has no body.
fn function_length(code: &str) -> Option<usize> {
    let (mut brackets, mut braces) = (0_i32, 0_i32);
    for (offset, byte) in code.bytes().enumerate() {
        match byte {
            b'(' | b'[' if braces == 0 => brackets += 1,
            b')' | b']' if braces == 0 => brackets -= 1,
            b';' if braces == 0 && brackets == 0 => return None,
            b'{' if brackets == 0 => braces += 1,
            b'}' if brackets == 0 => {
                braces -= 1;
                if braces == 0 {
                    return Some(code[..offset].matches('\n').count() + 1);
                }
            }
            _ => {}
        }
    }
    None
}

struct Lexer<'a> {
    source: &'a str,
    bytes: &'a [u8],
    lines: LineIndex,
    position: usize,
    spans: Vec<Span>,
    code: Vec<u8>,
}

impl Lexer<'_> {
    fn run(&mut self) {
        while let Some(byte) = self.peek(0) {
            match byte {
                b'/' if self.peek(1) == Some(b'/') => self.line_comment(),
                b'/' if self.peek(1) == Some(b'*') => self.block_comment(),
                b'"' => self.string(self.position),
                b'\'' => self.char_or_lifetime(),
                _ if byte.is_ascii_alphanumeric() || byte == b'_' => self.word(),
                _ => self.position += 1,
            }
        }
    }

    fn peek(&self, ahead: usize) -> Option<u8> {
        self.bytes.get(self.position + ahead).copied()
    }

    fn starts_with(&self, prefix: &str) -> bool {
        self.bytes[self.position..].starts_with(prefix.as_bytes())
    }

    /// Blanks the code from `start` to the current position.
    fn blank(&mut self, start: usize) {
        for byte in &mut self.code[start..self.position] {
            if *byte != b'\n' {
                *byte = b' ';
            }
        }
    }

    fn push(&mut self, kind: SpanKind, start: usize, text: String) {
        self.spans.push(Span { kind, line: self.lines.line_at(start), text });
    }

    fn line_comment(&mut self) {
        let start = self.position;
        let is_doc = (self.starts_with("///") && !self.starts_with("////")) || self.starts_with("//!");
        let (kind, marker) = if is_doc { (SpanKind::Doc, 3) } else { (SpanKind::Comment, 2) };
        self.position = self.source[start..].find('\n').map_or(self.bytes.len(), |length| start + length);
        self.push(kind, start, self.source[start + marker..self.position].to_owned());
        self.blank(start);
    }

    fn block_comment(&mut self) {
        let start = self.position;
        let is_doc = (self.starts_with("/**") && !self.starts_with("/***") && !self.starts_with("/**/"))
            || self.starts_with("/*!");
        let (kind, marker) = if is_doc { (SpanKind::Doc, 3) } else { (SpanKind::Comment, 2) };
        let mut depth = 0;
        while self.position < self.bytes.len() {
            if self.starts_with("/*") {
                depth += 1;
                self.position += 2;
            } else if self.starts_with("*/") {
                depth -= 1;
                self.position += 2;
                if depth == 0 {
                    break;
                }
            } else {
                self.position += 1;
            }
        }
        let text = self.source[start + marker..self.position].trim_end_matches("*/").to_owned();
        self.push(kind, start, text);
        self.blank(start);
    }

    /// Reads a string literal. `start` is the position of its prefix, if any, and otherwise of the quote.
    fn string(&mut self, start: usize) {
        self.position += 1;
        let text_start = self.position;
        while let Some(byte) = self.peek(0) {
            match byte {
                b'\\' => self.position += 2,
                b'"' => break,
                _ => self.position += 1,
            }
        }
        let text_end = self.position.min(self.bytes.len());
        self.position = (text_end + 1).min(self.bytes.len());
        self.push(SpanKind::String, text_start, blank_escapes(&self.source[text_start..text_end]));
        self.blank(start);
    }

    fn raw_string(&mut self, start: usize, hashes: usize) {
        self.position += hashes + 1;
        let text_start = self.position;
        let terminator = format!("\"{}", "#".repeat(hashes));
        let text_end =
            self.source[text_start..].find(&terminator).map_or(self.bytes.len(), |length| text_start + length);
        self.position = (text_end + terminator.len()).min(self.bytes.len());
        self.push(SpanKind::String, text_start, self.source[text_start..text_end].to_owned());
        self.blank(start);
    }

    fn char_or_lifetime(&mut self) {
        let start = self.position;
        let mut chars = self.source[start + 1..].chars();
        match (chars.next(), chars.next()) {
            (Some('\\'), Some(escaped)) => {
                // Skip the escaped character, which may be a quote, and find the closing quote.
                let rest = start + 2 + escaped.len_utf8();
                self.position = self.source[rest..].find('\'').map_or(self.bytes.len(), |length| rest + length + 1);
                self.blank(start);
            }
            (Some(char), Some('\'')) => {
                self.position = start + char.len_utf8() + 2;
                self.blank(start);
            }
            _ => self.position += 1,
        }
    }

    /// Reads an identifier, a number or the prefix of a literal.
    fn word(&mut self) {
        let start = self.position;
        while self.peek(0).is_some_and(|byte| byte.is_ascii_alphanumeric() || byte == b'_') {
            self.position += 1;
        }
        let hashes = self.bytes[self.position..].iter().take_while(|byte| **byte == b'#').count();
        let has_quote = self.peek(hashes) == Some(b'"');
        match &self.source[start..self.position] {
            "r" | "br" | "cr" if has_quote => self.raw_string(start, hashes),
            "b" | "c" if has_quote && hashes == 0 => self.string(start),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spans(source: &str) -> Vec<(SpanKind, usize, String)> {
        lex(source).spans.into_iter().map(|span| (span.kind, span.line, span.text)).collect()
    }

    fn span(kind: SpanKind, line: usize, text: &str) -> (SpanKind, usize, String) {
        (kind, line, text.to_owned())
    }

    #[test]
    fn comments_and_doc_comments_are_distinguished() {
        let source = "//! a\n/// b\n//// c\n// d\n/** e\n * f */\n/* g /* h */ */ fn x() {} /**/\n/*! i */";
        assert_eq!(
            spans(source),
            [
                span(SpanKind::Doc, 1, " a"),
                span(SpanKind::Doc, 2, " b"),
                span(SpanKind::Comment, 3, "// c"),
                span(SpanKind::Comment, 4, " d"),
                span(SpanKind::Doc, 5, " e\n * f "),
                span(SpanKind::Comment, 7, " g /* h */ "),
                span(SpanKind::Comment, 7, ""),
                span(SpanKind::Doc, 8, " i "),
            ]
        );
    }

    #[test]
    fn every_kind_of_string_literal_is_found() {
        let source = r###"f("a // \" b", r"c\", r#"d " e"#, b"f", br##"g"# h"##, c"i")"###;
        let texts: Vec<_> = lex(source).spans.into_iter().map(|span| span.text).collect();
        assert_eq!(texts, ["a //    b", "c\\", "d \" e", "f", "g\"# h", "i"]);
    }

    #[test]
    fn char_literals_and_lifetimes_do_not_start_strings() {
        let source = "fn f<'a>(x: &'a str) { g('\"', '\\'', '{', b'\"', '\\u{7b}', 'é', r#type) } // end";
        assert_eq!(spans(source), [span(SpanKind::Comment, 1, " end")]);
    }

    #[test]
    fn functions_are_measured_without_text_and_declarations() {
        let source = "\
trait T { fn declared(&self) -> [u8; 2]; }
fn one() { f(\"}\", '}') /* } */ }
pub(crate) async fn four<T>(
    callback: fn(u8) -> u8,
) where T: Fn([u8; { 1 + 1 }]) {
    if true { fn nested() {} } }
";
        let functions: Vec<_> =
            lex(source).functions().into_iter().map(|found| (found.name, found.line, found.length)).collect();
        assert_eq!(functions, [("one".to_owned(), 2, 1), ("four".to_owned(), 3, 4), ("nested".to_owned(), 6, 1)]);
    }

    #[test]
    fn unterminated_tokens_end_with_the_file() {
        for source in ["\"a", "\"a\\", "r#\"a", "/* a", "// a", "'\\", "'"] {
            lex(source);
        }
    }
}
