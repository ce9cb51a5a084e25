//! Problem documents (RFC 9457), the format of the error responses of the API and the notifier, except those of `/readyz`.

use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::{Map, Value};
use tracing::Instrument as _;
use utoipa::ToSchema;

use crate::trace_context::TraceContext;

/// A problem with one field of a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct FieldError {
    /// The path of the field: `items[0].quantity`.
    pub field: String,
    /// The problem, phrased to follow the name of the field.
    pub message: String,
}

/// A problem document (RFC 9457), `application/problem+json`.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Problem {
    /// The type of the problem, such as `/problems/sold-out`. Programs can rely on it.
    #[serde(rename = "type")]
    pub kind: String,
    /// A short summary of the type.
    pub title: String,
    /// The HTTP status.
    #[schema(value_type = u16)]
    #[serde(serialize_with = "serialize_status")]
    pub status: StatusCode,
    /// An explanation of this occurrence, for the user.
    pub detail: String,
    /// The rejected fields.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
    /// The id of this request in the logs.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub trace_id: String,
    /// Additional members, which depend on the type.
    #[serde(flatten)]
    #[schema(value_type = Object, additional_properties)]
    pub more: Map<String, Value>,
    /// Seconds after which the client should retry.
    #[serde(skip)]
    pub retry_after: Option<u64>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes references")]
fn serialize_status<S: serde::Serializer>(status: &StatusCode, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_u16(status.as_u16())
}

impl Problem {
    /// Creates a problem. `slug` is the last part of its type.
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

    /// Creates the problem for a request without valid credentials (401).
    pub fn unauthenticated(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "unauthenticated", "Login required", detail)
    }

    /// Creates the problem for a service that is temporarily unavailable (503). Clients should retry after 1 s.
    pub fn unavailable(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "unavailable", "Temporarily unavailable", detail).retry_after(1)
    }

    /// Creates the problem for an unexpected error (500). The cause appears only in the log.
    pub fn internal() -> Self {
        let detail = "Something went wrong on our side. Please include the error ID when you report it.";
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", "Internal error", detail)
    }

    /// Adds a member.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Serialize) -> Self {
        let value = serde_json::to_value(value).unwrap_or(Value::Null);
        self.more.insert(name.to_owned(), value);
        self
    }

    /// Adds `Retry-After`.
    #[must_use]
    pub fn retry_after(mut self, seconds: u64) -> Self {
        self.retry_after = Some(seconds);
        self
    }

    /// Creates the problem for an error response from the framework, for which only the status is known.
    fn from_status(status: StatusCode) -> Self {
        let (slug, title, detail) = match status {
            StatusCode::INTERNAL_SERVER_ERROR => return Self::internal(),
            status if status.is_server_error() => {
                let unavailable = Self::unavailable("The service is temporarily unavailable. Try again soon.");
                let is_unavailable = status == StatusCode::SERVICE_UNAVAILABLE;
                return Self { status, retry_after: unavailable.retry_after.filter(|_| is_unavailable), ..unavailable };
            }
            StatusCode::NOT_FOUND => ("not-found", "Not found", "There is no resource at this URL."),
            StatusCode::METHOD_NOT_ALLOWED => {
                ("method-not-allowed", "Method not allowed", "This URL does not support this method.")
            }
            StatusCode::PAYLOAD_TOO_LARGE => ("too-large", "Too large", "The request body is larger than 256 KiB."),
            StatusCode::REQUEST_TIMEOUT => ("timeout", "Timeout", "The request took too long to arrive."),
            StatusCode::UNSUPPORTED_MEDIA_TYPE => {
                ("unsupported-media-type", "Unsupported media type", "Send application/json.")
            }
            _ => ("bad-request", "Bad request", "The request is malformed."),
        };
        Self::new(status, slug, title, detail)
    }
}

impl IntoResponse for Problem {
    /// Returns a response that carries the problem as an extension. [`problem_documents`] then adds the trace id and writes the
    /// body.
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// Axum middleware that starts or continues the trace of a request, and adds a problem document to every error response that has
/// no JSON body.
pub async fn problem_documents(mut request: Request, next: Next) -> Response {
    let parent = request.headers().get("traceparent").and_then(|value| value.to_str().ok());
    let trace = TraceContext::from_header(parent);
    request.extensions_mut().insert(trace.clone());
    let (method, path) = (request.method(), request.uri().path());
    let span = tracing::info_span!("request", trace_id = trace.trace_id(), %method, path);
    let mut response = next.run(request).instrument(span.clone()).await;
    let status = response.status();
    let is_error = status.is_client_error() || status.is_server_error();
    if status.is_server_error() {
        span.in_scope(|| tracing::warn!(status = status.as_u16(), "request failed"));
    }
    let mut problem = match response.extensions_mut().remove::<Problem>() {
        Some(problem) => problem,
        // The router and its layers reject some requests without a document: unknown routes, wrong methods, large bodies.
        None if is_error && !is_json(&response) => Problem::from_status(status),
        None => return response,
    };
    problem.trace_id = trace.trace_id();
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

/// Returns `true` if the response already has a JSON body, such as an error response of `/readyz`.
fn is_json(response: &Response) -> bool {
    response.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"application/json"))
}
