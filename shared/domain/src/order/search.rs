//! Searching orders by their number, the guest's name, the table, or the phone number.

use std::collections::BTreeSet;

use super::{Guest, Order, OrderNumber};
use crate::search::{search_key, search_words};

/// Minimum number of digits by which a phone number is found.
const MIN_PHONE_DIGITS: usize = 3;

/// Maximum number of digits of a phone number that are compared. The longest international numbers have 15.
const MAX_PHONE_DIGITS: usize = 20;

/// Maximum number of search terms of one order. Further terms are not stored.
const MAX_TERMS: usize = 200;

/// Precedes the digits of phone numbers in search terms, to distinguish them from words.
const PHONE_PREFIX: char = '+';

/// Returns the terms by which an index finds the orders of a guest: the words of the name and of the table, and each suffix of
/// the phone number with at least three digits. Any three or more consecutive digits of the number therefore begin a term.
pub fn search_terms(guest: &Guest) -> BTreeSet<String> {
    let digits = phone_digits(guest);
    let starts = 0..(digits.len() + 1).saturating_sub(MIN_PHONE_DIGITS);
    starts.map(|start| format!("{PHONE_PREFIX}{}", &digits[start..])).chain(words(guest)).take(MAX_TERMS).collect()
}

/// A search for orders.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderSearch {
    number: Option<OrderNumber>,
    words: Vec<String>,
    phone_digits: Option<String>,
}

impl OrderSearch {
    /// Parses the text that a user entered: an order number in any notation (`ORD1101`, `ord-1101`, `#1101`, `1101`),
    /// prefixes of words in the guest's name or the table, or at least three consecutive digits of the phone number.
    pub fn parse(text: &str) -> Self {
        let key = search_key(text);
        let bare = key.trim_start_matches('#').trim_start();
        let after_prefix = bare.strip_prefix("ord").map(|rest| rest.trim_start_matches([' ', '-', '#', '.', ':', '_']));
        let digits = after_prefix.unwrap_or(bare);
        let number = parse_digits(digits).map(OrderNumber);
        if after_prefix.is_some() && number.is_some() {
            return Self { number, words: Vec::new(), phone_digits: None };
        }
        let words: BTreeSet<_> = search_words(text).into_iter().collect();
        Self { number, words: words.into_iter().collect(), phone_digits: parse_phone(&key) }
    }

    /// Returns the order number, if the text can be one.
    pub const fn number(&self) -> Option<OrderNumber> {
        self.number
    }

    /// Returns `true` if no order can match by its guest. If the text is not a [number](Self::number) either, no order matches.
    pub const fn is_number_only(&self) -> bool {
        self.words.is_empty() && self.phone_digits.is_none()
    }

    /// Returns groups of prefixes for an index of [search terms](search_terms). An order can match by its guest only if, for at
    /// least one of the groups, each prefix of the group begins one of the order's terms. The prefixes of a group are sorted by
    /// their expected frequency, rarest first.
    pub fn prefixes(&self) -> Vec<Vec<String>> {
        let mut words = self.words.clone();
        // A number or a long word occurs in fewer orders than a short word.
        let is_number = |word: &String| word.starts_with(|c: char| c.is_ascii_digit());
        words.sort_by_key(|word| (!is_number(word), std::cmp::Reverse(word.chars().count())));
        let phone = self.phone_digits.iter().map(|digits| vec![format!("{PHONE_PREFIX}{digits}")]);
        std::iter::once(words).filter(|words| !words.is_empty()).chain(phone).collect()
    }

    /// Returns `true` if the order matches by its number or by its guest.
    pub fn matches(&self, order: &Order) -> bool {
        self.number == Some(order.number) || self.matches_guest(&order.customer)
    }

    fn matches_guest(&self, guest: &Guest) -> bool {
        if self.phone_digits.as_ref().is_some_and(|digits| phone_digits(guest).contains(digits)) {
            return true;
        }
        let words = words(guest);
        !self.words.is_empty() && self.words.iter().all(|query| words.iter().any(|word| is_beginning(query, word)))
    }
}

/// Returns `true` if a word begins with the query. A number must be complete: table 1 is not table 10.
fn is_beginning(query: &str, word: &str) -> bool {
    let is_digit = |c: char| c.is_ascii_digit();
    word.strip_prefix(query).is_some_and(|rest| !(query.ends_with(is_digit) && rest.starts_with(is_digit)))
}

