//! Isolation of rows that cannot be decoded: a row of a newer version, or a damaged one, must not stop the others.
//!
//! Queries over several rows read [`Keyed`] rows. `ReadConn::isolate` skips the undecodable ones, and reports
//! them to the [`IsolationLog`] of the [`Db`](crate::Db), which counts them, writes log lines, and remembers them for
//! [`isolated_rows`](crate::isolated_rows).

use std::collections::{BTreeMap, HashMap};
use std::fmt::Display;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use domain::isolation::{IsolatedTable, IsolationReason};
use sqlx::mysql::MySqlRow;
use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;
use sqlx::{Decode, MySql, Postgres, Sqlite, Type};
use uuid::Uuid;

use crate::{Error, Result, Row};

/// Time after which a process reports the same row again.
const REPEAT_INTERVAL: Duration = Duration::from_hours(1);
/// Maximum number of rows that a process remembers.
const MAX_REMEMBERED: usize = 1_000;

/// A row of a list: its key, and its value unless the row cannot be decoded. The keys of undecodable rows keep the cursors of
/// pages correct.
#[derive(Clone, Debug)]
pub struct Listed<K, T> {
    /// The key by which the list is sorted.
    pub key: K,
    /// The value; `None` if the row cannot be decoded.
    pub value: Option<T>,
}

impl<K, T> Listed<K, T> {
    /// Converts the value.
    pub fn map<U>(self, convert: impl FnOnce(T) -> U) -> Listed<K, U> {
        Listed { key: self.key, value: self.value.map(convert) }
    }
}

/// Returns the values of the decodable rows.
pub fn decoded<K, T>(rows: impl IntoIterator<Item = Listed<K, T>>) -> Vec<T> {
    rows.into_iter().filter_map(|row| row.value).collect()
}

/// A type that is decoded from a row with a key and a column `id`.
pub(crate) trait KeyedRow: Row {
    /// The table, in reports.
    const TABLE: IsolatedTable;
    /// The column by which lists are sorted.
    const KEY: &'static str;
    /// The type of that column.
    type Key: for<'r> Decode<'r, Postgres>
        + Type<Postgres>
        + for<'r> Decode<'r, MySql>
        + Type<MySql>
        + for<'r> Decode<'r, Sqlite>
        + Type<Sqlite>;
}

/// A row whose key can be decoded, but possibly not its other columns.
pub(crate) struct Keyed<T: KeyedRow> {
    pub(crate) key: T::Key,
    pub(crate) id: Uuid,
    pub(crate) value: Result<T>,
}

/// Decodes a [`Keyed`] row of any engine.
macro_rules! decode_keyed {
    ($row:ident, $from_row:path) => {{
        use sqlx::Row as _;
        Ok(Self { key: $row.try_get(T::KEY)?, id: $row.try_get("id")?, value: $from_row($row) })
    }};
}

impl<T: KeyedRow> Row for Keyed<T> {
    const COLUMNS: &'static str = T::COLUMNS;

    fn from_postgres(row: &PgRow) -> Result<Self> {
        decode_keyed!(row, T::from_postgres)
    }

    fn from_mysql(row: &MySqlRow) -> Result<Self> {
        decode_keyed!(row, T::from_mysql)
    }

    fn from_sqlite(row: &SqliteRow) -> Result<Self> {
        decode_keyed!(row, T::from_sqlite)
    }
}

/// A row without a key, such as a sum, which possibly cannot be decoded.
pub(crate) struct Unkeyed<T>(pub(crate) Result<T>);

impl<T: Row> Row for Unkeyed<T> {
    const COLUMNS: &'static str = T::COLUMNS;

    fn from_postgres(row: &PgRow) -> Result<Self> {
        Ok(Self(T::from_postgres(row)))
    }

    fn from_mysql(row: &MySqlRow) -> Result<Self> {
        Ok(Self(T::from_mysql(row)))
    }

    fn from_sqlite(row: &SqliteRow) -> Result<Self> {
        Ok(Self(T::from_sqlite(row)))
    }
}

/// A report that is not stored in the database yet.
#[derive(Clone, Debug)]
pub(crate) struct Report {
    pub(crate) table: IsolatedTable,
    pub(crate) id: Uuid,
    pub(crate) reason: IsolationReason,
    pub(crate) error: String,
}

/// The rows that a process isolated. Clones share them.
#[derive(Clone, Debug, Default)]
pub struct IsolationLog(Arc<Mutex<Isolated>>);

#[derive(Debug, Default)]
struct Isolated {
    counts: BTreeMap<IsolatedTable, u64>,
    reported: HashMap<(IsolatedTable, Option<Uuid>, IsolationReason), Instant>,
    unsaved: Vec<Report>,
}

