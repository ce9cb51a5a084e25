//! The entries of a menu, as the food ordering clients send and receive them.

use domain::business::{Business, BusinessId};
use domain::item::{ImageUrl, Item, ItemChange, ItemId, ItemName, NewItem};
use domain::money::{Amount, Currency, Decimal};
use serde::{Deserialize, Deserializer, Serialize};
use utoipa::ToSchema;

use crate::error::{Error, Result};
use crate::routes::compat::amounts::parse_price;
use crate::routes::compat::lenient_numbers::LenientStock;
use crate::routes::compat::references::ItemRef;

/// The desired state of an item. An entry with an id edits that item. An entry without an id edits the item on the menu with its
/// name, or creates an item. Omitted fields stay unchanged. A field can have several names, which may all be sent if their values
/// are equal. Only `id` and `menu_id` must not be sent together.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::routes::compat) struct MenuEntry {
    /// The item to edit. The field may also be named `menu_id`.
    #[serde(alias = "menu_id")]
    id: Option<ItemRef>,
    /// Equal to `id`.
    m_id: Option<ItemRef>,
    /// The name of the item. Required without an id.
    name: Option<ItemName>,
    /// Equal to `name`.
    m_name: Option<ItemName>,
    /// The URL of a picture. An empty string means no picture.
    #[schema(value_type = Option<String>)]
    image_url: Option<Picture>,
    /// Equal to `image_url`.
    #[schema(value_type = Option<String>)]
    m_img_url: Option<Picture>,
    /// Price of one portion, in the currency of the business. Required for a new item.
    price: Option<Amount>,
    /// Equal to `price`.
    m_price: Option<Amount>,
    /// Number of portions in stock: 0 to 1,000,000. Defaults to 0 for a new item.
    stock_quantity: Option<LenientStock>,
    /// Equal to `stock_quantity`.
    m_instore: Option<LenientStock>,
    /// Equal to `stock_quantity`.
    stock: Option<LenientStock>,
    /// The number of the item, as in the response. It cannot be changed.
    number: Option<i64>,
    /// The business, as in the response. It cannot be changed.
    biz_id: Option<BusinessId>,
    /// The currency of the business, as in the response. It cannot be changed.
    currency: Option<Currency>,
}

/// An item, or an array of items.
#[derive(ToSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "documents the body, which is extracted as `OneOrMany`")]
pub(super) enum MenuEntries {
    /// An item.
    One(Box<MenuEntry>),
    /// 1 to 1,000 items.
    Many(Vec<MenuEntry>),
}

/// The picture of an item, or none.
#[derive(Clone, PartialEq)]
struct Picture(Option<ImageUrl>);

impl<'de> Deserialize<'de> for Picture {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        if text.trim().is_empty() {
            return Ok(Self(None));
        }
        text.parse().map(|url| Self(Some(url))).map_err(serde::de::Error::custom)
    }
}

/// An item. Some fields have two names, with equal values.
#[derive(Serialize, ToSchema)]
pub(super) struct MenuItem {
    /// The id of the item.
    id: ItemId,
    /// Equal to `id`.
    m_id: ItemId,
    /// Short number for people: 101, 102, …
    number: i64,
    /// The name of the item.
    name: ItemName,
    /// Equal to `name`.
    m_name: ItemName,
    /// The URL of a picture, if any.
    image_url: Option<ImageUrl>,
    /// Equal to `image_url`.
    m_img_url: Option<ImageUrl>,
    /// Price of one portion.
    price: Decimal,
    /// Equal to `price`.
    m_price: Decimal,
    /// Number of portions in stock.
    stock_quantity: i64,
    /// Equal to `stock_quantity`.
    m_instore: i64,
    /// The business that the item belongs to.
    biz_id: BusinessId,
    /// The currency of the price.
    currency: Currency,
}

/// An item, or an array of items in the order of the request.
#[derive(Serialize, ToSchema)]
#[serde(untagged)]
pub(super) enum MenuItems {
    /// An item.
    One(Box<MenuItem>),
    /// The items.
    Many(Vec<MenuItem>),
}

impl From<Item> for MenuItem {
    fn from(item: Item) -> Self {
        let price = item.price_cents.to_decimal(&item.currency);
        Self {
            id: item.id,
            m_id: item.id,
            number: item.number,
            name: item.name.clone(),
            m_name: item.name,
            image_url: item.image_url.clone(),
            m_img_url: item.image_url,
            price: price.clone(),
            m_price: price,
            stock_quantity: item.stock_quantity,
            m_instore: item.stock_quantity,
            biz_id: item.business_id,
            currency: item.currency,
        }
    }
}

