//! Whole numbers in the formats that `FastAPI` accepts: `2`, `2.0` or `"2"`.

use domain::item::{MAX_STOCK, Quantity};
use domain::whole_number;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use utoipa::openapi::schema::{ObjectBuilder, OneOfBuilder, Type};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

/// Parses a whole number from a JSON number (`2` or `2.0`) or a string.
pub(super) fn parse_whole_number(value: &Value) -> Option<i64> {
    match value {
        Value::String(text) => text.trim().parse().ok(),
        value => whole_number::from_json(value),
    }
}

/// Returns the schema of whole numbers in this range.
fn schema(description: &str, min: i64, max: i64) -> RefOr<Schema> {
    let number = ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(min)).maximum(Some(max));
    let text = ObjectBuilder::new().schema_type(Type::String).pattern(Some("^[0-9]+$"));
    OneOfBuilder::new().item(number).item(text).description(Some(description)).into()
}

/// A [`Quantity`] that was sent as a number or a string.
#[derive(Clone, Copy, Debug)]
pub(super) struct LenientQuantity(pub(super) Quantity);

impl<'de> Deserialize<'de> for LenientQuantity {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        // `Quantity` rejects values that are not numbers, with its own message.
        let value = parse_whole_number(&value).map_or(value, Value::from);
        Quantity::deserialize(value).map(Self).map_err(D::Error::custom)
    }
}

impl PartialSchema for LenientQuantity {
    fn schema() -> RefOr<Schema> {
        schema("1 to 999, as a number or a string.", 1, 999)
    }
}

impl ToSchema for LenientQuantity {}

/// The stock of an item: 0 to 1,000,000.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct LenientStock(pub(super) i64);

impl<'de> Deserialize<'de> for LenientStock {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match parse_whole_number(&Value::deserialize(deserializer)?) {
            Some(quantity @ 0..=MAX_STOCK) => Ok(Self(quantity)),
            _ => Err(D::Error::custom("must be a whole number from 0 to 1000000")),
        }
    }
}

impl PartialSchema for LenientStock {
    fn schema() -> RefOr<Schema> {
        schema("0 to 1,000,000, as a number or a string.", 0, MAX_STOCK)
    }
}

impl ToSchema for LenientStock {}
