use std::collections::HashMap;

use domain::account::UserId;
use domain::business::BusinessId;
use domain::clock::Timestamp;
use domain::item::{ImageUrl, Item, ItemId, Quantity};
use domain::money::{Currency, Decimal};
use domain::order::state::Status;
use domain::order::{Order, OrderId, OrderLine, OrderNumber};
use serde::Serialize;
use store::{ReadConn, items};
use utoipa::ToSchema;

use crate::error::{Error, Result};

/// An order. The food ordering clients support one item per order: `menu_id`, `menu` and `quantity` describe the first line, and
/// `items` lists all lines.
#[derive(Serialize, ToSchema)]
pub(in crate::routes::compat) struct FoodOrder {
    /// The id of the order.
    id: OrderId,
    /// Equal to `id`.
    o_id: OrderId,
    /// The human-readable order number.
    number: OrderNumber,
    /// The status.
    state: Status,
    /// Equal to `state`.
    o_state: Status,
    /// The business.
    biz_id: BusinessId,
    /// Equal to `biz_id`.
    e_id: BusinessId,
    /// Name of the business when the order was placed.
    biz_name: String,
    /// The item of the first line.
    menu_id: ItemId,
    /// Equal to `menu_id`.
    m_id: ItemId,
    /// The item of the first line.
    menu: OrderedItem,
    /// Number of portions of the first line.
    quantity: Quantity,
    /// The customer, or the staff member who placed the order for a guest.
    user_id: UserId,
    /// Equal to `user_id`.
    u_id: UserId,
    /// All lines.
    items: Vec<FoodOrderLine>,
    /// Total price.
    total: Decimal,
    /// The currency of all prices.
    currency: Currency,
    /// The reason for the cancellation or rejection.
    reason: Option<String>,
    /// Time at which the order was placed.
    placed_at: Timestamp,
}

/// One line of an order.
#[derive(Serialize, ToSchema)]
pub(super) struct FoodOrderLine {
    /// The item.
    menu_id: ItemId,
    /// Name of the item when it was ordered.
    name: String,
    /// Number of portions.
    quantity: Quantity,
    /// Price of one portion.
    price: Decimal,
}

/// An item of an order.
#[derive(Serialize, ToSchema)]
pub(in crate::routes::compat) struct OrderedItem {
    /// The id of the item.
    id: ItemId,
    /// Name of the item when it was ordered.
    name: String,
    /// Price of one portion when it was ordered.
    price: Decimal,
    /// Number of portions in stock now. `null` if the stock could not be read, and in responses to placements with an idempotency
    /// key, because a repeated request must receive the same response.
    stock: Option<i64>,
    /// The URL of the current picture, if any; `null` in the same cases as `stock`.
    image_url: Option<ImageUrl>,
}

/// The items of orders, by id.
pub(in crate::routes::compat) type OrderedItems = HashMap<ItemId, Item>;

/// Finds the item of each order's first line. Archived items are found as well.
pub(in crate::routes::compat) async fn find_ordered_items(
    read: &mut ReadConn,
    orders: &[Order],
) -> Result<OrderedItems> {
    let mut ids: Vec<_> = orders.iter().filter_map(|order| Some(order.lines.first()?.item_id)).collect();
    ids.sort_unstable();
    ids.dedup();
    let found = if ids.is_empty() { Vec::new() } else { items::find_many(read, &ids).await? };
    Ok(found.into_iter().map(|item| (item.id, item)).collect())
}

impl OrderedItem {
    /// Returns the item of a line. Its stock and picture are unknown if `items` does not contain it.
    pub(in crate::routes::compat) fn new(line: &OrderLine, currency: &Currency, items: &OrderedItems) -> Self {
        let item = items.get(&line.item_id);
        Self {
            id: line.item_id,
            name: line.name.clone(),
            price: line.unit_price_cents.to_decimal(currency),
            stock: item.map(|item| item.stock_quantity),
            image_url: item.and_then(|item| item.image_url.clone()),
        }
    }
}

impl FoodOrder {
    /// Converts orders. Omits orders without lines, which this format cannot represent.
    pub(in crate::routes::compat) async fn load(read: &mut ReadConn, orders: Vec<Order>) -> Result<Vec<Self>> {
        let items = find_ordered_items(read, &orders).await?;
        Ok(orders.into_iter().filter_map(|order| Self::new(order, &items).ok()).collect())
    }

    /// Converts an order. If `items` does not contain the item of its first line, its stock and picture are `null`. Fails if the
    /// order has no lines.
    pub(in crate::routes::compat) fn new(order: Order, items: &OrderedItems) -> Result<Self> {
        let first = order.lines.first().ok_or(Error::NotFound("order"))?;
        let user_id = order.customer_id.unwrap_or(order.placed_by);
        let to_line = |line: &OrderLine| FoodOrderLine {
            menu_id: line.item_id,
            name: line.name.clone(),
            quantity: line.quantity,
            price: line.unit_price_cents.to_decimal(&order.currency),
        };
        Ok(Self {
            id: order.id,
            o_id: order.id,
            number: order.number,
            state: order.status,
            o_state: order.status,
            biz_id: order.business_id,
            e_id: order.business_id,
            menu_id: first.item_id,
            m_id: first.item_id,
            menu: OrderedItem::new(first, &order.currency, items),
            quantity: first.quantity,
            user_id,
            u_id: user_id,
            items: order.lines.iter().map(to_line).collect(),
            total: order.total_cents.to_decimal(&order.currency),
            reason: order.reason,
            placed_at: order.placed_at,
            biz_name: order.business_name,
            currency: order.currency,
        })
    }
}
