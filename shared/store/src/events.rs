//! The event log: the audit trail, the source of the outbox, and the source of replays to clients.

use std::collections::HashMap;

use domain::event::{EventId, EventKind, EventRecord, RecordedKind, Subject};
use domain::isolation::IsolatedTable;
use domain::menu_event::MenuEvent;
use domain::order::event::OrderEvent;
use domain::order::{OrderId, OrderScope};
use uuid::Uuid;

use crate::insert::{insert, insert_all};
use crate::isolation::{Keyed, KeyedRow};
use crate::json::to_json;
use crate::{Listed, ReadConn, Result, Tx, decoded, outbox, sql};

row!(EventRecord {
    position,
    id,
    // The name of the column is older than events about other entities.
    subject: "order_id" as Uuid, "kind" as RecordedKind => |id, kind| Subject::new(&kind, id),
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

/// An event about a menu, with the version of its subject.
struct VersionedMenuEvent {
    event: MenuEvent,
    version: i64,
}

insert!(VersionedMenuEvent in "events" {
    id = |row| row.event.id,
    order_id = |row| row.event.subject_id,
    version = |row| row.version,
    kind = |row| row.event.kind,
    business_id = |row| row.event.business_id,
    customer_id = |_row| None::<Uuid>,
    actor_id = |row| row.event.actor.id,
    occurred_at = |row| row.event.occurred_at,
    traceparent = |row| &row.event.traceparent,
    payload = |row| to_json(&row.event)?,
});

/// Appends an event to the log and to the outbox, in the transaction of the change.
pub async fn append(tx: &mut Tx, event: &OrderEvent) -> Result<()> {
    insert(tx, event).await?;
    outbox::enqueue(tx, [(event.id, event.order.id.0)]).await
}

/// Appends events about items or businesses, at most one per item or business, to the log and to the outbox, in the transaction
/// of the changes. The items and businesses must be locked, because the version of an event is one higher than the version of the
/// last event about the same item or business.
pub async fn append_menu_events(tx: &mut Tx, events: Vec<MenuEvent>) -> Result<()> {
    if events.is_empty() {
        return Ok(());
    }
    let subjects: Vec<_> = events.iter().map(|event| event.subject_id).collect();
    // Reads the last event of each subject: the number of its earlier ones is not limited.
    let versions: HashMap<_, _> = sql!(tx, all [Uuid, Option<i64>],
        "select subjects.id,
                (select version from events where order_id = subjects.id order by version desc limit 1)
           from ({uuids ?}) subjects",
        to_json(&subjects)?)
    .await?
    .into_iter()
    .collect();
    let rows: Vec<_> = events
        .into_iter()
        .map(|event| {
            let last = versions.get(&event.subject_id).copied().flatten().unwrap_or(0);
            VersionedMenuEvent { version: last + 1, event }
        })
        .collect();
    insert_all(tx, rows.iter()).await?;
    outbox::enqueue(tx, rows.iter().map(|row| (row.event.id, row.event.subject_id))).await
}

/// Lists the events of an order, oldest first. Skips those that cannot be decoded.
pub async fn list_for_order(read: &mut ReadConn, order: OrderId) -> Result<Vec<EventRecord>> {
    let rows = sql!(read, all KeyedEvent, "select {columns} from events where order_id = ? order by version", order);
    let rows = rows.await?;
    Ok(decoded(read.isolate(rows)))
}

/// Returns the id of the order's event with this kind and actor. Returns `None` if `actor` is `None`.
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

/// The end of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogEnd {
    /// The id of the database, or `None` if it has not been created yet.
    pub database_id: Option<Uuid>,
    /// The last position, or 0 if the log is empty.
    pub last_position: i64,
    /// The ids of the events at the positions that the caller asked for. Positions without an event are absent.
    pub event_ids: HashMap<i64, EventId>,
}

/// Reads the end of the log and the ids of the events at some positions. A follower of the log compares them with what it
/// has read before, to detect that the log was replaced.
pub async fn read_end(read: &mut ReadConn, positions: &[i64]) -> Result<LogEnd> {
    let event_ids = sql!(read, all [i64, EventId],
        "select position, id from events where position in ({integers ?})", to_json(&positions)?)
    .await?;
    let (database_id, last_position) = sql!(read, one [Option<Uuid>, i64],
        "select (select id from installation) as database_id,
                cast(coalesce((select max(position) from events), 0) as {bigint}) as last_position")
    .await?;
    Ok(LogEnd { database_id, last_position, event_ids: event_ids.into_iter().collect() })
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

/// Lists at most `limit` events about the orders of a scope after a position, in the order of the log.
pub async fn list_after(
    read: &mut ReadConn,
    scope: OrderScope,
    position: i64,
    limit: i64,
) -> Result<Vec<Listed<i64, EventRecord>>> {
    let rows = in_scope!(read, all KeyedEvent, scope,
        "select {columns} from events where ", "kind like 'order.%' and position > ? order by position limit ?",
        position, limit)?;
    Ok(read.isolate(rows))
}

/// Counts the events about the orders of a scope after a position, up to `max`.
pub async fn count_after(read: &mut ReadConn, scope: OrderScope, position: i64, max: i64) -> Result<i64> {
    let (count,) = in_scope!(
        read,
        one(i64,),
        scope,
        "select count(*) from (select 1 from events where ",
        "kind like 'order.%' and position > ? limit ?) missed",
        position,
        max
    )?;
    Ok(count)
}

/// Lists the positions of the committed events from `first` to `last`, inclusive.
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
