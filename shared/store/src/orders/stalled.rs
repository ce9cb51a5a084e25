//! Orders that wait for the scheduler, that the kitchen lost, or whose worker died.

use domain::clock::Timestamp;
use domain::event::{EventId, EventKind};
use domain::order::{Order, OrderId};
use uuid::Uuid;

use super::row::KeyedOrder;
use crate::isolation::Unkeyed;
use crate::{ReadConn, Result, Tx, kitchen_workers, outbox, sql};

/// Locks at most `limit` pending orders that are due, and skips those that another process has locked. An order that cannot be
/// decoded is returned as an error, so that it does not stop the others.
pub async fn lock_due(tx: &mut Tx, now: Timestamp, limit: i64) -> Result<Vec<(OrderId, Result<Order>)>> {
    let rows = sql!(tx, all KeyedOrder,
        "select {columns} from orders {mysql force index (orders_due)} where due_at <= ?
          order by due_at limit ? {for update} {skip locked}",
        now, limit)
    .await?;
    Ok(rows.into_iter().map(|row| (row.key, row.value.and_then(Order::try_from))).collect())
}

/// Postpones the due command of an order.
pub async fn postpone(tx: &mut Tx, id: OrderId, until: Timestamp) -> Result<()> {
    sql!(tx, execute "update orders set due_at = ? where id = ? and due_at is not null", until, id).await?;
    Ok(())
}

/// Returns the time at which the next pending order is due. If that time cannot be decoded, returns a time in the past, so that
/// the caller does not wait before it calls [`lock_due`].
pub async fn next_due_at(read: &mut ReadConn) -> Result<Option<Timestamp>> {
    let next = sql!(read, optional Unkeyed<(Timestamp,)>,
        "select due_at from orders where due_at is not null order by due_at limit 1")
    .await?;
    Ok(next.map(|Unkeyed(next)| next.map_or(Timestamp::EPOCH, |(at,)| at)))
}

/// Locks at most `limit` unclaimed orders of automatic kitchens: those that are accepted and were last announced to the kitchen
/// before `announced_before`. Skips orders that another process has locked.
pub async fn lock_unclaimed(tx: &mut Tx, announced_before: Timestamp, limit: i64) -> Result<Vec<OrderId>> {
    // On MySQL, a join would lock the businesses, and another index would lock more orders than are returned.
    let ids = sql!(
        tx,
        all[OrderId],
        "select o.id from orders o {mysql force index (orders_announced)}
          where o.announced_at < ? and o.status = 'accepted'
            and (select b.kitchen from businesses b where b.id = o.business_id) = 'automatic'
          order by o.announced_at limit ? {for update of o} {skip locked}",
        announced_before,
        limit
    )
    .await?;
    Ok(ids.into_iter().map(|(id,)| id).collect())
}

/// Locks at most `limit` orders in preparation whose worker is dead or deregistered, or has released its claim. Returns only
/// those that were last announced, started, reassigned or released before `announced_before`. Skips orders that another process has
/// locked.
pub async fn lock_stalled(tx: &mut Tx, announced_before: Timestamp, limit: i64) -> Result<Vec<OrderId>> {
    let ids = sql!(
        tx,
        all[OrderId],
        "select o.id from orders o {mysql force index (orders_announced)}
          where o.announced_at < ? and o.status = 'processing' and o.worker_id is not null
            and not exists (select 1 from kitchen_workers w
                             where w.id = o.worker_id and w.beat_at > {seconds_ago ?})
          order by o.announced_at limit ? {for update of o} {skip locked}",
        announced_before,
        kitchen_workers::HEARTBEAT_TIMEOUT_SECONDS,
        limit
    )
    .await?;
    Ok(ids.into_iter().map(|(id,)| id).collect())
}

/// Enqueues the order's `order.accepted` event again, so that the kitchen receives it. Other consumers ignore the repetition. Does
/// nothing if the event is still in the outbox, for example because an earlier event of the order cannot be decoded.
pub async fn reannounce(tx: &mut Tx, id: OrderId, at: Timestamp) -> Result<()> {
    let event = sql!(
        tx,
        optional[EventId],
        "select id from events where order_id = ? and kind = ?
                and not exists (select 1 from outbox o where o.order_id = events.order_id and o.event_id = events.id)",
        id,
        EventKind::Accepted
    )
    .await?;
    if let Some((event,)) = event {
        outbox::enqueue(tx, [(event, id.0)]).await?;
        sql!(tx, execute "update orders set announced_at = ? where id = ?", at, id).await?;
    }
    Ok(())
}

/// Assigns an order in preparation to another worker. The version does not change: if both workers complete the order, the first
/// completion wins.
pub async fn reassign_worker(tx: &mut Tx, id: OrderId, worker: Uuid, at: Timestamp) -> Result<()> {
    sql!(tx, execute
        "update orders set worker_id = ?, announced_at = ? where id = ? and status = 'processing'", worker, at, id)
    .await?;
    Ok(())
}

/// Releases a worker's claim on an order. The next worker that receives the order takes it over immediately. Returns `false`
/// without changes if the order is no longer in preparation by this worker.
pub async fn release_claim(tx: &mut Tx, id: OrderId, worker: Uuid, at: Timestamp) -> Result<bool> {
    let rows = sql!(tx, execute
        "update orders set worker_id = ?, announced_at = ? where id = ? and status = 'processing' and worker_id = ?",
        Uuid::nil(), at, id, worker)
    .await?;
    Ok(rows == 1)
}
