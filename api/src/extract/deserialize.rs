//! Deserialization with error messages that name the field and are written for API clients.

use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::Value;
use serde_json::error::Category;

use crate::error::{Error, Result};

/// Parses a JSON object.
pub(super) fn parse_object<T: DeserializeOwned>(body: &[u8]) -> Result<T> {
    // serde would also accept an array of the object's values.
    if is_array(body) {
        let array = serde_json::from_slice::<IgnoredAny>(body);
        return Err(array.map_or_else(|error| not_json(&error), |_| Error::field("", "must be an object")));
    }
    parse(body)
}

/// Parses a JSON value.
pub(super) fn parse<T: DeserializeOwned>(body: &[u8]) -> Result<T> {
    let mut deserializer = serde_json::Deserializer::from_slice(body);
    let value = serde_path_to_error::deserialize(&mut deserializer).map_err(|error| {
        let path = path_of(&error);
        let inner = error.inner();
        let reason = (inner.classify() == Category::Syntax).then(|| explain_value(&inner.to_string())).flatten();
        match reason.filter(|_| is_json(body)) {
            Some(reason) => Error::field(path, reason),
            None => to_field_error(error),
        }
    })?;
    deserializer.end().map_err(|error| Error::Malformed(format!("The body is not a single JSON value: {error}.")))?;
    Ok(value)
}

/// Deserializes a value that was parsed from a query or a form.
pub(super) fn from_value<T: DeserializeOwned>(value: Value) -> Result<T> {
    serde_path_to_error::deserialize(value).map_err(to_field_error)
}

/// Returns `true` if a JSON body starts with `[`.
pub(super) fn is_array(body: &[u8]) -> bool {
    body.trim_ascii_start().starts_with(b"[")
}

/// Returns `true` if the body is a JSON value.
fn is_json(body: &[u8]) -> bool {
    serde_json::from_slice::<IgnoredAny>(body).is_ok()
}

/// Explains an error that `serde_json` reports as invalid syntax although the body may be JSON: a value other than a string for
/// an enum, or a number that is too large.
fn explain_value(message: &str) -> Option<&'static str> {
    if message.starts_with("expected value") || message.starts_with("key must be a string") {
        Some("must be a string")
    } else if message.starts_with("number out of range") {
        Some("must be a smaller number")
    } else {
        None
    }
}

fn not_json(error: &serde_json::Error) -> Error {
    Error::Malformed(format!("The body is not JSON: {error}."))
}

/// Returns the path of the field that caused an error. Empty for the whole body.
fn path_of(error: &serde_path_to_error::Error<serde_json::Error>) -> String {
    match error.path().to_string() {
        root if root == "." => String::new(),
        path => path,
    }
}

fn to_field_error(error: serde_path_to_error::Error<serde_json::Error>) -> Error {
    let path = path_of(&error);
    let inner = error.into_inner();
    if inner.classify() != Category::Data {
        return not_json(&inner);
    }
    let message = inner.to_string();
    // The path locates the problem better than a line and a column.
    let message = message.rsplit_once(" at line ").map_or(message.as_str(), |(message, _)| message);
    // These messages contain the name of the field, and the path leads to its parent.
    for (prefix, reason) in [("missing field `", "is missing"), ("duplicate field `", "must not be repeated")] {
        if let Some(name) = message.strip_prefix(prefix).and_then(|rest| rest.split('`').next()) {
            let field = if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
            return Error::field(field, reason);
        }
    }
    if message.starts_with("unknown field") {
        return Error::field(path, "is not a known field");
    }
    Error::field(path, friendly_serde_message(message))
}

/// Rewrites serde's message about a wrong type or value, in the terms of JSON instead of those of Rust.
fn friendly_serde_message(message: &str) -> String {
    if message.starts_with("UUID parsing failed") {
        return "must be a UUID".to_owned();
    }
    if let Some((_, choices)) = message.strip_prefix("unknown variant ").and_then(|rest| rest.split_once(", expected "))
    {
        return format!("must be {}", choices.replace('`', ""));
    }
    let expected = ["invalid type: ", "invalid value: "]
        .into_iter()
        .find_map(|prefix| message.strip_prefix(prefix)?.rsplit_once(", expected "))
        .map(|(_, expected)| expected);
    match expected {
        Some("i64" | "u64") => "must be a whole number".to_owned(),
        Some("a boolean") => "must be true or false".to_owned(),
        Some("a sequence") => "must be an array".to_owned(),
        Some("a formatted UUID string") => "must be a UUID".to_owned(),
        Some(expected) if expected.starts_with("struct ") => "must be an object".to_owned(),
        Some(expected) => format!("must be {expected}"),
        None => message.to_owned(),
    }
}
