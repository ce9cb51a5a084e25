//! Parsing of domain values: each type accepts valid input, rejects everything else with a reason, and round-trips.

use domain::Invalid;
use domain::account::{Email, Password, Username};
use domain::calendar::{Timezone, local_day_and_hour};
use domain::clock::Timestamp;
use domain::item::{Category, Description, ImageUrl, Quantity};
use domain::money::{Amount, Cents, Currency, Price, currencies};
use domain::order::{GuestDetail, Note, OrderLine, OrderNumber};
use domain::text::Name;
use proptest::prelude::*;
use serde::de::DeserializeOwned;

fn json<T: DeserializeOwned>(text: &str) -> Result<T, String> {
    serde_json::from_str(text).map_err(|error| error.to_string())
}

fn parse<T: std::str::FromStr<Err = Invalid>>(text: &str) -> Result<T, String> {
    text.parse().map_err(|invalid: Invalid| invalid.0)
}

#[test]
fn quantity_is_a_whole_number_from_1_to_999() {
    for (good, quantity) in [("1", 1), ("2", 2), ("999", 999), ("1.0", 1), ("9.99e2", 999), ("20e-1", 2)] {
        assert_eq!(json::<Quantity>(good).unwrap().get(), quantity);
    }
    for bad in [
        "0",
        "-7",
        "1.5",
        "0.0",
        "1.0000001",
        "1000",
        "1000.0",
        "1000000000000",
        "1e3",
        "99999999999999999999",
        "1e300",
        "\"1\"",
        "null",
        "true",
        "[]",
    ] {
        let message = json::<Quantity>(bad).unwrap_err();
        assert!(message.contains("whole number from 1 to 999"), "{bad}: {message}");
    }
}

#[test]
fn amount_is_parsed_from_its_digits() {
    let cents = |text: &str, currency: &str| -> Result<i64, String> {
        json::<Amount>(text)?.to_cents(&parse::<Currency>(currency)?).map(Cents::get).map_err(|invalid| invalid.0)
    };
    for (text, currency, expected) in [
        ("250.75", "EUR", 25_075),
        ("250.750", "EUR", 25_075),
        ("\"250.75\"", "EUR", 25_075),
        ("2.5075e2", "EUR", 25_075),
        ("25075E-2", "EUR", 25_075),
        ("\" 0250.75 \"", "EUR", 25_075),
        ("0.29", "EUR", 29),
        // Binary floating point would yield 114.99, 409.999… and a different integer.
        ("1.15", "EUR", 115),
        ("4.1", "KWD", 4_100),
        ("90071992547409.93", "EUR", 9_007_199_254_740_993),
        ("0", "EUR", 0),
        ("-0.00", "EUR", 0),
        ("0e999999", "EUR", 0),
        ("1200", "JPY", 1_200),
        ("1.2e3", "JPY", 1_200),
        ("1.234", "KWD", 1_234),
        ("1.2345", "CLF", 12_345),
        ("50000", "INR", 5_000_000),
    ] {
        assert_eq!(cents(text, currency), Ok(expected), "{text} {currency}");
    }
    for (text, currency, why) in [
        ("250.755", "EUR", "must have at most 2 decimals in EUR"),
        ("1e-3", "EUR", "must have at most 2 decimals in EUR"),
        ("0.5", "JPY", "must have no decimals in JPY"),
        ("-1", "EUR", "must not be negative"),
        ("\"-0.01\"", "EUR", "must not be negative"),
        ("1e16", "EUR", "is too large"),
        ("123456789012345678901234567890", "EUR", "is too large"),
        ("1e2000000000", "EUR", "is too large"),
        ("1e99999999999", "EUR", "must be an amount"),
        ("\"1,50\"", "EUR", "must be an amount"),
        ("\"1.\"", "EUR", "must be an amount"),
        ("\".5\"", "EUR", "must be an amount"),
        ("\"NaN\"", "EUR", "must be an amount"),
        ("\"\"", "EUR", "must be an amount"),
        ("\"--1\"", "EUR", "must be an amount"),
        ("true", "EUR", "must be an amount"),
        ("null", "EUR", "must be an amount"),
        ("[1]", "EUR", "must be an amount"),
        ("{}", "EUR", "must be an amount"),
    ] {
        let message = cents(text, currency).unwrap_err();
        assert!(message.contains(why), "{text} {currency}: {message}");
    }
}

