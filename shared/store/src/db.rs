//! [`Db`]: a connection pool for any of the three engines.

use std::str::FromStr as _;
use std::time::Duration;

use sqlx::mysql::{MySqlConnectOptions, MySqlPool, MySqlPoolOptions};
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Connection as _, Sqlite, Transaction};

use crate::isolation::IsolationLog;
use crate::tx::{Conn, ReadConn, Tx};
use crate::{Error, Result};

/// Maximum time to wait for a free connection. Afterwards, the operation fails with `Error::PoolTimedOut`.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(5);

/// Maximum time for the database to answer a health check.
const PING_TIMEOUT: Duration = Duration::from_secs(2);

/// A database of any of the three engines. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Db {
    pool: Pool,
    isolation: IsolationLog,
}

/// The connections to a database.
#[derive(Clone, Debug)]
pub enum Pool {
    /// `postgres://`
    Postgres(PgPool),
    /// `mysql://`: MySQL 8, or MariaDB 10.6 and later.
    MySql(MySqlPool),
    /// `sqlite:`
    Sqlite {
        /// The only connection that writes. SQLite allows one writer at a time, so the callers queue for this connection instead
        /// of failing with busy errors.
        write: SqlitePool,
        /// Read-only connections. For an in-memory database, the same pool as `write`.
        read: SqlitePool,
    },
}

impl Db {
    /// Connects to `url`. `max_connections` applies to engines with a server.
    ///
    /// # Errors
    /// The URL is invalid or has an unknown scheme, or the database is unreachable.
    pub async fn connect(url: &str, max_connections: u32) -> Result<Self> {
        let scheme = url.split(':').next().unwrap_or_default();
        let pool = match scheme {
            "postgres" | "postgresql" => connect_postgres(url, max_connections).await,
            "mysql" | "mariadb" => connect_mysql(url, max_connections).await,
            "sqlite" => connect_sqlite(url).await,
            _ => Err(Error::Configuration(
                format!("DATABASE_URL must begin with postgres://, mysql:// or sqlite:, not {scheme}:").into(),
            )),
        };
        Ok(pool?.into())
    }

    /// Returns the connections of the engine.
    pub const fn pool(&self) -> &Pool {
        &self.pool
    }

    /// Returns the log of isolated rows, which clones of this `Db` share.
    pub const fn isolation(&self) -> &IsolationLog {
        &self.isolation
    }

    /// Begins a write transaction. On SQLite, it takes the write lock immediately, so that later statements cannot fail with a
    /// busy error.
    ///
    /// `begin` runs in its own task. If it were cancelled before the server's response arrived, sqlx 0.9 would return the
    /// connection to the pool with an open transaction, and later writes would be lost.
    pub async fn begin(&self) -> Result<Tx> {
        let Self { pool, isolation } = self.clone();
        let begin = tokio::spawn(async move {
            let conn = match pool {
                Pool::Postgres(pool) => Conn::PostgresTx(pool.begin().await?),
                Pool::MySql(pool) => Conn::MySqlTx(pool.begin().await?),
                Pool::Sqlite { write, .. } => Conn::SqliteTx(begin_sqlite(&write).await?),
            };
            Ok(Tx::new(conn, isolation))
        });
        begin.await.unwrap_or(Err(Error::WorkerCrashed))
    }

    /// Acquires a connection for reading outside a transaction: each statement sees the latest committed data.
    pub async fn read(&self) -> Result<ReadConn> {
        let conn = match &self.pool {
            Pool::Postgres(pool) => Conn::Postgres(pool.acquire().await?),
            Pool::MySql(pool) => Conn::MySql(pool.acquire().await?),
            Pool::Sqlite { read, .. } => Conn::Sqlite(read.acquire().await?),
        };
        Ok(ReadConn::new(conn, self.isolation.clone()))
    }

