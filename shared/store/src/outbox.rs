//! The outbox: events that the broker has not confirmed yet, and events to publish again. A row is inserted in the transaction
//! that makes the change or announces the order again. A relay leases the row, and deletes it once the broker has confirmed the event.

use domain::clock::Timestamp;
use domain::event::{EventId, EventRecord};
use uuid::Uuid;

use crate::insert::insert_all;
use crate::isolation::Keyed;
use crate::{Connection, Db, ReadConn, Result, Tx, decoded, sql};

/// Duration of a lease, in seconds. Afterwards, any relay can lease the rows again.
const LEASE_SECONDS: i64 = 30;

/// Time after which the publication of an event that cannot be decoded is tried again, in seconds.
const POSTPONEMENT_SECONDS: i64 = 60;

/// A new row of the outbox.
pub(crate) struct OutboxRow {
    pub(crate) event_id: EventId,
    /// The entity that the event is about.
    pub(crate) subject_id: Uuid,
}

insert!(OutboxRow in "outbox" { event_id = |row| row.event_id, order_id = |row| row.subject_id });

/// Enqueues events, each with the id of its subject, for publication.
pub async fn enqueue(tx: &mut Tx, events: impl IntoIterator<Item = (EventId, Uuid)>) -> Result<()> {
    let rows: Vec<_> = events.into_iter().map(|(event_id, subject_id)| OutboxRow { event_id, subject_id }).collect();
    insert_all(tx, rows.iter()).await
}

/// Leases, under the id `lease`, at most `limit` rows that are neither leased nor postponed at present. Returns their events,
/// oldest first.
///
/// Leases only the oldest row of each subject, so that the events of a subject are published in their order, regardless of the
/// number of relays. Lease times come from the database's clock.
///
/// An event that cannot be decoded stays in the outbox, together with the later events of its subject, and is postponed.
pub async fn lease(db: &Db, lease: Uuid, limit: i64) -> Result<Vec<EventRecord>> {
    let mut tx = begin_relaxed(db).await?;
    let leased = if let Connection::MySql(connection) = tx.connection() {
        mysql::lease(connection, lease, limit).await?
    } else {
        sql!(tx, execute
            "with head as {postgres materialized} (
                select o.id from outbox o
                 where (o.leased_until is null or o.leased_until < {now})
                   and not exists (select 1 from outbox older where older.order_id = o.order_id and older.id < o.id)
                 order by o.id limit ? {for update} {skip locked})
             update outbox set leased_until = {seconds_from_now ?}, lease = ?
               {postgres from head where outbox.id = head.id} {sqlite where id in (select id from head)}",
            limit, LEASE_SECONDS, lease)
        .await?
    };
    if leased == 0 {
        return Ok(Vec::new());
    }
    let events = sql!(tx, all Keyed<EventRecord>,
        "select {columns e} from outbox o join events e on e.id = o.event_id where o.lease = ? order by o.id", lease)
    .await?;
    let events = tx.isolate(events);
    for undecodable in events.iter().filter(|event| event.value.is_none()) {
        sql!(tx, execute
            "update outbox set lease = null, leased_until = {seconds_from_now ?}
              where lease = ? and event_id = (select id from events where position = ?)",
            POSTPONEMENT_SECONDS, lease, undecodable.key)
        .await?;
    }
    tx.commit().await?;
    Ok(decoded(events))
}

/// Deletes the rows of a lease. Call it after the broker has confirmed their events.
pub async fn delete_leased(db: &Db, lease: Uuid) -> Result<()> {
    let mut tx = begin_relaxed(db).await?;
    sql!(tx, execute "delete from outbox where lease = ?", lease).await?;
    tx.commit().await
}

/// Releases all rows of a lease, so that any relay can lease them immediately. Call it if the broker did not confirm all events.
pub async fn release(db: &Db, lease: Uuid) -> Result<()> {
    let mut tx = begin_relaxed(db).await?;
    sql!(tx, execute "update outbox set lease = null, leased_until = null where lease = ?", lease).await?;
    tx.commit().await
}

