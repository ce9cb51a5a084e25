//! Heartbeats of kitchen workers, and the queue of orders that wait for them. The times of heartbeats come from the database's
//! clock, because the clocks of processes differ.

use domain::business::BusinessId;
use domain::clock::Timestamp;
use domain::isolation::IsolatedTable;
use domain::kitchen::{KitchenQueue, KitchenWorker};
use uuid::Uuid;

use crate::isolation::Unkeyed;
use crate::{ReadConn, Result, Tx, sql};

/// Time without a heartbeat after which a worker is considered dead, in seconds: three times the interval of heartbeats.
pub const HEARTBEAT_TIMEOUT_SECONDS: i64 = 15;

/// Time without a heartbeat after which the row of a dead worker is deleted, in seconds.
const STALE_AFTER_SECONDS: i64 = 3600;

row!(KitchenWorker { id, name, slots, busy, prep_ms, beat_at });

/// A heartbeat of a worker.
#[derive(Clone, Debug)]
pub struct Heartbeat<'a> {
    /// The id of the worker.
    pub id: Uuid,
    /// The name of the worker.
    pub name: &'a str,
    /// Maximum number of orders that the worker prepares concurrently.
    pub slots: i64,
    /// Number of orders that the worker is preparing.
    pub busy: i64,
    /// Recent mean preparation time, in milliseconds.
    pub prep_ms: i64,
}

/// Records a heartbeat.
pub async fn record_heartbeat(tx: &mut Tx, heartbeat: &Heartbeat<'_>) -> Result<()> {
    let Heartbeat { id, name, slots, busy, prep_ms } = *heartbeat;
    let updated = sql!(tx, execute
        "update kitchen_workers set slots = ?, busy = ?, prep_ms = ?, beat_at = {now} where id = ?",
        slots, busy, prep_ms, id)
    .await?;
    if updated == 0 {
        sql!(tx, execute
            "insert into kitchen_workers (id, name, slots, busy, prep_ms, beat_at) values (?, ?, ?, ?, ?, {now})",
            id, name, slots, busy, prep_ms)
        .await?;
    }
    Ok(())
}

/// Deregisters a worker. Orders that it still holds can be taken over immediately.
pub async fn deregister(tx: &mut Tx, id: Uuid) -> Result<()> {
    sql!(tx, execute "delete from kitchen_workers where id = ?", id).await?;
    Ok(())
}

/// Returns `true` if the worker sent a heartbeat within the last `timeout_seconds`. Only tests use a timeout other than
/// [`HEARTBEAT_TIMEOUT_SECONDS`].
pub async fn is_alive(read: &mut ReadConn, id: Uuid, timeout_seconds: i64) -> Result<bool> {
    let found = sql!(
        read,
        optional[Uuid],
        "select id from kitchen_workers where id = ? and beat_at > {seconds_ago ?}",
        id,
        timeout_seconds
    )
    .await?;
    Ok(found.is_some())
}

/// Lists the live workers by name.
pub async fn list_alive(read: &mut ReadConn) -> Result<Vec<KitchenWorker>> {
    sql!(read, all KitchenWorker,
        "select {columns} from kitchen_workers where beat_at > {seconds_ago ?} order by name, id",
        HEARTBEAT_TIMEOUT_SECONDS)
    .await
}

/// Deletes the workers that sent no heartbeat for an hour. Returns their number.
pub async fn delete_stale(tx: &mut Tx) -> Result<u64> {
    sql!(tx, execute "delete from kitchen_workers where beat_at < {seconds_ago ?}", STALE_AFTER_SECONDS).await
}

/// Deletes all workers. Their processes must have ended.
pub async fn delete_all(tx: &mut Tx) -> Result<()> {
    sql!(tx, execute "delete from kitchen_workers").await?;
    Ok(())
}

row! {
    struct WaitingOrders {
        waiting: i64,
        oldest: Option<Timestamp>,
    }
}

/// Loads the state of the automatic kitchens. Reads only unfinished orders.
pub async fn load_queue(read: &mut ReadConn) -> Result<KitchenQueue> {
    let workers = list_alive(read).await?;
    let started_at = sql!(read, all Unkeyed<(Timestamp,)>,
        "select processing_at from orders
          where announced_at is not null and status = 'processing' and worker_id is not null
            and processing_at is not null")
    .await?;
    let accepted = sql!(read, one WaitingOrders,
        "select count(*) as waiting, min(o.accepted_at) as oldest
           from orders o join businesses b on b.id = o.business_id
          where o.announced_at is not null and o.status = 'accepted' and b.kitchen = 'automatic'")
    .await?;
    let due_at = sql!(read, all Unkeyed<(Timestamp,)>,
        "select o.due_at from orders o join businesses b on b.id = o.business_id
          where o.due_at is not null and o.due_action = 'accept' and b.kitchen = 'automatic'
          order by o.due_at limit 10000")
    .await?;
    let started_at = read.skip_undecodable(IsolatedTable::Orders, started_at);
    let due_at = read.skip_undecodable(IsolatedTable::Orders, due_at);
    Ok(KitchenQueue {
        workers,
        started_at: started_at.into_iter().map(|(at,)| at).collect(),
        waiting: accepted.waiting,
        oldest_accepted_at: accepted.oldest,
        due_at: due_at.into_iter().map(|(at,)| at).collect(),
    })
}

/// Counts the orders that wait for the automatic kitchens and were accepted before `accepted_at`.
pub async fn count_ahead(read: &mut ReadConn, accepted_at: Timestamp) -> Result<i64> {
    let (ahead,) = sql!(
        read,
        one[i64],
        "select count(*) from orders o join businesses b on b.id = o.business_id
          where o.announced_at is not null and o.status = 'accepted' and b.kitchen = 'automatic'
            and o.accepted_at < ?",
        accepted_at
    )
    .await?;
    Ok(ahead)
}

/// Counts the orders of each business that are accepted or in preparation. Omits businesses that have none.
pub async fn count_in_kitchen(read: &mut ReadConn) -> Result<Vec<(BusinessId, i64)>> {
    sql!(read, all [BusinessId, i64],
        "select business_id, count(*) from orders where announced_at is not null group by business_id")
    .await
}
