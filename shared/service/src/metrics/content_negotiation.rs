//! The two text formats of Prometheus, and the choice between them.

use std::fmt::Write as _;

use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse as _, Response};

use crate::http::accept;

/// A text format of Prometheus.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// The Prometheus text format, version 0.0.4.
    Text,
    /// `OpenMetrics` 1.0.
    OpenMetrics,
}

impl Format {
    /// Returns the format that the `Accept` header names. If the header names both formats with the same quality, returns
    /// `OpenMetrics`.
    ///
    /// Returns `None` if the header names neither format, or accepts JSON with the same or a higher quality: Prometheus never
    /// asks for JSON, but clients such as axios list it together with `text/plain`.
    pub fn from_accept(headers: &HeaderMap) -> Option<Self> {
        let [openmetrics, text, json] = ["application/openmetrics-text", "text/plain", "application/json"]
            .map(|media_type| accept::quality(headers, media_type));
        if openmetrics.max(text) <= json {
            return None;
        }
        Some(if openmetrics >= text { Self::OpenMetrics } else { Self::Text })
    }

    const fn content_type(self) -> &'static str {
        match self {
            Self::Text => "text/plain; version=0.0.4; charset=utf-8",
            Self::OpenMetrics => "application/openmetrics-text; version=1.0.0; charset=utf-8",
        }
    }

    /// Converts metrics that are encoded as `OpenMetrics` to a response in this format.
    pub(super) fn to_response(self, openmetrics: String) -> Response {
        let text = match self {
            Self::Text => to_prometheus_text(&openmetrics),
            Self::OpenMetrics => openmetrics,
        };
        ([(header::CONTENT_TYPE, self.content_type()), (header::CACHE_CONTROL, "no-store")], text).into_response()
    }
}

/// Converts `OpenMetrics` to the older Prometheus format, in which a counter's family has the same name as its series, and there
/// is no end marker.
fn to_prometheus_text(openmetrics: &str) -> String {
    let mut text = String::with_capacity(openmetrics.len());
    let mut help = None;
    for line in openmetrics.lines() {
        if let Some(name_and_help) = line.strip_prefix("# HELP ") {
            help = name_and_help.split_once(' ');
        } else if let Some((name, kind)) = line.strip_prefix("# TYPE ").and_then(|rest| rest.split_once(' ')) {
            let suffix = if kind == "counter" { "_total" } else { "" };
            // Writing to a string cannot fail.
            if let Some((_, help)) = help.take() {
                let _ = writeln!(text, "# HELP {name}{suffix} {help}");
            }
            let _ = writeln!(text, "# TYPE {name}{suffix} {kind}");
        } else if !line.starts_with('#') {
            text.push_str(line);
            text.push('\n');
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn negotiate(accept: &str) -> Option<Format> {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT, accept.parse().unwrap());
        Format::from_accept(&headers)
    }

    #[test]
    fn only_clients_that_name_a_format_get_it() {
        let prometheus = "application/openmetrics-text;version=1.0.0;q=0.5,application/openmetrics-text;version=0.0.1;\
                          q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2";
        assert_eq!(negotiate(prometheus), Some(Format::OpenMetrics));
        assert_eq!(negotiate("application/openmetrics-text, text/plain"), Some(Format::OpenMetrics));
        assert_eq!(negotiate("application/openmetrics-text;q=0.5, text/plain"), Some(Format::Text));
        assert_eq!(negotiate("text/plain"), Some(Format::Text));
        assert_eq!(negotiate("Text/Plain, application/json; q=0.5"), Some(Format::Text));
        let others = [
            "*/*",
            "text/html,application/xhtml+xml,*/*;q=0.8",
            "application/json",
            // The default of axios.
            "application/json, text/plain, */*",
            "text/*",
            "text/plain;q=0",
        ];
        for accept in others {
            assert_eq!(negotiate(accept), None, "{accept}");
        }
        assert_eq!(Format::from_accept(&HeaderMap::new()), None);
    }

    #[test]
    fn text_format_counter_metadata_has_the_total_suffix() {
        let openmetrics = "# HELP a_seconds How long.\n# TYPE a_seconds counter\n# UNIT a_seconds seconds\n\
                           a_seconds_total{kind=\"x\"} 1.5\n# HELP b How many.\n# TYPE b gauge\nb 2.0\n# EOF\n";
        let text = "# HELP a_seconds_total How long.\n# TYPE a_seconds_total counter\n\
                    a_seconds_total{kind=\"x\"} 1.5\n# HELP b How many.\n# TYPE b gauge\nb 2.0\n";
        assert_eq!(to_prometheus_text(openmetrics), text);
    }
}
