use std::collections::{BTreeMap, HashMap};

use axum::extract::State;
use domain::business::BusinessId;
use domain::item::{ImageUrl, Item, ItemChange, ItemId, ItemName, MAX_STOCK, NewItem};
use domain::money::{Amount, Currency, Decimal};
use serde::{Deserialize, Deserializer, Serialize};
use service::problem::Problem;
use store::{Tx, items, sequences};
use utoipa::ToSchema;

use crate::app::App;
use crate::error::{Error, Result, retry};
use crate::extract::{OneOrMany, Owner};
use crate::routes::compat::amounts::parse_price;
use crate::routes::compat::lenient_numbers::LenientStock;
use crate::routes::compat::references::ItemRef;
use crate::routes::items::{add_item, lock_own};

/// Maximum number of items per request.
const MAX_ITEMS: usize = 100;

/// The desired state of an item. An entry with an id edits the item and leaves omitted fields unchanged; an entry without an id
/// creates an item. Each field has two names, which may both be sent if their values are equal.
#[derive(Deserialize, ToSchema)]
pub(super) struct MenuEntry {
    /// The item to edit. The field may also be named `menu_id`.
    #[serde(alias = "menu_id")]
    id: Option<ItemRef>,
    /// Equal to `id`.
    m_id: Option<ItemRef>,
    /// The name of the item. Required for a new item.
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
}

/// An item, or an array of items.
#[derive(ToSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "documents the body, which is extracted as `OneOrMany`")]
pub(super) enum MenuEntries {
    /// An item.
    One(Box<MenuEntry>),
    /// 1 to 100 items.
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

/// An item. Each field has two names.
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

/// Set the menu and its stock (food ordering)
///
/// Creates the items without an id and edits the other items. Applies all changes or none.
#[utoipa::path(
    post, path = "/set-menu-and-instore", tag = "compat", request_body = MenuEntries,
    security(("bearer" = []), ("password" = [])),
    responses(
        (status = 200, description = "The item, or the items in the order of the request", body = MenuItems),
        (status = 403, description = "Not allowed", body = Problem),
        (status = 404, description = "No such item, or not on your menu", body = Problem),
    )
)]
pub(super) async fn set_menu(
    State(app): State<App>,
    owner: Owner,
    entries: OneOrMany<MenuEntry>,
) -> Result<axum::Json<MenuItems>> {
    let is_single = matches!(entries, OneOrMany::One(_));
    let entries = match entries {
        OneOrMany::One(entry) => vec![DesiredItem::new(String::new(), entry)?],
        OneOrMany::Many(entries) => {
            let desired = |(index, entry)| DesiredItem::new(format!("[{index}]."), entry);
            entries.into_iter().enumerate().map(desired).collect::<Result<_>>()?
        }
    };
    if entries.is_empty() || entries.len() > MAX_ITEMS {
        return Err(Error::field("", format!("must have 1 to {MAX_ITEMS} items, not {}", entries.len())));
    }
    let items = retry(|| apply(&app, &owner, &entries)).await?;
    let mut items = items.into_iter().map(MenuItem::from);
    Ok(axum::Json(if is_single {
        MenuItems::One(Box::new(items.next().ok_or(Error::NotFound("item"))?))
    } else {
        MenuItems::Many(items.collect())
    }))
}

/// The desired state of an item, with one value per field.
struct DesiredItem {
    /// Path of the entry in the request, with a trailing dot.
    path: String,
    id: Option<ItemRef>,
    name: Option<ItemName>,
    image_url: Option<Picture>,
    price: Option<Amount>,
    stock_quantity: Option<LenientStock>,
}

impl DesiredItem {
    fn new(path: String, entry: MenuEntry) -> Result<Self> {
        Ok(Self {
            id: merge(&path, ("id", entry.id), ("m_id", entry.m_id))?,
            name: merge(&path, ("name", entry.name), ("m_name", entry.m_name))?,
            image_url: merge(&path, ("image_url", entry.image_url), ("m_img_url", entry.m_img_url))?,
            price: merge(&path, ("price", entry.price), ("m_price", entry.m_price))?,
            stock_quantity: merge(&path, ("stock_quantity", entry.stock_quantity), ("m_instore", entry.m_instore))?,
            path,
        })
    }

