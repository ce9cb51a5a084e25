//! Connections for reading, and transactions.

use domain::isolation::IsolatedTable;
use sqlx::mysql::MySqlConnection;
use sqlx::pool::PoolConnection;
use sqlx::postgres::PgConnection;
use sqlx::sqlite::SqliteConnection;
use sqlx::{MySql, Postgres, Sqlite, Transaction};

use crate::Result;
use crate::isolation::{IsolationLog, Keyed, KeyedRow, Listed, Unkeyed};

/// A pooled connection or a transaction of any engine.
#[derive(Debug)]
pub(crate) enum Conn {
    Postgres(PoolConnection<Postgres>),
    PostgresTx(Transaction<'static, Postgres>),
    MySql(PoolConnection<MySql>),
    MySqlTx(Transaction<'static, MySql>),
    Sqlite(PoolConnection<Sqlite>),
    SqliteTx(Transaction<'static, Sqlite>),
}

/// A connection for reading. A [`Tx`] can be used in its place.
#[derive(Debug)]
pub struct ReadConn {
    conn: Conn,
    isolation: IsolationLog,
}

/// A write transaction. Rolled back when dropped without [`commit`](Tx::commit).
#[derive(Debug)]
pub struct Tx(ReadConn);

/// The engine's own connection, for the [`sql!`](crate::sql!) macro.
#[derive(Debug)]
pub enum Connection<'a> {
    /// A connection to PostgreSQL.
    Postgres(&'a mut PgConnection),
    /// A connection to MySQL or MariaDB.
    MySql(&'a mut MySqlConnection),
    /// A connection to SQLite.
    Sqlite(&'a mut SqliteConnection),
}

impl ReadConn {
    pub(crate) const fn new(conn: Conn, isolation: IsolationLog) -> Self {
        Self { conn, isolation }
    }

    /// Returns the log of isolated rows.
    pub(crate) const fn isolation(&self) -> &IsolationLog {
        &self.isolation
    }

    /// Returns the rows of a list. Those that cannot be decoded are reported, and returned without a value.
    pub(crate) fn isolate<T: KeyedRow>(&self, rows: Vec<Keyed<T>>) -> Vec<Listed<T::Key, T>> {
        self.isolation.isolate(rows, Ok)
    }

    /// Converts the rows of a list. Those that cannot be decoded or converted are reported, and returned without a value.
    pub(crate) fn isolate_as<T: KeyedRow, U>(
        &self,
        rows: Vec<Keyed<T>>,
        convert: impl Fn(T) -> Result<U>,
    ) -> Vec<Listed<T::Key, U>> {
        self.isolation.isolate(rows, convert)
    }

    /// Returns the rows that can be decoded, and reports the others. Used for queries whose rows have no key.
    pub(crate) fn skip_undecodable<T>(&self, table: IsolatedTable, rows: Vec<Unkeyed<T>>) -> Vec<T> {
        self.isolation.skip(table, rows)
    }

    /// Returns the engine's own connection.
    pub fn connection(&mut self) -> Connection<'_> {
        match &mut self.conn {
            Conn::Postgres(connection) => Connection::Postgres(connection),
            Conn::PostgresTx(tx) => Connection::Postgres(tx),
            Conn::MySql(connection) => Connection::MySql(connection),
            Conn::MySqlTx(tx) => Connection::MySql(tx),
            Conn::Sqlite(connection) => Connection::Sqlite(connection),
            Conn::SqliteTx(tx) => Connection::Sqlite(tx),
        }
    }
}

impl Tx {
    pub(crate) const fn new(conn: Conn, isolation: IsolationLog) -> Self {
        Self(ReadConn::new(conn, isolation))
    }

    /// Commits the transaction.
    pub async fn commit(self) -> Result<()> {
        match self.0.conn {
            Conn::PostgresTx(tx) => tx.commit().await,
            Conn::MySqlTx(tx) => tx.commit().await,
            Conn::SqliteTx(tx) => tx.commit().await,
            Conn::Postgres(_) | Conn::MySql(_) | Conn::Sqlite(_) => unreachable!("a Tx contains a transaction"),
        }
    }
}

impl std::ops::Deref for Tx {
    type Target = ReadConn;

    fn deref(&self) -> &ReadConn {
        &self.0
    }
}

impl std::ops::DerefMut for Tx {
    fn deref_mut(&mut self) -> &mut ReadConn {
        &mut self.0
    }
}
