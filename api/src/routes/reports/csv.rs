//! The product report as CSV (RFC 4180). It is streamed, and spreadsheets do not evaluate any cell as a formula.
//!
//! There are two formats: one for programs, and one for files that users open in a spreadsheet. A CSV file has no types, so
//! spreadsheets guess them from the text of each cell, in the notation of the user's locale.

mod words;

use std::borrow::Cow;

use ::csv::{Terminator, WriterBuilder};
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse as _, Response};
use domain::money::Currency;
use futures_util::stream;
use serde::Deserialize;
use service::http::accept;
use store::reports::{ItemSales, ReportFilter};
use utoipa::ToSchema;

use words::{is_truth_value, is_value_word};

/// Number of rows per chunk of the response.
const ROWS_PER_CHUNK: usize = 256;

const HEADER: [&str; 7] = ["number", "name", "category", "quantity", "revenue", "currency", "item_id"];

/// Returns `true` if a request prefers CSV to JSON, which is the default.
pub(super) fn is_preferred(headers: &HeaderMap) -> bool {
    accept::quality(headers, "text/csv") > accept::quality(headers, "application/json")
}

/// The character between the whole and the fractional part of a number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum DecimalSeparator {
    /// `1234.50`, and commas between the cells.
    #[default]
    Point,
    /// `1234,50`, and semicolons between the cells.
    Comma,
}

/// The format of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CsvFormat {
    /// For programs: always the same notation, without a byte order mark.
    Plain,
    /// For spreadsheets: with the decimal separator of the user's locale and a byte order mark. Without the mark, spreadsheets
    /// would decode the file in the encoding of the user's system.
    Spreadsheet(DecimalSeparator),
}

impl CsvFormat {
    const fn byte_order_mark(self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::Spreadsheet(_) => "\u{feff}",
        }
    }

    const fn delimiter(self) -> u8 {
        match self {
            Self::Plain | Self::Spreadsheet(DecimalSeparator::Point) => b',',
            Self::Spreadsheet(DecimalSeparator::Comma) => b';',
        }
    }

    /// Returns the content of a text cell. Prepends an apostrophe to a text that spreadsheets would evaluate as a formula and, in
    /// files for spreadsheets, to a text that they would convert to a value.
    fn text_cell(self, text: &str) -> Cow<'static, str> {
        let is_value = matches!(self, Self::Spreadsheet(separator) if looks_like_value(text, separator));
        if is_value || looks_like_formula(text) { format!("'{text}").into() } else { text.to_owned().into() }
    }

    /// Returns the text of a cell with an amount in major units, with all decimals of the currency.
    fn amount_cell(self, cents: i64, currency: &Currency) -> Cow<'static, str> {
        let amount = currency.format_amount(cents);
        if self == Self::Spreadsheet(DecimalSeparator::Comma) { amount.replace('.', ",").into() } else { amount.into() }
    }

    fn to_row(self, sale: &ItemSales, currency: &Currency) -> Row {
        [
            sale.number.to_string().into(),
            self.text_cell(sale.name.as_str()),
            self.text_cell(sale.category.as_str()),
            sale.quantity.to_string().into(),
            self.amount_cell(sale.revenue_cents, currency),
            currency.to_string().into(),
            sale.item_id.to_string().into(),
        ]
    }

    fn encode(self, rows: impl IntoIterator<Item = Row>) -> ::csv::Result<Bytes> {
        let mut builder = WriterBuilder::new();
        let mut writer = builder.delimiter(self.delimiter()).terminator(Terminator::CRLF).from_writer(Vec::new());
        for row in rows {
            writer.write_record(row.iter().map(|cell| cell.as_bytes()))?;
        }
        writer.into_inner().map(Bytes::from).map_err(|error| error.into_error().into())
    }
}

/// Returns the rows as a CSV file.
pub(super) fn to_response(sales: Vec<ItemSales>, filter: &ReportFilter, format: CsvFormat) -> Response {
    let (from, to, currency) = (filter.from, filter.to, filter.currency.clone());
    let heading = format.encode([HEADER.map(Cow::from)]);
    let heading = heading.map(|heading| [format.byte_order_mark().as_bytes(), &heading].concat().into());
    let mut remaining = sales.into_iter();
    let chunks = std::iter::from_fn(move || {
        let sales = remaining.by_ref().take(ROWS_PER_CHUNK);
        let chunk: Vec<_> = sales.map(|sale| format.to_row(&sale, &currency)).collect();
        (!chunk.is_empty()).then(|| format.encode(chunk))
    });
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8; header=present".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"sales-{from}-{to}.csv\"")),
        (header::VARY, header::ACCEPT.to_string()),
    ];
    (headers, Body::from_stream(stream::iter(std::iter::once(heading).chain(chunks)))).into_response()
}

type Row = [Cow<'static, str>; 7];

/// Returns `true` for text that a spreadsheet would evaluate as a formula. A leading apostrophe prevents the evaluation.
fn looks_like_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r'])
}

