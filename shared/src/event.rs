//! The envelope of every change: the only wire format, written once and sent on as it is by the
//! outbox, the broker and the sockets.

use serde::Serialize;
use utoipa::ToSchema;

use crate::account::Actor;
use crate::clock::Timestamp;
use crate::order::Order;

id! {
    /// A change of an order.
    EventId
}

text_enum! {
    /// What happened to an order; also its routing key.
    Kind {
        /// A guest ordered; the stock is taken.
        Placed = "order.placed",
        /// The business took it on.
        Accepted = "order.accepted",
        /// A cook started.
        Processing = "order.processing",
        /// It is ready.
        Completed = "order.completed",
        /// It was taken back; the stock is returned.
        Cancelled = "order.cancelled",
        /// The business declined; the stock is returned.
        Rejected = "order.rejected",
        /// The guest has it.
        HandedOver = "order.handed_over",
    }
}

/// One change of one order: what, by whom, when, and the order as it was right after it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Event {
    /// Identifies the change; the same in the audit trail, the message and the frame.
    pub id: EventId,
    /// What happened.
    pub kind: Kind,
    /// The order right after it; `order.version` rises by one with each change.
    pub order: Order,
    /// Who did it.
    pub actor: Actor,
    /// When.
    pub occurred_at: Timestamp,
    /// The W3C trace that caused it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub traceparent: Option<String>,
}
