use domain::account::UserId;
use domain::business::BusinessId;
use domain::item::{ItemId, Quantity};
use domain::order::state::Status;
use domain::order::{GuestDetail, Order, OrderId};
use messaging::food_ordering_protocol::FoodOrderState;
use serde::Serialize;
use store::ReadConn;
use utoipa::ToSchema;

use crate::error::Result;
use crate::routes::compat::food_ordering::{OrderedItem, find_ordered_items};

/// An order. The food ordering app supports one item per order: `menu_id`, `menu` and `quantity` describe the first line.
#[derive(Serialize, ToSchema)]
pub(super) struct AppOrder {
    /// The id of the order.
    id: OrderId,
    /// The status, in the words of the food ordering app.
    state: FoodOrderState,
    /// The status, in the words of `/api`.
    status: Status,
    /// Number of portions.
    quantity: Quantity,
    /// The item.
    menu_id: ItemId,
    /// The item.
    menu: OrderedItem,
    /// The business.
    biz_id: BusinessId,
    /// Name of the business when the order was placed.
    biz_name: String,
    /// The customer, or the staff member who placed the order for a guest.
    user_id: UserId,
    /// The name of the customer or guest.
    user_name: Option<GuestDetail>,
}

impl AppOrder {
    /// Converts orders. Omits orders without lines, which this format cannot represent.
    pub(super) async fn load(read: &mut ReadConn, orders: Vec<Order>) -> Result<Vec<Self>> {
        let items = find_ordered_items(read, &orders).await?;
        let convert = |order: Order| {
            let first = order.lines.first()?;
            Some(Self {
                id: order.id,
                state: order.status.into(),
                status: order.status,
                quantity: first.quantity,
                menu_id: first.item_id,
                menu: OrderedItem::new(first, &order.currency, &items),
                biz_id: order.business_id,
                user_id: order.customer_id.unwrap_or(order.placed_by),
                biz_name: order.business_name,
                user_name: order.customer.name,
            })
        };
        Ok(orders.into_iter().filter_map(convert).collect())
    }
}
