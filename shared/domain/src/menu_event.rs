//! Events that record changes of menus: of items, and of the settings of businesses.

use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::account::Actor;
use crate::business::{Business, BusinessId};
use crate::clock::{Stamp, Timestamp};
use crate::event::{EventId, MenuEventKind};
use crate::item::Item;

/// A change of a menu that was not caused by an order, with the item or the business as it was right after the change.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct MenuEvent {
    /// The id of the event: the same in the log and in messages.
    pub id: EventId,
    /// The kind of the change.
    pub kind: MenuEventKind,
    /// The item right after the change, if an item changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub item: Option<Item>,
    /// The business right after the change, if its settings changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub business: Option<Business>,
    /// The business whose menu changed.
    #[serde(skip)]
    pub business_id: BusinessId,
    /// The id of the item or the business that changed.
    #[serde(skip)]
    pub subject_id: Uuid,
    /// The author of the change.
    pub actor: Actor,
    /// Time of the change.
    pub occurred_at: Timestamp,
    /// The W3C trace context of the change.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub traceparent: Option<String>,
}

impl MenuEvent {
    /// Creates the event that records a change of an item.
    pub fn of_item(kind: MenuEventKind, item: Item, actor: Actor, stamp: Stamp) -> Self {
        let (business_id, subject_id) = (item.business_id, item.id.0);
        let (item, business) = (Some(item), None);
        let (id, occurred_at) = (EventId(stamp.id), stamp.at);
        Self { id, kind, item, business, business_id, subject_id, actor, occurred_at, traceparent: None }
    }

    /// Creates the event that records a change of the settings of a business.
    pub fn of_business(business: Business, actor: Actor, stamp: Stamp) -> Self {
        let (business_id, subject_id) = (business.id, business.id.0);
        let (item, business) = (None, Some(business));
        let (id, kind, occurred_at) = (EventId(stamp.id), MenuEventKind::BusinessUpdated, stamp.at);
        Self { id, kind, item, business, business_id, subject_id, actor, occurred_at, traceparent: None }
    }
}
