use std::collections::HashMap;

use domain::account::UserId;
use domain::clock::Timestamp;
use domain::item::{ItemId, Quantity};
use domain::money::{Currency, Decimal};
use domain::order::state::Status;
use domain::order::{Order, OrderId, OrderNumber};
use serde::{Deserialize, Serialize};
use store::{ReadConn, items};
use utoipa::ToSchema;

use crate::app::App;
use crate::error::{Error, Result};

/// The status of an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "UPPERCASE")]
pub(super) enum MiniOrderStatus {
    /// The order was placed and its stock deducted.
    Pending,
    /// The business accepted the order.
    Confirmed,
    /// The order is being prepared.
    Processing,
    /// The order is ready.
    Completed,
    /// The order was cancelled and its stock restored.
    Cancelled,
    /// The business rejected the order; its stock was restored.
    Rejected,
}

impl From<Status> for MiniOrderStatus {
    fn from(status: Status) -> Self {
        match status {
            Status::Pending => Self::Pending,
            Status::Accepted => Self::Confirmed,
            Status::Processing => Self::Processing,
            Status::Completed => Self::Completed,
            Status::Cancelled => Self::Cancelled,
            Status::Rejected => Self::Rejected,
        }
    }
}

impl From<MiniOrderStatus> for Status {
    fn from(status: MiniOrderStatus) -> Self {
        match status {
            MiniOrderStatus::Pending => Self::Pending,
            MiniOrderStatus::Confirmed => Self::Accepted,
            MiniOrderStatus::Processing => Self::Processing,
            MiniOrderStatus::Completed => Self::Completed,
            MiniOrderStatus::Cancelled => Self::Cancelled,
            MiniOrderStatus::Rejected => Self::Rejected,
        }
    }
}

/// An order.
#[derive(Serialize, ToSchema)]
pub(super) struct MiniOrder {
    /// The digits of the order's number.
    id: i64,
    /// The human-readable order number.
    number: OrderNumber,
    /// The id of the order at `/api/orders`.
    order_id: OrderId,
    /// The customer, or the staff member who placed the order for a guest.
    user_id: UserId,
    /// The status of the order.
    status: MiniOrderStatus,
    /// The lines of the order.
    items: Vec<MiniOrderLine>,
    /// Total price.
    total_amount: Decimal,
    /// The currency of all prices.
    currency: Currency,
    /// Time at which the order was placed.
    created_at: Timestamp,
}

/// One line of an order.
#[derive(Serialize, ToSchema)]
pub(super) struct MiniOrderLine {
    /// The number of the item.
    product_id: i64,
    /// The id of the item at `/api/items`.
    item_id: ItemId,
    /// Name of the item when it was ordered.
    name: String,
    /// Number of portions.
    quantity: Quantity,
    /// Price of one portion.
    price: Decimal,
}

/// Converts orders to the format of the mini order client. Reads the numbers of all items with one query.
pub(super) async fn to_mini_orders(read: &mut ReadConn, orders: Vec<Order>) -> Result<Vec<MiniOrder>> {
    let mut ids: Vec<_> = orders.iter().flat_map(|order| order.lines.iter().map(|line| line.item_id)).collect();
    ids.sort_unstable();
    ids.dedup();
    let numbers = if ids.is_empty() { HashMap::new() } else { items::find_numbers(read, &ids).await? };
    let orders = orders.into_iter().map(|order| MiniOrder {
        id: order.number.0,
        number: order.number,
        order_id: order.id,
        user_id: order.customer_id.unwrap_or(order.placed_by),
        status: order.status.into(),
        items: order
            .lines
            .into_iter()
            .map(|line| MiniOrderLine {
                // Items are archived, but never deleted.
                product_id: numbers.get(&line.item_id).copied().unwrap_or_default(),
                item_id: line.item_id,
                name: line.name,
                quantity: line.quantity,
                price: line.unit_price_cents.to_decimal(&order.currency),
            })
            .collect(),
        total_amount: order.total_cents.to_decimal(&order.currency),
        currency: order.currency,
        created_at: order.placed_at,
    });
    Ok(orders.collect())
}

/// Returns the response that contains one order.
pub(super) async fn single_response(app: &App, order: Order) -> Result<axum::Json<MiniOrder>> {
    let orders = to_mini_orders(&mut app.db.read().await?, vec![order]).await?;
    orders.into_iter().next().map(axum::Json).ok_or(Error::NotFound("order"))
}
