//! Heartbeats of notifiers. Their times come from the database's clock, because the clocks of processes differ.

use uuid::Uuid;

use crate::{ReadConn, Result, Tx, sql};

/// Time without a heartbeat after which a notifier is considered dead, in seconds: three times the interval of heartbeats.
pub const HEARTBEAT_TIMEOUT_SECONDS: i64 = 15;

/// Time without a heartbeat after which the row of a dead notifier is deleted, in seconds.
const STALE_AFTER_SECONDS: i64 = 3600;

/// Records a heartbeat of a notifier with this number of clients.
pub async fn record_heartbeat(tx: &mut Tx, id: Uuid, name: &str, sockets: i64) -> Result<()> {
    let updated =
        sql!(tx, execute "update notifiers set sockets = ?, beat_at = {now} where id = ?", sockets, id).await?;
    if updated == 0 {
        sql!(tx, execute "insert into notifiers (id, name, sockets, beat_at) values (?, ?, ?, {now})", id, name, sockets)
            .await?;
    }
    Ok(())
}

/// Deregisters a notifier.
pub async fn deregister(tx: &mut Tx, id: Uuid) -> Result<()> {
    sql!(tx, execute "delete from notifiers where id = ?", id).await?;
    Ok(())
}

/// Counts the live notifiers and their clients.
pub async fn count_alive(read: &mut ReadConn) -> Result<(i64, i64)> {
    sql!(read, one [i64, i64],
        "select count(*), cast(coalesce(sum(sockets), 0) as {bigint}) from notifiers where beat_at > {seconds_ago ?}",
        HEARTBEAT_TIMEOUT_SECONDS)
    .await
}

/// Deletes the notifiers that sent no heartbeat for an hour. Returns their number.
pub async fn delete_stale(tx: &mut Tx) -> Result<u64> {
    sql!(tx, execute "delete from notifiers where beat_at < {seconds_ago ?}", STALE_AFTER_SECONDS).await
}

/// Deletes all notifiers. Their processes must have ended.
pub async fn delete_all(tx: &mut Tx) -> Result<()> {
    sql!(tx, execute "delete from notifiers").await?;
    Ok(())
}
