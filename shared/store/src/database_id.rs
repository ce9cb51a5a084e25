//! The id of this database.

use domain::clock::Clock;
use uuid::Uuid;

use crate::{Db, Error, Result, is_unique_violation, sql};

/// Returns the id of this database, and creates it on first use. Cursors contain it, so that a cursor of another database, or
/// of this one before it was emptied, is recognized.
pub async fn get_or_create(db: &Db, clock: &Clock) -> Result<Uuid> {
    if let Some(id) = find(db).await? {
        return Ok(id);
    }
    let stamp = clock.stamp();
    let mut tx = db.begin().await?;
    // The fixed key of this row lets only one process create the id. The others find it afterwards.
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

async fn find(db: &Db) -> Result<Option<Uuid>> {
    let mut read = db.read().await?;
    Ok(sql!(read, optional[Uuid], "select id from installation").await?.map(|(id,)| id))
}
