//! The event log, which serves as the audit trail, for replay to clients, and as the source of the relay.

use domain::event::{EventId, EventKind, EventRecord, Subject};
use domain::isolation::IsolatedTable;
use domain::order::event::OrderEvent;
use domain::order::{OrderId, OrderScope};
use uuid::Uuid;

use crate::insert::insert;
use crate::isolation::{Keyed, KeyedRow};
use crate::json::to_json;
use crate::{Listed, ReadConn, Result, Tx, decoded, outbox, sql};

row!(EventRecord {
    position,
    id,
    subject: "order_id" as OrderId => Subject::Order,
    version,
    kind,
    business_id,
    customer_id,
    occurred_at,
    traceparent,
    payload,
});

type KeyedEvent = Keyed<EventRecord>;

impl KeyedRow for EventRecord {
    const TABLE: IsolatedTable = IsolatedTable::Events;
    const KEY: &'static str = "position";
    type Key = i64;
}

insert!(OrderEvent in "events" {
    id = |event| event.id,
    order_id = |event| event.order.id,
    version = |event| event.order.version,
    kind = |event| event.kind,
    business_id = |event| event.order.business_id,
    customer_id = |event| event.order.customer_id,
    actor_id = |event| event.actor.id,
    occurred_at = |event| event.occurred_at,
    traceparent = |event| &event.traceparent,
    payload = |event| to_json(event)?,
});

/// Appends an event to the log and to the outbox, in the transaction of the change.
pub async fn append(tx: &mut Tx, event: &OrderEvent) -> Result<()> {
    insert(tx, event).await?;
    outbox::enqueue(tx, event.id, event.order.id).await
}

/// Lists the events of an order, oldest first. Skips those that cannot be decoded.
pub async fn list_for_order(read: &mut ReadConn, order: OrderId) -> Result<Vec<EventRecord>> {
    let rows = sql!(read, all KeyedEvent, "select {columns} from events where order_id = ? order by version", order);
    let rows = rows.await?;
    Ok(decoded(read.isolate(rows)))
}

/// Returns the id of the order's event with this kind and actor.
pub async fn find_by_actor(
    read: &mut ReadConn,
    order: OrderId,
    kind: EventKind,
    actor: Option<Uuid>,
) -> Result<Option<EventId>> {
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

/// Returns the last position of the log, or 0 if it is empty.
pub async fn last_position(read: &mut ReadConn) -> Result<i64> {
    Ok(sql!(read, one [Option<i64>], "select max(position) from events").await?.0.unwrap_or(0))
}

/// Runs a query over the events of a scope: `$head`, the condition of the scope, and `$tail`.
macro_rules! in_scope {
    ($read:expr, $mode:ident $row:tt, $scope:expr, $head:literal, $tail:literal, $($arg:expr),+) => {
        match $scope {
            OrderScope::Customer(customer) => {
                sql!($read, $mode $row, concat!($head, "customer_id = ? and ", $tail), customer, $($arg),+).await
            }
            OrderScope::Business(business) => {
                sql!($read, $mode $row, concat!($head, "business_id = ? and ", $tail), business, $($arg),+).await
            }
            OrderScope::All => sql!($read, $mode $row, concat!($head, $tail), $($arg),+).await,
        }
    };
}

/// Lists at most `limit` events of a scope after a position, in the order of the log.
pub async fn list_after(
    read: &mut ReadConn,
    scope: OrderScope,
    position: i64,
    limit: i64,
) -> Result<Vec<Listed<i64, EventRecord>>> {
    let rows = in_scope!(read, all KeyedEvent, scope,
        "select {columns} from events where ", "position > ? order by position limit ?", position, limit)?;
    Ok(read.isolate(rows))
}

/// Counts the events of a scope after a position, up to `max`.
pub async fn count_after(read: &mut ReadConn, scope: OrderScope, position: i64, max: i64) -> Result<i64> {
    let (count,) = in_scope!(
        read,
        one(i64,),
        scope,
        "select count(*) from (select 1 from events where ",
        "position > ? limit ?) missed",
        position,
        max
    )?;
    Ok(count)
}

/// Lists the positions of the visible events from `first` to `last`, inclusive.
pub async fn list_positions(read: &mut ReadConn, first: i64, last: i64) -> Result<Vec<i64>> {
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

/// Lists the events from position `first` to `last`, inclusive, in the order of the log.
pub async fn list_between(read: &mut ReadConn, first: i64, last: i64) -> Result<Vec<Listed<i64, EventRecord>>> {
    let rows = sql!(read, all KeyedEvent,
        "select {columns} from events where position >= ? and position <= ? order by position", first, last)
    .await?;
    Ok(read.isolate(rows))
}
