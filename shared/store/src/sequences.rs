//! Sequences of the numbers that people use: items 101, 102, …; orders ORD1001, ORD1002, …

use std::ops::RangeInclusive;

use crate::{Connection, Result, Tx, sql};

/// Locks the sequence of item numbers, so that no item is added until the transaction ends. Must be the first lock of a
/// transaction.
pub async fn lock_item_numbers(tx: &mut Tx) -> Result<()> {
    sql!(tx, one[i64], "select value from counters where name = 'item' {for update}").await?;
    Ok(())
}

/// Returns the next item number and keeps the sequence locked until the transaction ends. Must come before any other lock or
/// read, so that no other transaction can add items after the data was read.
pub async fn next_item_number(tx: &mut Tx) -> Result<i64> {
    advance(tx, "item", 1).await
}

/// Returns the next `count` item numbers in ascending order, like [`next_item_number`].
pub async fn next_item_numbers(tx: &mut Tx, count: usize) -> Result<RangeInclusive<i64>> {
    let count = i64::try_from(count).unwrap_or(i64::MAX);
    let last = advance(tx, "item", count).await?;
    Ok(last - count + 1..=last)
}

/// Returns the next `count` order numbers in ascending order.
///
/// PostgreSQL uses a sequence, so that the batchers of several processes never wait for each other. If the placement fails
/// afterwards, its numbers are skipped.
pub async fn next_order_numbers(tx: &mut Tx, count: usize) -> Result<Vec<i64>> {
    let count = i64::try_from(count).unwrap_or(i64::MAX);
    if let Connection::Postgres(connection) = tx.connection() {
        let numbers = "select nextval('order_numbers') from generate_series(1, $1)";
        return sqlx::query_scalar(numbers).bind(count).fetch_all(connection).await;
    }
    let last = advance(tx, "order", count).await?;
    Ok((last - count + 1..=last).collect())
}

/// Advances a counter and returns its new value.
async fn advance(tx: &mut Tx, name: &str, by: i64) -> Result<i64> {
    sql!(tx, execute "update counters set value = value + ? where name = ?", by, name).await?;
    let (value,) = sql!(tx, one[i64], "select value from counters where name = ?", name).await?;
    Ok(value)
}

/// Skips `count` numbers after the last assigned item number or the highest number of an item, whichever is higher. Returns the
/// next number. Must be the first lock of a transaction.
pub async fn skip_item_numbers(tx: &mut Tx, count: i64) -> Result<i64> {
    lock_item_numbers(tx).await?;
    let (highest,) = sql!(tx, one[Option<i64>], "select max(number) from items").await?;
    skip(tx, "item", highest, count).await
}

/// Skips `count` numbers after the last assigned order number or the highest number of an order, whichever is higher. Returns the
/// next number.
pub async fn skip_order_numbers(tx: &mut Tx, count: i64) -> Result<i64> {
    let (highest,) = sql!(tx, one[Option<i64>], "select max(number) from orders").await?;
    let Connection::Postgres(connection) = tx.connection() else { return skip(tx, "order", highest, count).await };
    let skip =
        "select setval('order_numbers', greatest(last_value - case when is_called then 0 else 1 end, $1) + $2) + 1
                  from order_numbers";
    sqlx::query_scalar(skip).bind(highest.unwrap_or(0)).bind(count).fetch_one(connection).await
}

/// Skips `count` numbers after the value of a counter or after `highest`, whichever is higher. Returns the next number.
async fn skip(tx: &mut Tx, name: &str, highest: Option<i64>, count: i64) -> Result<i64> {
    let (value,) = sql!(tx, one[i64], "select value from counters where name = ?", name).await?;
    let value = value.max(highest.unwrap_or(0)) + count;
    sql!(tx, execute "update counters set value = ? where name = ?", value, name).await?;
    Ok(value + 1)
}