proptest! {
    #[test]
    fn decimals_round_trip(cents in 0..=99_999_999_999_999_999_i64, currency in "EUR|JPY|KWD|CLF") {
        let currency: Currency = currency.parse().unwrap();
        let json_number = serde_json::to_string(&Cents::new(cents).unwrap().to_decimal(&currency)).unwrap();
        prop_assert!(!json_number.contains('.') || !json_number.ends_with('0'), "{}", json_number);
        prop_assert_eq!(json::<Amount>(&json_number).unwrap().to_cents(&currency).unwrap().get(), cents);
    }
}

#[test]
fn formatted_amount_has_the_decimals_of_its_currency() {
    for (cents, currency, formatted) in [
        (0, "EUR", "0.00"),
        (7, "EUR", "0.07"),
        (1_400, "USD", "14.00"),
        (123_450, "EUR", "1234.50"),
        (123_450, "JPY", "123450"),
        (1, "KWD", "0.001"),
    ] {
        assert_eq!(parse::<Currency>(currency).unwrap().format_amount(cents), formatted);
    }
}

#[test]
fn price_is_a_whole_number_of_cents() {
    for (good, cents) in [("0", 0), ("1250", 1_250), ("100000000", 100_000_000), ("1250.0", 1_250), ("1.25e3", 1_250)] {
        assert_eq!(json::<Price>(good).unwrap().cents().get(), cents);
    }
    for bad in ["-1", "12.5", "100000001", "9223372036854775808", "9223372036854775807.0", "\"12\"", "null"] {
        assert!(json::<Price>(bad).unwrap_err().contains("whole number of cents"), "{bad}");
    }
}

#[test]
fn currency_is_three_capital_letters() {
    assert_eq!(parse::<Currency>("EUR").unwrap().as_str(), "EUR");
    for bad in ["", "eur", "EURO", "EU", "E1R", "ÄÖÜ", " EUR", "ZZZ", "XXX", "XAU", "XTS"] {
        parse::<Currency>(bad).unwrap_err();
    }
}

#[test]
fn currency_table_lists_the_currencies_in_circulation() {
    let table = currencies();
    for (code, decimals) in
        [("EUR", 2), ("HUF", 2), ("ISK", 0), ("IQD", 3), ("JPY", 0), ("KWD", 3), ("VES", 2), ("XOF", 0)]
    {
        let listed = table.iter().find(|listed| listed.code.as_str() == code).unwrap();
        assert_eq!((listed.decimals, listed.code.decimals()), (decimals, decimals), "{code}");
        listed.code.check_in_circulation().unwrap();
    }
    assert!(table.is_sorted_by(|a, b| a.code < b.code) && table.len() > 150);
    for (code, message) in [("HRK", "use EUR"), ("SLL", "use SLE"), ("CLF", "not a unit of account")] {
        assert!(table.iter().all(|listed| listed.code.as_str() != code), "{code}");
        let invalid = parse::<Currency>(code).unwrap().check_in_circulation().unwrap_err();
        assert!(invalid.0.contains(message), "{code}: {invalid}");
    }
}

#[test]
fn username_is_stored_in_lower_case() {
    for (raw, normalized) in
        [("Ada", "ada"), ("  dana.l-o_1+x ", "dana.l-o_1+x"), ("ÉMILE", "émile"), ("李小龙", "李小龙")]
    {
        assert_eq!(parse::<Username>(raw).unwrap().as_str(), normalized);
    }
    for bad in ["", "ab", "a b c", "a\nbc", "tab\tbed", "<script>", "a/b/c", "ada\0", &"a".repeat(65)] {
        parse::<Username>(bad).unwrap_err();
    }
}

#[test]
fn email_address_has_a_local_part_and_a_domain() {
    for (raw, normalized) in
        [(" Dana@Example.COM ", "dana@example.com"), ("a+b@c.d.e", "a+b@c.d.e"), ("\"a@b\"@c.de", "\"a@b\"@c.de")]
    {
        assert_eq!(parse::<Email>(raw).unwrap().as_str(), normalized);
    }
    let long = format!("{}@example.com", "a".repeat(250));
    for bad in [
        "",
        "dana",
        "@example.com",
        "dana@",
        "dana@example",
        "dana@.com",
        "dana@com.",
        "da na@example.com",
        "dana@exa\nmple.com",
        &long,
    ] {
        parse::<Email>(bad).unwrap_err();
    }
}

