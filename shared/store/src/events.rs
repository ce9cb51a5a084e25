//! The event log, which serves as the audit trail, for replay to clients, and as the source of the relay.

use domain::event::{EventId, EventKind, EventRecord, Subject};
use domain::order::event::OrderEvent;
use domain::order::{OrderId, OrderScope};
use uuid::Uuid;

use crate::insert::insert;
use crate::json::to_json;
use crate::{ReadConn, Result, Tx, outbox, sql};

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

/// Lists the events of an order, oldest first.
pub async fn list_for_order(read: &mut ReadConn, order: OrderId) -> Result<Vec<EventRecord>> {
    sql!(read, all EventRecord, "select {columns} from events where order_id = ? order by version", order).await
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

row! {
    /// The end of the log.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub struct LogEnd {
        /// The id of the database.
        pub database_id: Option<Uuid>,
        /// The last position, or 0 if the log is empty.
        pub last_position: i64,
        /// The event at the position that the caller asked for.
        pub event_id: Option<EventId>,
    }
}

/// Reads the end of the log and the id of the event at `position` in one statement, from which a follower recognizes that the log
/// was replaced.
pub async fn read_end(read: &mut ReadConn, position: i64) -> Result<LogEnd> {
    sql!(read, one LogEnd,
        "select (select id from installation) as database_id,
                cast(coalesce((select max(position) from events), 0) as {bigint}) as last_position,
                (select id from events where position = ?) as event_id",
        position)
    .await
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
pub async fn list_after(read: &mut ReadConn, scope: OrderScope, position: i64, limit: i64) -> Result<Vec<EventRecord>> {
    in_scope!(read, all EventRecord, scope,
        "select {columns} from events where ", "position > ? order by position limit ?", position, limit)
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
pub async fn list_between(read: &mut ReadConn, first: i64, last: i64) -> Result<Vec<EventRecord>> {
    sql!(read, all EventRecord,
        "select {columns} from events where position >= ? and position <= ? order by position", first, last)
    .await
}
