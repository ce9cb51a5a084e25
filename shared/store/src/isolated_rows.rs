//! The table of isolated rows: those that the processes of this installation skip. Admins and `expediter doctor` list
//! them.

use domain::account::User;
use domain::business::Business;
use domain::event::EventRecord;
use domain::isolation::{IsolatedRow, IsolatedTable, IsolationReason};
use domain::item::Item;
use domain::order::{Order, OrderId};
use uuid::Uuid;

use crate::isolation::{Keyed, KeyedRow, Report, Unkeyed};
use crate::json::to_json;
use crate::orders::OrderRow;
use crate::{Db, ReadConn, Result, Tx, sql};

/// Maximum number of rows that are checked for repairs at once.
const MAX_CHECKED: i64 = 1_000;

row!(IsolatedRow {
    table: "table_name" as IsolatedTable => std::convert::identity,
    id: "row_id" as Uuid => std::convert::identity,
    reason,
    error,
    found_at,
    seen_at,
});

/// Stores those of this process's reports of isolated rows that are not stored yet.
pub async fn record_reports(db: &Db) -> Result<()> {
    let reports = db.isolation().take_unsaved();
    if reports.is_empty() {
        return Ok(());
    }
    let stored = async {
        let mut tx = db.begin().await?;
        for report in &reports {
            store_report(&mut tx, report).await?;
        }
        tx.commit().await
    };
    stored.await.inspect_err(|_| db.isolation().put_back(reports.clone()))
}

async fn store_report(tx: &mut Tx, report: &Report) -> Result<()> {
    let Report { table, id, reason, error } = report;
    sql!(tx, execute
        "insert into isolated_rows (table_name, row_id, reason, error, found_at, seen_at) values (?, ?, ?, ?, {now}, {now})
             {postgres on conflict (table_name, row_id) do update set}
             {sqlite on conflict (table_name, row_id) do update set}
             {mysql on duplicate key update} reason = ?, error = ?, seen_at = {now}",
        table, id, reason, error, reason, error)
    .await?;
    Ok(())
}

/// Counts the recorded rows, including repaired ones that [`delete_repaired`] has not removed yet.
pub async fn count(read: &mut ReadConn) -> Result<i64> {
    Ok(sql!(read, one[i64], "select count(*) from isolated_rows").await?.0)
}

/// Lists at most `limit` rows that are still isolated, the most recently reported first. Considers only the 1,000 most recently
/// reported rows.
pub async fn list(read: &mut ReadConn, limit: usize) -> Result<Vec<IsolatedRow>> {
    let mut isolated = Vec::new();
    for row in find_recorded(read).await? {
        if isolated.len() >= limit {
            break;
        }
        if is_isolated(read, &row).await? {
            isolated.push(row);
        }
    }
    Ok(isolated)
}

/// A batch of records that were checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CheckedBatch {
    /// Number of records that were removed.
    pub removed: u64,
    /// The id of the last row that was checked, if the batch was full: there may be further records from it on.
    pub last: Option<Uuid>,
}

/// Checks a batch of records, sorted by row id, from `after` on. Removes the records whose row was repaired or deleted.
pub async fn delete_repaired(db: &Db, after: Option<Uuid>) -> Result<CheckedBatch> {
    let mut read = db.read().await?;
    let (after, known_tables) = (after.unwrap_or(Uuid::nil()), to_json(&IsolatedTable::ALL)?);
    let recorded = sql!(&mut read, all Unkeyed<IsolatedRow>,
        "select {columns} from isolated_rows where row_id >= ? and table_name in ({texts ?}) order by row_id limit ?",
        after, known_tables, MAX_CHECKED)
    .await?;
    let is_full = i64::try_from(recorded.len()).is_ok_and(|count| count == MAX_CHECKED);
    let recorded = known(recorded);
    let last = recorded.last().map(|row| row.id).filter(|last| is_full && *last != after);
    let mut repaired = Vec::new();
    for row in recorded {
        if !is_isolated(&mut read, &row).await? {
            repaired.push(row);
        }
    }
    drop(read);
    if repaired.is_empty() {
        return Ok(CheckedBatch { removed: 0, last });
    }
    let (mut tx, mut removed) = (db.begin().await?, 0);
    for IsolatedRow { table, id, seen_at, .. } in repaired {
        // A row that was reported again since it was read is kept.
        removed += sql!(tx, execute
            "delete from isolated_rows where table_name = ? and row_id = ? and seen_at <= ?",
            table, id, seen_at + std::time::Duration::from_millis(1))
        .await?;
    }
    tx.commit().await?;
    Ok(CheckedBatch { removed, last })
}

async fn find_recorded(read: &mut ReadConn) -> Result<Vec<IsolatedRow>> {
    let rows = sql!(read, all Unkeyed<IsolatedRow>,
        "select {columns} from isolated_rows order by seen_at desc, row_id limit ?", MAX_CHECKED)
    .await?;
    Ok(known(rows))
}

/// Returns the rows of the tables that this version knows: processes of a newer version can isolate rows of other tables.
fn known(rows: Vec<Unkeyed<IsolatedRow>>) -> Vec<IsolatedRow> {
    rows.into_iter().filter_map(|Unkeyed(row)| row.ok()).collect()
}

/// Returns `true` unless the row was repaired or deleted.
async fn is_isolated(read: &mut ReadConn, row: &IsolatedRow) -> Result<bool> {
    let id = row.id;
    /// Returns `true` if the row exists and cannot be decoded.
    macro_rules! is_undecodable {
        ($row:ty, $table:literal) => {{
            let found = sql!(read, optional Keyed<$row>, concat!("select {columns} from ", $table, " where id = ?"), id);
            is_undecodable(found.await?, Ok)
        }};
    }
    Ok(match (row.table, row.reason) {
        (IsolatedTable::Orders, IsolationReason::Rejected) => {
            let due =
                sql!(read, optional[OrderId], "select id from orders where id = ? and due_at is not null", id).await?;
            due.is_some()
        }
        (IsolatedTable::Orders, IsolationReason::Undecodable) => {
            let found = sql!(read, optional Keyed<OrderRow>, "select {columns} from orders where id = ?", id).await?;
            is_undecodable(found, Order::try_from)
        }
        (IsolatedTable::Events, _) => is_undecodable!(EventRecord, "events"),
        (IsolatedTable::Items, _) => is_undecodable!(Item, "items"),
        (IsolatedTable::Businesses, _) => is_undecodable!(Business, "businesses"),
        (IsolatedTable::Users, _) => is_undecodable!(User, "users"),
        (IsolatedTable::Reports, _) => false,
    })
}

fn is_undecodable<T: KeyedRow, U>(found: Option<Keyed<T>>, convert: impl FnOnce(T) -> Result<U>) -> bool {
    found.is_some_and(|row| row.value.and_then(convert).is_err())
}
