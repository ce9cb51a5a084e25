//! The numbers that people call out: items 101, 102, …; orders ORD1001, ORD1002, …

use super::{Connection, Result, Tx};
use crate::sql;

/// Nobody adds an item until the transaction ends. Call it before anything else is locked.
pub async fn hold_items(tx: &mut Tx) -> Result<()> {
    sql!(tx, one [i64], "select value from counters where name = 'item' for update";
        sqlite: "select value from counters where name = 'item'")
    .await?;
    Ok(())
}

/// The next item number. Its row stays locked until the transaction ends; nobody waits long for a new dish. Call it
/// before anything else is locked or read: what is read afterwards holds until the item is there.
pub async fn next_item(tx: &mut Tx) -> Result<i64> {
    take(tx, "item", 1).await
}

/// The next `count` order numbers, rising, each given once.
///
/// PostgreSQL takes them from a sequence, so that the desks of several processes never wait for each other; where a
/// placement fails afterwards, its numbers are skipped.
pub async fn next_orders(tx: &mut Tx, count: usize) -> Result<Vec<i64>> {
    let count = i64::try_from(count).unwrap_or(i64::MAX);
    if let Connection::Postgres(connection) = tx.connection() {
        let numbers = "select nextval('order_numbers') from generate_series(1, $1)";
        return sqlx::query_scalar(numbers).bind(count).fetch_all(connection).await;
    }
    let last = take(tx, "order", count).await?;
    Ok((last - count + 1..=last).collect())
}

/// Moves a counter on and returns its new value.
async fn take(tx: &mut Tx, name: &str, by: i64) -> Result<i64> {
    sql!(tx, execute "update counters set value = value + ? where name = ?", by, name).await?;
    let (value,) = sql!(tx, one[i64], "select value from counters where name = ?", name).await?;
    Ok(value)
}
