//! The `Accept` header (RFC 9110, section 12.5.1), for the few routes that offer more than one media type.

use axum::http::{HeaderMap, header};

/// Returns the quality (0.0 to 1.0) that a request assigns to the full name of a media type, such as `text/csv`.
///
/// Ranges such as `*/*` and `text/*` are ignored, so that a client that accepts anything receives the route's default type. If a
/// type is listed several times, the highest quality counts.
pub fn quality(headers: &HeaderMap, media_type: &str) -> f32 {
    let values = headers.get_all(header::ACCEPT).into_iter().filter_map(|value| value.to_str().ok());
    let qualities = values.flat_map(|value| value.split(',')).filter_map(|range| {
        let mut parts = range.split(';').map(str::trim);
        let is_match = parts.next()?.eq_ignore_ascii_case(media_type);
        let quality = parts.find_map(|parameter| parameter.strip_prefix("q=")?.parse().ok());
        is_match.then_some(quality.unwrap_or(1.0_f32))
    });
    qualities.fold(0.0, f32::max)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quality_is_that_of_the_full_media_type() {
        for (accept, expected) in [
            ("text/csv", 1.0),
            ("Text/CSV; header=present; q=0.25, application/json", 0.25),
            ("text/csv;q=0.1, text/csv;q=0.5", 0.5),
            ("text/csv;q=0", 0.0),
            ("text/csv;q=x", 1.0),
            ("*/*, text/*", 0.0),
            ("", 0.0),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT, accept.parse().unwrap());
            assert!((quality(&headers, "text/csv") - expected).abs() < f32::EPSILON, "{accept}");
        }
        assert!(quality(&HeaderMap::new(), "text/csv").abs() < f32::EPSILON);
    }
}
