//! Backfill of the report sums: counts the finished orders that the sums lack, or recounts all orders.

use domain::business::BusinessId;
use domain::clock::Timestamp;
use domain::isolation::IsolatedTable;
use domain::money::Currency;
use domain::order::OrderId;
use domain::order::state::Status;
use domain::report::FinishedOrder;
use uuid::Uuid;

use crate::isolation::{Keyed, KeyedRow};
use crate::json::from_json;
use crate::orders::UnitOfWork;
use crate::{Connection, Db, Result, decoded, is_transient, retry, sql};

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

impl KeyedRow for MissedOrder {
    const TABLE: IsolatedTable = IsolatedTable::Orders;
    const KEY: &'static str = "id";
    type Key = OrderId;
}

impl MissedOrder {
    fn decode(self) -> Result<(OrderId, FinishedOrder)> {
        let order = FinishedOrder {
            business_id: self.business_id,
            status: self.status,
            currency: self.currency,
            finished_at: self.completed_at.or(self.cancelled_at).unwrap_or(self.placed_at),
            lines: from_json("lines_json", &self.lines_json)?,
            total_cents: self.total_cents,
            placed_at: self.placed_at,
            processing_at: self.processing_at,
            completed_at: self.completed_at,
        };
        Ok((self.id, order))
    }
}

/// A batch of the backfill.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CountedBatch {
    /// Number of counted orders.
    pub counted: usize,
    /// The last order that was read, if the batch was full: there may be further orders after it.
    pub last: Option<OrderId>,
}

/// Counts a batch of finished orders with ids above `after` that the sums lack, because they finished before the sums existed or
/// in a process of an older version. Skips orders that another process is counting. An order that cannot be decoded is not
/// counted until it is repaired.
pub async fn count_missed_batch(db: &Db, after: Option<OrderId>) -> Result<CountedBatch> {
    let mut work = UnitOfWork::begin(db).await?;
    // Ordered like the index. With only `id`, PostgreSQL would read all counted orders; with both columns, MariaDB would sort.
    let rows = sql!(work, all Keyed<MissedOrder>,
        "select {columns} from orders {mysql force index (orders_uncounted)}
          where counted is null and status in ('completed', 'cancelled', 'rejected') and id > ?
          order by {postgres counted,} {sqlite counted,} id limit ? {for update} {skip locked}",
        after.unwrap_or(OrderId(Uuid::nil())), BATCH)
    .await?;
    let is_full = i64::try_from(rows.len()).is_ok_and(|count| count == BATCH);
    let last = rows.last().map(|row| row.key).filter(|_| is_full);
    let (ids, orders): (Vec<_>, Vec<_>) = decoded(work.isolate_as(rows, MissedOrder::decode)).into_iter().unzip();
    if let Connection::Postgres(connection) = work.connection() {
        sqlx::query("update orders set counted = true where id = any($1)").bind(&ids).execute(connection).await?;
    } else {
        for id in &ids {
            sql!(work, execute "update orders set counted = true where id = ?", id).await?;
        }
    }
    for order in orders {
        work.count_finished(order);
    }
    work.commit().await?;
    Ok(CountedBatch { counted: ids.len(), last })
}

/// Counts all finished orders that the sums lack, in batches. Returns the number of counted orders.
pub async fn count_missed(db: &Db) -> Result<usize> {
    let (mut total, mut after) = (0, None);
    loop {
        let batch = retry(is_transient, || count_missed_batch(db, after)).await?;
        total += batch.counted;
        match batch.last {
            None => return Ok(total),
            last => after = last,
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
