//! Removal of invisible characters from texts.
//!
//! Invisible characters make different names look equal, make names look empty, and, in the case of bidirectional controls, make
//! a text read differently from what is stored. They are removed unless they are part of an emoji, or needed by the script.

use icu_properties::props::{
    BidiControl, CanonicalCombiningClass, DefaultIgnorableCodePoint, Emoji, ExtendedPictographic, GeneralCategory,
    GeneralCategoryGroup, Ideographic, Script, VariationSelector,
};
use icu_properties::{CodePointMapData, CodePointSetData};

const ZERO_WIDTH_NON_JOINER: char = '\u{200c}';
const ZERO_WIDTH_JOINER: char = '\u{200d}';
const EMOJI_VARIATION: char = '\u{fe0f}';
const KEYCAP: char = '\u{20e3}';
const BLACK_FLAG: char = '\u{1f3f4}';
const TAG_CANCEL: char = '\u{e007f}';

/// Symbols, letters and marks that are drawn as nothing: a Braille pattern, a musical note, hieroglyphs and a filler.
const BLANKS: [char; 5] = ['\u{2800}', '\u{1d159}', '\u{13441}', '\u{13442}', '\u{16fe4}'];

/// Maximum number of tag characters after a black flag, including the cancel tag. A region code, such as `gbeng`, takes six.
const MAX_TAGS: usize = 8;

/// Scripts whose letters have variants that a variation selector chooses.
const SCRIPTS_WITH_VARIANTS: [Script; 3] = [Script::Mongolian, Script::Myanmar, Script::PhagsPa];

/// Scripts that do not use joiners. In all other scripts (Arabic, Devanagari, Sinhala, …), joiners change the shape of letters.
const SCRIPTS_WITHOUT_JOINERS: [Script; 12] = [
    Script::Common,
    Script::Inherited,
    Script::Latin,
    Script::Greek,
    Script::Cyrillic,
    Script::Armenian,
    Script::Georgian,
    Script::Han,
    Script::Hiragana,
    Script::Katakana,
    Script::Hangul,
    Script::Bopomofo,
];

/// The placeholder of an embedded object, such as a picture that was not copied with its text.
const OBJECT_REPLACEMENT: char = '\u{fffc}';

/// Removes invisible characters that are not [needed](is_needed), noncharacters, leading whitespace, and leading marks without a
/// base. Replaces [`BLANKS`] with spaces, and the line and paragraph separators of Unicode with line breaks.
pub(crate) fn strip_invisible(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut previous = None;
    let mut chars = text.chars().filter(|&c| !is_noncharacter(c)).peekable();
    while let Some(c) = chars.next() {
        let c = match c {
            '\u{2028}' | '\u{2029}' => '\n',
            c if BLANKS.contains(&c) => ' ',
            c => c,
        };
        let Some(base) = previous else {
            if !c.is_whitespace() && !is_nonspacing_mark(c) && !is_invisible(c) {
                kept.push(c);
                previous = Some(c);
            }
            continue;
        };
        if is_tag(c) {
            let mut tags = String::from(c);
            while let Some(tag) = chars.next_if(|&next| is_tag(next)) {
                tags.push(tag);
            }
            if base == BLACK_FLAG && tags.chars().count() <= MAX_TAGS && tags.ends_with(TAG_CANCEL) {
                kept.push_str(&tags);
            }
        } else if !is_invisible(c) || is_needed(base, c, chars.peek().copied()) {
            kept.push(c);
            previous = Some(c);
        }
    }
    kept
}

/// Returns `true` for nonspacing and enclosing marks, which are drawn on the character before them.
pub(super) fn is_nonspacing_mark(c: char) -> bool {
    matches!(category(c), GeneralCategory::NonspacingMark | GeneralCategory::EnclosingMark)
}

/// Returns `true` for characters that are not drawn, and for those that change the direction of a text.
pub(crate) fn is_invisible(c: char) -> bool {
    CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(c)
        || CodePointSetData::new::<BidiControl>().contains(c)
        || matches!(c, '\u{fff9}'..='\u{fffb}')
}

/// Returns `true` for the code points that Unicode reserves for the internal use of programs. They are never part of a text.
pub(crate) const fn is_noncharacter(c: char) -> bool {
    matches!(c, '\u{fdd0}'..='\u{fdef}') || c as u32 & 0xfffe == 0xfffe
}

/// Returns `true` if a text contains a character that can be seen without its neighbors: a letter, number, punctuation mark,
/// symbol or emoji. Private-use characters are not drawn without a special font, and marks and format characters need a base.
pub(super) fn has_visible_character(text: &str) -> bool {
    let visible = GeneralCategoryGroup::Letter
        .union(GeneralCategoryGroup::Number)
        .union(GeneralCategoryGroup::Punctuation)
        .union(GeneralCategoryGroup::Symbol);
    // Includes the code points that are reserved for future emoji.
    let is_pictograph = |c| CodePointSetData::new::<ExtendedPictographic>().contains(c);
    text.chars().any(|c| c != OBJECT_REPLACEMENT && (visible.contains(category(c)) || is_pictograph(c)))
}

const fn is_tag(c: char) -> bool {
    matches!(c, '\u{e0020}'..=TAG_CANCEL)
}

/// Returns `true` if an invisible character changes how its neighbors are drawn, in an emoji or in a script that needs it.
fn is_needed(previous: char, c: char, next: Option<char>) -> bool {
    let is_emoji = |c: char| CodePointSetData::new::<Emoji>().contains(c) && !c.is_ascii();
    match c {
        ZERO_WIDTH_JOINER | ZERO_WIDTH_NON_JOINER => {
            let joins_emoji = c == ZERO_WIDTH_JOINER
                && (is_emoji(previous) || previous == EMOJI_VARIATION)
                && next.is_some_and(is_emoji);
            let is_virama =
                CodePointMapData::<CanonicalCombiningClass>::new().get(previous) == CanonicalCombiningClass::Virama;
            let is_in_word = next.is_some_and(|next| !is_invisible(next) && is_letter_or_mark(next));
            joins_emoji || (uses_joiners(previous) && (is_virama || is_in_word))
        }
        _ if CodePointSetData::new::<VariationSelector>().contains(c) => {
            is_emoji(previous)
                || (previous.is_ascii() && next == Some(KEYCAP))
                || CodePointSetData::new::<Ideographic>().contains(previous)
                || SCRIPTS_WITH_VARIANTS.contains(&CodePointMapData::new().get(previous))
        }
        _ => false,
    }
}

fn uses_joiners(c: char) -> bool {
    let script = CodePointMapData::<Script>::new().get(c);
    is_letter_or_mark(c) && !SCRIPTS_WITHOUT_JOINERS.contains(&script)
}

fn is_letter_or_mark(c: char) -> bool {
    GeneralCategoryGroup::Letter.union(GeneralCategoryGroup::Mark).contains(category(c))
}

fn category(c: char) -> GeneralCategory {
    CodePointMapData::new().get(c)
}