    fn field(&self, name: &str) -> String {
        format!("{}{name}", self.path)
    }

    fn missing(&self, name: &str) -> Error {
        Error::field(self.field(name), "is missing")
    }

    fn stock(&self) -> Option<i64> {
        self.stock_quantity.map(|LenientStock(quantity)| quantity)
    }

    fn to_new_item(&self, currency: &Currency) -> Result<NewItem> {
        let price = self.price.as_ref().ok_or_else(|| self.missing("price"))?;
        let name = self.name.clone().ok_or_else(|| self.missing("name"))?;
        Ok(NewItem {
            image_url: self.image_url.clone().and_then(|Picture(url)| url),
            stock_quantity: self.stock().unwrap_or_default(),
            ..NewItem::new(name, parse_price(&self.field("price"), price, currency)?)
        })
    }

    fn to_change(&self, currency: &Currency) -> Result<ItemChange> {
        let price = self.price.as_ref().map(|price| parse_price(&self.field("price"), price, currency));
        Ok(ItemChange {
            name: self.name.clone(),
            image_url: self.image_url.clone().map(|Picture(url)| url),
            price_cents: price.transpose()?,
            ..ItemChange::default()
        })
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

/// Creates and edits the items in one transaction.
async fn apply(app: &App, owner: &Owner, entries: &[DesiredItem]) -> Result<Vec<Item>> {
    let mut tx = app.db.begin().await?;
    let mut done: BTreeMap<usize, Item> = BTreeMap::new();
    // The sequence is the first lock of all transactions that use it.
    if entries.iter().any(|entry| entry.id.is_none()) {
        sequences::lock_item_numbers(&mut tx).await?;
    }
    // Items are always locked in id order.
    for (id, index) in find_edited(&mut tx, entries).await? {
        let item = lock_own(&mut tx, owner, id).await?;
        done.insert(index, edit(&mut tx, app, owner, item, &entries[index]).await?);
    }
    for (index, entry) in entries.iter().enumerate().filter(|(_, entry)| entry.id.is_none()) {
        let item = add_item(&mut tx, app, owner, |business| entry.to_new_item(&business.currency)).await?;
        done.insert(index, item);
    }
    tx.commit().await?;
    Ok(done.into_values().collect())
}

/// Returns the index of the entry for each item to edit, sorted by item id.
async fn find_edited(tx: &mut Tx, entries: &[DesiredItem]) -> Result<BTreeMap<ItemId, usize>> {
    let number = |entry: &DesiredItem| match entry.id {
        Some(ItemRef::Number(number)) => Some(number),
        Some(ItemRef::Id(_)) | None => None,
    };
    let numbers: Vec<_> = entries.iter().filter_map(number).collect();
    let by_number = if numbers.is_empty() { Vec::new() } else { items::find_by_numbers(tx, &numbers).await? };
    let ids: HashMap<i64, ItemId> = by_number.into_iter().map(|item| (item.number, item.id)).collect();
    let mut edited = BTreeMap::new();
    for (index, entry) in entries.iter().enumerate() {
        let id = match entry.id {
            None => continue,
            Some(ItemRef::Id(id)) => id,
            Some(ItemRef::Number(number)) => *ids.get(&number).ok_or(Error::NotFound("item"))?,
        };
        if edited.insert(id, index).is_some() {
            return Err(Error::field(entry.field("id"), "must not be repeated"));
        }
    }
    Ok(edited)
}

async fn edit(tx: &mut Tx, app: &App, owner: &Owner, mut item: Item, entry: &DesiredItem) -> Result<Item> {
    if entry.name.is_some() || entry.image_url.is_some() || entry.price.is_some() {
        let change = entry.to_change(&item.currency)?;
        item = item.apply(change);
        if !items::update(tx, &item).await? {
            return Err(Error::StaleVersion(item.version));
        }
    }
    if let Some(stock) = entry.stock() {
        // The item is locked, so adding the difference sets the stock.
        let delta = stock - item.stock_quantity;
        if delta != 0 && !items::adjust_stock(tx, item.id, delta, MAX_STOCK, owner.id().0, app.clock.stamp()).await? {
            return Err(Error::StaleVersion(item.version));
        }
        item.stock_quantity = stock;
    }
    Ok(item)
}
