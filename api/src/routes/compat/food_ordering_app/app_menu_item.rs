use domain::business::BusinessId;
use domain::item::{ImageUrl, Item, ItemId, ItemName};
use domain::money::{Currency, Decimal};
use serde::Serialize;
use utoipa::ToSchema;

/// An item on a menu.
#[derive(Serialize, ToSchema)]
pub(super) struct AppMenuItem {
    /// The id of the item.
    id: ItemId,
    /// The name of the item.
    name: ItemName,
    /// The URL of a picture, if any.
    image_url: Option<ImageUrl>,
    /// Price of one portion.
    price: Decimal,
    /// The currency of the price.
    currency: Currency,
    /// Number of portions in stock.
    stock: i64,
    /// `available`, or `unavailable` if the item is marked as sold out.
    #[schema(example = "available")]
    status: &'static str,
    /// The business that the item belongs to.
    biz_id: BusinessId,
}

impl From<Item> for AppMenuItem {
    fn from(item: Item) -> Self {
        Self {
            id: item.id,
            name: item.name,
            image_url: item.image_url,
            price: item.price_cents.to_decimal(&item.currency),
            currency: item.currency,
            stock: item.stock_quantity,
            status: if item.available { "available" } else { "unavailable" },
            biz_id: item.business_id,
        }
    }
}