/// The desired state of an item, with one value per field.
pub(in crate::routes::compat) struct DesiredItem {
    /// Path of the entry in the request with a trailing dot, or empty for a request of one entry.
    path: String,
    pub(super) id: Option<ItemRef>,
    pub(super) name: Option<ItemName>,
    image_url: Option<Picture>,
    price: Option<Amount>,
    stock_quantity: Option<LenientStock>,
    number: Option<i64>,
    biz_id: Option<BusinessId>,
    currency: Option<Currency>,
}

impl DesiredItem {
    /// Converts an entry. Rejects different values of one field under its several names.
    pub(in crate::routes::compat) fn new(path: String, entry: MenuEntry) -> Result<Self> {
        let stock = merge(&path, ("stock_quantity", entry.stock_quantity), ("m_instore", entry.m_instore))?;
        Ok(Self {
            id: merge(&path, ("id", entry.id), ("m_id", entry.m_id))?,
            name: merge(&path, ("name", entry.name), ("m_name", entry.m_name))?,
            image_url: merge(&path, ("image_url", entry.image_url), ("m_img_url", entry.m_img_url))?,
            price: merge(&path, ("price", entry.price), ("m_price", entry.m_price))?,
            stock_quantity: merge(&path, ("stock_quantity", stock), ("stock", entry.stock))?,
            number: entry.number,
            biz_id: entry.biz_id,
            currency: entry.currency,
            path,
        })
    }

    /// Sets the id to the one in the path of the request. Rejects an entry with a different id.
    pub(in crate::routes::compat) fn with_id(self, id: ItemRef) -> Result<Self> {
        if self.id.is_some_and(|other| other != id) {
            return Err(self.invalid("id", "differs from the id in the path"));
        }
        Ok(Self { id: Some(id), ..self })
    }

    /// Returns an error for a field of this entry.
    pub(super) fn invalid(&self, field: &str, message: impl Into<String>) -> Error {
        Error::field(self.field(field), message)
    }

    fn field(&self, name: &str) -> String {
        format!("{}{name}", self.path)
    }

    /// Returns the desired stock, or `None` if it stays unchanged.
    pub(super) fn stock(&self) -> Option<i64> {
        self.stock_quantity.map(|LenientStock(quantity)| quantity)
    }

    /// Converts the entry to a new item. Fails if the name is missing, if the price is missing or invalid, or if the entry
    /// contains a number, or a business or currency other than the given one.
    pub(super) fn to_new_item(&self, business: &Business) -> Result<NewItem> {
        if self.number.is_some() {
            return Err(self.invalid("number", "is assigned by the server to a new item; to edit an item, send its id"));
        }
        self.check_business(business.id, &business.currency)?;
        let price = self.price.as_ref().ok_or_else(|| self.invalid("price", "is missing"))?;
        let name = self.name.clone().ok_or_else(|| self.invalid("name", "is missing"))?;
        Ok(NewItem {
            image_url: self.image_url.clone().and_then(|Picture(url)| url),
            stock_quantity: self.stock().unwrap_or_default(),
            ..NewItem::new(name, parse_price(&self.field("price"), price, &business.currency)?)
        })
    }

    /// Returns the change to the item, except for its stock. Fails if the price is invalid, or if the number, business or
    /// currency differs from that of the item.
    pub(super) fn to_change(&self, item: &Item) -> Result<ItemChange> {
        if self.number.is_some_and(|number| number != item.number) {
            return Err(self.invalid("number", format!("is {} and cannot be changed", item.number)));
        }
        self.check_business(item.business_id, &item.currency)?;
        let price = self.price.as_ref().map(|price| parse_price(&self.field("price"), price, &item.currency));
        Ok(ItemChange {
            name: self.name.clone(),
            image_url: self.image_url.clone().map(|Picture(url)| url),
            price_cents: price.transpose()?,
            ..ItemChange::default()
        })
    }

    fn check_business(&self, business: BusinessId, currency: &Currency) -> Result<()> {
        if self.biz_id.is_some_and(|id| id != business) {
            return Err(self.invalid("biz_id", "must be your own business"));
        }
        if self.currency.as_ref().is_some_and(|requested| requested != currency) {
            return Err(self.invalid("currency", format!("must be {currency}, the currency of the business")));
        }
        Ok(())
    }
}

/// Merges the values of a field's two names. Rejects different values.
fn merge<T: PartialEq>(path: &str, first: (&str, Option<T>), second: (&str, Option<T>)) -> Result<Option<T>> {
    match (first.1, second.1) {
        (Some(value), Some(other)) if value != other => {
            Err(Error::field(format!("{path}{}", first.0), format!("differs from {}; send one of them", second.0)))
        }
        (value, other) => Ok(value.or(other)),
    }
}
