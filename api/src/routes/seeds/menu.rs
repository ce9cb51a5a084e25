//! `POST /set-menu-and-instore` of S0 and S1: a menu and its stock, all at once.

use std::collections::{BTreeMap, HashMap};

use axum::extract::State;
use serde::{Deserialize, Deserializer, Serialize};
use shared::business::BusinessId;
use shared::item::{ImageUrl, Item, ItemId, ItemName, MOST_STOCK};
use shared::money::{Amount, Currency, Decimal, Price};
use shared::problem::Problem;
use shared::store::{Tx, counters, items};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

use super::references::{ItemRef, whole, whole_schema};
use crate::error::{Error, Result, retried};
use crate::extract::{OneOrMany, Owner};
use crate::routes::items::{NewItem, add};
use crate::state::App;

/// The most items in one request.
const MOST_ITEMS: usize = 100;

/// An item as it is to be. With an `id` it is edited, and what is left out stays; without, it is new. In S0's words, or in
/// those of S1's table of menus; in both, as this route answers, if they say the same.
#[derive(Deserialize, ToSchema)]
pub(super) struct NewDish {
    /// Which item; a new one without.
    #[serde(alias = "menu_id")]
    id: Option<ItemRef>,
    /// The same.
    m_id: Option<ItemRef>,
    /// What it is called; wanted for a new one.
    name: Option<ItemName>,
    /// The same.
    m_name: Option<ItemName>,
    /// A picture; empty for none.
    #[schema(value_type = Option<String>)]
    image_url: Option<Picture>,
    /// The same.
    #[schema(value_type = Option<String>)]
    m_img_url: Option<Picture>,
    /// What one costs, in the business's currency; wanted for a new one.
    price: Option<Amount>,
    /// The same.
    m_price: Option<Amount>,
    /// How many there are now: 0 to a million; of a new one, none by default.
    stock_quantity: Option<Stock>,
    /// The same.
    m_instore: Option<Stock>,
}

/// The same, read.
struct Entry {
    id: Option<ItemRef>,
    name: Option<ItemName>,
    image_url: Option<Picture>,
    price: Option<Amount>,
    stock_quantity: Option<Stock>,
}

impl NewDish {
    fn read(self, at: &str) -> Result<Entry> {
        Ok(Entry {
            id: either(at, ("id", self.id), ("m_id", self.m_id))?,
            name: either(at, ("name", self.name), ("m_name", self.m_name))?,
            image_url: either(at, ("image_url", self.image_url), ("m_img_url", self.m_img_url))?,
            price: either(at, ("price", self.price), ("m_price", self.m_price))?,
            stock_quantity: either(at, ("stock_quantity", self.stock_quantity), ("m_instore", self.m_instore))?,
        })
    }
}

/// What is said under one name or the other, or under both.
fn either<T: PartialEq>(at: &str, one: (&str, Option<T>), other: (&str, Option<T>)) -> Result<Option<T>> {
    match (one.1, other.1) {
        (Some(this), Some(that)) if this != that => {
            Err(Error::field(format!("{at}{}", one.0), format!("is not what {} says; send one of them", other.0)))
        }
        (this, that) => Ok(this.or(that)),
    }
}

/// One item, or a list of them.
#[derive(ToSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "it is read as `OneOrMany`; this is how the document tells of it")]
pub(super) enum Entries {
    /// One.
    One(Box<NewDish>),
    /// 1 to 100 of them.
    Many(Vec<NewDish>),
}

/// The item, or the items in their order.
#[derive(Serialize, ToSchema)]
#[serde(untagged)]
pub(super) enum Dishes {
    /// One.
    One(Box<Dish>),
    /// A list of them.
    Many(Vec<Dish>),
}

/// A picture, or none.
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

/// A stock that a business can have: 0 to a million.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Stock(pub i64);

impl<'de> Deserialize<'de> for Stock {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        match whole(&serde_json::Value::deserialize(deserializer)?) {
            Some(quantity @ 0..=MOST_STOCK) => Ok(Self(quantity)),
            _ => Err(serde::de::Error::custom("must be a whole number from 0 to 1000000")),
        }
    }
}

