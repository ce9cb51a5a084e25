//! The id of this database.

use domain::clock::{Clock, Stamp};
use uuid::Uuid;

use crate::{Db, Error, Result, Tx, is_unique_violation, sql};

/// Returns the id of this database and creates it on first use. Cursors contain the id, so that a cursor from another database,
/// or from this one before it was emptied, can be detected.
pub async fn get_or_create(db: &Db, clock: &Clock) -> Result<Uuid> {
    if let Some(id) = find(db).await? {
        return Ok(id);
    }
    let stamp = clock.stamp();
    let mut tx = db.begin().await?;
    // Only one process can insert this row, because its key is fixed. The other processes then read the id.
    let claimed = sql!(tx, execute "insert into counters (name, value) values ('installation', 1)").await;
    match claimed {
        Ok(_) => {
            sql!(tx, execute "insert into installation (id, created_at) values (?, ?)", stamp.id, stamp.at).await?;
            tx.commit().await?;
            Ok(stamp.id)
        }
        Err(error) if is_unique_violation(&error) => {
            drop(tx);
            find(db).await?.ok_or(Error::RowNotFound)
        }
        Err(error) => Err(error),
    }
}

/// Replaces the id of this database, so that all cursors become invalid. Has no effect if the id is no longer `current`, because
/// another process has replaced it.
pub async fn replace(tx: &mut Tx, current: Uuid, stamp: Stamp) -> Result<()> {
    sql!(tx, execute "update installation set id = ?, created_at = ? where id = ?", stamp.id, stamp.at, current)
        .await?;
    Ok(())
}

async fn find(db: &Db) -> Result<Option<Uuid>> {
    let mut read = db.read().await?;
    Ok(sql!(read, optional[Uuid], "select id from installation").await?.map(|(id,)| id))
}
