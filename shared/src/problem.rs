//! RFC 9457 problem documents: every refusal, from every service, in one shape.

use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::{Map, Value};
use tracing::Instrument as _;
use utoipa::ToSchema;

use crate::telemetry::Trace;

/// What is wrong with one field of a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct FieldError {
    /// Where: `items[0].quantity`.
    pub field: String,
    /// What, in words that a person can act on.
    pub message: String,
}

/// A problem document (RFC 9457), `application/problem+json`.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Problem {
    /// What kind of problem: stable, for programs. `/problems/sold-out`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The same for people, in a few words.
    pub title: String,
    /// The HTTP status.
    #[schema(value_type = u16)]
    #[serde(serialize_with = "number")]
    pub status: StatusCode,
    /// What happened here, in a sentence that a person can act on.
    pub detail: String,
    /// The fields that were refused.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
    /// Where to find this request in the logs.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub trace_id: String,
    /// What else programs may want to know of this kind of problem.
    #[serde(flatten)]
    #[schema(value_type = Object, additional_properties)]
    pub more: Map<String, Value>,
    /// After how many seconds to try again.
    #[serde(skip)]
    pub retry_after: Option<u64>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes references")]
fn number<S: serde::Serializer>(status: &StatusCode, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_u16(status.as_u16())
}

impl Problem {
    /// A problem of this kind: `slug` is the last part of its type.
    pub fn new(status: StatusCode, slug: &str, title: &str, detail: impl Into<String>) -> Self {
        Self {
            kind: format!("/problems/{slug}"),
            title: title.to_owned(),
            status,
            detail: detail.into(),
            errors: Vec::new(),
            trace_id: String::new(),
            more: Map::new(),
            retry_after: None,
        }
    }

    /// With another member.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Serialize) -> Self {
        let value = serde_json::to_value(value).unwrap_or(Value::Null);
        self.more.insert(name.to_owned(), value);
        self
    }

    /// With `Retry-After`.
    #[must_use]
    pub fn retry_after(mut self, seconds: u64) -> Self {
        self.retry_after = Some(seconds);
        self
    }

    /// What a bare status says: for refusals that the frameworks make.
    fn of_status(status: StatusCode) -> Self {
        let (slug, detail) = match status {
            StatusCode::NOT_FOUND => ("not-found", "There is nothing at this address."),
            StatusCode::METHOD_NOT_ALLOWED => ("method-not-allowed", "This address does not take this method."),
            StatusCode::PAYLOAD_TOO_LARGE => ("too-large", "The request's body is larger than 256 KiB."),
            StatusCode::REQUEST_TIMEOUT => ("timeout", "The request took too long to arrive."),
            StatusCode::UNSUPPORTED_MEDIA_TYPE => ("unsupported-media-type", "Send application/json."),
            StatusCode::INTERNAL_SERVER_ERROR => {
                ("internal", "Something went wrong on our side. Quote the trace id when you ask about it.")
            }
            status if status.is_server_error() => ("unavailable", "The service cannot answer now. Try again soon."),
            _ => ("bad-request", "The request cannot be understood."),
        };
        let problem = Self::new(status, slug, status.canonical_reason().unwrap_or("Problem"), detail);
        if status == StatusCode::SERVICE_UNAVAILABLE { problem.retry_after(1) } else { problem }
    }
}

impl IntoResponse for Problem {
    /// An empty answer that carries the problem; [`document`] writes the body, once it knows the trace.
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// Middleware: begins or continues the request's trace, and gives every refusal, whoever made it, its problem document.
pub async fn document(mut request: Request, next: Next) -> Response {
    let parent = request.headers().get("traceparent").and_then(|value| value.to_str().ok());
    let trace = Trace::from_header(parent);
    request.extensions_mut().insert(trace.clone());
    // Whatever is logged on the way is found by the trace's id, which every refusal quotes.
    let span =
        tracing::info_span!("request", trace_id = trace.id(), method = %request.method(), path = request.uri().path());
    let mut response = next.run(request).instrument(span.clone()).await;
    let status = response.status();
    if status.is_server_error() {
        span.in_scope(|| tracing::warn!(status = status.as_u16(), "a request was not answered"));
    }
    let problem = response.extensions_mut().remove::<Problem>();
    if problem.is_none() && (!(status.is_client_error() || status.is_server_error()) || speaks_json(&response)) {
        return response;
    }
    // Refusals of others (unknown routes, wrong methods, bodies too large) have no document yet.
    let mut problem = problem.unwrap_or_else(|| Problem::of_status(status));
    problem.trace_id = trace.id();
    let body = serde_json::to_vec(&problem).unwrap_or_default();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.remove(header::CONTENT_LENGTH);
    if let Some(seconds) = problem.retry_after {
        headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    *response.body_mut() = body.into();
    response
}

/// Whether an answer tells what is wrong in a document of its own, as `/readyz` does.
fn speaks_json(response: &Response) -> bool {
    response.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"application/json"))
}