/// Releases the rows of all leases. Their relays must have ended.
pub async fn release_all(tx: &mut Tx) -> Result<()> {
    sql!(tx, execute "update outbox set lease = null, leased_until = null where lease is not null").await?;
    Ok(())
}

/// Counts the rows.
pub async fn count(read: &mut ReadConn) -> Result<i64> {
    Ok(sql!(read, one[i64], "select count(*) from outbox").await?.0)
}

/// Returns the time of the change that the oldest row announces. For an order that was announced again, this is the time of the
/// original event.
pub async fn oldest_occurred_at(read: &mut ReadConn) -> Result<Option<Timestamp>> {
    let oldest = sql!(
        read,
        optional[Timestamp],
        "select e.occurred_at from events e where e.id = (select event_id from outbox order by id limit 1)"
    )
    .await?;
    Ok(oldest.map(|(at,)| at))
}

/// Begins a transaction whose commit does not wait for the disk on PostgreSQL. If a crash loses a lease or a deletion, the events
/// are published again, which every consumer tolerates.
async fn begin_relaxed(db: &Db) -> Result<Tx> {
    let mut tx = db.begin().await?;
    if let Connection::Postgres(connection) = tx.connection() {
        // The planner does not know that the first rows suffice, and would hash the whole backlog for each lease.
        let settings = "set local synchronous_commit = off; set local enable_seqscan = off;
                        set local enable_hashjoin = off; set local enable_mergejoin = off";
        sqlx::raw_sql(settings).execute(connection).await?;
    }
    Ok(tx)
}

/// Leasing on MySQL, where an update that selects its rows from the same table waits for the locks of other relays. The rows are
/// therefore locked first, skipping those that are locked, and then updated by id.
mod mysql {
    use sqlx::{MySql, MySqlConnection, QueryBuilder};
    use uuid::Uuid;

    use super::{LEASE_SECONDS, Result};

    pub(super) async fn lease(connection: &mut MySqlConnection, lease: Uuid, limit: i64) -> Result<u64> {
        let head: Vec<i64> = sqlx::query_scalar(
            "select o.id from outbox o force index for order by (primary)
              where (o.leased_until is null or o.leased_until < utc_timestamp(6))
                and not exists (select 1 from outbox older where older.order_id = o.order_id and older.id < o.id)
              order by o.id limit ? for update skip locked",
        )
        .bind(limit)
        .fetch_all(&mut *connection)
        .await?;
        let head = exclude_later(connection, &head).await?;
        if head.is_empty() {
            return Ok(0);
        }
        let mut update = QueryBuilder::<MySql>::new("update outbox set leased_until = utc_timestamp(6) + interval ");
        update.push_bind(LEASE_SECONDS).push(" second, lease = ").push_bind(lease).push(" where id in (");
        let mut ids = update.separated(", ");
        for id in head {
            ids.push_bind(id);
        }
        update.push(")");
        Ok(update.build().execute(connection).await?.rows_affected())
    }

    /// Returns those of the locked rows that are the oldest of their subject.
    ///
    /// The locking read returns rows that were committed after the snapshot of its statement, but its subquery does not see such
    /// rows. If another relay has locked the older row of a subject, the read could otherwise return the later one.
    async fn exclude_later(connection: &mut MySqlConnection, locked: &[i64]) -> Result<Vec<i64>> {
        if locked.is_empty() {
            return Ok(Vec::new());
        }
        let mut query = QueryBuilder::<MySql>::new(
            "select o.id from outbox o
              where not exists (select 1 from outbox older where older.order_id = o.order_id and older.id < o.id)
                and o.id in (",
        );
        let mut ids = query.separated(", ");
        for id in locked {
            ids.push_bind(id);
        }
        query.push(") order by o.id");
        query.build_query_scalar().fetch_all(connection).await
    }
}
