//! Backfill of the report sums: counts the finished orders that the sums lack, or recounts all orders.

use domain::business::BusinessId;
use domain::clock::Timestamp;
use domain::money::Currency;
use domain::order::OrderId;
use domain::order::state::Status;
use domain::report::FinishedOrder;

use crate::json::from_json;
use crate::orders::UnitOfWork;
use crate::{Connection, Db, Result, is_transient, retry, sql};

/// Maximum number of orders per transaction.
const BATCH: i64 = 1_000;

row! {
    /// A finished order that the sums lack.
    struct MissedOrder {
        id: OrderId,
        business_id: BusinessId,
        status: Status,
        currency: Currency,
        total_cents: i64,
        lines_json: String,
        placed_at: Timestamp,
        processing_at: Option<Timestamp>,
        completed_at: Option<Timestamp>,
        cancelled_at: Option<Timestamp>,
    }
}

impl From<MissedOrder> for FinishedOrder {
    fn from(missed: MissedOrder) -> Self {
        // An order that cannot be decoded must not stop the others.
        let lines = from_json("lines_json", &missed.lines_json).unwrap_or_else(|error| {
            tracing::error!(order_id = %missed.id, %error, "failed to decode the lines of an order; reports omit its items");
            Vec::new()
        });
        Self {
            business_id: missed.business_id,
            status: missed.status,
            currency: missed.currency,
            finished_at: missed.completed_at.or(missed.cancelled_at).unwrap_or(missed.placed_at),
            lines,
            total_cents: missed.total_cents,
            placed_at: missed.placed_at,
            processing_at: missed.processing_at,
            completed_at: missed.completed_at,
        }
    }
}

/// Counts a batch of finished orders that the sums lack, because they finished before the sums existed or in a process of an
/// older version. Skips orders that another process is counting. Returns the number of counted orders.
pub async fn count_missed_batch(db: &Db) -> Result<usize> {
    let mut work = UnitOfWork::begin(db).await?;
    // Ordered like the index. With only `id`, PostgreSQL would read all counted orders; with both columns, MariaDB would sort.
    let missed = sql!(work, all MissedOrder,
        "select {columns} from orders {mysql force index (orders_uncounted)}
          where counted is null and status in ('completed', 'cancelled', 'rejected')
          order by {postgres counted,} {sqlite counted,} id limit ? {for update} {skip locked}",
        BATCH)
    .await?;
    if let Connection::Postgres(connection) = work.connection() {
        let ids: Vec<_> = missed.iter().map(|missed| missed.id).collect();
        sqlx::query("update orders set counted = true where id = any($1)").bind(ids).execute(connection).await?;
    } else {
        for missed in &missed {
            sql!(work, execute "update orders set counted = true where id = ?", missed.id).await?;
        }
    }
    let count = missed.len();
    for missed in missed {
        work.count_finished(missed.into());
    }
    work.commit().await?;
    Ok(count)
}

/// Counts all finished orders that the sums lack, in batches. Returns the number of counted orders.
pub async fn count_missed(db: &Db) -> Result<usize> {
    let mut total = 0;
    loop {
        match retry(is_transient, || count_missed_batch(db)).await? {
            0 => return Ok(total),
            count => total += count,
        }
    }
}

/// Rebuilds the report sums, using each business's current time zone. Processes one business at a time, so that orders that
/// finish meanwhile wait only for their own business. Returns the number of counted orders.
pub async fn rebuild(db: &Db) -> Result<usize> {
    let businesses = sql!(&mut db.read().await?, all[BusinessId], "select id from businesses order by id").await?;
    let mut total = 0;
    for (business,) in businesses {
        reset(db, business).await?;
        total += count_missed(db).await?;
    }
    Ok(total)
}

/// Deletes the sums of a business and marks all of its orders as uncounted.
async fn reset(db: &Db, business: BusinessId) -> Result<()> {
    let mut tx = db.begin().await?;
    if let Connection::Postgres(connection) = tx.connection() {
        sqlx::query("set local statement_timeout = 0").execute(connection).await?;
    }
    // The row of totals is locked before the other sums, as in every transaction that finishes orders.
    sql!(tx, execute
        "insert into order_totals (business_id, completed, cancelled, rejected, preparation_ms) values (?, 0, 0, 0, 0)
             {postgres on conflict (business_id) do update set} {sqlite on conflict (business_id) do update set}
             {mysql on duplicate key update} completed = 0, cancelled = 0, rejected = 0, preparation_ms = 0",
        business)
    .await?;
    sql!(tx, execute "delete from order_hours where business_id = ?", business).await?;
    sql!(tx, execute "delete from order_times where business_id = ?", business).await?;
    sql!(tx, execute "delete from sales_days where business_id = ?", business).await?;
    sql!(tx, execute "update orders set counted = null where business_id = ? and counted is not null", business)
        .await?;
    tx.commit().await
}
