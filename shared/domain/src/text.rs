//! Names, and the normalization shared by all texts that users enter.

mod invisible;

use icu_normalizer::ComposingNormalizerBorrowed;

use crate::Invalid;
use invisible::{has_visible_character, is_nonspacing_mark};

pub(crate) use invisible::{is_invisible, is_noncharacter, strip_invisible};

/// Maximum number of combining marks in a row. Vietnamese, Hebrew, Arabic and Tibetan texts have at most five or six on a letter;
/// more of them cover the lines above and below.
const MAX_MARKS: usize = 8;

text! {
    /// The name of a person or a business: 1 to 200 characters.
    #[schema(min_length = 1, max_length = 200, example = "Dana")]
    Name, |raw| normalize(raw, 1, 200)
}

/// Removes invisible characters, trims a text, and checks its length in characters. A text without any visible character becomes
/// empty.
///
/// # Errors
/// The text contains control characters other than line feeds and tabs, or too many combining marks in a row, or its length is
/// outside `min..=max`.
pub(crate) fn normalize(raw: &str, min: usize, max: usize) -> Result<String, Invalid> {
    let visible = strip_invisible(raw);
    let text = visible.trim();
    if text.chars().any(|c| c.is_control() && c != '\n' && c != '\t') {
        return Err(Invalid::new("must not contain control characters"));
    }
    check_marks(text)?;
    let text = if has_visible_character(text) { text } else { "" };
    match text.chars().count() {
        0 if min > 0 => Err(Invalid::new("must not be empty")),
        length if length < min => Err(Invalid(format!("must have at least {min} characters"))),
        length if length > max => Err(Invalid(format!("must have at most {max} characters, not {length}"))),
        _ => Ok(text.to_owned()),
    }
}

/// Checks that the text has at most [`MAX_MARKS`] combining marks in a row.
pub(crate) fn check_marks(text: &str) -> Result<(), Invalid> {
    let mut marks = 0;
    for c in text.chars() {
        marks = if is_nonspacing_mark(c) { marks + 1 } else { 0 };
        if marks > MAX_MARKS {
            return Err(Invalid(format!("must not have more than {MAX_MARKS} combining marks in a row")));
        }
    }
    Ok(())
}

/// Returns the text in Unicode Normalization Form KC, in which the composed, decomposed, full-width and ligature forms of the
/// same letters are equal.
pub(crate) fn to_nfkc(text: &str) -> String {
    ComposingNormalizerBorrowed::new_nfkc().normalize(text).into_owned()
}
