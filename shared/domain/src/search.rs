//! The form in which texts are stored and compared for searches.

use std::borrow::Cow;

use icu_casemap::CaseMapper;
use icu_normalizer::DecomposingNormalizerBorrowed;
use icu_normalizer::properties::CanonicalCombiningClassMapBorrowed;
use icu_properties::CodePointMapData;
use icu_properties::props::{GeneralCategory, GeneralCategoryGroup};

use crate::text::{is_invisible, to_nfkc};

/// Maximum length of a word in characters. The ends of longer words are not compared.
const MAX_WORD: usize = 64;

/// Returns the search key of a text. Texts that differ only in accents, case, composition, width, or the kind and amount of white
/// space between words have the same key. The text is compatibility-decomposed, stripped of accents, case-folded, and composed
/// again.
///
/// Keys are stored, and queries are compared with them. After a change of this function, stored keys must be computed again.
pub fn search_key(text: &str) -> String {
    let folded = CaseMapper::new().fold_string(&without_accents(text)).into_owned();
    // Folding can produce accents and letters that are decomposed again.
    let letters: String = without_accents(&folded).chars().map(to_base_letters).collect();
    to_nfkc(&letters).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Splits the search key of a text into words, without punctuation. Each word is cut to at most 64 characters.
pub fn search_words(text: &str) -> Vec<String> {
    let key = search_key(text);
    let is_separator = |c: char| {
        let category = CodePointMapData::<GeneralCategory>::new().get(c);
        c.is_whitespace() || GeneralCategoryGroup::Punctuation.contains(category)
    };
    let words = key.split(is_separator).filter(|word| !word.is_empty());
    words.map(|word| word.chars().take(MAX_WORD).collect()).collect()
}

/// Decomposes a text and removes its accents, invisible characters and control characters. Vowel signs, voicing marks and
/// viramas are kept, because they are letters of their scripts.
fn without_accents(text: &str) -> String {
    let is_accent = |c: char| {
        let class = CanonicalCombiningClassMapBorrowed::new().get_u8(c);
        // Overlays, points of Hebrew, Arabic and Syriac, and marks around a letter.
        matches!(class, 1 | 10..=36 | 200..=240)
    };
    let is_removed = |c: char| is_accent(c) || is_invisible(c) || (c.is_control() && !c.is_whitespace());
    DecomposingNormalizerBorrowed::new_nfkd().normalize(text).chars().filter(|&c| !is_removed(c)).collect()
}

/// Replaces a letter that Unicode does not decompose with the letters that people type instead, an Arabic or Persian digit with
/// the ASCII digit, and typographic punctuation with its ASCII form.
fn to_base_letters(c: char) -> Cow<'static, str> {
    let letters = match c {
        'ı' => "i",
        'ø' => "o",
        'đ' | 'ð' => "d",
        'ł' => "l",
        'ħ' => "h",
        'ŧ' => "t",
        'æ' => "ae",
        'œ' => "oe",
        'þ' => "th",
        '\u{2018}' | '\u{2019}' | '\u{201b}' | '\u{2bc}' => "'",
        '\u{201c}'..='\u{201f}' => "\"",
        '\u{2010}'..='\u{2015}' | '\u{2212}' => "-",
        // The Arabic elongation, which has no meaning.
        '\u{640}' => "",
        '٠' | '۰' => "0",
        '١' | '۱' => "1",
        '٢' | '۲' => "2",
        '٣' | '۳' => "3",
        '٤' | '۴' => "4",
        '٥' | '۵' => "5",
        '٦' | '۶' => "6",
        '٧' | '۷' => "7",
        '٨' | '۸' => "8",
        '٩' | '۹' => "9",
        c => return Cow::Owned(c.to_string()),
    };
    Cow::Borrowed(letters)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_ignore_accents_case_and_composition() {
        for (stored, query) in [
            ("İstanbul", "istanbul"),
            ("Isparta", "ısparta"),
            ("Straße", "strasse"),
            ("STRASSE", "straße"),
            ("STRAẞE", "strasse"),
            ("Crème Brûlée", "creme brulee"),
            ("Zoë", "zoe"),
            ("Jos\u{e9}", "jose"),
            ("Jose\u{301}", "jose"),
            ("Jose\u{301}", "Jos\u{e9}"),
            ("Οδυσσέας", "ΟΔΥΣΣΈΑΣ"),
            ("ＡＢＣ", "abc"),
            ("ﬁsh", "FISH"),
            ("Ångström", "angstrom"),
            ("Łódź", "lodz"),
            ("Smørrebrød", "smorrebrod"),
            ("Æblegrød", "aeblegrod"),
            ("Þór", "thor"),
            ("Чай чёрный", "чай черный"),
            ("Phở bò", "pho bo"),
            ("한국", "\u{1112}\u{1161}\u{11ab}\u{1100}\u{116e}\u{11a8}"),
            ("شَاي", "شاي"),
            ("شــاي", "شاي"),
            ("שָׁלוֹם", "שלום"),
            ("O\u{2019}Brien", "o'brien"),
            ("Da\u{a0} \u{3000}Noi", "da noi"),
            ("❤\u{fe0f}", "❤"),
            ("Table ٤", "table 4"),
        ] {
            assert_eq!(search_key(stored), search_key(query), "{stored} {query}");
        }
        assert!(search_key("Οδυσσέας").starts_with(&search_key("ΟΔΥΣΣ")));
    }

    #[test]
    fn keys_of_different_letters_differ() {
        for (one, other) in [("か", "が"), ("कि", "कु"), ("ти", "ті"), ("กิ", "กุ"), ("a", "b"), ("1", "2")]
        {
            assert_ne!(search_key(one), search_key(other), "{one} {other}");
        }
    }

    #[test]
    fn words_have_no_punctuation() {
        for (text, words) in [
            ("  María-José  García, Jr. ", &["maria", "jose", "garcia", "jr"][..]),
            ("O'Neil", &["o", "neil"]),
            ("Zoë 🍕", &["zoe", "🍕"]),
            ("100% (Bob_2)", &["100", "bob", "2"]),
            ("%-\u{200b}\0", &[]),
        ] {
            assert_eq!(search_words(text), words, "{text}");
        }
        assert_eq!(search_words(&"x".repeat(100))[0].len(), MAX_WORD);
    }

    proptest::proptest! {
        #[test]
        fn key_of_a_key_is_the_same_key(text in "\\PC{0,40}") {
            let key = search_key(&text);
            proptest::prop_assert_eq!(search_key(&key), key);
        }
    }
}
