//! Orders. Pure: no clock, no SQL, no HTTP.

pub mod event;
pub mod search;
pub mod state;

use serde::{Deserialize, Deserializer, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::Invalid;
use crate::account::UserId;
use crate::business::{Acceptance, BusinessId};
use crate::clock::Timestamp;
use crate::item::{ItemId, Quantity};
use crate::money::{Cents, Currency};
use crate::text::normalize;
use state::Status;

id! {
    /// The id of an order.
    OrderId
}

text_enum! {
    /// How the customer receives the order.
    OrderType {
        /// Served at a table.
        DineIn = "dine_in",
        /// Picked up at the counter.
        Takeaway = "takeaway",
        /// Delivered to an address.
        Delivery = "delivery",
    }
}

text! {
    /// A note on an order or a line, or the reason for a command: at most 500 characters.
    #[schema(max_length = 500)]
    Note, |raw| normalize(raw, 0, 500)
}

text! {
    /// A contact detail of a guest: at most 200 characters.
    #[schema(max_length = 200)]
    GuestDetail, |raw| normalize(raw, 0, 200)
}

/// The human-readable number of an order: `ORD1001`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, ToSchema)]
#[schema(value_type = String, pattern = "^ORD[0-9]+$", example = "ORD1001")]
pub struct OrderNumber(pub i64);

impl std::fmt::Display for OrderNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ORD{}", self.0)
    }
}

impl std::str::FromStr for OrderNumber {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        let digits = text.get(..3).filter(|prefix| prefix.eq_ignore_ascii_case("ORD")).and_then(|_| text.get(3..));
        digits
            .filter(|digits| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()))
            .and_then(|digits| digits.parse().ok())
            .map(Self)
            .ok_or_else(|| Invalid::new("must be an order number, such as ORD1001"))
    }
}

impl Serialize for OrderNumber {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

sql_as!(OrderNumber as i64, |number| number.0, |raw| Ok(Self(raw)));

/// The contact on an order, as entered by the customer or by staff.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Guest {
    /// The guest's name.
    pub name: Option<GuestDetail>,
    /// The guest's phone number.
    pub phone: Option<GuestDetail>,
    /// The guest's table.
    pub table: Option<GuestDetail>,
}

/// One line of an order: an item with its name and price at the time of the placement. Lines never change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct OrderLine {
    /// The item.
    pub item_id: ItemId,
    /// Name of the item when it was ordered.
    pub name: String,
    /// Number of portions.
    pub quantity: Quantity,
    /// Price of one portion.
    pub unit_price_cents: Cents,
    /// Price of the whole line.
    pub line_total_cents: Cents,
    /// Special instructions for this line.
    #[serde(default, deserialize_with = "deserialize_stored_note")]
    pub note: Option<Note>,
}

/// Deserializes a stored note without validating it, because another version may have had other rules.
fn deserialize_stored_note<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Note>, D::Error> {
    Ok(Option::<String>::deserialize(deserializer)?.map(Note))
}

impl OrderLine {
    /// Creates a line and computes its total.
    pub fn new(item_id: ItemId, name: String, quantity: Quantity, price: Cents, note: Option<Note>) -> Self {
        let line_total_cents = price.times(quantity.get());
        Self { item_id, name, quantity, unit_price_cents: price, line_total_cents, note }
    }
}

/// The estimated time until an order is ready.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Estimate {
    /// Number of orders, also of other businesses, that kitchen workers start before this one.
    pub ahead: i64,
    /// Seconds until the order is ready.
    pub ready_in_seconds: i64,
}

/// The command that the scheduler applies to a pending order, and the time at which it does so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Due {
    /// Accept the order: its cancellation window is over.
    Accept(Timestamp),
    /// Cancel the order: the business did not accept it in time.
    Cancel(Timestamp),
}

