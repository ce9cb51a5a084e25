//! A lexer for TypeScript and JavaScript, with JSX.
//!
//! It does not parse expressions. The previous token decides whether `/` starts a regular expression and whether `<`
//! starts a JSX element. A `<` that starts no complete element, such as that of type parameters, is treated as an operator.

use super::css::end_of_string;
use super::{LineIndex, Span, SpanKind, blank_escapes};

/// Returns the comments, strings, template literals and JSX text of a file.
pub(super) fn lex(source: &str, has_jsx: bool) -> Vec<Span> {
    let lines = LineIndex::new(source);
    let mut lexer = Lexer { source, lines, has_jsx, position: 0, spans: Vec::new() };
    while lexer.position < source.len() {
        lexer.code();
    }
    lexer.spans
}

/// Keywords after which an expression, and therefore a regular expression or a JSX element, can start.
const EXPRESSION_KEYWORDS: [&str; 12] =
    ["await", "case", "default", "delete", "do", "else", "in", "of", "return", "typeof", "void", "yield"];

struct Lexer<'a> {
    source: &'a str,
    lines: LineIndex,
    has_jsx: bool,
    position: usize,
    spans: Vec<Span>,
}

impl Lexer<'_> {
    fn rest(&self) -> &str {
        &self.source[self.position..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// Advances past the given number of bytes, at most to the end of the file.
    fn skip(&mut self, bytes: usize) {
        self.position = (self.position + bytes).min(self.source.len());
    }

    fn push(&mut self, kind: SpanKind, start: usize, text: String) {
        self.spans.push(Span { kind, line: self.lines.line_at(start), text });
    }

    /// Reads code up to the closing brace of the enclosing `{`, or to the end of the file.
    fn code(&mut self) {
        let mut depth = 0;
        let mut starts_expression = true;
        while let Some(char) = self.peek() {
            match char {
                '/' if self.comment() => {}
                '"' | '\'' => {
                    self.string(true);
                    starts_expression = false;
                }
                '`' => {
                    self.template();
                    starts_expression = false;
                }
                '/' if starts_expression => {
                    self.regex();
                    starts_expression = false;
                }
                '<' if self.has_jsx && starts_expression && self.try_jsx_element() => starts_expression = false,
                '{' => {
                    depth += 1;
                    self.skip(1);
                    starts_expression = true;
                }
                '}' => {
                    self.skip(1);
                    if depth == 0 {
                        return;
                    }
                    depth -= 1;
                    starts_expression = true;
                }
                _ if is_word(char) => {
                    let word: String = self.rest().chars().take_while(|char| is_word(*char)).collect();
                    self.skip(word.len());
                    starts_expression = EXPRESSION_KEYWORDS.contains(&word.as_str());
                }
                _ => {
                    self.skip(char.len_utf8());
                    if !char.is_whitespace() {
                        starts_expression = !matches!(char, ')' | ']');
                    }
                }
            }
        }
    }

    /// Reads a comment. If there is none, returns `false` and leaves the position unchanged.
    fn comment(&mut self) -> bool {
        let start = self.position;
        let rest = self.rest();
        if let Some(comment) = rest.strip_prefix("//") {
            let text = comment.lines().next().unwrap_or_default().to_owned();
            self.skip(2 + text.len());
            self.push(SpanKind::Comment, start, text);
            true
        } else if let Some(comment) = rest.strip_prefix("/*") {
            let text = comment.split("*/").next().unwrap_or_default();
            let length = text.len() + 4;
            let doc = text.strip_prefix('*').filter(|text| !text.is_empty());
            let (kind, text) = doc.map_or((SpanKind::Comment, text), |text| (SpanKind::Doc, text));
            let text = text.to_owned();
            self.skip(length);
            self.push(kind, start, text);
            true
        } else {
            false
        }
    }

    fn string(&mut self, has_escapes: bool) {
        let start = self.position;
        let rest = self.rest();
        let end = if has_escapes {
            end_of_string(rest)
        } else {
            rest[1..].find(&rest[..1]).map_or(rest.len(), |length| length + 1)
        };
        let text = if has_escapes { blank_escapes(&rest[1..end]) } else { rest[1..end].to_owned() };
        self.skip(end + 1);
        self.push(SpanKind::String, start, text);
    }

    /// Reads a template literal. Each part between the `${…}` becomes a span.
    fn template(&mut self) {
        self.skip(1);
        let mut part_start = self.position;
        loop {
            let is_end = self.peek().is_none_or(|char| char == '`');
            let is_substitution = self.rest().starts_with("${");
            if is_end || is_substitution {
                let text = blank_escapes(&self.source[part_start..self.position]);
                self.push(SpanKind::String, part_start, text);
            }
            if is_end {
                self.skip(1);
                return;
            } else if is_substitution {
                self.skip(2);
                self.code();
                part_start = self.position;
            } else {
                let escape = usize::from(self.peek() == Some('\\'));
                let char = self.rest()[escape..].chars().next().map_or(0, char::len_utf8);
                self.skip(escape + char);
            }
        }
    }

    /// Skips a regular expression. A `/` inside a character class does not end it.
    fn regex(&mut self) {
        self.skip(1);
        let mut in_class = false;
        while let Some(char) = self.peek() {
            match char {
                '\n' => return,
                '\\' => self.skip(1),
                '[' => in_class = true,
                ']' => in_class = false,
                '/' if !in_class => {
                    self.skip(1);
                    return;
                }
                _ => {}
            }
            self.skip(self.peek().map_or(0, char::len_utf8));
        }
    }

    /// Reads a JSX element. If there is none, returns `false` and leaves the position unchanged.
    fn try_jsx_element(&mut self) -> bool {
        let (position, span_count) = (self.position, self.spans.len());
        let is_element = self.jsx_element().is_some();
        if !is_element {
            self.position = position;
            self.spans.truncate(span_count);
        }
        is_element
    }

    fn jsx_element(&mut self) -> Option<()> {
        self.skip(1);
        let name = self.jsx_name();
        loop {
            self.skip_whitespace();
            match self.peek()? {
                '>' => {
                    self.skip(1);
                    return self.jsx_children(&name);
                }
                '/' if self.rest().starts_with("/>") => {
                    self.skip(2);
                    return (!name.is_empty()).then_some(());
                }
                '/' if self.comment() => {}
                '{' => {
                    self.skip(1);
                    self.code();
                }
                '"' | '\'' => self.string(false),
                '=' => self.skip(1),
                '<' => self.jsx_element()?,
                _ => {
                    if self.jsx_name().is_empty() {
                        return None;
                    }
                }
            }
        }
    }

    /// Reads the name of a tag or attribute. The name of a fragment is empty.
    fn jsx_name(&mut self) -> String {
        let name: String =
            self.rest().chars().take_while(|&char| is_word(char) || matches!(char, '-' | '.' | ':')).collect();
        self.skip(name.len());
        name
    }

    /// Reads the children of an element and its closing tag. Returns `None` if the closing tag is missing or has another name.
    fn jsx_children(&mut self, name: &str) -> Option<()> {
        loop {
            let start = self.position;
            let length = self.rest().find(['<', '{'])?;
            self.skip(length);
            let text = &self.source[start..self.position];
            if !text.trim().is_empty() {
                self.push(SpanKind::Jsx, start, text.to_owned());
            }
            if self.rest().starts_with('{') {
                self.skip(1);
                self.code();
            } else if self.rest().starts_with("</") {
                self.skip(2);
                let closing_name = self.jsx_name();
                self.skip_whitespace();
                let is_closed = closing_name == name && self.peek() == Some('>');
                self.skip(1);
                return is_closed.then_some(());
            } else {
                self.jsx_element()?;
            }
        }
    }

    fn skip_whitespace(&mut self) {
        let length = self.rest().len() - self.rest().trim_start().len();
        self.skip(length);
    }
}

fn is_word(char: char) -> bool {
    char.is_alphanumeric() || char == '_' || char == '$'
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(source: &str, kind: SpanKind) -> Vec<String> {
        let spans = lex(source, true).into_iter().filter(|span| span.kind == kind);
        spans.map(|span| span.text.trim().to_owned()).collect()
    }

    #[test]
    fn comments_are_found_outside_of_strings_and_regexes() {
        let source = "// a\nconst url = 'http://x' /* b */; /** c */ const r = /[/\"]\\/'/g; x = 4 / 2; // d";
        assert_eq!(texts(source, SpanKind::Comment), ["a", "b", "d"]);
        assert_eq!(texts(source, SpanKind::Doc), ["c"]);
        assert_eq!(texts(source, SpanKind::String), ["http://x"]);
    }

    #[test]
    fn templates_are_split_at_substitutions() {
        let source = "`a ${b ? `c ${{ d: 'e' }.d} f` : `g`} \\` h ${i}` // j";
        assert_eq!(texts(source, SpanKind::String), ["a", "c", "e", "f", "g", "h", ""]);
        assert_eq!(texts(source, SpanKind::Comment), ["j"]);
    }

    #[test]
    fn jsx_text_and_attributes_are_found() {
        let source = "\
const view = (
  <>
    <Tile title=\"it's a\" count={n} {...rest} icon=<Icon /> /* b */>
      c {n > 1 ? <b>d</b> : 'e'} f
      {/* g */}
    </Tile>
  </>
);";
        assert_eq!(texts(source, SpanKind::Jsx), ["c", "d", "f"]);
        assert_eq!(texts(source, SpanKind::String), ["it's a", "e"]);
        assert_eq!(texts(source, SpanKind::Comment), ["b", "g"]);
    }

    #[test]
    fn jsx_text_has_the_line_of_its_start() {
        let spans = lex("x = <p>\n  a <b>b</b>\n</p>;\n// c", true);
        let lines: Vec<_> = spans.iter().map(|span| (span.line, span.text.trim())).collect();
        assert_eq!(lines, [(1, "a"), (2, "b"), (4, "c")]);
    }

    #[test]
    fn type_parameters_and_comparisons_are_not_jsx() {
        let source = "\
const f = <T,>(x: T) => x;
type G = <T extends object>(x: T) => Map<string, T>;
if (a < b && c > d) e(useState<string>('f'));
const h = <i>j</i>; // k";
        assert_eq!(texts(source, SpanKind::Jsx), ["j"]);
        assert_eq!(texts(source, SpanKind::String), ["f"]);
        assert_eq!(texts(source, SpanKind::Comment), ["k"]);
    }

    #[test]
    fn unterminated_tokens_end_with_the_file() {
        for source in ["'a", "'a\\", "`a", "`a ${b", "/* a", "// a", "/a", "x = <a b=", "x = <a>b", "}", "x = <"] {
            lex(source, true);
        }
    }
}
