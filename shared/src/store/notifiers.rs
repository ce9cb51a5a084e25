//! Notifiers, by their heartbeats. Always by the database's clock: those of machines differ.

use uuid::Uuid;

use super::{Read, Result, Tx};
use crate::sql;

/// A notifier is taken for dead when it has not been heard of for this long: three missed beats, in seconds.
pub const SILENCE_SECONDS: i64 = 15;

/// The notifier is there, and so many clients listen to it.
pub async fn beat(tx: &mut Tx, id: Uuid, name: &str, sockets: i64) -> Result<()> {
    let known = sql!(tx, execute "update notifiers set sockets = ?, beat_at = now() where id = ?", sockets, id;
        mysql: "update notifiers set sockets = ?, beat_at = utc_timestamp(6) where id = ?",
        sqlite: "update notifiers set sockets = ?, beat_at = cast(unixepoch('subsec') * 1000 as integer) where id = ?")
    .await?;
    if known == 0 {
        sql!(tx, execute "insert into notifiers (id, name, sockets, beat_at) values (?, ?, ?, now())", id, name, sockets;
            mysql: "insert into notifiers (id, name, sockets, beat_at) values (?, ?, ?, utc_timestamp(6))",
            sqlite: "insert into notifiers (id, name, sockets, beat_at)
                     values (?, ?, ?, cast(unixepoch('subsec') * 1000 as integer))")
        .await?;
    }
    Ok(())
}

/// The notifier has gone, and its clients with it.
pub async fn leave(tx: &mut Tx, id: Uuid) -> Result<()> {
    sql!(tx, execute "delete from notifiers where id = ?", id).await?;
    Ok(())
}

/// How many notifiers were heard of within [`SILENCE_SECONDS`], and how many clients listen to them together.
pub async fn alive(read: &mut Read) -> Result<(i64, i64)> {
    sql!(read, one [i64, i64],
        "select count(*), cast(coalesce(sum(sockets), 0) as bigint) from notifiers
          where beat_at > now() - make_interval(secs => ?::float8)", SILENCE_SECONDS;
        mysql: "select count(*), cast(coalesce(sum(sockets), 0) as signed) from notifiers
          where beat_at > utc_timestamp(6) - interval ? second",
        sqlite: "select count(*), coalesce(sum(sockets), 0) from notifiers
          where beat_at > cast(unixepoch('subsec') * 1000 as integer) - ? * 1000")
    .await
}

/// Forgets notifiers that have been silent for an hour.
pub async fn forget_dead(tx: &mut Tx) -> Result<u64> {
    sql!(tx, execute "delete from notifiers where beat_at < now() - interval '1 hour'";
        mysql: "delete from notifiers where beat_at < utc_timestamp(6) - interval 1 hour",
        sqlite: "delete from notifiers where beat_at < cast(unixepoch('subsec') * 1000 as integer) - 3600000")
    .await
}
