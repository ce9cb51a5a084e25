//! References to items and orders: by id, or by the number that people use.

use std::collections::HashMap;

use domain::item::{Item, ItemId};
use domain::order::OrderNumber;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use service::problem::FieldError;
use store::{ReadConn, items};
use utoipa::openapi::schema::{ObjectBuilder, OneOfBuilder, Type};
use utoipa::openapi::{KnownFormat, RefOr, Schema, SchemaFormat};
use utoipa::{PartialSchema, ToSchema};

use super::lenient_numbers::parse_whole_number;
use crate::error::{Error, Result};

/// An item, by its id or its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum ItemRef {
    /// The id.
    Id(ItemId),
    /// The number.
    Number(i64),
}

impl ItemRef {
    /// Parses an id or a number.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let id = || text.parse().ok().map(Self::Id);
        text.parse().ok().map(Self::Number).or_else(id)
    }
}

impl<'de> Deserialize<'de> for ItemRef {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        let reference = match value.as_str() {
            Some(text) => Self::parse(text),
            None => parse_whole_number(&value).map(Self::Number),
        };
        reference.ok_or_else(|| D::Error::custom("must be the id of an item (a UUID) or its number, such as 101"))
    }
}

impl PartialSchema for ItemRef {
    fn schema() -> RefOr<Schema> {
        let id = ObjectBuilder::new().format(Some(SchemaFormat::KnownFormat(KnownFormat::Uuid)));
        string_or_number("The id of an item, or its number, such as 101.", id, 101)
    }
}

impl ToSchema for ItemRef {}

/// An order, by its id, its number (`ORD1001`), or the digits of its number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct OrderRef(String);

impl OrderRef {
    /// Normalizes a reference. Digits become an order number.
    pub(super) fn new(text: &str) -> Self {
        let text = text.trim();
        Self(text.parse().map_or_else(|_| text.to_owned(), |number| OrderNumber(number).to_string()))
    }

    /// Returns the id or the order number.
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

impl<'de> Deserialize<'de> for OrderRef {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        match Value::deserialize(deserializer)? {
            Value::Number(number) => Ok(Self::new(&number.to_string())),
            Value::String(text) => Ok(Self::new(&text)),
            _ => Err(D::Error::custom("must be the id of an order (a UUID) or its number, such as ORD1001")),
        }
    }
}

impl PartialSchema for OrderRef {
    fn schema() -> RefOr<Schema> {
        let number = ObjectBuilder::new().examples(["ORD1001"]);
        string_or_number("The id of an order, or its number, such as ORD1001.", number, 1001)
    }
}

impl ToSchema for OrderRef {}

fn string_or_number(description: &str, string: ObjectBuilder, example: i64) -> RefOr<Schema> {
    OneOfBuilder::new()
        .item(string.schema_type(Type::String))
        .item(ObjectBuilder::new().schema_type(Type::Integer).examples([example]))
        .description(Some(description))
        .into()
}

/// Finds an item on any menu.
pub(super) async fn find_item(read: &mut ReadConn, reference: ItemRef) -> Result<Item> {
    let item = match reference {
        ItemRef::Id(id) => items::find(read, id).await?,
        ItemRef::Number(number) => items::find_by_numbers(read, &[number]).await?.pop(),
    };
    item.filter(|item| item.archived_at.is_none()).ok_or(Error::NotFound("item"))
}

/// Finds the referenced items, in the order of the references, even removed ones: a repeated placement must find its order. The
/// batcher refuses new orders of removed items. `field` returns the path of a reference, for error messages.
pub(super) async fn resolve_items(
    read: &mut ReadConn,
    references: &[ItemRef],
    field: impl Fn(usize) -> String,
) -> Result<Vec<Item>> {
    let (mut ids, mut numbers) = (Vec::new(), Vec::new());
    for reference in references {
        match reference {
            ItemRef::Id(id) => ids.push(*id),
            ItemRef::Number(number) => numbers.push(*number),
        }
    }
    let mut found: HashMap<ItemRef, Item> = HashMap::new();
    if !ids.is_empty() {
        let by_id = items::find_many(read, &ids).await?;
        found.extend(by_id.into_iter().map(|item| (ItemRef::Id(item.id), item)));
    }
    if !numbers.is_empty() {
        let by_number = items::find_by_numbers(read, &numbers).await?;
        found.extend(by_number.into_iter().map(|item| (ItemRef::Number(item.number), item)));
    }
    let (mut items, mut errors) = (Vec::with_capacity(references.len()), Vec::new());
    for (index, reference) in references.iter().enumerate() {
        match found.get(reference) {
            Some(item) => items.push(item.clone()),
            None => errors.push(FieldError { field: field(index), message: "is not on the menu".to_owned() }),
        }
    }
    if errors.is_empty() { Ok(items) } else { Err(Error::Invalid(errors)) }
}
