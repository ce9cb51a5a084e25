use domain::business::BusinessId;
use domain::item::{Item, ItemId, ItemName};
use domain::money::{Currency, Decimal};
use serde::Serialize;
use utoipa::ToSchema;

/// A product: an item on the menu of a business.
#[derive(Serialize, ToSchema)]
pub(super) struct Product {
    /// The number of the item: 101, 102, …
    id: i64,
    /// The id of the item at `/api/items`.
    item_id: ItemId,
    /// The name of the item.
    name: ItemName,
    /// Price of one portion.
    price: Decimal,
    /// The currency of the price.
    currency: Currency,
    /// Number of portions in stock.
    stock_quantity: i64,
    /// `false` marks the item as sold out, regardless of its stock.
    available: bool,
    /// The business that the item belongs to.
    business_id: BusinessId,
}

impl From<Item> for Product {
    fn from(item: Item) -> Self {
        Self {
            id: item.number,
            item_id: item.id,
            name: item.name,
            price: item.price_cents.to_decimal(&item.currency),
            currency: item.currency,
            stock_quantity: item.stock_quantity,
            available: item.available,
            business_id: item.business_id,
        }
    }
}
