//! Events that record changes of menus: of items, and of the settings of businesses.

use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::account::Actor;
use crate::business::{Business, BusinessId};
use crate::clock::{Stamp, Timestamp};
use crate::event::{EventId, MenuEventKind, Subject};
use crate::item::Item;

/// A change of a menu that was not caused by an order, with the item or the business as it was right after the change.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct MenuEvent {
    /// The id of the event: the same in the log and in messages.
    pub id: EventId,
    /// The kind of the change.
    pub kind: MenuEventKind,
    /// The item or the business right after the change.
    #[serde(flatten)]
    pub entity: MenuEntity,
    /// The author of the change.
    pub actor: Actor,
    /// Time of the change.
    pub occurred_at: Timestamp,
    /// The W3C trace context of the change.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub traceparent: Option<String>,
}

/// The entity that changed.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MenuEntity {
    /// The item.
    Item(Item),
    /// The business.
    Business(Business),
}

impl MenuEntity {
    /// Returns the id of the entity.
    pub const fn id(&self) -> Uuid {
        match self {
            Self::Item(item) => item.id.0,
            Self::Business(business) => business.id.0,
        }
    }

    /// Returns the business whose menu changed.
    pub const fn business_id(&self) -> BusinessId {
        match self {
            Self::Item(item) => item.business_id,
            Self::Business(business) => business.id,
        }
    }
}

impl MenuEvent {
    /// Creates the event that records a change of an item.
    pub const fn of_item(kind: MenuEventKind, item: Item, actor: Actor, stamp: Stamp) -> Self {
        Self::new(kind, MenuEntity::Item(item), actor, stamp)
    }

    /// Creates the event that records a change of the settings of a business.
    pub const fn of_business(business: Business, actor: Actor, stamp: Stamp) -> Self {
        Self::new(MenuEventKind::BusinessUpdated, MenuEntity::Business(business), actor, stamp)
    }

    const fn new(kind: MenuEventKind, entity: MenuEntity, actor: Actor, stamp: Stamp) -> Self {
        Self { id: EventId(stamp.id), kind, entity, actor, occurred_at: stamp.at, traceparent: None }
    }

    /// Returns the entity that the event is about.
    pub fn subject(&self) -> Subject {
        Subject::new(&self.kind.into(), self.entity.id())
    }
}
