//! What came back.

use reqwest::header::HeaderMap;
use serde_json::Value;

/// An answer, read to its end.
#[derive(Clone, Debug)]
pub struct Answer {
    /// `POST /api/orders`, for messages.
    pub what: String,
    pub status: u16,
    pub headers: HeaderMap,
    pub text: String,
    /// The body's JSON; null if there is none.
    pub body: Value,
}

impl Answer {
    /// The body of an answer that has this status.
    #[track_caller]
    pub fn expect(self, status: u16) -> Value {
        assert_eq!(self.status, status, "{}: {}", self.what, self.text);
        self.body
    }

    /// The problem of a refusal of this kind.
    #[track_caller]
    pub fn refused(self, status: u16, slug: &str) -> Value {
        assert_eq!(self.status, status, "{}: {}", self.what, self.text);
        assert_eq!(self.body["type"], format!("/problems/{slug}"), "{}: {}", self.what, self.text);
        self.body
    }

    /// The fields of a 422, in their order.
    #[track_caller]
    pub fn invalid(self) -> Vec<String> {
        let problem = self.refused(422, "invalid");
        let errors = problem["errors"].as_array().unwrap().iter();
        errors.map(|error| error["field"].as_str().unwrap().to_owned()).collect()
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    /// Every refusal, whoever made it, is a problem document (RFC 9457) that tells nothing of our insides.
    #[track_caller]
    pub fn is_well_formed(&self) {
        let what = format!("{} {}: {}", self.what, self.status, self.text);
        assert!(self.header("x-request-id").is_some_and(|id| !id.is_empty()), "no x-request-id: {what}");
        assert_eq!(self.header("x-content-type-options"), Some("nosniff"), "{what}");
        if self.status < 400 || self.what.starts_with("HEAD") || self.what.ends_with("/readyz") {
            return;
        }
        assert_eq!(self.header("content-type"), Some("application/problem+json"), "{what}");
        assert!(self.body["type"].as_str().is_some_and(|kind| kind.starts_with("/problems/")), "{what}");
        assert_eq!(self.body["status"], self.status, "{what}");
        assert!(self.body["title"].as_str().is_some_and(|title| !title.is_empty()), "{what}");
        assert!(self.body["detail"].as_str().is_some_and(|detail| detail.ends_with('.')), "{what}");
        assert!(self.body["trace_id"].as_str().is_some_and(|trace| trace.len() == 32), "{what}");
        for inside in ["sqlx", "panicked", "src/", "Error(", "serde"] {
            assert!(!self.text.contains(inside), "{inside} in {what}");
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