#[test]
fn image_url_is_https_or_below_images() {
    for good in ["https://example.com/a.png", "https://example.com:8443/ä?b=c#d", "/images/pizza.jpg"] {
        assert_eq!(parse::<ImageUrl>(good).unwrap().as_str(), good);
    }
    for bad in [
        "",
        "http://example.com/a.png",
        "//example.com/a.png",
        "javascript:alert(1)",
        "data:image/png;base64,AA",
        "https://",
        "https://user@example.com/",
        "https://user:password@example.com/",
        "https://exa mple.com/",
        "/images/../secrets",
        "images/a.png",
        "/other/a.png",
        "HTTPS:example.com\u{0}",
        " https://example.com/a.png",
        &format!("https://example.com/{}", "a".repeat(2_000)),
    ] {
        assert!(parse::<ImageUrl>(bad).is_err(), "{bad}");
    }
}

#[test]
fn order_number_is_parsed_in_any_case() {
    for (raw, number) in [("ORD1001", 1001), ("ord1001", 1001), ("Ord0007", 7)] {
        assert_eq!(parse::<OrderNumber>(raw).unwrap(), OrderNumber(number));
    }
    assert_eq!(OrderNumber(1001).to_string(), "ORD1001");
    for bad in ["", "ORD", "1001", "ORD-1", "ORD+1", "ORD 1", "ORD1001x", "ORD99999999999999999999", "ÖRD1", "€1"] {
        parse::<OrderNumber>(bad).unwrap_err();
    }
}

/// The rules of each of these zones have changed since 2021.
#[test]
fn local_times_follow_the_current_time_zone_rules() {
    for (zone, instant, day, hour) in [
        ("America/Mexico_City", "2026-07-10T05:30:00Z", "2026-07-09", 23), // no daylight saving time since 2022
        ("America/Chihuahua", "2026-01-15T06:30:00Z", "2026-01-15", 0),    // UTC−6 since 2022
        ("America/Ciudad_Juarez", "2026-07-01T05:30:00Z", "2026-06-30", 23), // a zone since 2022
        ("America/Coyhaique", "2026-07-01T03:30:00Z", "2026-07-01", 0),    // a zone since 2025, always UTC−3
        ("America/Asuncion", "2026-07-01T03:30:00Z", "2026-07-01", 0),     // always UTC−3 since 2024
        ("America/Nuuk", "2026-01-15T02:30:00Z", "2026-01-15", 0),         // UTC−2 since 2023
        ("Asia/Amman", "2026-01-15T21:30:00Z", "2026-01-16", 0),           // always UTC+3 since 2022
        ("Asia/Damascus", "2026-01-15T21:30:00Z", "2026-01-16", 0),        // always UTC+3 since 2022
        ("Asia/Tehran", "2026-07-01T20:00:00Z", "2026-07-01", 23),         // no daylight saving time since 2022
        ("Asia/Almaty", "2026-06-01T18:30:00Z", "2026-06-01", 23),         // UTC+5 since 2024
        ("Africa/Cairo", "2026-07-01T21:30:00Z", "2026-07-02", 0),         // daylight saving time since 2023
        ("Pacific/Fiji", "2026-01-15T11:30:00Z", "2026-01-15", 23),        // no daylight saving time since 2021
    ] {
        let (zone_id, at): (Timezone, Timestamp) = (parse(zone).unwrap(), parse(instant).unwrap());
        let (local_day, local_hour) = local_day_and_hour(Some(&zone_id), at);
        assert_eq!((local_day.to_string().as_str(), local_hour), (day, hour), "{zone}");
    }
}

