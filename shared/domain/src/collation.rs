//! The order of names in lists.

use std::cmp::Ordering;
use std::sync::LazyLock;

use icu_collator::options::CollatorOptions;
use icu_collator::preferences::CollationNumericOrdering;
use icu_collator::{CollatorBorrowed, CollatorPreferences};

static COLLATOR: LazyLock<CollatorBorrowed<'static>> = LazyLock::new(|| {
    let mut preferences = CollatorPreferences::default();
    preferences.numeric_ordering = Some(CollationNumericOrdering::True);
    CollatorBorrowed::try_new(preferences, CollatorOptions::default())
        .expect("the data of the root collation is compiled in")
});

/// Compares names in alphabetical order, by the Unicode Collation Algorithm: accents and case only matter between names that are
/// equal otherwise, and numbers are compared by their value.
pub fn compare_names(a: &str, b: &str) -> Ordering {
    COLLATOR.compare(a, b)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn assert_sorted(names: &[&str]) {
        for pair in names.windows(2) {
            assert_eq!(compare_names(pair[0], pair[1]), Ordering::Less, "{pair:?}");
        }
    }

    #[test]
    fn accented_letters_sort_with_their_base_letter() {
        assert_sorted(&["Eclair", "Éclair", "Edamame", "Fries", "Zander"]);
        assert_sorted(&["Obst", "Öl", "Olive", "Pizza"]);
        assert_sorted(&["Spass", "Spaß", "Spatz"]);
        assert_sorted(&["apfel", "Apfel", "äpfel", "Äpfel", "Apfelmus", "birne"]);
    }

    #[test]
    fn numbers_sort_by_their_value() {
        assert_sorted(&["item 1", "item 9", "item 10", "item 100", "item A"]);
        assert_sorted(&["2 eggs", "10 eggs", "Ham"]);
    }

    #[test]
    fn composed_and_decomposed_forms_are_equal() {
        assert_eq!(compare_names("Jos\u{e9}", "Jose\u{301}"), Ordering::Equal);
    }
}