impl IsolationLog {
    /// Counts a skipped row. If this process has not reported the row for this reason within the last hour, queues a report of it
    /// for the database (unless `id` is `None`), and returns `true`: the caller must log it.
    pub fn record(&self, table: IsolatedTable, id: Option<Uuid>, reason: IsolationReason, error: &dyn Display) -> bool {
        let (mut isolated, now) = (self.lock(), Instant::now());
        *isolated.counts.entry(table).or_default() += 1;
        let reported_at = isolated.reported.get(&(table, id, reason));
        if reported_at.is_some_and(|at| now.duration_since(*at) < REPEAT_INTERVAL) {
            return false;
        }
        if isolated.reported.len() >= MAX_REMEMBERED {
            isolated.reported.clear();
        }
        isolated.reported.insert((table, id, reason), now);
        if let Some(id) = id {
            isolated.put_back([Report { table, id, reason, error: error.to_string() }]);
        }
        true
    }

    /// Returns the number of skipped rows by table. A row counts each time it is skipped.
    pub fn counts(&self) -> Vec<(IsolatedTable, u64)> {
        let isolated = self.lock();
        IsolatedTable::ALL.iter().map(|table| (*table, isolated.counts.get(table).copied().unwrap_or(0))).collect()
    }

    /// Converts the rows of a list. Those that cannot be decoded or converted are reported, and returned without a value.
    pub(crate) fn isolate<T: KeyedRow, U>(
        &self,
        rows: Vec<Keyed<T>>,
        convert: impl Fn(T) -> Result<U>,
    ) -> Vec<Listed<T::Key, U>> {
        let isolate = |Keyed { key, id, value }: Keyed<T>| {
            let value = value.and_then(&convert).inspect_err(|error| self.report(T::TABLE, Some(id), error));
            Listed { key, value: value.ok() }
        };
        rows.into_iter().map(isolate).collect()
    }

    /// Returns the rows that can be decoded, and reports the others. Used for queries whose rows have no key.
    pub(crate) fn skip<T>(&self, table: IsolatedTable, rows: Vec<Unkeyed<T>>) -> Vec<T> {
        let report = |error: &Error| self.report(table, None, error);
        rows.into_iter().filter_map(|Unkeyed(row)| row.inspect_err(report).ok()).collect()
    }

    /// Counts an undecodable row, and logs it unless it was logged within the last hour.
    pub(crate) fn report(&self, table: IsolatedTable, id: Option<Uuid>, error: &Error) {
        if self.record(table, id, IsolationReason::Undecodable, error) {
            let id = id.map(tracing::field::display);
            tracing::error!(%table, id, %error, "failed to decode a row; it is skipped until it is repaired");
        }
    }

    /// Removes and returns the reports that are not stored yet.
    pub(crate) fn take_unsaved(&self) -> Vec<Report> {
        std::mem::take(&mut self.lock().unsaved)
    }

    /// Puts back reports that could not be stored, so that [`take_unsaved`](Self::take_unsaved) returns them again.
    pub(crate) fn put_back(&self, reports: Vec<Report>) {
        self.lock().put_back(reports);
    }

    fn lock(&self) -> MutexGuard<'_, Isolated> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Isolated {
    fn put_back(&mut self, reports: impl IntoIterator<Item = Report>) {
        self.unsaved.extend(reports);
        self.unsaved.truncate(MAX_REMEMBERED);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_counted_each_time_and_reported_once() {
        let log = IsolationLog::default();
        let (first, second) = (Some(Uuid::from_u128(1)), Some(Uuid::from_u128(2)));
        let record = |id| log.record(IsolatedTable::Items, id, IsolationReason::Undecodable, &"unknown currency");
        assert!(record(first) && !record(first) && record(second) && record(None) && !record(None));
        let counts: BTreeMap<_, _> = log.counts().into_iter().collect();
        assert_eq!((counts[&IsolatedTable::Items], counts[&IsolatedTable::Orders]), (5, 0));
        let unsaved = log.take_unsaved();
        assert_eq!(unsaved.iter().map(|report| Some(report.id)).collect::<Vec<_>>(), [first, second]);
        assert_eq!(log.take_unsaved().len(), 0);
    }

    #[test]
    fn memory_is_bounded() {
        let log = IsolationLog::default();
        for id in 0..5_000 {
            let id = Some(Uuid::from_u128(id));
            assert!(log.record(IsolatedTable::Orders, id, IsolationReason::Undecodable, &"unknown status"));
        }
        assert!(log.lock().reported.len() <= MAX_REMEMBERED);
        assert_eq!(log.take_unsaved().len(), MAX_REMEMBERED);
    }
}
