//! The messages of `/socket`, for the web app of the food ordering systems, and the words that it uses for statuses.

use domain::account::UserId;
use domain::business::BusinessId;
use domain::event::EventKind;
use domain::item::{ItemId, Quantity};
use domain::money::{Currency, Decimal};
use domain::order::state::Status;
use domain::order::{OrderId, OrderLine};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The status of an order, in the words of the web app of the food ordering systems, which shows any other word as completed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum FoodOrderState {
    /// The order waits for the business.
    Waiting,
    /// The order was accepted, or is being prepared.
    Pending,
    /// The order is ready, or was handed over. The web app spells this word in this way.
    Complate,
    /// The order was cancelled.
    Cancelled,
    /// The business rejected the order.
    Rejected,
}

impl From<Status> for FoodOrderState {
    fn from(status: Status) -> Self {
        match status {
            Status::Pending => Self::Waiting,
            Status::Accepted | Status::Processing => Self::Pending,
            Status::Completed => Self::Complate,
            Status::Cancelled => Self::Cancelled,
            Status::Rejected => Self::Rejected,
        }
    }
}

/// A message to a client of `/socket`.
#[derive(Serialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum FoodOrderingMessage {
    /// An order was placed.
    OrderAdd {
        /// One order.
        data: Vec<AddedOrder>,
    },
    /// The status of an order changed, or a completed order was handed over.
    OrderUpdate {
        /// One order.
        data: Vec<UpdatedOrder>,
    },
    /// Answers the text `ping`.
    Pong {
        /// Always `pong`.
        message: String,
    },
}

/// An order that was placed. The web app of the food ordering systems supports one item per order: `menu_id`, `menu` and
/// `quantity` describe the first line.
#[derive(Serialize, ToSchema)]
pub struct AddedOrder {
    /// The id of the order.
    id: OrderId,
    /// Equal to `id`.
    order_id: OrderId,
    /// The status, in the words of the web app.
    state: FoodOrderState,
    /// The status.
    status: Status,
    /// The business.
    biz_id: BusinessId,
    /// Name of the business.
    biz_name: String,
    /// The customer, or the staff member who placed the order for a guest.
    user_id: UserId,
    /// The name of the customer or guest.
    user_name: Option<String>,
    /// The item.
    menu_id: ItemId,
    /// The item.
    menu: AddedItem,
    /// Number of portions.
    quantity: Quantity,
}

/// The item of an order that was placed.
#[derive(Serialize, ToSchema)]
pub struct AddedItem {
    /// The id of the item.
    id: ItemId,
    /// The name of the item.
    name: String,
    /// Price of one portion.
    price: Decimal,
}

/// An order whose status changed, or that was handed over.
#[derive(Serialize, ToSchema)]
pub struct UpdatedOrder {
    /// The id of the order.
    order_id: OrderId,
    /// The status, in the words of the web app.
    state: FoodOrderState,
    /// The status.
    status: Status,
    /// The business.
    biz_id: BusinessId,
    /// The customer, or the staff member who placed the order for a guest.
    user_id: UserId,
}

/// The parts of an event that these messages contain.
#[derive(Deserialize)]
struct Change {
    kind: EventKind,
    order: ChangedOrder,
}

#[derive(Deserialize)]
struct ChangedOrder {
    id: OrderId,
    status: Status,
    business_id: BusinessId,
    business_name: String,
    customer_id: Option<UserId>,
    placed_by: UserId,
    customer: ChangedGuest,
    lines: Vec<OrderLine>,
    currency: Currency,
}

#[derive(Deserialize)]
struct ChangedGuest {
    name: Option<String>,
}

impl FoodOrderingMessage {
    /// Converts the JSON of an event. Returns `None` for a change of a menu, an unknown kind of event, or malformed JSON.
    pub fn from_event(json: &str) -> Option<Self> {
        let Change { kind, order } = serde_json::from_str(json).ok()?;
        Some(match kind {
            EventKind::Placed => Self::OrderAdd { data: vec![AddedOrder::new(order)?] },
            _ => Self::OrderUpdate { data: vec![UpdatedOrder::from(&order)] },
        })
    }

    /// Returns the answer to a `ping`.
    pub fn pong() -> Self {
        Self::Pong { message: "pong".to_owned() }
    }
}

impl AddedOrder {
    fn new(order: ChangedOrder) -> Option<Self> {
        let line = order.lines.into_iter().next()?;
        let price = line.unit_price_cents.to_decimal(&order.currency);
        Some(Self {
            id: order.id,
            order_id: order.id,
            state: order.status.into(),
            status: order.status,
            biz_id: order.business_id,
            biz_name: order.business_name,
            user_id: order.customer_id.unwrap_or(order.placed_by),
            user_name: order.customer.name,
            menu_id: line.item_id,
            menu: AddedItem { id: line.item_id, name: line.name, price },
            quantity: line.quantity,
        })
    }
}

impl From<&ChangedOrder> for UpdatedOrder {
    fn from(order: &ChangedOrder) -> Self {
        Self {
            order_id: order.id,
            state: order.status.into(),
            status: order.status,
            biz_id: order.business_id,
            user_id: order.customer_id.unwrap_or(order.placed_by),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn event_that_is_not_about_an_order_has_no_message() {
        for json in ["", "{}", r#"{"kind": "order.placed"}"#, r#"{"kind": "item.changed", "item": {}}"#] {
            assert!(FoodOrderingMessage::from_event(json).is_none(), "{json}");
        }
    }
}
