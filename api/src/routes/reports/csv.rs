//! The product report as CSV (RFC 4180). It is streamed, and spreadsheets do not evaluate any cell as a formula.

use std::borrow::Cow;

use ::csv::{Terminator, WriterBuilder};
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse as _, Response};
use domain::money::Currency;
use futures_util::stream;
use service::http::accept;
use store::reports::{ItemSales, ReportFilter};

/// Number of rows per chunk of the response.
const ROWS_PER_CHUNK: usize = 256;

const HEADER: [&str; 7] = ["number", "name", "category", "quantity", "revenue", "currency", "item_id"];

/// Returns `true` if a request prefers CSV to JSON, which is the default.
pub(super) fn is_preferred(headers: &HeaderMap) -> bool {
    accept::quality(headers, "text/csv") > accept::quality(headers, "application/json")
}

/// Returns the rows as a CSV file.
pub(super) fn to_response(sales: Vec<ItemSales>, filter: &ReportFilter) -> Response {
    let (from, to, currency) = (filter.from, filter.to, filter.currency.clone());
    let heading = std::iter::once(encode([HEADER.map(Cow::from)]));
    let mut remaining = sales.into_iter();
    let chunks = std::iter::from_fn(move || {
        let chunk: Vec<_> = remaining.by_ref().take(ROWS_PER_CHUNK).map(|sale| to_row(&sale, &currency)).collect();
        (!chunk.is_empty()).then(|| encode(chunk))
    });
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8; header=present".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"sales-{from}-{to}.csv\"")),
        (header::VARY, header::ACCEPT.to_string()),
    ];
    (headers, Body::from_stream(stream::iter(heading.chain(chunks)))).into_response()
}

type Row = [Cow<'static, str>; 7];

fn encode(rows: impl IntoIterator<Item = Row>) -> ::csv::Result<Bytes> {
    let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(Vec::new());
    for row in rows {
        writer.write_record(row.iter().map(|cell| cell.as_bytes()))?;
    }
    writer.into_inner().map(Bytes::from).map_err(|error| error.into_error().into())
}

fn to_row(sale: &ItemSales, currency: &Currency) -> Row {
    [
        sale.number.to_string().into(),
        neutralize_formula(sale.name.as_str()).into(),
        neutralize_formula(sale.category.as_str()).into(),
        sale.quantity.to_string().into(),
        format_amount(sale.revenue_cents, currency).into(),
        currency.to_string().into(),
        sale.item_id.to_string().into(),
    ]
}

/// Formats an amount in major units, with all decimals of the currency.
fn format_amount(cents: i64, currency: &Currency) -> String {
    let decimals = usize::from(currency.decimals());
    let digits = format!("{cents:0>width$}", width = decimals + 1);
    let (whole, fraction) = digits.split_at(digits.len() - decimals);
    if fraction.is_empty() { whole.to_owned() } else { format!("{whole}.{fraction}") }
}

/// Adds a leading apostrophe to text that a spreadsheet would evaluate as a formula.
fn neutralize_formula(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn encode_cell(text: &str) -> String {
        let mut row = [""; 7].map(Cow::from);
        row[0] = neutralize_formula(text).into();
        let encoded = String::from_utf8(encode([row]).unwrap().to_vec()).unwrap();
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
    fn amount_has_the_decimals_of_its_currency() {
        for (cents, currency, formatted) in [
            (0, "EUR", "0.00"),
            (7, "EUR", "0.07"),
            (123_450, "EUR", "1234.50"),
            (123_450, "JPY", "123450"),
            (1, "KWD", "0.001"),
        ] {
            assert_eq!(format_amount(cents, &currency.parse().unwrap()), formatted);
        }
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