#[test]
fn time_zone_is_in_the_iana_database() {
    for zone in ["Europe/Paris", "America/Argentina/Buenos_Aires", "Etc/UTC", "UTC"] {
        parse::<Timezone>(zone).unwrap();
    }
    assert_eq!(parse::<Timezone>("UTC").unwrap().as_str(), "Etc/UTC");
    let other_names = ["Europe/Paris ", "europe/paris", "Etc/Unknown", "Factory"];
    for bad in ["", "Europe", "Mars/Olympus_Mons", "CEST+2", "../etc/passwd"].into_iter().chain(other_names) {
        assert!(parse::<Timezone>(bad).is_err(), "{bad}");
    }
}

#[test]
fn text_is_trimmed_and_measured_in_characters() {
    assert_eq!(parse::<Name>("  Da Noi \n").unwrap().as_str(), "Da Noi");
    assert_eq!(parse::<Name>(&"🍕".repeat(200)).unwrap().as_str().chars().count(), 200);
    for bad in ["", " \n ", "a\0b", "a\u{1b}[31m", &"x".repeat(201)] {
        parse::<Name>(bad).unwrap_err();
    }
    assert_eq!(parse::<Note>("").unwrap().as_str(), "");
    assert_eq!(parse::<Note>("no onions\nplease").unwrap().as_str(), "no onions\nplease");
    parse::<Note>(&"x".repeat(501)).unwrap_err();
    parse::<GuestDetail>(&"x".repeat(201)).unwrap_err();
    parse::<Category>(&"x".repeat(61)).unwrap_err();
    parse::<Description>(&"x".repeat(2_001)).unwrap_err();
}

#[test]
fn password_has_8_to_128_characters_and_is_redacted() {
    for good in ["12345678".to_owned(), "ü".repeat(128)] {
        let password: Password = parse(&good).unwrap();
        assert_eq!(password.expose(), good);
        assert!(!format!("{password:?}").contains(&good));
    }
    for short in ["", "1234567"] {
        let password: Password = parse(short).unwrap();
        assert_eq!(password.check_length(8).unwrap_err().0, "must have 8 to 128 characters");
    }
    assert!(parse::<Password>(&"x".repeat(129)).is_err());
}

#[test]
fn invisible_names_are_empty() {
    for invisible in [
        "\u{3164}",
        "\u{3164}\u{3164}\u{3164}",
        "\u{2800}",
        "\u{fe0f}",
        "\u{e0041}\u{e0042}\u{e007f}",
        "\u{200b}\u{200d}\u{2060}\u{feff}",
        "\u{115f}\u{1160}\u{ffa0}",
        "\u{34f}\u{180e}\u{17b4}",
        "\u{202e}\u{2066}\u{200f}",
        "\u{1d159} \u{13441}",
        "\u{301}\u{302}",
        &"\u{301}".repeat(180),
        "\u{20e3}",
        " \u{301}\u{a0}\u{2028} ",
        "\u{fffe}",
        "\u{fdd0}\u{fdef}\u{ffff}",
        "\u{1fffe}\u{10ffff}",
        "\u{e000}",
        "\u{f8ff}\u{f0000}\u{100000}",
        "\u{fffc}",
        "\u{600}",
        "\u{6dd}\u{70f}\u{8e2}",
        "\u{110bd}\u{110cd}",
        "\u{13430}\u{13440}",
        "\u{93e}",
        "\u{fffc} \u{e000}\u{fffe}\u{600}",
    ] {
        assert_eq!(parse::<Name>(invisible).unwrap_err(), "must not be empty", "{}", invisible.escape_unicode());
        assert_eq!(parse::<Note>(invisible).unwrap().as_str(), "", "{}", invisible.escape_unicode());
        parse::<Username>(invisible).unwrap_err();
    }
}

