//! Ids as these clients write them: ours, or the numbers that people call out. And whole numbers, as loosely as `FastAPI`
//! takes them.

use std::collections::HashMap;

use serde::{Deserialize, Deserializer};
use serde_json::Value;
use shared::account::Role;
use shared::auth::Account;
use shared::item::{Item, ItemId, Quantity};
use shared::order::OrderNumber;
use shared::problem::FieldError;
use shared::store::{Read, items};
use utoipa::openapi::schema::{ObjectBuilder, OneOfBuilder, Type};
use utoipa::openapi::{KnownFormat, RefOr, Schema, SchemaFormat};
use utoipa::{PartialSchema, ToSchema};

use crate::error::{Error, Result};

/// An item, by its id or by its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum ItemRef {
    Id(ItemId),
    Number(i64),
}

impl<'de> Deserialize<'de> for ItemRef {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        let id = || value.as_str()?.trim().parse().ok().map(Self::Id);
        let read = whole(&value).map(Self::Number).or_else(id);
        read.ok_or_else(|| serde::de::Error::custom("must be an item's id (a UUID) or its number, like 101"))
    }
}

/// How many somebody orders.
#[derive(Clone, Copy, Debug)]
pub(super) struct Count(pub Quantity);

impl<'de> Deserialize<'de> for Count {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        // What is no number is refused in the words of what it should have been.
        let value = whole(&value).map_or(value, Value::from);
        Quantity::deserialize(value).map(Self).map_err(serde::de::Error::custom)
    }
}

/// A whole number, also as a text (`"2"`, as forms have it) or with a decimal that says nothing (`2.0`).
pub(super) fn whole(value: &Value) -> Option<i64> {
    match value {
        Value::String(text) => text.trim().parse().ok(),
        Value::Number(number) => number.as_i64().or_else(|| {
            let number = number.as_f64().filter(|number| number.fract() == 0.0)?;
            // Without its decimals, of which there are none. What is too large for a number is no text of one, either.
            format!("{number:.0}").parse().ok()
        }),
        _ => None,
    }
}

/// An order, by its id, its number (`ORD1001`), or the digits of that.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct OrderRef(String);

impl OrderRef {
    pub(super) fn new(text: &str) -> Self {
        let text = text.trim();
        Self(text.parse().map_or_else(|_| text.to_owned(), |number| OrderNumber(number).to_string()))
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

impl<'de> Deserialize<'de> for OrderRef {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        match Value::deserialize(deserializer)? {
            Value::Number(number) => Ok(Self::new(&number.to_string())),
            Value::String(text) => Ok(Self::new(&text)),
            _ => Err(serde::de::Error::custom("must be an order's id (a UUID) or its number, like ORD1001")),
        }
    }
}

fn text_or_number(description: &str, text: ObjectBuilder, number: i64) -> RefOr<Schema> {
    OneOfBuilder::new()
        .item(text.schema_type(Type::String))
        .item(ObjectBuilder::new().schema_type(Type::Integer).examples([number]))
        .description(Some(description))
        .into()
}

/// How whole numbers of this range are documented.
pub(super) fn whole_schema(description: &str, least: i64, most: i64) -> RefOr<Schema> {
    let number = ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(least)).maximum(Some(most));
    let text = ObjectBuilder::new().schema_type(Type::String).pattern(Some("^[0-9]+$"));
    OneOfBuilder::new().item(number).item(text).description(Some(description)).into()
}

impl PartialSchema for Count {
    fn schema() -> RefOr<Schema> {
        whole_schema("1 to 999, as a number or a text.", 1, 999)
    }
}

impl ToSchema for Count {}

impl PartialSchema for ItemRef {
    fn schema() -> RefOr<Schema> {
        let id = ObjectBuilder::new().format(Some(SchemaFormat::KnownFormat(KnownFormat::Uuid)));
        text_or_number("An item's id or its number, like 101.", id, 101)
    }
}

impl ToSchema for ItemRef {}

impl PartialSchema for OrderRef {
    fn schema() -> RefOr<Schema> {
        let number = ObjectBuilder::new().examples(["ORD1001"]);
        text_or_number("An order's id or its number, like ORD1001.", number, 1001)
    }
}

impl ToSchema for OrderRef {}

/// The items that were named, in their order. What is on no menu, or not on the one that this account orders from, is
/// refused by the name of its field.
pub(super) async fn resolve(
    read: &mut Read,
    account: &Account,
    named: &[ItemRef],
    field: impl Fn(usize) -> String,
) -> Result<Vec<Item>> {
    let (mut ids, mut numbers) = (Vec::new(), Vec::new());
    for item in named {
        match item {
            ItemRef::Id(id) => ids.push(*id),
            ItemRef::Number(number) => numbers.push(*number),
        }
    }
    let mut found: HashMap<ItemRef, Item> = HashMap::new();
    if !ids.is_empty() {
        found.extend(items::by_ids(read, &ids).await?.into_iter().map(|item| (ItemRef::Id(item.id), item)));
    }
    if !numbers.is_empty() {
        let by_number = items::by_numbers(read, &numbers).await?;
        found.extend(by_number.into_iter().map(|item| (ItemRef::Number(item.number), item)));
    }
    let theirs = match account.role {
        Role::Customer | Role::Admin => None,
        Role::Business | Role::Waiter => account.business_id,
    };
    let offered = |item: &&Item| item.archived_at.is_none() && theirs.is_none_or(|id| id == item.business_id);
    let (mut known, mut unknown) = (Vec::with_capacity(named.len()), Vec::new());
    for (index, item) in named.iter().enumerate() {
        match found.get(item).filter(offered) {
            Some(item) => known.push(item.clone()),
            None => unknown.push(FieldError { field: field(index), message: "is no item of this menu".to_owned() }),
        }
    }
    if unknown.is_empty() { Ok(known) } else { Err(Error::Invalid(unknown)) }
}
