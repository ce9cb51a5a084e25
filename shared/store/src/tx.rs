//! Connections for reading, and transactions.

use sqlx::mysql::MySqlConnection;
use sqlx::pool::PoolConnection;
use sqlx::postgres::PgConnection;
use sqlx::sqlite::SqliteConnection;
use sqlx::{MySql, Postgres, Sqlite, Transaction};

use crate::Result;

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
pub struct ReadConn(Conn);

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
    pub(crate) const fn new(conn: Conn) -> Self {
        Self(conn)
    }

    /// Returns the engine's own connection.
    pub fn connection(&mut self) -> Connection<'_> {
        match &mut self.0 {
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
    pub(crate) const fn new(conn: Conn) -> Self {
        Self(ReadConn::new(conn))
    }

    /// Commits the transaction.
    pub async fn commit(self) -> Result<()> {
        match self.0.0 {
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