impl PartialSchema for Stock {
    fn schema() -> RefOr<Schema> {
        whole_schema("0 to a million, as a number or a text.", 0, MOST_STOCK)
    }
}

impl ToSchema for Stock {}

/// An item as S0 and S1 tell it, each field under both their names.
#[derive(Serialize, ToSchema)]
pub(super) struct Dish {
    /// Identifies the item for ever.
    id: ItemId,
    /// The same.
    m_id: ItemId,
    /// Short, for people: 101, 102, …
    number: i64,
    /// What it is called.
    name: ItemName,
    /// The same.
    m_name: ItemName,
    /// A picture, if there is one.
    image_url: Option<ImageUrl>,
    /// The same.
    m_img_url: Option<ImageUrl>,
    /// What one costs.
    price: Decimal,
    /// The same.
    m_price: Decimal,
    /// How many are left.
    stock_quantity: i64,
    /// The same.
    m_instore: i64,
    /// Whose menu it is on.
    biz_id: BusinessId,
    /// In which currency its price is.
    currency: Currency,
}

impl From<Item> for Dish {
    fn from(item: Item) -> Self {
        let price = item.price_cents.decimal(&item.currency);
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

/// A price that somebody wrote as a decimal.
pub(super) fn price(field: &str, amount: &Amount, currency: &Currency) -> Result<Price> {
    let cents = amount.cents(currency).map_err(crate::extract::field(field))?;
    let most = || Price::new(Price::MOST).map(|most| most.cents().decimal(currency).to_string()).unwrap_or_default();
    Price::new(cents.get()).map_err(|_| Error::field(field, format!("must be at most {}", most())))
}

/// Set the menu and its stock (S0, S1)
///
/// One item or a list of them, all or none: those without an `id` are new, the others are edited.
#[utoipa::path(
    post, path = "/set-menu-and-instore", tag = "seeds", request_body = Entries,
    security(("bearer" = []), ("password" = [])),
    responses(
        (status = 200, description = "The item, or the items in their order", body = Dishes),
        (status = 403, description = "Not allowed", body = Problem),
        (status = 404, description = "No such item, or not yours", body = Problem),
    )
)]
pub(super) async fn set_menu(
    State(app): State<App>,
    owner: Owner,
    entries: OneOrMany<NewDish>,
) -> Result<axum::Json<Dishes>> {
    let is_list = matches!(entries, OneOrMany::Many(_));
    let entries = match entries {
        OneOrMany::One(dish) => vec![Asked::read(String::new(), dish)?],
        OneOrMany::Many(list) => {
            let asked = |(index, dish)| Asked::read(format!("[{index}]."), dish);
            list.into_iter().enumerate().map(asked).collect::<Result<_>>()?
        }
    };
    if entries.is_empty() || entries.len() > MOST_ITEMS {
        return Err(Error::field("", format!("must have 1 to {MOST_ITEMS} items, not {}", entries.len())));
    }
    let dishes = retried(async || set(&app, &owner, &entries).await).await?;
    let mut dishes = dishes.into_iter().map(Dish::from);
    Ok(axum::Json(match (is_list, dishes.len()) {
        (false, 1) => Dishes::One(Box::new(dishes.next().ok_or(Error::NotFound("item"))?)),
        _ => Dishes::Many(dishes.collect()),
    }))
}

/// An entry, and where it stands in the request.
struct Asked {
    at: String,
    entry: Entry,
}

impl Asked {
    fn read(at: String, dish: NewDish) -> Result<Self> {
        dish.read(&at).map(|entry| Self { at, entry })
    }

    fn field(&self, name: &str) -> String {
        format!("{}{name}", self.at)
    }

    fn missing(&self, name: &str) -> Error {
        Error::field(self.field(name), "is missing")
    }

    fn stock(&self) -> Option<i64> {
        self.entry.stock_quantity.map(|Stock(quantity)| quantity)
    }

