//! An order, from the table to the pass. Pure: no clock, no SQL, no HTTP.

pub mod state;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::Invalid;
use crate::account::{Actor, ActorRole, UserId};
use crate::business::BusinessId;
use crate::clock::{Stamp, Timestamp};
use crate::event::{Event, EventId, Kind};
use crate::item::{ItemId, Quantity};
use crate::money::{Cents, Currency};
use crate::values::plain;
pub use state::{Command, Refusal, Standing, Status};

id! {
    /// An order.
    OrderId
}

text_enum! {
    /// How the guest gets it.
    OrderType {
        /// At a table.
        DineIn = "dine_in",
        /// At the counter.
        Takeaway = "takeaway",
        /// At the door.
        Delivery = "delivery",
    }
}

text! {
    /// A wish, a reason: at most 500 characters.
    #[schema(max_length = 500)]
    Note, |raw| plain(raw, 0, 500)
}

text! {
    /// How a guest is called, reached or found: at most 200 characters.
    #[schema(max_length = 200)]
    Detail, |raw| plain(raw, 0, 200)
}

/// The short name of an order that people call out: `ORD1001`.
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
            .ok_or_else(|| Invalid::new("must be an order number, like ORD1001"))
    }
}

impl Serialize for OrderNumber {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

sql_as!(OrderNumber as i64, |number| number.0, |raw| Ok(Self(raw)));

/// Whom the order is for, as the waiter or the diner wrote it down.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = Guest)]
pub struct Guest {
    /// What to call out.
    pub name: Option<Detail>,
    /// Where to reach the guest.
    pub phone: Option<Detail>,
    /// Where the guest sits.
    pub table: Option<Detail>,
}

/// One line of an order: an item as it was when it was ordered. Never changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Line {
    /// Which item.
    pub item_id: ItemId,
    /// What it was called.
    pub name: String,
    /// How many.
    pub quantity: Quantity,
    /// What one cost.
    pub unit_price_cents: Cents,
    /// What they cost together.
    pub line_total_cents: Cents,
    /// A wish about it.
    pub note: Option<Note>,
}

impl Line {
    /// So many of an item at this price.
    pub fn new(item_id: ItemId, name: String, quantity: Quantity, price: Cents, note: Option<Note>) -> Self {
        let line_total_cents = price.times(quantity.get());
        Self { item_id, name, quantity, unit_price_cents: price, line_total_cents, note }
    }
}

/// When an order will be ready, by the kitchen's real capacity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Estimate {
    /// How many orders are before it.
    pub ahead: i64,
    /// Seconds until it is ready.
    pub ready_in_seconds: i64,
}

/// What happens to a pending order by itself when its time has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Due {
    /// The grace is over: it becomes accepted.
    Accept(Timestamp),
    /// Nobody accepted it: it is cancelled, and its stock returns.
    Cancel(Timestamp),
}

/// An order with all that is known of it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Order {
    /// Identifies the order for ever.
    pub id: OrderId,
    /// What people call out.
    pub number: OrderNumber,
    /// Where it is in its life.
    pub status: Status,
    /// Rises by one with every change: the fence against lost updates, and the order of its events.
    pub version: i64,
    /// Who makes it.
    pub business_id: BusinessId,
    /// What that business was called.
    pub business_name: String,
    /// The customer's account; none when a waiter or the business ordered for a guest.
    pub customer_id: Option<UserId>,
    /// The account that placed it.
    pub placed_by: UserId,
    /// How the guest gets it.
    pub order_type: OrderType,
    /// Whom it is for.
    pub customer: Guest,
    /// A wish about the whole order.
    pub note: Option<Note>,
    /// What was ordered.
    pub lines: Vec<Line>,
    /// What it costs.
    pub total_cents: Cents,
    /// In which currency.
    pub currency: Currency,
    /// Why it was cancelled or rejected.
    pub reason: Option<String>,
    /// When it was placed.
    pub placed_at: Timestamp,
    /// When it was accepted.
    pub accepted_at: Option<Timestamp>,
    /// When a cook started.
    pub processing_at: Option<Timestamp>,
    /// When it was ready.
    pub completed_at: Option<Timestamp>,
    /// When it was cancelled or rejected.
    pub cancelled_at: Option<Timestamp>,
    /// When the guest got it.
    pub handed_over_at: Option<Timestamp>,
    /// When it will be ready; none when it is over, or cannot be said.
    pub estimate: Option<Estimate>,
    /// What happens by itself while it is pending.
    #[serde(skip)]
    pub due: Option<Due>,
    /// The kitchen worker that cooks it.
    #[serde(skip)]
    pub worker_id: Option<Uuid>,
}

impl Order {
    /// What `actor` is to this order. Assumes that the actor may see it at all.
    pub fn standing(&self, actor: &Actor) -> Standing {
        match actor.role {
            ActorRole::Customer => Standing::Customer,
            ActorRole::Waiter if actor.id == Some(self.placed_by.0) => Standing::PlacingWaiter,
            ActorRole::Waiter => Standing::Waiter,
            ActorRole::Business => Standing::Business,
            ActorRole::Admin => Standing::Admin,
            ActorRole::Kitchen => Standing::Kitchen,
            ActorRole::System => Standing::System,
        }
    }

    /// Carries out a command: the order after it and the event that tells of it, or why not.
    pub fn apply(
        mut self,
        command: Command,
        actor: &Actor,
        reason: Option<String>,
        stamp: Stamp,
    ) -> Result<(Self, Event), Refusal> {
        let handed_over = self.handed_over_at.is_some();
        self.status = state::next(self.status, handed_over, command, self.standing(actor))?;
        self.version += 1;
        self.due = None;
        let at = Some(stamp.at);
        match command {
            Command::Accept => self.accepted_at = at,
            Command::Start => self.processing_at = at,
            Command::Complete => self.completed_at = at,
            Command::HandOver => self.handed_over_at = at,
            Command::Reject | Command::Cancel => {
                self.cancelled_at = at;
                self.reason = reason;
            }
        }
        let event = self.tell(command.kind(), actor.clone(), stamp);
        Ok((self, event))
    }

    /// The event that tells of this order as it is now.
    pub fn tell(&self, kind: Kind, actor: Actor, stamp: Stamp) -> Event {
        Event { id: EventId(stamp.id), kind, order: self.clone(), actor, occurred_at: stamp.at, traceparent: None }
    }
}
