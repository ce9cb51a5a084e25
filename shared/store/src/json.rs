//! JSON in text columns.

use crate::{Error, Result};

/// Decodes the JSON of a text column. The error names the column.
pub(crate) fn from_json<T: serde::de::DeserializeOwned>(column: &str, text: &str) -> Result<T> {
    serde_json::from_str(text)
        .map_err(|source| Error::ColumnDecode { index: format!("{column:?}"), source: Box::new(source) })
}

/// Encodes a value as JSON for a text column.
pub(crate) fn to_json<T: serde::Serialize>(value: &T) -> Result<String> {
    serde_json::to_string(value).map_err(|error| Error::Encode(Box::new(error)))
}
