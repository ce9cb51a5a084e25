//! Kitchen workers, by their heartbeats. Always by the database's clock: those of machines differ.

use uuid::Uuid;

use super::{Read, Result, Tx, from_row};
use crate::business::BusinessId;
use crate::clock::Timestamp;
use crate::sql;

/// A worker is taken for dead when it has not been heard of for this long: three missed beats, in seconds.
pub const SILENCE_SECONDS: i64 = 15;

/// A kitchen worker.
#[derive(Clone, Debug)]
pub struct Worker {
    /// Which.
    pub id: Uuid,
    /// Its host's or its own name.
    pub name: String,
    /// How many orders it cooks at once.
    pub slots: i64,
    /// How many it cooks now.
    pub busy: i64,
    /// How long an order takes it, as measured lately, in milliseconds.
    pub prep_ms: i64,
    /// When it was last heard of.
    pub beat_at: Timestamp,
}

from_row!(Worker { id, name, slots, busy, prep_ms, beat_at });

/// The worker is there, with so many of its slots busy; an order takes it so long, in milliseconds.
pub async fn beat(tx: &mut Tx, id: Uuid, name: &str, slots: i64, busy: i64, prep_ms: i64) -> Result<()> {
    let known = sql!(tx, execute
        "update kitchen_workers set slots = ?, busy = ?, prep_ms = ?, beat_at = now() where id = ?",
        slots, busy, prep_ms, id;
        mysql: "update kitchen_workers set slots = ?, busy = ?, prep_ms = ?, beat_at = utc_timestamp(6) where id = ?",
        sqlite: "update kitchen_workers set slots = ?, busy = ?, prep_ms = ?,
                        beat_at = cast(unixepoch('subsec') * 1000 as integer) where id = ?")
    .await?;
    if known == 0 {
        sql!(tx, execute
            "insert into kitchen_workers (id, name, slots, busy, prep_ms, beat_at) values (?, ?, ?, ?, ?, now())",
            id, name, slots, busy, prep_ms;
            mysql: "insert into kitchen_workers (id, name, slots, busy, prep_ms, beat_at)
                    values (?, ?, ?, ?, ?, utc_timestamp(6))",
            sqlite: "insert into kitchen_workers (id, name, slots, busy, prep_ms, beat_at)
                     values (?, ?, ?, ?, ?, cast(unixepoch('subsec') * 1000 as integer))")
        .await?;
    }
    Ok(())
}

/// The worker has gone; whatever it still had can be taken over at once.
pub async fn leave(tx: &mut Tx, id: Uuid) -> Result<()> {
    sql!(tx, execute "delete from kitchen_workers where id = ?", id).await?;
    Ok(())
}

/// Whether the worker was heard of within the last `silence` seconds: [`SILENCE_SECONDS`], but for tests.
pub async fn is_alive(read: &mut Read, id: Uuid, silence: i64) -> Result<bool> {
    let found = sql!(read, optional [Uuid],
        "select id from kitchen_workers where id = ? and beat_at > now() - make_interval(secs => ?::float8)",
        id, silence;
        mysql: "select id from kitchen_workers where id = ? and beat_at > utc_timestamp(6) - interval ? second",
        sqlite: "select id from kitchen_workers
                  where id = ? and beat_at > cast(unixepoch('subsec') * 1000 as integer) - ? * 1000")
    .await?;
    Ok(found.is_some())
}

/// The workers heard of within [`SILENCE_SECONDS`].
pub async fn alive(read: &mut Read) -> Result<Vec<Worker>> {
    sql!(read, all Worker,
        "select id, name, slots, busy, prep_ms, beat_at from kitchen_workers
          where beat_at > now() - make_interval(secs => ?::float8) order by name, id", SILENCE_SECONDS;
        mysql: "select id, name, slots, busy, prep_ms, beat_at from kitchen_workers
          where beat_at > utc_timestamp(6) - interval ? second order by name, id",
        sqlite: "select id, name, slots, busy, prep_ms, beat_at from kitchen_workers
          where beat_at > cast(unixepoch('subsec') * 1000 as integer) - ? * 1000 order by name, id")
    .await
}

/// Forgets workers that have been silent for an hour.
pub async fn forget_dead(tx: &mut Tx) -> Result<u64> {
    sql!(tx, execute "delete from kitchen_workers where beat_at < now() - interval '1 hour'";
        mysql: "delete from kitchen_workers where beat_at < utc_timestamp(6) - interval 1 hour",
        sqlite: "delete from kitchen_workers where beat_at < cast(unixepoch('subsec') * 1000 as integer) - 3600000")
    .await
}

/// What is before the automatic kitchens now.
#[derive(Clone, Debug)]
pub struct Line {
    /// The workers that are alive.
    pub workers: Vec<Worker>,
    /// When each order that they cook was begun.
    pub begun: Vec<Timestamp>,
    /// How many orders wait.
    pub waiting: i64,
    /// When the first of them was accepted.
    pub oldest: Option<Timestamp>,
    /// When each pending order is accepted by itself, soonest first; of those, the first ten thousand.
    pub due: Vec<Timestamp>,
}

struct Waiting {
    waiting: i64,
    oldest: Option<Timestamp>,
}

from_row!(Waiting { waiting, oldest });

/// What is before the automatic kitchens now. Only live orders are looked at.
pub async fn line(read: &mut Read) -> Result<Line> {
    let workers = alive(read).await?;
    let begun = sql!(
        read,
        all[Timestamp],
        "select processing_at from orders
          where announced_at is not null and status = 'processing' and worker_id is not null
            and processing_at is not null"
    )
    .await?;
    let waiting = sql!(read, one Waiting,
        "select count(*) as waiting, min(o.accepted_at) as oldest
           from orders o join businesses b on b.id = o.business_id
          where o.announced_at is not null and o.status = 'accepted' and b.kitchen = 'automatic'")
    .await?;
    let due = sql!(
        read,
        all[Timestamp],
        "select o.due_at from orders o join businesses b on b.id = o.business_id
          where o.due_at is not null and o.due_action = 'accept' and b.kitchen = 'automatic'
          order by o.due_at limit 10000"
    )
    .await?;
    let begun = begun.into_iter().map(|(at,)| at).collect();
    let due = due.into_iter().map(|(at,)| at).collect();
    Ok(Line { workers, begun, waiting: waiting.waiting, oldest: waiting.oldest, due })
}

/// How many orders wait for the automatic kitchens that were accepted before this time.
pub async fn ahead(read: &mut Read, accepted_at: Timestamp) -> Result<i64> {
    let ahead = sql!(
        read,
        one[i64],
        "select count(*) from orders o join businesses b on b.id = o.business_id
          where o.announced_at is not null and o.status = 'accepted' and b.kitchen = 'automatic'
            and o.accepted_at < ?",
        accepted_at
    )
    .await?;
    Ok(ahead.0)
}

/// How many orders each business has that are accepted or processing; those that have none are left out.
pub async fn live_orders(read: &mut Read) -> Result<Vec<(BusinessId, i64)>> {
    sql!(read, all [BusinessId, i64],
        "select business_id, count(*) from orders where announced_at is not null group by business_id")
    .await
}
