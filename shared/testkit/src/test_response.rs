//! A response of the API, with assertions.

use reqwest::header::HeaderMap;
use serde_json::Value;

/// Fragments of internal error messages, which no error response may contain.
const INTERNALS: [&str; 5] = ["sqlx", "panicked", "src/", "Error(", "serde"];

/// A response that was read completely.
#[derive(Clone, Debug)]
pub struct TestResponse {
    /// Method and path of the request, such as `POST /api/orders`.
    pub request: String,
    /// The HTTP status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub text: String,
    /// The body as JSON, or `null` if it is not JSON.
    pub body: Value,
}

impl TestResponse {
    /// Creates a response and parses its body.
    pub fn new(request: String, status: u16, headers: HeaderMap, text: String) -> Self {
        let body = serde_json::from_str(&text).unwrap_or_default();
        Self { request, status, headers, text, body }
    }

    /// Asserts that the response has this status and returns its body.
    #[track_caller]
    pub fn expect_status(self, status: u16) -> Value {
        assert_eq!(self.status, status, "{}: {}", self.request, self.text);
        self.body
    }

    /// Asserts that the response is a problem with this status and the type `/problems/<slug>`, and returns the problem.
    #[track_caller]
    pub fn expect_problem(self, status: u16, slug: &str) -> Value {
        assert_eq!(self.status, status, "{}: {}", self.request, self.text);
        assert_eq!(self.body["type"], format!("/problems/{slug}"), "{}: {}", self.request, self.text);
        self.body
    }

    /// Asserts that the request was invalid (422), and returns the rejected fields in the order of the response.
    #[track_caller]
    pub fn expect_invalid_fields(self) -> Vec<String> {
        let problem = self.expect_problem(422, "invalid");
        let errors = problem["errors"].as_array().unwrap().iter();
        errors.map(|error| error["field"].as_str().unwrap().to_owned()).collect()
    }

    /// Returns the value of a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    /// Asserts that the response has the headers that all responses share, and that an error response, except to HEAD or
    /// `/readyz`, is a problem document (RFC 9457) without internal details.
    #[track_caller]
    pub fn assert_well_formed(&self) {
        let what = format!("{} {}: {}", self.request, self.status, self.text);
        assert!(self.header("x-request-id").is_some_and(|id| !id.is_empty()), "no x-request-id: {what}");
        assert_eq!(self.header("x-content-type-options"), Some("nosniff"), "{what}");
        if self.status < 400 || self.request.starts_with("HEAD") || self.request.ends_with("/readyz") {
            return;
        }
        assert_eq!(self.header("content-type"), Some("application/problem+json"), "{what}");
        assert!(self.body["type"].as_str().is_some_and(|kind| kind.starts_with("/problems/")), "{what}");
        assert_eq!(self.body["status"], self.status, "{what}");
        assert!(self.body["title"].as_str().is_some_and(|title| !title.is_empty()), "{what}");
        assert!(self.body["detail"].as_str().is_some_and(|detail| detail.ends_with('.')), "{what}");
        assert!(self.body["trace_id"].as_str().is_some_and(|trace| trace.len() == 32), "{what}");
        for internal in INTERNALS {
            assert!(!self.text.contains(internal), "{internal} in {what}");
        }
        match self.status {
            401 => assert_eq!(self.header("www-authenticate"), Some("Bearer"), "{what}"),
            429 | 503 => {
                let seconds = self.header("retry-after").and_then(|after| after.parse::<u64>().ok());
                assert!(seconds.is_some_and(|seconds| (1..=60).contains(&seconds)), "{what}");
            }
            _ => {}
        }
    }
}