/// An order.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Order {
    /// The id of the order. It never changes.
    pub id: OrderId,
    /// The human-readable order number.
    pub number: OrderNumber,
    /// The current status.
    pub status: Status,
    /// The version of the order, which increases by one with every change. It is used to detect concurrent changes and to sort
    /// the events of this order.
    pub version: i64,
    /// The business that prepares the order.
    pub business_id: BusinessId,
    /// Name of the business when the order was placed.
    pub business_name: String,
    /// The customer's account; `null` unless a customer placed the order.
    pub customer_id: Option<UserId>,
    /// The account that placed the order.
    pub placed_by: UserId,
    /// How the customer receives the order.
    pub order_type: OrderType,
    /// The contact on the order.
    pub customer: Guest,
    /// Special instructions for the whole order. For a delivery, the web app stores the address here.
    pub note: Option<Note>,
    /// The lines of the order.
    pub lines: Vec<OrderLine>,
    /// Total price, in the currency's minor unit.
    pub total_cents: Cents,
    /// The currency of all prices.
    pub currency: Currency,
    /// The reason for the cancellation or rejection.
    pub reason: Option<String>,
    /// Time at which the order was placed.
    pub placed_at: Timestamp,
    /// Time at which the order was accepted.
    pub accepted_at: Option<Timestamp>,
    /// Time at which the preparation started.
    pub processing_at: Option<Timestamp>,
    /// Time at which the order was ready.
    pub completed_at: Option<Timestamp>,
    /// Time at which the order was cancelled or rejected.
    pub cancelled_at: Option<Timestamp>,
    /// Time at which the customer received the order.
    pub handed_over_at: Option<Timestamp>,
    /// The estimated time until the order is ready, only in the response of `GET /api/orders/{id}`. `null` if the order is
    /// finished or waits for manual acceptance, if staff prepare it, or if no kitchen worker is alive.
    pub estimate: Option<Estimate>,
    /// The command that the scheduler applies if the order is still pending when the command is due. `None` if the order is not
    /// pending.
    #[serde(skip)]
    pub due: Option<Due>,
    /// The kitchen worker that last claimed or took over the order, also after its completion; the nil UUID if that worker
    /// handed it back.
    #[serde(skip)]
    pub worker_id: Option<Uuid>,
}

/// The options that are chosen when an order is placed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderOptions {
    /// How the customer receives the order.
    pub order_type: OrderType,
    /// The contact on the order.
    pub customer: Guest,
    /// Special instructions for the whole order. For a delivery, the web app stores the address here.
    pub note: Option<Note>,
}

impl Default for OrderOptions {
    fn default() -> Self {
        Self { order_type: OrderType::Takeaway, customer: Guest::default(), note: None }
    }
}

/// An order that is about to be placed.
#[derive(Clone, Debug)]
pub struct NewOrder {
    /// The id of the order.
    pub id: OrderId,
    /// The number of the order.
    pub number: OrderNumber,
    /// The business that prepares the order.
    pub business_id: BusinessId,
    /// Name of the business.
    pub business_name: String,
    /// The customer's account, if a customer places the order.
    pub customer_id: Option<UserId>,
    /// The account that places the order.
    pub placed_by: UserId,
    /// The options of the order.
    pub options: OrderOptions,
    /// The priced lines.
    pub lines: Vec<OrderLine>,
    /// The currency of all prices.
    pub currency: Currency,
    /// Time of the placement.
    pub placed_at: Timestamp,
    /// The command that the scheduler applies if the order is still pending when the command is due.
    pub due: Due,
}

impl NewOrder {
    /// Returns the order as it is right after its placement: pending, at version 1.
    pub fn into_order(self) -> Order {
        Order {
            id: self.id,
            number: self.number,
            status: Status::Pending,
            version: 1,
            business_id: self.business_id,
            business_name: self.business_name,
            customer_id: self.customer_id,
            placed_by: self.placed_by,
            order_type: self.options.order_type,
            customer: self.options.customer,
            note: self.options.note,
            total_cents: self.lines.iter().map(|line| line.line_total_cents).sum(),
            lines: self.lines,
            currency: self.currency,
            reason: None,
            placed_at: self.placed_at,
            accepted_at: None,
            processing_at: None,
            completed_at: None,
            cancelled_at: None,
            handed_over_at: None,
            estimate: None,
            due: Some(self.due),
            worker_id: None,
        }
    }
}

impl Order {
    /// Returns the order as it was right after its placement, but without `due`. Used for responses to repeated requests. The
    /// fields that remain never change.
    #[must_use]
    pub fn as_placed(self) -> Self {
        Self {
            status: Status::Pending,
            version: 1,
            reason: None,
            accepted_at: None,
            processing_at: None,
            completed_at: None,
            cancelled_at: None,
            handed_over_at: None,
            estimate: None,
            due: None,
            worker_id: None,
            ..self
        }
    }
}

impl Due {
    /// Returns the command that becomes due after a placement: acceptance after `grace`, or, if the business accepts manually,
    /// cancellation after `accept_timeout`.
    pub fn after_placement(
        acceptance: Acceptance,
        grace: std::time::Duration,
        accept_timeout: std::time::Duration,
        placed_at: Timestamp,
    ) -> Self {
        match acceptance {
            Acceptance::Automatic => Self::Accept(placed_at + grace),
            Acceptance::Manual => Self::Cancel(placed_at + accept_timeout),
        }
    }
}

/// The set of orders that an account may see.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OrderScope {
    /// The orders of one customer.
    Customer(UserId),
    /// The orders of one business.
    Business(BusinessId),
    /// All orders.
    All,
}

impl OrderScope {
    /// Returns `true` if the order belongs to this scope.
    pub fn contains(self, order: &Order) -> bool {
        match self {
            Self::Customer(id) => order.customer_id == Some(id),
            Self::Business(id) => order.business_id == id,
            Self::All => true,
        }
    }
}