#[test]
fn invisible_and_bidirectional_characters_are_removed() {
    for (raw, visible) in [
        ("\u{202e} no nuts", "no nuts"),
        ("no\u{202e} nuts\u{202c}", "no nuts"),
        ("\u{2066}a\u{2069}\u{200e}b\u{61c}c", "abc"),
        ("Da\u{ad}na\u{3164}", "Dana"),
        ("a\u{200b}b\u{200d}c\u{200c}d", "abcd"),
        ("Pizza\u{fe0f}", "Pizza"),
        ("Tea\u{e0041}\u{e007f}", "Tea"),
        ("🍕\u{e0041}\u{e007f}", "🍕"),
        ("🏴\u{e0067}", "🏴"),
        ("🍕\u{200d}", "🍕"),
        ("a\u{2800}b", "a b"),
        ("one\u{2028}two", "one\ntwo"),
        ("\u{301}Dana", "Dana"),
        ("❤\u{fe0f}\u{fe0f}", "❤\u{fe0f}"),
        ("مر\u{200c} حبا", "مر حبا"),
        ("Da\u{fffe}na\u{fdd0}\u{10ffff}", "Dana"),
        ("👩\u{fffe}\u{200d}\u{ffff}👩", "👩\u{200d}👩"),
        ("\u{ffff}\u{301}Dana", "Dana"),
    ] {
        assert_eq!(parse::<Note>(raw).unwrap().as_str(), visible, "{}", raw.escape_unicode());
    }
}

#[test]
fn scripts_and_emoji_are_kept() {
    for text in [
        "مرحبا بكم",
        "عُمَر الخَيّام",
        "می\u{200c}خواهم",
        "שָׁלוֹם",
        "שלום Dana!",
        "क\u{94d}\u{200d}ष",
        "ශ\u{dca}\u{200d}රී",
        "അവന\u{d4d}\u{200d}",
        "日本語 葛\u{e0100}",
        "한국어",
        "Nguyễn Thị Ánh",
        "Nguye\u{302}\u{303}n",
        "བསྒྲུབས་",
        "👩\u{200d}👩\u{200d}👧\u{200d}👦 family",
        "🏳\u{fe0f}\u{200d}🌈",
        "🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}",
        "👍🏽 1\u{fe0f}\u{20e3} ❤\u{fe0f} ⚠\u{fe0e}",
        "🧑🏿\u{200d}🍳",
        "👁\u{fe0f}\u{200d}🗨\u{fe0f}",
        "🇪🇸",
        "⠓⠊",
        "🍕",
        "!",
        "€",
        "½",
        "\u{1facf}",
        "\u{fffd}",
        "\u{600}\u{661}\u{662}",
        "Dana \u{e000}",
        "Dana\u{fffc}",
    ] {
        assert_eq!(parse::<Name>(text).unwrap().as_str(), text);
    }
}

#[test]
fn combining_marks_in_a_row_are_limited() {
    let reason = "must not have more than 8 combining marks in a row";
    parse::<Name>(&format!("e{}", "\u{301}".repeat(8))).unwrap();
    assert_eq!(parse::<Name>(&format!("e{}", "\u{301}".repeat(9))).unwrap_err(), reason);
    assert_eq!(parse::<Note>(&format!("Dana e{}", "\u{301}".repeat(180))).unwrap_err(), reason);
}

#[test]
fn username_is_normalized_and_has_letters_of_one_script() {
    for (raw, normalized) in [
        ("ＤＡＮＡ１", "dana1"),
        ("ﬁona", "fiona"),
        ("Zoe\u{308}", "zo\u{eb}"),
        ("ОЛЕГ_1", "олег_1"),
        ("李小龙", "李小龙"),
        ("東京タワー", "東京タワー"),
        ("ひらがな漢字", "ひらがな漢字"),
        ("محمد", "محمد"),
    ] {
        assert_eq!(parse::<Username>(raw).unwrap().as_str(), normalized, "{raw}");
    }
    for (raw, reason) in [
        ("dana@example.com", "may contain only letters, digits and . _ - +"),
        ("dana＠example", "may contain only letters, digits and . _ - +"),
        ("d\u{430}na", "must not mix letters of different scripts"),
        ("dana\u{3b1}", "must not mix letters of different scripts"),
        ("dan\u{3164}a", "must not contain invisible characters"),
        ("\u{5b0}\u{5b1}\u{5b2}", "must not contain invisible characters"),
    ] {
        assert_eq!(parse::<Username>(raw).unwrap_err(), reason, "{raw}");
    }
    let address: Email = parse("Dana@Example.COM").unwrap();
    assert_eq!(Username::from_email(&address).unwrap().as_str(), "dana@example.com");
    Username::from_email(&parse("\"a!b\"@example.com").unwrap()).unwrap_err();
}