/// Returns the words of the guest's name and of the table.
fn words(guest: &Guest) -> BTreeSet<String> {
    [&guest.name, &guest.table].into_iter().flatten().flat_map(|text| search_words(text.as_str())).collect()
}

/// Returns the digits of the guest's phone number.
fn phone_digits(guest: &Guest) -> String {
    let key = guest.phone.as_ref().map(|phone| search_key(phone.as_str())).unwrap_or_default();
    key.chars().filter(char::is_ascii_digit).take(MAX_PHONE_DIGITS).collect()
}

/// Returns the digits of a phone number without leading zeros, which are not part of the international form. Returns `None` if
/// the text contains characters other than digits and phone punctuation, or if fewer than three digits remain.
fn parse_phone(key: &str) -> Option<String> {
    let is_phone = key.chars().all(|c| c.is_ascii_digit() || " +-()/.".contains(c));
    let digits: String = key.chars().filter(char::is_ascii_digit).take(MAX_PHONE_DIGITS).collect();
    let digits = digits.trim_start_matches('0');
    (is_phone && digits.len() >= MIN_PHONE_DIGITS).then(|| digits.to_owned())
}

fn parse_digits(text: &str) -> Option<i64> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guest(name: &str, phone: &str, table: &str) -> Guest {
        let detail = |text: &str| (!text.is_empty()).then(|| text.parse().unwrap());
        Guest { name: detail(name), phone: detail(phone), table: detail(table) }
    }

    #[test]
    fn order_numbers_are_recognized_in_every_notation() {
        for text in [
            "ORD1101",
            "ord1101",
            "1101",
            "#1101",
            "# 1101",
            "ORD 1101",
            "ORD-1101",
            "#ORD1101",
            "ORD#1101",
            " ＯＲＤ１１０１ ",
        ] {
            assert_eq!(OrderSearch::parse(text).number(), Some(OrderNumber(1101)), "{text}");
        }
        for text in ["ORD1101", "ord 1101", "ORD-1101"] {
            assert!(OrderSearch::parse(text).is_number_only(), "{text}");
        }
        // These can also be a table or a part of a phone number.
        for text in ["1101", "#1101"] {
            assert!(!OrderSearch::parse(text).is_number_only(), "{text}");
        }
        for text in ["", "ORD", "ORD1101x", "-1101", "11 01", "ordinary", "ORD99999999999999999999"] {
            assert_eq!(OrderSearch::parse(text).number(), None, "{text}");
        }
    }

    #[test]
    fn guests_match_by_words_table_and_phone_number() {
        let guest = guest("María-José García", "+34 600 123 456", "Terrace 12");
        for query in [
            "maria",
            "JOSE",
            "gar",
            "García",
            "garcia maria",
            "mar gar 12",
            "terrace",
            "12",
            "terrace 12",
            "#12",
            "600123456",
            "+34 600 123 456",
            "0034600123456",
            "(600) 123-456",
            "456",
            "6001",
        ] {
            assert!(OrderSearch::parse(query).matches_guest(&guest), "{query}");
        }
        for query in ["", "%", "aria", "maria lopez", "1", "terrace 1", "2", "56", "601", "600123457", "ORD12"] {
            assert!(!OrderSearch::parse(query).matches_guest(&guest), "{query}");
        }
        assert!(!OrderSearch::parse("maria").matches_guest(&Guest::default()));
    }

    #[test]
    fn terms_of_a_matching_guest_begin_with_the_prefixes_of_a_group() {
        let guest = guest("Ὀδυσσεύς II", "(0171) 23 45-678", "T5");
        let terms = search_terms(&guest);
        for query in ["οδυσσευς", "ii od", "t5 ΟΔΥΣ", "0171 2345678", "2345", "678"] {
            let search = OrderSearch::parse(query);
            let begins_a_term = |prefix: &String| terms.iter().any(|term| term.starts_with(prefix.as_str()));
            let is_found = search.prefixes().iter().any(|group| group.iter().all(begins_a_term));
            assert_eq!(is_found, search.matches_guest(&guest), "{query} {terms:?}");
        }
        assert_eq!(OrderSearch::parse("maria 12 jo").prefixes(), [["12", "maria", "jo"]]);
        assert_eq!(search_terms(&Guest::default()).len(), 0);
        let long = "a b ".repeat(50);
        assert!(search_terms(&self::guest(&long, &"7".repeat(200), &long)).len() <= MAX_TERMS);
    }
}