    /// Checks that the database answers within 2 seconds. The error is a message for operators.
    pub async fn ping(&self) -> std::result::Result<(), String> {
        let query = async {
            let mut read = self.read().await?;
            crate::sql!(read, one[i64], "select cast(1 as {bigint})").await
        };
        match tokio::time::timeout(PING_TIMEOUT, query).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => Err(error.to_string()),
            Err(_) => Err(format!("no answer in {} seconds", PING_TIMEOUT.as_secs())),
        }
    }

    /// Returns the display name of the engine.
    pub const fn engine_name(&self) -> &'static str {
        match &self.pool {
            Pool::Postgres(_) => "PostgreSQL",
            Pool::MySql(_) => "MySQL",
            Pool::Sqlite { .. } => "SQLite",
        }
    }

    /// Returns the current use of the connection pool.
    pub fn pool_status(&self) -> PoolStatus {
        fn status<D: sqlx::Database>(pool: &sqlx::Pool<D>) -> PoolStatus {
            let (open, idle) = (pool.size(), u32::try_from(pool.num_idle()).unwrap_or(u32::MAX));
            PoolStatus { in_use: open.saturating_sub(idle), idle, max: pool.options().get_max_connections() }
        }
        match &self.pool {
            Pool::Postgres(pool) => status(pool),
            Pool::MySql(pool) => status(pool),
            Pool::Sqlite { write, read } => {
                let (write, read) = (status(write), status(read));
                // An in-memory database uses one connection for reading and writing.
                if read.max == 1 {
                    return write;
                }
                PoolStatus {
                    in_use: write.in_use + read.in_use,
                    idle: write.idle + read.idle,
                    max: write.max + read.max,
                }
            }
        }
    }

    /// Returns the maximum number of batches of placements that a process writes concurrently. SQLite has one writer.
    pub const fn max_concurrent_writers(&self) -> usize {
        match &self.pool {
            Pool::Postgres(_) | Pool::MySql(_) => 2,
            Pool::Sqlite { .. } => 1,
        }
    }

    /// Waits until the connections in use are returned, and closes all connections.
    pub async fn close(&self) {
        match &self.pool {
            Pool::Postgres(pool) => pool.close().await,
            Pool::MySql(pool) => pool.close().await,
            Pool::Sqlite { write, read } => {
                read.close().await;
                write.close().await;
            }
        }
    }
}

impl From<Pool> for Db {
    fn from(pool: Pool) -> Self {
        Self { pool, isolation: IsolationLog::default() }
    }
}

/// The use of a process's database connections.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PoolStatus {
    /// Number of connections in use.
    pub in_use: u32,
    /// Number of open, idle connections.
    pub idle: u32,
    /// Maximum number of connections.
    pub max: u32,
}

async fn connect_postgres(url: &str, max_connections: u32) -> Result<Pool> {
    let options = PgConnectOptions::from_str(url)?
        .application_name("expediter")
        // An abandoned transaction must not hold its locks indefinitely.
        .options([("statement_timeout", "15s"), ("idle_in_transaction_session_timeout", "15s")]);
    let pool = PgPoolOptions::new().max_connections(max_connections).acquire_timeout(ACQUIRE_TIMEOUT);
    Ok(Pool::Postgres(pool.connect_with(options).await?))
}

async fn connect_mysql(url: &str, max_connections: u32) -> Result<Pool> {
    let options = MySqlConnectOptions::from_str(url)?;
    let pool = MySqlPoolOptions::new().max_connections(max_connections).acquire_timeout(ACQUIRE_TIMEOUT).after_connect(
        |connection, _| {
            Box::pin(async move {
                // PostgreSQL's default level. It avoids gap locks and the deadlocks that they cause.
                let isolation = "set session transaction isolation level read committed";
                sqlx::raw_sql(isolation).execute(&mut *connection).await?;
                sqlx::raw_sql("set session innodb_lock_wait_timeout = 10").execute(connection).await?;
                Ok(())
            })
        },
    );
    Ok(Pool::MySql(pool.connect_with(options).await?))
}

async fn connect_sqlite(url: &str) -> Result<Pool> {
    let is_in_memory = url.contains(":memory:") || url.contains("mode=memory");
    let options = SqliteConnectOptions::from_str(url)?
        .create_if_missing(true)
        .foreign_keys(true)
        .busy_timeout(Duration::from_secs(5))
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .pragma("temp_store", "memory")
        .pragma("cache_size", "-16000");
    let pool = || SqlitePoolOptions::new().acquire_timeout(ACQUIRE_TIMEOUT).idle_timeout(None).max_lifetime(None);
    let write = pool().max_connections(1).connect_with(options.clone()).await?;
    let read = if is_in_memory {
        write.clone()
    } else {
        pool().max_connections(4).connect_with(options.read_only(true)).await?
    };
    Ok(Pool::Sqlite { write, read })
}

/// Begins a transaction on the write connection. When the disk is full, SQLite rolls back automatically. sqlx's own rollback then
/// fails, and sqlx 0.9 still considers the transaction open and refuses to begin another one. This function resets that state.
async fn begin_sqlite(write: &SqlitePool) -> Result<Transaction<'static, Sqlite>> {
    const BEGIN: &str = "begin immediate";
    match write.begin_with(BEGIN).await {
        Err(Error::InvalidSavePointStatement) => {
            let mut connection = write.acquire().await?;
            if connection.is_in_transaction() {
                // Open a transaction if none is open, so that sqlx's rollback after the refused `begin_with` succeeds.
                drop(sqlx::raw_sql("begin").execute(&mut *connection).await);
                drop(connection.begin_with(BEGIN).await);
            }
            drop(connection);
            write.begin_with(BEGIN).await
        }
        result => result,
    }
}
