//! The same rows for spreadsheets: RFC 4180, in pieces, and no cell that a spreadsheet would take for a formula.

use std::convert::Infallible;
use std::fmt::Write as _;

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse as _, Response};
use futures_util::stream;
use shared::money::Currency;
use shared::store::reports::{Asked, Sale};

/// How many rows are sent at once.
const PIECE: usize = 256;

/// Whether a request would rather have CSV than JSON, which is what it gets if it does not say.
pub(super) fn is_preferred(headers: &HeaderMap) -> bool {
    let (mut csv, mut json) = (0.0, 0.0);
    for accept in headers.get_all(header::ACCEPT) {
        for range in accept.to_str().unwrap_or_default().split(',') {
            let mut parts = range.split(';').map(str::trim);
            let kind = parts.next().unwrap_or_default().to_ascii_lowercase();
            let quality = parts.find_map(|part| part.strip_prefix("q=")?.parse().ok()).unwrap_or(1.0);
            match kind.as_str() {
                "text/csv" => csv = quality,
                "application/json" => json = quality,
                _ => {}
            }
        }
    }
    csv > json
}

/// The rows as a file.
pub(super) fn answer(sales: Vec<Sale>, asked: &Asked) -> Response {
    let (from, to, currency) = (asked.from, asked.to, asked.currency.clone());
    let heading = Bytes::from_static(b"number,name,category,quantity,revenue,currency,item_id\r\n");
    let mut left = sales.into_iter();
    let pieces = std::iter::from_fn(move || {
        let piece: String = left.by_ref().take(PIECE).map(|sale| row(&sale, &currency)).collect();
        (!piece.is_empty()).then(|| Bytes::from(piece))
    });
    let whole = std::iter::once(heading).chain(pieces).map(Ok::<_, Infallible>);
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8; header=present".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"sales-{from}-{to}.csv\"")),
        (header::VARY, header::ACCEPT.to_string()),
    ];
    (headers, Body::from_stream(stream::iter(whole))).into_response()
}

fn row(sale: &Sale, currency: &Currency) -> String {
    let Sale { number, quantity, item_id, .. } = sale;
    let (name, category) = (cell(sale.name.as_str()), cell(sale.category.as_str()));
    let mut row = format!("{number},{name},{category},{quantity},");
    // To a `String` it cannot fail.
    let _written = write!(row, "{},{currency},{item_id}\r\n", amount(sale.revenue_cents, currency));
    row
}

/// In the currency's major unit, with all of its decimals.
fn amount(cents: i64, currency: &Currency) -> String {
    let places = usize::from(currency.decimals());
    let digits = format!("{cents:0>width$}", width = places + 1);
    let (whole, part) = digits.split_at(digits.len() - places);
    if part.is_empty() { whole.to_owned() } else { format!("{whole}.{part}") }
}

/// A text that people wrote. An apostrophe keeps spreadsheets from taking it for a formula.
fn cell(text: &str) -> String {
    let guarded = if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() };
    if guarded.contains([',', '"', '\n', '\r']) { format!("\"{}\"", guarded.replace('"', "\"\"")) } else { guarded }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        assert_eq!(cell("Margherita"), "Margherita");
        assert_eq!(cell("=cmd()"), "'=cmd()");
        assert_eq!(cell("=HYPERLINK(\"x\",\"y\")"), "\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\"");
        for formula in ["+1", "-1", "@sum", "\tx"] {
            assert_eq!(cell(formula), format!("'{formula}"));
        }
        assert_eq!(cell("\rx"), "\"'\rx\"");
        assert_eq!(cell("1 = 1"), "1 = 1");
        assert_eq!(cell("two\nlines, \"quoted\""), "\"two\nlines, \"\"quoted\"\"\"");
    }

    #[test]
    fn an_amount_has_the_decimals_of_its_currency() {
        for (cents, currency, written) in [
            (0, "EUR", "0.00"),
            (7, "EUR", "0.07"),
            (123_450, "EUR", "1234.50"),
            (123_450, "JPY", "123450"),
            (1, "KWD", "0.001"),
        ] {
            assert_eq!(amount(cents, &currency.parse().unwrap()), written);
        }
    }

    #[test]
    fn json_unless_somebody_would_rather_have_csv() {
        for (accept, csv) in [
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
            assert_eq!(is_preferred(&headers), csv, "{accept}");
        }
    }
}