#[test]
fn email_address_has_no_invisible_characters() {
    for bad in
        ["da\u{200b}na@example.com", "\u{202e}dana@example.com", "\u{3164}@example.com", "da\u{fffe}na@example.com"]
    {
        assert!(parse::<Email>(bad).is_err(), "{}", bad.escape_unicode());
    }
}

#[test]
fn password_is_normalized() {
    for (raw, normalized) in [
        ("Jose\u{301} y Zoe\u{308}", "Jos\u{e9} y Zo\u{eb}"),
        ("ｐａｓｓｗｏｒｄ", "password"),
        (" a\u{a0}b c d ", " a b c d "),
    ] {
        assert_eq!(parse::<Password>(raw).unwrap().expose(), normalized);
    }
}

/// Asserts that parsing a normalized value again returns it unchanged, from text and from JSON.
fn assert_normalization_is_stable<
    T: std::str::FromStr<Err = Invalid> + std::fmt::Display + PartialEq + std::fmt::Debug + DeserializeOwned,
>(
    raw: &str,
) {
    if let Ok(normalized) = raw.parse::<T>() {
        assert_eq!(normalized.to_string().parse::<T>().unwrap(), normalized);
        let wire = serde_json::to_string(&normalized.to_string()).unwrap();
        assert_eq!(serde_json::from_str::<T>(&wire).unwrap(), normalized);
    }
}

proptest! {
    #[test]
    fn quantities_and_prices_keep_their_value(number in any::<i64>()) {
        prop_assert_eq!(Quantity::new(number).map(Quantity::get).ok(), (1..=999).contains(&number).then_some(number));
        let price = Price::new(number).map(|price| price.cents().get()).ok();
        prop_assert_eq!(price, (0..=Price::MAX).contains(&number).then_some(number));
        prop_assert_eq!(Cents::new(number).map(Cents::get).ok(), (number >= 0).then_some(number));
        let text = number.to_string();
        prop_assert_eq!(json::<Quantity>(&text).ok().map(Quantity::get), (1..=999).contains(&number).then_some(number));
    }

    #[test]
    fn totals_are_exact(lines in proptest::collection::vec((0..=Price::MAX, 1_i64..=999), 1..=50)) {
        let total: Cents = lines.iter().map(|&(price, quantity)| Cents::new(price).unwrap().times(quantity)).sum();
        let exact: i128 = lines.iter().map(|&(price, quantity)| i128::from(price) * i128::from(quantity)).sum();
        prop_assert_eq!(i128::from(total.get()), exact);
    }

    #[test]
    fn normalization_is_stable(raw in "\\PC{0,80}") {
        assert_normalization_is_stable::<Username>(&raw);
        assert_normalization_is_stable::<Email>(&raw);
        assert_normalization_is_stable::<Name>(&raw);
        assert_normalization_is_stable::<Note>(&raw);
        assert_normalization_is_stable::<ImageUrl>(&raw);
        assert_normalization_is_stable::<Timezone>(&raw);
        assert_normalization_is_stable::<Currency>(&raw);
        let _valid_or_not = raw.parse::<OrderNumber>();
    }

    #[test]
    fn username_and_email_normalization_is_stable(raw in "[A-Za-z0-9ßİéÅ._@+-]{1,70}(@[a-zİ.]{1,10})?") {
        assert_normalization_is_stable::<Username>(&raw);
        assert_normalization_is_stable::<Email>(&raw);
    }

    #[test]
    fn order_numbers_round_trip(number in 0..i64::MAX) {
        prop_assert_eq!(OrderNumber(number).to_string().parse::<OrderNumber>().unwrap(), OrderNumber(number));
    }
}

/// An older version accepted texts that are refused now.
#[test]
fn stored_note_of_a_line_is_not_checked_again() {
    let note = format!("Z{}", "\u{301}".repeat(20));
    parse::<Note>(&note).unwrap_err();
    let id = "0190a6c8-0000-7000-8000-000000000001";
    let stored = serde_json::json!({
        "item_id": id, "name": "Margherita", "quantity": 1, "unit_price_cents": 950, "line_total_cents": 950, "note": note,
    });
    let line: OrderLine = serde_json::from_value(stored.clone()).unwrap();
    assert_eq!(serde_json::to_value(&line).unwrap(), stored);
}
