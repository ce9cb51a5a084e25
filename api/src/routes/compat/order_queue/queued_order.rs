use domain::order::state::Status;
use domain::order::{Order, OrderNumber};
use serde::Serialize;
use utoipa::ToSchema;

/// The status of an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(super) enum QueueStatus {
    /// The order waits for the business or for the kitchen.
    Pending,
    /// The order is being prepared.
    Processing,
    /// The order is ready.
    Completed,
    /// The order was cancelled and its stock restored.
    Cancelled,
    /// The business rejected the order; its stock was restored.
    Rejected,
}

/// An order.
#[derive(Serialize, ToSchema)]
pub(in crate::routes::compat) struct QueuedOrder {
    /// The number of the order.
    order_id: OrderNumber,
    /// The status of the order.
    order_status: QueueStatus,
}

impl From<&Order> for QueuedOrder {
    fn from(order: &Order) -> Self {
        let order_status = match order.status {
            // The client has no status for accepted orders, so they count as pending.
            Status::Pending | Status::Accepted => QueueStatus::Pending,
            Status::Processing => QueueStatus::Processing,
            Status::Completed => QueueStatus::Completed,
            Status::Cancelled => QueueStatus::Cancelled,
            Status::Rejected => QueueStatus::Rejected,
        };
        Self { order_id: order.number, order_status }
    }
}