/// Returns `true` for text that a spreadsheet would convert to a number, a date, a time or a truth value, which changes it: `007`
/// to 7, `1/2` to a day in January or February, `2e5` to 200000.
fn looks_like_value(text: &str, separator: DecimalSeparator) -> bool {
    let has_digit = text.contains(|c: char| c.is_ascii_digit());
    let is_separator = |c: char| c.is_ascii_digit() || c.is_whitespace() || ".,:;/-+%()'_$€£¥".contains(c);
    let mut words = text.split(is_separator).filter(|word| !word.is_empty());
    is_truth_value(text) || (has_digit && words.all(|word| is_value_word(word, separator)))
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn encode_cell(text: &str) -> String {
        let mut row = [""; 7].map(Cow::from);
        row[0] = CsvFormat::Plain.text_cell(text);
        let encoded = String::from_utf8(CsvFormat::Plain.encode([row]).unwrap().to_vec()).unwrap();
        encoded.strip_suffix(",,,,,,\r\n").unwrap().to_owned()
    }

    #[test]
    fn cells_are_quoted_and_never_formulas() {
        assert_eq!(encode_cell("Margherita"), "Margherita");
        assert_eq!(encode_cell("=cmd()"), "'=cmd()");
        assert_eq!(encode_cell("=HYPERLINK(\"x\",\"y\")"), "\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\"");
        for formula in ["+1", "-1", "@sum", "\tx"] {
            assert_eq!(encode_cell(formula), format!("'{formula}"));
        }
        assert_eq!(encode_cell("\rx"), "\"'\rx\"");
        assert_eq!(encode_cell("1 = 1"), "1 = 1");
        assert_eq!(encode_cell("two\nlines, \"quoted\""), "\"two\nlines, \"\"quoted\"\"\"");
    }

    #[test]
    fn texts_that_spreadsheets_would_convert_are_marked_as_text() {
        let spreadsheet = CsvFormat::Spreadsheet(DecimalSeparator::Point);
        for text in [
            "007",
            "1.50",
            "1,5",
            "1e5",
            "1E+3",
            "50%",
            "€5",
            "(5)",
            "1/2",
            "3-4",
            "2026-01-02",
            "12:30",
            "5 pm",
            "Dec 24",
            "MAR1",
            "1 March 2026",
            "TRUE",
            "false",
            "12345678901234567890",
            "1 1/2",
            " true ",
        ] {
            assert_eq!(spreadsheet.text_cell(text), format!("'{text}"));
            assert_eq!(CsvFormat::Plain.text_cell(text), text);
        }
        for text in [
            "Margherita",
            "2 eggs",
            "7up",
            "No. 7",
            "Crème 1/2",
            "May",
            "True Love",
            "Vero Italiano",
            "真鯛",
            "1 = 1",
            "e",
            "½",
            "",
        ] {
            assert_eq!(spreadsheet.text_cell(text), text);
        }
        assert_eq!(spreadsheet.text_cell("=1+1"), "'=1+1");
    }

    #[test]
    fn words_of_other_languages_are_marked_as_text() {
        let texts = "24. Dez, 3 MÄRZ 2026, 14 juillet, 2 août, 1 enero, 1 Mag, 5 abril, 6 december, 3 maja, 1. ledna, \
            6 joulukuuta, 15 március, 29 EKİM, 9 мая, 25 Μαρτίου, wahr, FALSCH, Vrai, faux, VERDADERO, Falso, vero, \
            verdadeiro, Onwaar, PRAWDA, fałsz, FAŁSZ, Nepravda, sant, FALSKT, sand, falsk, Usann, EPÄTOSI, \
            epa\u{308}tosi, igaz, HAMIS, DOĞRU, yanlış, YANLIŞ, Истина, ЛОЖЬ, ΑΛΗΘΉΣ, ΑΛΗΘΗΣ, ψευδής, ΛΆΘΟΣ, 참, 거짓, \
            真";
        let [with_point, with_comma] = [DecimalSeparator::Point, DecimalSeparator::Comma].map(CsvFormat::Spreadsheet);
        for text in texts.split(", ") {
            assert_eq!(with_point.text_cell(text), format!("'{text}"));
            assert_eq!(with_comma.text_cell(text), format!("'{text}"));
            assert_eq!(CsvFormat::Plain.text_cell(text), text);
        }
        // `set` is September in Italian, which has a decimal comma.
        assert_eq!(with_point.text_cell("Set 2"), "Set 2");
        assert_eq!(with_comma.text_cell("Set 2"), "'Set 2");
    }

    #[test]
    fn decimal_comma_is_separated_by_semicolons() {
        let (euro, format) = ("EUR".parse().unwrap(), CsvFormat::Spreadsheet(DecimalSeparator::Comma));
        assert_eq!(format.amount_cell(123_450, &euro), "1234,50");
        let mut row = [""; 7].map(Cow::from);
        row[0] = format.text_cell("a;b, c");
        assert_eq!(format.encode([row]).unwrap(), "\"a;b, c\";;;;;;\r\n");
    }

    #[test]
    fn json_is_the_default_and_csv_must_be_preferred() {
        for (accept, prefers_csv) in [
            ("text/csv", true),
            ("text/csv, */*;q=0.1", true),
            ("application/json;q=0.5, Text/CSV", true),
            ("*/*", false),
            ("", false),
            ("application/json, text/csv", false),
            ("text/csv;q=0", false),
            ("text/csv;header=present;q=0.2,application/json;q=0.9", false),
        ] {
            let headers = HeaderMap::from_iter([(header::ACCEPT, HeaderValue::from_static(accept))]);
            assert_eq!(is_preferred(&headers), prefers_csv, "{accept}");
        }
    }
}
