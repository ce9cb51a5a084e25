//! Names, and the normalization shared by all texts that users enter.

use crate::Invalid;

text! {
    /// The name of a person or a business: 1 to 200 characters.
    #[schema(min_length = 1, max_length = 200, example = "Dana")]
    Name, |raw| normalize(raw, 1, 200)
}

/// Trims a text and checks its length in characters.
///
/// # Errors
/// The text contains control characters other than line breaks and tabs, or its length is outside `min..=max`.
pub(crate) fn normalize(raw: &str, min: usize, max: usize) -> Result<String, Invalid> {
    // Zero-width characters are trimmed like whitespace, because a name that consists only of them would look empty.
    let is_invisible =
        |c: char| c.is_whitespace() || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}');
    let text = raw.trim_matches(is_invisible);
    let length = text.chars().count();
    if text.chars().any(|c| c.is_control() && c != '\n' && c != '\t') {
        return Err(Invalid::new("must not contain control characters"));
    }
    match length {
        0 if min > 0 => Err(Invalid::new("must not be empty")),
        length if length < min => Err(Invalid(format!("must have at least {min} characters"))),
        length if length > max => Err(Invalid(format!("must have at most {max} characters, not {length}"))),
        _ => Ok(text.to_owned()),
    }
}
