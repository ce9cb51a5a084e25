//! Extractors for request bodies: JSON and forms.

use std::convert::Infallible;
use std::future::ready;

use axum::body::Bytes;
use axum::extract::rejection::{BytesRejection, FailedToBufferBody};
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, header};
use futures_util::stream;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::deserialize::{from_value, is_array, parse, parse_object};
use crate::error::Error;

/// A JSON object.
#[derive(Debug)]
pub struct Json<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Json<T> {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Self, Error> {
        let body = read_json(request, state).await?;
        parse_object(&body).map(Self)
    }
}

/// A JSON object that may be omitted.
#[derive(Debug)]
pub struct OptionalJson<T>(pub T);

impl<T: DeserializeOwned + Default, S: Send + Sync> FromRequest<S> for OptionalJson<T> {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Self, Error> {
        let is_json = has_media_type(request.headers(), "json");
        let body = read(request, state).await?;
        // Some clients send `null` instead of no body.
        match body.is_empty() || (is_json && body.trim_ascii() == b"null") {
            true => Ok(Self(T::default())),
            false if is_json => parse_object(&body).map(Self),
            false => Err(Error::UnsupportedMediaType("Send application/json, or no body.")),
        }
    }
}

/// A JSON object, or an array of objects.
#[derive(Debug)]
pub enum OneOrMany<T> {
    /// An object.
    One(T),
    /// An array.
    Many(Vec<T>),
}

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for OneOrMany<T> {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Self, Error> {
        let body = read_json(request, state).await?;
        if is_array(&body) { parse(&body).map(Self::Many) } else { parse_object(&body).map(Self::One) }
    }
}

/// A JSON object or a form: `application/x-www-form-urlencoded` (the OAuth 2 password flow) or `multipart/form-data`
/// (`FormData` in browsers).
#[derive(Debug)]
pub struct JsonOrForm<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for JsonOrForm<T> {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Self, Error> {
        let headers = request.headers();
        let (is_json, is_form) = (has_media_type(headers, "json"), has_media_type(headers, "x-www-form-urlencoded"));
        let boundary = multer::parse_boundary(content_type(headers)).ok();
        let body = read(request, state).await?;
        if is_json {
            return parse_object(&body).map(Self);
        }
        let fields = match boundary {
            Some(boundary) => parse_multipart(body, boundary).await?,
            None if is_form => {
                let mut fields = Map::new();
                for (name, value) in url::form_urlencoded::parse(&body) {
                    insert_field(&mut fields, name.into_owned(), value.into_owned())?;
                }
                fields
            }
            None => return Err(Error::UnsupportedMediaType("Send application/json, or a form.")),
        };
        from_value(Value::Object(fields)).map(Self)
    }
}

async fn parse_multipart(body: Bytes, boundary: String) -> Result<Map<String, Value>, Error> {
    let malformed = |error: multer::Error| Error::Malformed(format!("The body is not multipart/form-data: {error}."));
    let mut form = multer::Multipart::new(stream::once(ready(Ok::<_, Infallible>(body))), boundary);
    let mut fields = Map::new();
    while let Some(field) = form.next_field().await.map_err(malformed)? {
        if let Some(name) = field.name().map(ToOwned::to_owned) {
            insert_field(&mut fields, name, field.text().await.map_err(malformed)?)?;
        }
    }
    Ok(fields)
}

fn insert_field(fields: &mut Map<String, Value>, name: String, value: String) -> Result<(), Error> {
    if fields.contains_key(&name) {
        return Err(Error::field(name, "must not be repeated"));
    }
    fields.insert(name, value.into());
    Ok(())
}

fn content_type(headers: &HeaderMap) -> &str {
    headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

/// Returns `true` for the media type `application/<subtype>`, and for `application/*+json` if the subtype is `json`.
fn has_media_type(headers: &HeaderMap, subtype: &str) -> bool {
    let essence = content_type(headers).split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    essence
        .strip_prefix("application/")
        .is_some_and(|sub| sub == subtype || (subtype == "json" && sub.ends_with("+json")))
}

async fn read_json<S: Send + Sync>(request: Request, state: &S) -> Result<Bytes, Error> {
    if !has_media_type(request.headers(), "json") {
        return Err(Error::UnsupportedMediaType("Send application/json."));
    }
    read(request, state).await
}

async fn read<S: Send + Sync>(request: Request, state: &S) -> Result<Bytes, Error> {
    Bytes::from_request(request, state).await.map_err(|rejection| match rejection {
        BytesRejection::FailedToBufferBody(FailedToBufferBody::LengthLimitError(_)) => Error::BodyTooLarge,
        other => {
            let text = other.body_text();
            // The timeout layer reports a stalled body as another type of error, which is recognized by its text.
            if text.contains("elapsed") || text.contains("timed out") || text.contains("timeout") {
                Error::BodyTimeout
            } else {
                Error::Malformed("The request body is incomplete.".to_owned())
            }
        }
    })
}
