//! Events: records of changes, which are sent from the database through the broker to clients.

use std::fmt;
use std::sync::Arc;

use uuid::Uuid;

use crate::Invalid;
use crate::account::UserId;
use crate::business::BusinessId;
use crate::clock::Timestamp;
use crate::item::ItemId;
use crate::order::OrderId;

id! {
    /// The id of an event.
    EventId
}

text_enum! {
    /// The kind of a change of an order. It is also the routing key of the event.
    EventKind {
        /// The order was placed and its stock deducted.
        Placed = "order.placed",
        /// The order was accepted, automatically or manually.
        Accepted = "order.accepted",
        /// The preparation started.
        Processing = "order.processing",
        /// The order is ready.
        Completed = "order.completed",
        /// The order was cancelled and its stock restored.
        Cancelled = "order.cancelled",
        /// The business rejected the order; its stock was restored.
        Rejected = "order.rejected",
        /// The customer received the order.
        HandedOver = "order.handed_over",
    }
}

text_enum! {
    /// The kind of a change of a menu. It is also the routing key of the event.
    MenuEventKind {
        /// The item was added to the menu.
        ItemAdded = "item.added",
        /// The item was edited, or its stock was changed other than by an order.
        ItemUpdated = "item.updated",
        /// The item was removed from the menu.
        ItemRemoved = "item.removed",
        /// The settings of the business were changed. A new currency also changes the prices of all items.
        BusinessUpdated = "business.updated",
    }
}

text! {
    /// The kind of a recorded event: an [`EventKind`], a [`MenuEventKind`], or a kind that only a newer version knows. Relays
    /// forward all kinds, and notifiers all kinds of events about orders, so that versions can run side by side.
    #[schema(example = "order.completed")]
    RecordedKind, |raw| match raw.len() {
        1..=MAX_KIND_LENGTH => Ok(raw.to_owned()),
        _ => Err(Invalid::new("must have 1 to 100 characters")),
    }
}

/// Maximum length of a kind, in bytes.
const MAX_KIND_LENGTH: usize = 100;

impl From<EventKind> for RecordedKind {
    fn from(kind: EventKind) -> Self {
        Self(kind.as_str().to_owned())
    }
}

impl From<MenuEventKind> for RecordedKind {
    fn from(kind: MenuEventKind) -> Self {
        Self(kind.as_str().to_owned())
    }
}

impl PartialEq<EventKind> for RecordedKind {
    fn eq(&self, kind: &EventKind) -> bool {
        self.as_str() == kind.as_str()
    }
}

/// The entity that an event is about. The prefix of the event's kind names the type of the entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// An order (kinds that start with `order.`).
    Order(OrderId),
    /// A menu item (`item.`).
    Item(ItemId),
    /// A business (`business.`).
    Business(BusinessId),
    /// An entity of a type that only a newer version knows.
    Other(Uuid),
}

impl Subject {
    /// Creates the subject of an event of this kind from the id of the entity.
    pub fn new(kind: &RecordedKind, id: Uuid) -> Self {
        match kind.as_str().split_once('.') {
            Some(("order", _)) => Self::Order(OrderId(id)),
            Some(("item", _)) => Self::Item(ItemId(id)),
            Some(("business", _)) => Self::Business(BusinessId(id)),
            _ => Self::Other(id),
        }
    }

    /// Returns the id of the entity.
    pub const fn id(self) -> Uuid {
        match self {
            Self::Order(OrderId(id)) | Self::Item(ItemId(id)) | Self::Business(BusinessId(id)) | Self::Other(id) => id,
        }
    }

    /// Returns the id of the order, if the event is about an order.
    pub const fn order_id(self) -> Option<OrderId> {
        match self {
            Self::Order(id) => Some(id),
            Self::Item(_) | Self::Business(_) | Self::Other(_) => None,
        }
    }
}

/// The JSON of an event. It is serialized once, in the transaction of the change, and then forwarded unchanged.
#[derive(Clone, PartialEq, Eq)]
pub struct Payload(Arc<str>);

impl Payload {
    /// Returns the JSON.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Checks that the payload is JSON, without building a value. A message that contains another text would be invalid as a whole.
    ///
    /// # Errors
    /// The payload is not JSON.
    pub fn check(&self) -> Result<(), Invalid> {
        let parsed = serde_json::from_str::<serde::de::IgnoredAny>(&self.0);
        parsed.map(drop).map_err(|error| Invalid::new(format!("is not JSON: {error}")))
    }
}

impl From<String> for Payload {
    fn from(json: String) -> Self {
        Self(json.into())
    }
}

impl From<&str> for Payload {
    fn from(json: &str) -> Self {
        Self(json.into())
    }
}

impl fmt::Debug for Payload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Payload({} bytes)", self.0.len())
    }
}

sql_as!(Payload as String, |payload| payload.0.to_string(), |raw| {
    let payload = Self::from(raw);
    payload.check()?;
    Ok(payload)
});

/// An event as it is read from the log and sent to clients. All fields except the payload are routing data, which are columns in
/// the database and headers in messages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventRecord {
    /// Position in the log, assigned by the database. For one subject, positions increase with the version. For different
    /// subjects, a higher position may become visible before a lower one. Some positions are never used.
    pub position: i64,
    /// The id of the event. Consumers use it to detect repeated deliveries.
    pub id: EventId,
    /// The entity that changed.
    pub subject: Subject,
    /// Version of the subject after the change.
    pub version: i64,
    /// The kind of the change.
    pub kind: RecordedKind,
    /// The business that the subject belongs to.
    pub business_id: BusinessId,
    /// The customer's account, if any.
    pub customer_id: Option<UserId>,
    /// Time of the change.
    pub occurred_at: Timestamp,
    /// The W3C trace context of the change.
    pub traceparent: Option<String>,
    /// The event as JSON.
    pub payload: Payload,
}
