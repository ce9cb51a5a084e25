//! Menu items.

use serde::{Deserialize, Deserializer, Serialize};
use utoipa::ToSchema;

use crate::Invalid;
use crate::business::{Business, BusinessId};
use crate::clock::Timestamp;
use crate::money::{Cents, Currency, Price};
use crate::text::normalize;
use crate::whole_number;

id! {
    /// The id of an item.
    ItemId
}

text! {
    /// The name of an item: 1 to 200 characters.
    #[schema(min_length = 1, max_length = 200, example = "Margherita")]
    ItemName, |raw| normalize(raw, 1, 200)
}

text! {
    /// The description of an item: at most 2,000 characters.
    #[derive(Default)]
    #[schema(max_length = 2_000)]
    Description, |raw| normalize(raw, 0, 2_000)
}

text! {
    /// The section of the menu that an item belongs to: at most 60 characters.
    #[derive(Default)]
    #[schema(max_length = 60, example = "Pizza")]
    Category, |raw| normalize(raw, 0, 60)
}

text! {
    /// The URL of a picture: an absolute `https` URL, or a path below `/images/` of this installation. The server never
    /// fetches it.
    #[schema(max_length = 2_000, example = "/images/margherita.jpg")]
    ImageUrl, |raw| {
        let invalid = || Invalid::new("must be an https URL without a username or password, or a path below /images/");
        if raw.len() > 2_000 || raw.chars().any(|c| c.is_control() || c.is_whitespace()) {
            return Err(invalid());
        }
        if raw.starts_with("/images/") && !raw.contains("..") {
            return Ok(raw.to_owned());
        }
        match url::Url::parse(raw) {
            Ok(url) if url.scheme() == "https" && url.has_host()
                && url.username().is_empty() && url.password().is_none() => Ok(raw.to_owned()),
            _ => Err(invalid()),
        }
    }
}

const QUANTITY: &str = "must be a whole number from 1 to 999";

/// The quantity of one order line: 1 to 999.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, ToSchema)]
#[serde(transparent)]
#[schema(value_type = i64, minimum = 1, maximum = 999)]
pub struct Quantity(i64);

impl Quantity {
    /// Converts a number to a quantity.
    ///
    /// # Errors
    /// The number is outside 1 to 999.
    pub fn new(quantity: i64) -> Result<Self, Invalid> {
        match quantity {
            1..=999 => Ok(Self(quantity)),
            _ => Err(Invalid::new(QUANTITY)),
        }
    }

    /// Returns the number.
    pub const fn get(self) -> i64 {
        self.0
    }
}

impl<'de> Deserialize<'de> for Quantity {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::new(whole_number::deserialize_or(deserializer, QUANTITY)?).map_err(serde::de::Error::custom)
    }
}

sql_as!(Quantity as i64, |quantity| quantity.0, |raw| Ok(Self::new(raw)?));

/// Maximum stock of an item when it is added or its stock is adjusted. Cancelled and rejected orders can restore more.
pub const MAX_STOCK: i64 = 1_000_000;

/// A menu item.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct Item {
    /// The id of the item. It never changes.
    pub id: ItemId,
    /// A short, human-readable number (101, 102, …), unique in the installation.
    pub number: i64,
    /// The business whose menu the item is on.
    pub business_id: BusinessId,
    /// The name of the item.
    pub name: ItemName,
    /// The description of the item.
    pub description: Description,
    /// The section of the menu.
    pub category: Category,
    /// The URL of a picture, if any.
    pub image_url: Option<ImageUrl>,
    /// Price of one portion, in the currency's minor unit.
    pub price_cents: Cents,
    /// The currency of the business.
    pub currency: Currency,
    /// Number of portions in stock. Never negative.
    pub stock_quantity: i64,
    /// `false` marks the item as sold out, regardless of its stock.
    pub available: bool,
    /// The version of the item, which increases with every change except those of the stock. It is the item's `ETag`.
    pub version: i64,
    /// Time at which the item was removed from the menu.
    #[serde(skip)]
    pub archived_at: Option<Timestamp>,
}

/// A request to add an item to a menu.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewItem {
    /// The name of the item.
    pub name: ItemName,
    /// The description of the item.
    pub description: Option<Description>,
    /// The section of the menu.
    pub category: Option<Category>,
    /// The URL of a picture.
    pub image_url: Option<ImageUrl>,
    /// Price of one portion, in the minor unit of the business's currency.
    pub price_cents: Price,
    /// The currency of the price. If the business uses another currency, the item is not added.
    pub expected_currency: Option<Currency>,
    /// Number of portions in stock: 0 to 1,000,000. Defaults to 0.
    #[serde(default, deserialize_with = "whole_number::deserialize")]
    #[schema(minimum = 0, maximum = 1_000_000)]
    pub stock_quantity: i64,
    /// `false` marks the item as sold out, regardless of its stock. Defaults to `true`.
    pub available: Option<bool>,
}

impl NewItem {
    /// Creates a request with this name and price and no other fields.
    pub const fn new(name: ItemName, price_cents: Price) -> Self {
        Self {
            name,
            description: None,
            category: None,
            image_url: None,
            price_cents,
            expected_currency: None,
            stock_quantity: 0,
            available: None,
        }
    }

    /// Creates the item with this id and number on the menu of `business`.
    pub fn into_item(self, id: ItemId, number: i64, business: &Business) -> Item {
        Item {
            id,
            number,
            business_id: business.id,
            name: self.name,
            description: self.description.unwrap_or_default(),
            category: self.category.unwrap_or_default(),
            image_url: self.image_url,
            price_cents: self.price_cents.cents(),
            currency: business.currency.clone(),
            stock_quantity: self.stock_quantity,
            available: self.available.unwrap_or(true),
            version: 1,
            archived_at: None,
        }
    }
}

/// An edit of an item. Omitted fields stay unchanged.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ItemChange {
    /// The name of the item.
    pub name: Option<ItemName>,
    /// The description of the item.
    pub description: Option<Description>,
    /// The section of the menu.
    pub category: Option<Category>,
    /// The URL of a picture; `null` removes it.
    #[serde(default, deserialize_with = "some")]
    #[schema(value_type = Option<ImageUrl>)]
    pub image_url: Option<Option<ImageUrl>>,
    /// Price of one portion, in the minor unit of the business's currency.
    pub price_cents: Option<Price>,
    /// `false` marks the item as sold out.
    pub available: Option<bool>,
}

/// Deserializes `null` as `Some(None)`, so that it differs from an omitted field.
#[expect(clippy::option_option, reason = "distinguishes null from an omitted field")]
fn some<'de, T: Deserialize<'de>, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Option<T>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

impl Item {
    /// Applies an edit and increments the version.
    #[must_use]
    pub fn apply(self, change: ItemChange) -> Self {
        Self {
            name: change.name.unwrap_or(self.name),
            description: change.description.unwrap_or(self.description),
            category: change.category.unwrap_or(self.category),
            image_url: change.image_url.unwrap_or(self.image_url),
            price_cents: change.price_cents.map_or(self.price_cents, Price::cents),
            available: change.available.unwrap_or(self.available),
            version: self.version + 1,
            ..self
        }
    }

    /// Removes the item from the menu and increments the version.
    #[must_use]
    pub fn archive(self, at: Timestamp) -> Self {
        Self { archived_at: Some(at), version: self.version + 1, ..self }
    }
}
