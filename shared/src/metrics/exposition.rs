//! The two languages in which Prometheus can be told.

use std::fmt::Write as _;

use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse as _, Response};

/// A language of Prometheus.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// The classic text format, 0.0.4.
    Text,
    /// `OpenMetrics` 1.0.
    OpenMetrics,
}

impl Format {
    /// The one that `Accept` names, the newer of both. None for those who want something else, or anything; nor for those
    /// who would like JSON no less, as clients do that name every text they can read: Prometheus never asks for it.
    pub fn asked(headers: &HeaderMap) -> Option<Self> {
        let accepted = headers.get_all(header::ACCEPT).into_iter().filter_map(|value| value.to_str().ok());
        let (mut openmetrics, mut text, mut json) = (0.0_f32, 0.0_f32, 0.0_f32);
        for range in accepted.flat_map(|value| value.split(',')) {
            let (kind, parameters) = range.split_once(';').unwrap_or((range, ""));
            let liked = match kind.trim().to_ascii_lowercase().as_str() {
                "application/openmetrics-text" => &mut openmetrics,
                "text/plain" => &mut text,
                "application/json" => &mut json,
                _ => continue,
            };
            let quality = parameters.split(';').find_map(|one| one.trim().strip_prefix("q=")?.parse().ok());
            *liked = liked.max(quality.unwrap_or(1.0));
        }
        if openmetrics.max(text) <= json {
            return None;
        }
        Some(if openmetrics > 0.0 { Self::OpenMetrics } else { Self::Text })
    }

    const fn content_type(self) -> &'static str {
        match self {
            Self::Text => "text/plain; version=0.0.4; charset=utf-8",
            Self::OpenMetrics => "application/openmetrics-text; version=1.0.0; charset=utf-8",
        }
    }

    /// Answers what was written as `OpenMetrics`.
    pub(super) fn answer(self, openmetrics: String) -> Response {
        let text = match self {
            Self::Text => classic(&openmetrics),
            Self::OpenMetrics => openmetrics,
        };
        ([(header::CONTENT_TYPE, self.content_type()), (header::CACHE_CONTROL, "no-store")], text).into_response()
    }
}

/// The same in the older language: there a counter's family is named as its series are, and nothing marks the end.
pub(super) fn classic(openmetrics: &str) -> String {
    let mut text = String::with_capacity(openmetrics.len());
    let mut help = None;
    for line in openmetrics.lines() {
        if let Some(told) = line.strip_prefix("# HELP ") {
            help = told.split_once(' ');
        } else if let Some((name, kind)) = line.strip_prefix("# TYPE ").and_then(|told| told.split_once(' ')) {
            let suffix = if kind == "counter" { "_total" } else { "" };
            if let Some((_, help)) = help.take() {
                let _infallible = writeln!(text, "# HELP {name}{suffix} {help}");
            }
            let _infallible = writeln!(text, "# TYPE {name}{suffix} {kind}");
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

    fn asked(accept: &str) -> Option<Format> {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT, accept.parse().unwrap());
        Format::asked(&headers)
    }

    #[test]
    fn whoever_names_a_format_gets_it_and_nobody_else() {
        let prometheus = "application/openmetrics-text;version=1.0.0;q=0.5,application/openmetrics-text;version=0.0.1;\
                          q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2";
        assert_eq!(asked(prometheus), Some(Format::OpenMetrics));
        assert_eq!(asked("text/plain"), Some(Format::Text));
        assert_eq!(asked("Text/Plain, application/json; q=0.5"), Some(Format::Text));
        let others = [
            "*/*",
            "text/html,application/xhtml+xml,*/*;q=0.8",
            "application/json",
            // What axios sends unasked.
            "application/json, text/plain, */*",
            "text/*",
            "text/plain;q=0",
        ];
        for other in others {
            assert_eq!(asked(other), None, "{other}");
        }
        assert_eq!(Format::asked(&HeaderMap::new()), None);
    }

    #[test]
    fn the_classic_format_names_a_counter_as_its_series() {
        let openmetrics = "# HELP a_seconds How long.\n# TYPE a_seconds counter\n# UNIT a_seconds seconds\n\
                           a_seconds_total{kind=\"x\"} 1.5\n# HELP b How many.\n# TYPE b gauge\nb 2.0\n# EOF\n";
        let text = "# HELP a_seconds_total How long.\n# TYPE a_seconds_total counter\n\
                    a_seconds_total{kind=\"x\"} 1.5\n# HELP b How many.\n# TYPE b gauge\nb 2.0\n";
        assert_eq!(classic(openmetrics), text);
    }
}