    /// As a new item.
    fn new_item(&self, currency: &Currency) -> Result<NewItem> {
        let amount = self.entry.price.as_ref().ok_or_else(|| self.missing("price"))?;
        Ok(NewItem {
            name: self.entry.name.clone().ok_or_else(|| self.missing("name"))?,
            description: None,
            category: None,
            image_url: self.entry.image_url.clone().and_then(|Picture(url)| url),
            price_cents: price(&self.field("price"), amount, currency)?,
            stock_quantity: self.stock().unwrap_or_default(),
            available: None,
        })
    }
}

/// All of it, or none.
async fn set(app: &App, owner: &Owner, entries: &[Asked]) -> Result<Vec<Item>> {
    let mut tx = app.db.begin().await?;
    let mut done: BTreeMap<usize, Item> = BTreeMap::new();
    // The counter of numbers comes before all items, as by those who change a currency.
    if entries.iter().any(|asked| asked.entry.id.is_none()) {
        counters::hold_items(&mut tx).await?;
    }
    // Locked in the order of their ids, as by all who lock several.
    for (id, index) in named(&mut tx, entries).await? {
        let item = items::lock(&mut tx, id).await?;
        let item = item.filter(|item| item.business_id == owner.business && item.archived_at.is_none());
        let item = item.ok_or(Error::NotFound("item"))?;
        done.insert(index, edit(&mut tx, app, owner, item, &entries[index]).await?);
    }
    for (index, asked) in entries.iter().enumerate().filter(|(_, asked)| asked.entry.id.is_none()) {
        let item = add(&mut tx, app, owner, |business| asked.new_item(&business.currency)).await?;
        done.insert(index, item);
    }
    tx.commit().await?;
    Ok(done.into_values().collect())
}

/// The items that are named, in the order of their ids, and which entry names each.
async fn named(tx: &mut Tx, entries: &[Asked]) -> Result<BTreeMap<ItemId, usize>> {
    let by_number = |asked: &Asked| match asked.entry.id {
        Some(ItemRef::Number(number)) => Some(number),
        _ => None,
    };
    let numbers: Vec<_> = entries.iter().filter_map(by_number).collect();
    let known = if numbers.is_empty() { Vec::new() } else { items::by_numbers(tx, &numbers).await? };
    let known: HashMap<i64, ItemId> = known.into_iter().map(|item| (item.number, item.id)).collect();
    let mut named = BTreeMap::new();
    for (index, asked) in entries.iter().enumerate() {
        let id = match asked.entry.id {
            None => continue,
            Some(ItemRef::Id(id)) => id,
            Some(ItemRef::Number(number)) => *known.get(&number).ok_or(Error::NotFound("item"))?,
        };
        if named.insert(id, index).is_some() {
            return Err(Error::field(asked.field("id"), "is in the list twice"));
        }
    }
    Ok(named)
}

async fn edit(tx: &mut Tx, app: &App, owner: &Owner, mut item: Item, asked: &Asked) -> Result<Item> {
    let Entry { name, image_url, price: amount, .. } = &asked.entry;
    if name.is_some() || image_url.is_some() || amount.is_some() {
        item.name = name.clone().unwrap_or(item.name);
        item.image_url = image_url.clone().map_or(item.image_url, |Picture(url)| url);
        if let Some(amount) = amount {
            item.price_cents = price(&asked.field("price"), amount, &item.currency)?.cents();
        }
        item.version += 1;
        if !items::update(tx, &item).await? {
            return Err(Error::Stale(item.version));
        }
    }
    if let Some(wanted) = asked.stock() {
        // Under the item's lock, the difference is the same as the figure itself; the books want to know it.
        let delta = wanted - item.stock_quantity;
        if delta != 0 && !items::adjust(tx, item.id, delta, MOST_STOCK, owner.id().0, app.clock.stamp()).await? {
            return Err(Error::Stale(item.version));
        }
        item.stock_quantity = wanted;
    }
    Ok(item)
}
