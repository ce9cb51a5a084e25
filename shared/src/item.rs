//! What a menu offers.

use serde::{Deserialize, Deserializer, Serialize};
use utoipa::ToSchema;

use crate::Invalid;
use crate::business::BusinessId;
use crate::clock::Timestamp;
use crate::money::{Cents, Currency, whole_number};
use crate::values::plain;

id! {
    /// An item of a menu.
    ItemId
}

text! {
    /// What an item is called: 1 to 200 characters.
    #[schema(min_length = 1, max_length = 200, example = "Margherita")]
    ItemName, |raw| plain(raw, 1, 200)
}

text! {
    /// What an item is, in at most 2,000 characters.
    #[derive(Default)]
    #[schema(max_length = 2_000)]
    Description, |raw| plain(raw, 0, 2_000)
}

text! {
    /// The part of the menu that an item belongs to, in at most 60 characters.
    #[derive(Default)]
    #[schema(max_length = 60, example = "Pizza")]
    Category, |raw| plain(raw, 0, 60)
}

text! {
    /// A picture: an absolute `https` address, or a path below `/images/` of this installation. Never fetched by a server.
    #[schema(max_length = 2_000, example = "/images/margherita.jpg")]
    ImageUrl, |raw| {
        let refusal = || Invalid::new("must be an https address without user or password, or a path below /images/");
        if raw.len() > 2_000 || raw.chars().any(|c| c.is_control() || c.is_whitespace()) {
            return Err(refusal());
        }
        if raw.starts_with("/images/") && !raw.contains("..") {
            return Ok(raw.to_owned());
        }
        match url::Url::parse(raw) {
            Ok(url) if url.scheme() == "https" && url.has_host()
                && url.username().is_empty() && url.password().is_none() => Ok(raw.to_owned()),
            _ => Err(refusal()),
        }
    }
}

const QUANTITY: &str = "must be a whole number from 1 to 999";

/// How much of one item: 1 to 999.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, ToSchema)]
#[serde(transparent)]
#[schema(value_type = i64, minimum = 1, maximum = 999)]
pub struct Quantity(i64);

impl Quantity {
    /// From a number, refusing what nobody orders.
    pub fn new(quantity: i64) -> Result<Self, Invalid> {
        match quantity {
            1..=999 => Ok(Self(quantity)),
            _ => Err(Invalid::new(QUANTITY)),
        }
    }

    /// The number.
    pub const fn get(self) -> i64 {
        self.0
    }
}

impl<'de> Deserialize<'de> for Quantity {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::new(whole_number(deserializer, QUANTITY)?).map_err(serde::de::Error::custom)
    }
}

sql_as!(Quantity as i64, |quantity| quantity.0, |raw| Ok(Self::new(raw)?));

/// How much of an item a business can have: 0 to a million.
pub const MOST_STOCK: i64 = 1_000_000;

/// An item of a menu.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Item {
    /// Identifies the item for ever.
    pub id: ItemId,
    /// Short, for people: 101, 102, …; unique in the installation.
    pub number: i64,
    /// Whose menu it is on.
    pub business_id: BusinessId,
    /// What it is called.
    pub name: ItemName,
    /// What it is.
    pub description: Description,
    /// The part of the menu.
    pub category: Category,
    /// A picture, if there is one.
    pub image_url: Option<ImageUrl>,
    /// What one costs, in the currency's minor unit.
    pub price_cents: Cents,
    /// The currency of its business.
    pub currency: Currency,
    /// How many are left. Never below zero.
    pub stock_quantity: i64,
    /// The sold-out switch: an item that is not available cannot be ordered, whatever its stock.
    pub available: bool,
    /// Rises with every edit (not with sales); its `ETag`.
    pub version: i64,
    /// When it was taken off the menu.
    #[serde(skip)]
    pub archived_at: Option<Timestamp>,
}
