//! Commands applied to orders, and the events that record them.

use serde::Serialize;
use utoipa::ToSchema;

use super::Order;
use super::state::{self, Command, OrderRole, Refusal};
use crate::account::{Actor, ActorRole};
use crate::clock::{Stamp, Timestamp};
use crate::event::{EventId, EventKind};

/// A change of an order, with the order as it was right after the change.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Event)]
pub struct OrderEvent {
    /// The id of the event: the same in the audit trail, in messages and in frames.
    pub id: EventId,
    /// The kind of the change.
    pub kind: EventKind,
    /// The order right after the change. `order.version` increases by one with each change.
    pub order: Order,
    /// The author of the change.
    pub actor: Actor,
    /// Time of the change.
    pub occurred_at: Timestamp,
    /// The W3C trace context of the change.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub traceparent: Option<String>,
}

impl Command {
    /// Returns the kind of the event that records this command.
    pub const fn event_kind(self) -> EventKind {
        match self {
            Self::Accept => EventKind::Accepted,
            Self::Reject => EventKind::Rejected,
            Self::Cancel => EventKind::Cancelled,
            Self::Start => EventKind::Processing,
            Self::Complete => EventKind::Completed,
            Self::HandOver => EventKind::HandedOver,
        }
    }
}

impl Order {
    /// Returns the actor's role towards this order. Assumes that the actor may see the order.
    pub fn role_of(&self, actor: &Actor) -> OrderRole {
        match actor.role {
            ActorRole::Customer => OrderRole::Customer,
            ActorRole::Waiter if actor.id == Some(self.placed_by.0) => OrderRole::PlacingWaiter,
            ActorRole::Waiter => OrderRole::Waiter,
            ActorRole::Business => OrderRole::Business,
            ActorRole::Admin => OrderRole::Admin,
            ActorRole::Kitchen => OrderRole::Kitchen,
            ActorRole::System => OrderRole::System,
        }
    }

    /// Applies a command. Returns the event, which contains the changed order.
    ///
    /// # Errors
    /// The state table refuses the command.
    pub fn apply(
        mut self,
        command: Command,
        actor: &Actor,
        reason: Option<String>,
        stamp: Stamp,
    ) -> Result<OrderEvent, Refusal> {
        let is_handed_over = self.handed_over_at.is_some();
        self.status = state::next(self.status, is_handed_over, command, self.role_of(actor))?;
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
        Ok(self.into_event(command.event_kind(), actor.clone(), stamp))
    }

    /// Creates the event that records a change. `self` is the order right after the change.
    pub fn into_event(self, kind: EventKind, actor: Actor, stamp: Stamp) -> OrderEvent {
        OrderEvent { id: EventId(stamp.id), kind, order: self, actor, occurred_at: stamp.at, traceparent: None }
    }
}
