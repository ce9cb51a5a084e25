//! What is still to be published. Written with the change, leased by a relay, deleted once the broker has confirmed.

use uuid::Uuid;

use super::{Connection, Db, Read, Result, Tx, events};
use crate::clock::Timestamp;
use crate::event::EventId;
use crate::order::OrderId;
use crate::sql;
use crate::store::events::Entry;

/// How long a relay may take to publish what it leased, in seconds; after that another may.
const LEASE_SECONDS: i64 = 30;

/// Something to be published.
pub async fn put(tx: &mut Tx, event: EventId, order: OrderId) -> Result<()> {
    sql!(tx, execute "insert into outbox (event_id, order_id) values (?, ?)", event, order).await?;
    Ok(())
}

/// Leases at most `limit` rows that nobody holds, under the name `lease`, and answers what they tell, oldest first.
///
/// Each order's oldest row only, so that no order's events overtake each other, however many relays there are. By the
/// database's clock.
pub async fn lease(db: &Db, lease: Uuid, limit: i64) -> Result<Vec<Entry>> {
    let mut tx = begin(db).await?;
    let leased = if let Connection::MySql(connection) = tx.connection() {
        mysql::lease(connection, lease, limit).await?
    } else {
        sql!(tx, execute
            "with head as materialized (
                select o.id from outbox o
                 where (o.leased_until is null or o.leased_until < now())
                   and not exists (select 1 from outbox older where older.order_id = o.order_id and older.id < o.id)
                 order by o.id limit ? for update skip locked)
             update outbox set leased_until = now() + make_interval(secs => ?::float8), lease = ?
               from head where outbox.id = head.id",
            limit, LEASE_SECONDS, lease;
            sqlite: "with head as (
                select o.id from outbox o
                 where (o.leased_until is null or o.leased_until < cast(unixepoch('subsec') * 1000 as integer))
                   and not exists (select 1 from outbox older where older.order_id = o.order_id and older.id < o.id)
                 order by o.id limit ?)
             update outbox set leased_until = cast(unixepoch('subsec') * 1000 as integer) + ? * 1000, lease = ?
              where id in (select id from head)")
        .await?
    };
    if leased == 0 {
        return Ok(Vec::new());
    }
    let entries = sql!(tx, all Entry,
        concat!("select ", events::columns!(), " from outbox o join events e on e.id = o.event_id
                  where o.lease = ? order by o.id"),
        lease)
    .await?;
    tx.commit().await?;
    Ok(entries)
}

/// All that was leased under this name is published.
pub async fn settle(db: &Db, lease: Uuid) -> Result<()> {
    let mut tx = begin(db).await?;
    sql!(tx, execute "delete from outbox where lease = ?", lease).await?;
    tx.commit().await
}

/// Nothing that was leased under this name is known to be published: anybody may try again at once.
pub async fn release(db: &Db, lease: Uuid) -> Result<()> {
    let mut tx = begin(db).await?;
    sql!(tx, execute "update outbox set lease = null, leased_until = null where lease = ?", lease).await?;
    tx.commit().await
}

/// How many rows wait to be published.
pub async fn depth(read: &mut Read) -> Result<i64> {
    Ok(sql!(read, one[i64], "select count(*) from outbox").await?.0)
}

/// When the change happened that has waited longest to be published.
pub async fn oldest(read: &mut Read) -> Result<Option<Timestamp>> {
    let oldest = sql!(
        read,
        optional[Timestamp],
        "select e.occurred_at from events e where e.id = (select event_id from outbox order by id limit 1)"
    );
    Ok(oldest.await?.map(|(at,)| at))
}

/// A transaction that need not wait for the disk: a lease or a settlement that is lost in a crash means publishing
/// twice, which everyone survives.
async fn begin(db: &Db) -> Result<Tx> {
    let mut tx = db.begin().await?;
    if let Connection::Postgres(connection) = tx.connection() {
        // Nor does PostgreSQL know that the first rows will do: it would hash all of a backlog for each lease.
        let quick = "set local synchronous_commit = off; set local enable_seqscan = off;
                     set local enable_hashjoin = off; set local enable_mergejoin = off";
        sqlx::raw_sql(quick).execute(connection).await?;
    }
    Ok(tx)
}

/// MySQL cannot lock in one statement what it then updates without waiting for others: the rows are locked first, those
/// of other relays passed over, and then marked.
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
        if head.is_empty() {
            return Ok(0);
        }
        let mut mark = QueryBuilder::<MySql>::new("update outbox set leased_until = utc_timestamp(6) + interval ");
        mark.push_bind(LEASE_SECONDS).push(" second, lease = ").push_bind(lease).push(" where id in (");
        let mut ids = mark.separated(", ");
        for id in head {
            ids.push_bind(id);
        }
        mark.push(")");
        Ok(mark.build().execute(connection).await?.rows_affected())
    }
}
