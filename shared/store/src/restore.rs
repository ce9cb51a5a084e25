//! Completes the restoration of a backup.
//!
//! A restored database lacks the changes since the backup, but clients, guests and the broker know them. [`complete`] prevents
//! lost data from being confused with new data:
//!
//! - **Database id**: replaced, so that clients with cursors from after the backup fetch their data again.
//! - **Numbers of orders and items**: skipped, so that no new order gets the number of a lost one.
//! - **Refresh tokens**: deleted. Tokens that were used or revoked since the backup would be valid again, and the reuse of a
//!   stolen token would not be detected. All users must log in again.
//! - **Heartbeats** of kitchen workers and notifiers: deleted, because their processes ended. Orders in preparation can be taken
//!   over immediately.
//! - **Outbox**: kept, because its events may not have been published. Consumers tolerate repetitions. Its leases are released.
//! - **Accepted orders of automatic kitchens, and orders in preparation by a worker**: announced to the kitchen again, because
//!   the kitchen queue is emptied before [`complete`] is called.
//! - **Idempotency keys**: kept, because each of them was stored with its order. The keys of lost orders are lost as well, so
//!   that a repeated request places the order again.
//! - **Report sums**: kept, because they were stored with the orders that they count.

use domain::clock::{Clock, Timestamp};

use crate::{
    Connection, Db, Result, Tx, database_id, is_transient, kitchen_workers, notifiers, orders, outbox, refresh_tokens,
    retry, sequences,
};

/// The numbers that are skipped because they may have been assigned since the backup.
#[derive(Clone, Copy, Debug)]
pub struct SkippedNumbers {
    /// Count of order numbers.
    pub orders: i64,
    /// Count of item numbers.
    pub items: i64,
}

/// The result of [`complete`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Restored {
    /// The number of the next order.
    pub next_order_number: i64,
    /// The number of the next item.
    pub next_item_number: i64,
    /// Count of orders that are announced to the kitchen again.
    pub announced_orders: usize,
}

/// Completes the restoration in one transaction. Can be repeated; each repetition skips further numbers and ends the sessions
/// that have begun since. The kitchen queue must be empty, and no other process may use the database.
pub async fn complete(db: &Db, clock: &Clock, skipped: SkippedNumbers) -> Result<Restored> {
    let previous_id = database_id::get_or_create(db, clock).await?;
    retry(is_transient, || async {
        let stamp = clock.stamp();
        let mut tx = db.begin().await?;
        if let Connection::Postgres(connection) = tx.connection() {
            sqlx::query("set local statement_timeout = 0").execute(connection).await?;
        }
        let next_item_number = sequences::skip_item_numbers(&mut tx, skipped.items).await?;
        kitchen_workers::delete_all(&mut tx).await?;
        notifiers::delete_all(&mut tx).await?;
        refresh_tokens::delete_all(&mut tx).await?;
        outbox::release_all(&mut tx).await?;
        let announced_orders = announce_orders(&mut tx, stamp.at).await?;
        let next_order_number = sequences::skip_order_numbers(&mut tx, skipped.orders).await?;
        database_id::replace(&mut tx, previous_id, stamp).await?;
        tx.commit().await?;
        Ok(Restored { next_order_number, next_item_number, announced_orders })
    })
    .await
}

/// Announces the accepted orders of automatic kitchens, and the orders in preparation by workers. Returns their number.
async fn announce_orders(tx: &mut Tx, at: Timestamp) -> Result<usize> {
    let mut ids = orders::lock_stalled(tx, Timestamp::MAX, i64::MAX).await?;
    ids.extend(orders::lock_unclaimed(tx, Timestamp::MAX, i64::MAX).await?);
    for id in &ids {
        orders::reannounce(tx, *id, at).await?;
    }
    Ok(ids.len())
}
