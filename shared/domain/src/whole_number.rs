//! Whole numbers in JSON. JSON has a single number type: `1.0` is the same number as `1`, and JSON Schema accepts both as an
//! `integer` (draft 2020-12, validation, section 6.1.1).

use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

/// Maximum absolute value of numbers with a fraction or an exponent. They are parsed as binary64, which is not exact beyond it.
const MAX_EXACT: f64 = 9_007_199_254_740_992.0;

/// Returns the number if it is whole and fits into 64 bits. A number with a fraction or an exponent must not exceed 2⁵³.
pub fn from_json(value: &Value) -> Option<i64> {
    let Value::Number(number) = value else { return None };
    number.as_i64().or_else(|| {
        let number = number.as_f64().filter(|number| number.fract() == 0.0 && number.abs() <= MAX_EXACT)?;
        #[expect(clippy::cast_possible_truncation, reason = "a whole number within the range of i64")]
        Some(number as i64)
    })
}

/// Deserializes a whole number. Anything else (a fraction, a string, a number beyond 64 bits) is rejected with `reason`.
pub(crate) fn deserialize_or<'de, D: Deserializer<'de>>(deserializer: D, reason: &str) -> Result<i64, D::Error> {
    from_json(&Value::deserialize(deserializer)?).ok_or_else(|| D::Error::custom(reason))
}

/// Deserializes a whole number, for `#[serde(deserialize_with)]`.
///
/// # Errors
/// The value is not a whole number.
pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i64, D::Error> {
    deserialize_or(deserializer, "must be a whole number")
}

/// Deserializes a whole number or `null`, for `#[serde(default, deserialize_with)]`.
///
/// # Errors
/// The value is neither a whole number nor `null`.
pub fn deserialize_option<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<i64>, D::Error> {
    match Value::deserialize(deserializer)? {
        Value::Null => Ok(None),
        value => from_json(&value).map(Some).ok_or_else(|| D::Error::custom("must be a whole number")),
    }
}
