//! The log of all changes: audit trail, replay for sockets, and what the relay publishes.

use uuid::Uuid;

use super::{Read, Result, Tx, from_row, to_json};
use crate::account::UserId;
use crate::business::BusinessId;
use crate::clock::Timestamp;
use crate::event::{Event, EventId, Kind};
use crate::order::OrderId;
use crate::sql;

/// An event as it stands in the log.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its place; given by the database when it was written. Those of one order rise with its versions; between
    /// orders a later place may become visible before an earlier one, and some are never used.
    pub position: i64,
    /// Which event.
    pub id: EventId,
    /// Of which order.
    pub order_id: OrderId,
    /// The order's version after it.
    pub version: i64,
    /// What happened.
    pub kind: Kind,
    /// Whose order it is to make.
    pub business_id: BusinessId,
    /// Whose order it is to eat.
    pub customer_id: Option<UserId>,
    /// When.
    pub occurred_at: Timestamp,
    /// The W3C trace that caused it.
    pub traceparent: Option<String>,
    /// The event's JSON, verbatim.
    pub payload: String,
}

from_row!(Entry { position, id, order_id, version, kind, business_id, customer_id, occurred_at, traceparent, payload });

/// The columns of an [`Entry`].
macro_rules! columns {
    () => {
        "e.position, e.id, e.order_id, e.version, e.kind, e.business_id, e.customer_id, e.occurred_at, e.traceparent, \
         e.payload"
    };
}
pub(crate) use columns;

/// Whose events.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scope {
    /// Those of one customer's orders.
    Customer(UserId),
    /// Those of one business's orders.
    Business(BusinessId),
    /// All.
    All,
}

/// Writes an event into the log and hands it to the relay, by the transaction that made the change.
pub async fn append(tx: &mut Tx, event: &Event) -> Result<()> {
    sql!(tx, execute
        "insert into events (id, order_id, version, kind, business_id, customer_id, actor_id, occurred_at, traceparent,
                             payload)
         values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        event.id, event.order.id, event.order.version, event.kind, event.order.business_id, event.order.customer_id,
        event.actor.id, event.occurred_at, &event.traceparent, to_json(event)?)
    .await?;
    super::outbox::put(tx, event.id, event.order.id).await
}

/// The whole history of an order, oldest first.
pub async fn of_order(read: &mut Read, order: OrderId) -> Result<Vec<Entry>> {
    sql!(read, all Entry, concat!("select ", columns!(), " from events e where e.order_id = ? order by e.version"), order)
        .await
}

/// The order's event of this kind, if this actor made it.
pub async fn by_actor(read: &mut Read, order: OrderId, kind: Kind, actor: Option<Uuid>) -> Result<Option<EventId>> {
    let id = sql!(
        read,
        optional[EventId],
        "select id from events where order_id = ? and kind = ? and actor_id = ?",
        order,
        kind,
        actor
    )
    .await?;
    Ok(id.map(|(id,)| id))
}

/// The last place of the log; 0 when it is empty.
pub async fn head(read: &mut Read) -> Result<i64> {
    Ok(sql!(read, one [Option<i64>], "select max(position) from events").await?.0.unwrap_or(0))
}

/// At most `limit` events in this scope after a place, in the order of the log.
pub async fn after(read: &mut Read, scope: Scope, position: i64, limit: i64) -> Result<Vec<Entry>> {
    match scope {
        Scope::Customer(customer) => {
            sql!(read, all Entry,
                concat!("select ", columns!(), " from events e
                          where e.customer_id = ? and e.position > ? order by e.position limit ?"),
                customer, position, limit)
            .await
        }
        Scope::Business(business) => {
            sql!(read, all Entry,
                concat!("select ", columns!(), " from events e
                          where e.business_id = ? and e.position > ? order by e.position limit ?"),
                business, position, limit)
            .await
        }
        Scope::All => {
            sql!(read, all Entry,
                concat!("select ", columns!(), " from events e where e.position > ? order by e.position limit ?"),
                position, limit)
            .await
        }
    }
}

/// How many events there are in this scope after a place; counts to `most` at the most.
pub async fn missed(read: &mut Read, scope: Scope, position: i64, most: i64) -> Result<i64> {
    let (missed,): (i64,) = match scope {
        Scope::Customer(customer) => {
            sql!(
                read,
                one[i64],
                "select count(*) from (
                    select 1 from events where customer_id = ? and position > ? limit ?) missed",
                customer,
                position,
                most
            )
            .await?
        }
        Scope::Business(business) => {
            sql!(
                read,
                one[i64],
                "select count(*) from (
                    select 1 from events where business_id = ? and position > ? limit ?) missed",
                business,
                position,
                most
            )
            .await?
        }
        Scope::All => {
            sql!(
                read,
                one[i64],
                "select count(*) from (select 1 from events where position > ? limit ?) missed",
                position,
                most
            )
            .await?
        }
    };
    Ok(missed)
}

/// The places from `first` to `last` that hold an event by now.
pub async fn positions(read: &mut Read, first: i64, last: i64) -> Result<Vec<i64>> {
    let positions = sql!(
        read,
        all[i64],
        "select position from events where position >= ? and position <= ? order by position",
        first,
        last
    )
    .await?;
    Ok(positions.into_iter().map(|(position,)| position).collect())
}

/// The events from one place to another, both included, in the order of the log.
pub async fn between(read: &mut Read, first: i64, last: i64) -> Result<Vec<Entry>> {
    sql!(read, all Entry,
        concat!("select ", columns!(), " from events e where e.position >= ? and e.position <= ? order by e.position"),
        first, last)
    .await
}
