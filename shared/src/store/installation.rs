//! This database's own name.

use uuid::Uuid;

use super::{Db, Error, Result, is_taken};
use crate::clock::Clock;
use crate::sql;

/// Names this database: cursors carry it, so that one from another (or from before it was emptied) is recognised.
/// Made on first use.
pub async fn id(db: &Db, clock: &Clock) -> Result<Uuid> {
    if let Some(id) = known(db).await? {
        return Ok(id);
    }
    let stamp = clock.stamp();
    let mut tx = db.begin().await?;
    // One row only: whoever is second finds the first one's. The fixed number in the key makes them collide.
    let claimed = sql!(tx, execute "insert into counters (name, value) values ('installation', 1)").await;
    match claimed {
        Ok(_) => {
            sql!(tx, execute "insert into installation (id, created_at) values (?, ?)", stamp.id, stamp.at).await?;
            tx.commit().await?;
            Ok(stamp.id)
        }
        Err(error) if is_taken(&error) => {
            drop(tx);
            known(db).await?.ok_or(Error::RowNotFound)
        }
        Err(error) => Err(error),
    }
}

async fn known(db: &Db) -> Result<Option<Uuid>> {
    let mut read = db.read().await?;
    Ok(sql!(read, optional[Uuid], "select id from installation").await?.map(|(id,)| id))
}
