//! Orders that no sum knows yet, and counting all of them anew.

use super::{Ended, took};
use crate::business::BusinessId;
use crate::clock::Timestamp;
use crate::money::Currency;
use crate::order::{OrderId, Status};
use crate::sql;
use crate::store::{Connection, Db, Result, from_json, from_row, is_transient, retried};

/// How many orders one transaction counts that nobody has counted.
const BATCH: i64 = 1_000;

/// An order that is over, and in no sum.
struct Missed {
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

from_row!(Missed {
    id,
    business_id,
    status,
    currency,
    total_cents,
    lines_json,
    placed_at,
    processing_at,
    completed_at,
    cancelled_at,
});

impl From<Missed> for Ended {
    fn from(missed: Missed) -> Self {
        // One that cannot be read must not keep the others out.
        let lines = from_json("lines_json", &missed.lines_json).unwrap_or_else(|error| {
            tracing::error!(id = %missed.id, %error, "the lines of an order cannot be read; reports lack its items");
            Vec::new()
        });
        Self {
            business_id: missed.business_id,
            status: missed.status,
            currency: missed.currency,
            at: missed.completed_at.or(missed.cancelled_at).unwrap_or(missed.placed_at),
            lines,
            cents: missed.total_cents,
            took: took(missed.placed_at, missed.processing_at, missed.completed_at),
        }
    }
}

// In the order of its index, which each engine sees in other words: by ids alone, PostgreSQL would walk through all that was
// counted before; by both columns, MariaDB would sort.
macro_rules! missed {
    ($hint:literal, $tail:literal) => {
        concat!(
            "select id, business_id, status, currency, total_cents, lines_json, placed_at, processing_at,
                    completed_at, cancelled_at from orders ",
            $hint,
            " where counted is null and status in ('completed', 'cancelled', 'rejected') order by ",
            $tail
        )
    };
}

/// Counts a batch of the orders that ended without being counted: before there were these sums, or by a process of an
/// older version. Answers how many; orders that another process is counting are left to it.
pub async fn count_some_missed(db: &Db) -> Result<usize> {
    let mut tx = db.begin().await?;
    let missed = sql!(tx, all Missed, missed!("", "counted, id limit ? for update skip locked"), BATCH;
        mysql: missed!("force index (orders_uncounted)", "id limit ? for update skip locked"),
        sqlite: missed!("", "counted, id limit ?"))
    .await?;
    if let Connection::Postgres(connection) = tx.connection() {
        let ids: Vec<_> = missed.iter().map(|missed| missed.id.0).collect();
        sqlx::query("update orders set counted = true where id = any($1)").bind(ids).execute(connection).await?;
    } else {
        for missed in &missed {
            sql!(tx, execute "update orders set counted = true where id = ?", missed.id).await?;
        }
    }
    let count = missed.len();
    for missed in missed {
        tx.has_ended(missed.into());
    }
    tx.commit().await?;
    Ok(count)
}

/// Counts all orders that ended without being counted, in batches. Answers how many.
pub async fn count_missed(db: &Db) -> Result<usize> {
    let mut all = 0;
    loop {
        match retried(is_transient, || count_some_missed(db)).await? {
            0 => return Ok(all),
            some => all += some,
        }
    }
}

/// Counts every order anew, by its business's present time zone: one business after the other, so that an order which
/// ends meanwhile waits for its own at most.
pub async fn rebuild(db: &Db) -> Result<usize> {
    let businesses = sql!(&mut db.read().await?, all[BusinessId], "select id from businesses order by id").await?;
    let mut all = 0;
    for (business,) in businesses {
        forget(db, business).await?;
        all += count_missed(db).await?;
    }
    Ok(all)
}

/// Empties the sums of a business and says of all its orders that they are in none.
async fn forget(db: &Db, business: BusinessId) -> Result<()> {
    let mut tx = db.begin().await?;
    if let Connection::Postgres(connection) = tx.connection() {
        sqlx::query("set local statement_timeout = 0").execute(connection).await?;
    }
    // Whoever ends an order locks its business's row of totals, before the other sums: so do we.
    sql!(tx, execute
        "insert into order_totals (business_id, completed, cancelled, rejected, preparation_ms) values (?, 0, 0, 0, 0)
             on conflict (business_id) do update set completed = 0, cancelled = 0, rejected = 0, preparation_ms = 0",
        business;
        mysql: "insert into order_totals (business_id, completed, cancelled, rejected, preparation_ms)
         values (?, 0, 0, 0, 0)
             on duplicate key update completed = 0, cancelled = 0, rejected = 0, preparation_ms = 0")
    .await?;
    sql!(tx, execute "delete from order_hours where business_id = ?", business).await?;
    sql!(tx, execute "delete from order_times where business_id = ?", business).await?;
    sql!(tx, execute "delete from sales_days where business_id = ?", business).await?;
    sql!(tx, execute "update orders set counted = null where business_id = ? and counted is not null", business)
        .await?;
    tx.commit().await
}
