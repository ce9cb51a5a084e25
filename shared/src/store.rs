//! The database: [`Db`], its transactions, and the [`sql!`](crate::sql) macro. Nothing about orders here;
//! all SQL about them stands in the modules below, one text for the three engines wherever that is possible.

pub mod businesses;
pub mod counters;
pub mod events;
pub mod idempotency;
pub mod installation;
pub mod items;
pub mod kitchen;
pub mod notifiers;
pub mod orders;
pub mod outbox;
pub mod placements;
pub mod refresh_tokens;
pub mod reports;
mod retry;
pub mod text;
pub mod users;

use std::str::FromStr as _;
use std::time::Duration;

use sqlx::mysql::{MySqlConnectOptions, MySqlConnection, MySqlDatabaseError, MySqlPool, MySqlPoolOptions};
use sqlx::pool::PoolConnection;
use sqlx::postgres::{PgConnectOptions, PgConnection, PgPool, PgPoolOptions};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteConnection, SqliteError, SqliteJournalMode, SqlitePool, SqlitePoolOptions,
    SqliteSynchronous,
};
use sqlx::{Connection as _, MySql, Postgres, Sqlite, Transaction};

pub use retry::retried;

/// What goes wrong between us and the database.
pub type Error = sqlx::Error;
/// Of the store.
pub type Result<T> = std::result::Result<T, Error>;

/// How long a caller waits for a connection before the answer is "saturated".
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(5);

/// A database of any of the three engines. Cheap to clone.
#[derive(Clone, Debug)]
pub enum Db {
    /// `postgres://`
    Postgres(PgPool),
    /// `mysql://`: MySQL 8 or MariaDB 10.6 and later.
    MySql(MySqlPool),
    /// `sqlite:`: one writer, several readers; in memory, one connection for both.
    Sqlite {
        /// The only connection that writes: SQLite has one writer at a time, so waiting in line beats busy errors.
        write: SqlitePool,
        /// Read-only connections.
        read: SqlitePool,
    },
}

impl Db {
    /// Connects to `url` with at most `connections` connections (engines with a server only).
    ///
    /// # Errors
    /// The URL is of no known kind, or the database cannot be reached.
    pub async fn connect(url: &str, connections: u32) -> Result<Self> {
        let scheme = url.split(':').next().unwrap_or_default();
        match scheme {
            "postgres" | "postgresql" => postgres(url, connections).await,
            "mysql" | "mariadb" => mysql(url, connections).await,
            "sqlite" => sqlite(url).await,
            _ => Err(Error::Configuration(
                format!("DATABASE_URL must begin with postgres://, mysql:// or sqlite:, not {scheme}:").into(),
            )),
        }
    }

    /// Begins a transaction that writes. On SQLite it takes the write lock at once, so that it never fails half-way.
    ///
    /// The `begin` runs in a task of its own: if it could be cancelled between its question and the answer, its
    /// connection would go back to the pool inside an open transaction (sqlx 0.9), and later writes would be lost.
    pub async fn begin(&self) -> Result<Tx> {
        let db = self.clone();
        let begun = tokio::spawn(async move {
            let link = match db {
                Self::Postgres(pool) => Link::PostgresTx(pool.begin().await?),
                Self::MySql(pool) => Link::MySqlTx(pool.begin().await?),
                Self::Sqlite { write, .. } => Link::SqliteTx(begin_on_sqlite(&write).await?),
            };
            Ok(Tx { read: Read(link), ended: Vec::new() })
        });
        begun.await.unwrap_or(Err(Error::WorkerCrashed))
    }

    /// A connection for reading, outside of any transaction: each statement sees what is committed.
    pub async fn read(&self) -> Result<Read> {
        Ok(Read(match self {
            Self::Postgres(pool) => Link::Postgres(pool.acquire().await?),
            Self::MySql(pool) => Link::MySql(pool.acquire().await?),
            Self::Sqlite { read, .. } => Link::Sqlite(read.acquire().await?),
        }))
    }

    /// Whether the database answers, in at most two seconds.
    pub async fn check(&self) -> std::result::Result<(), String> {
        let probe = async {
            let mut read = self.read().await?;
            crate::sql!(read, one [i64], "select cast(1 as bigint)"; mysql: "select cast(1 as signed)").await
        };
        match tokio::time::timeout(Duration::from_secs(2), probe).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => Err(error.to_string()),
            Err(_) => Err("no answer in 2 seconds".to_owned()),
        }
    }

    /// The engine's name, as people know it.
    pub const fn engine(&self) -> &'static str {
        match self {
            Self::Postgres(_) => "PostgreSQL",
            Self::MySql(_) => "MySQL",
            Self::Sqlite { .. } => "SQLite",
        }
    }

    /// How its connections are used at this moment.
    pub fn pool(&self) -> Pool {
        fn of<D: sqlx::Database>(pool: &sqlx::Pool<D>) -> Pool {
            let (open, idle) = (pool.size(), u32::try_from(pool.num_idle()).unwrap_or(u32::MAX));
            Pool { in_use: open.saturating_sub(idle), idle, most: pool.options().get_max_connections() }
        }
        match self {
            Self::Postgres(pool) => of(pool),
            Self::MySql(pool) => of(pool),
            Self::Sqlite { write, read } => {
                let (write, read) = (of(write), of(read));
                // In memory, one connection is both.
                if read.most == 1 {
                    return write;
                }
                Pool { in_use: write.in_use + read.in_use, idle: write.idle + read.idle, most: write.most + read.most }
            }
        }
    }

    /// How many write transactions are worth having in flight: SQLite has one writer.
    pub const fn writers(&self) -> usize {
        match self {
            Self::Postgres(_) | Self::MySql(_) => 2,
            Self::Sqlite { .. } => 1,
        }
    }

    /// Closes every connection, after it has finished what it does.
    pub async fn close(&self) {
        match self {
            Self::Postgres(pool) => pool.close().await,
            Self::MySql(pool) => pool.close().await,
            Self::Sqlite { write, read } => {
                read.close().await;
                write.close().await;
            }
        }
    }
}

/// How a process uses its connections to the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pool {
    /// Those that work.
    pub in_use: u32,
    /// Those that are open and rest.
    pub idle: u32,
    /// How many there may be.
    pub most: u32,
}

async fn postgres(url: &str, connections: u32) -> Result<Db> {
    let options = PgConnectOptions::from_str(url)?
        .application_name("expediter")
        // A transaction that lost its owner must not hold its locks for ever.
        .options([("statement_timeout", "15s"), ("idle_in_transaction_session_timeout", "15s")]);
    let pool = PgPoolOptions::new().max_connections(connections).acquire_timeout(ACQUIRE_TIMEOUT);
    Ok(Db::Postgres(pool.connect_with(options).await?))
}

async fn mysql(url: &str, connections: u32) -> Result<Db> {
    let options = MySqlConnectOptions::from_str(url)?;
    let pool = MySqlPoolOptions::new().max_connections(connections).acquire_timeout(ACQUIRE_TIMEOUT).after_connect(
        |connection, _| {
            Box::pin(async move {
                // Row locks without gap locks: what PostgreSQL does by default, and free of needless deadlocks.
                let session = "set session transaction isolation level read committed";
                sqlx::raw_sql(session).execute(&mut *connection).await?;
                sqlx::raw_sql("set session innodb_lock_wait_timeout = 10").execute(connection).await?;
                Ok(())
            })
        },
    );
    Ok(Db::MySql(pool.connect_with(options).await?))
}

async fn sqlite(url: &str) -> Result<Db> {
    let in_memory = url.contains(":memory:") || url.contains("mode=memory");
    let options = SqliteConnectOptions::from_str(url)?
        .create_if_missing(true)
        .foreign_keys(true)
        .busy_timeout(Duration::from_secs(5))
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .pragma("temp_store", "memory")
        .pragma("cache_size", "-16000");
    let for_ever = || SqlitePoolOptions::new().acquire_timeout(ACQUIRE_TIMEOUT).idle_timeout(None).max_lifetime(None);
    let write = for_ever().max_connections(1).connect_with(options.clone()).await?;
    let read = if in_memory {
        write.clone()
    } else {
        for_ever().max_connections(4).connect_with(options.read_only(true)).await?
    };
    Ok(Db::Sqlite { write, read })
}

/// Begins on the only connection that writes. When the disk is full, SQLite rolls back by itself; sqlx's own rollback then
/// fails, and sqlx (0.9) goes on counting a transaction that is over: it would refuse every later one.
async fn begin_on_sqlite(write: &SqlitePool) -> Result<Transaction<'static, Sqlite>> {
    const BEGIN: &str = "begin immediate";
    match write.begin_with(BEGIN).await {
        Err(Error::InvalidSavePointStatement) => {
            let mut connection = write.acquire().await?;
            if connection.is_in_transaction() {
                // What is counted is made true (or is already), so that the rollback after a refusal succeeds.
                drop(sqlx::raw_sql("begin").execute(&mut *connection).await);
                drop(connection.begin_with(BEGIN).await);
            }
            drop(connection);
            write.begin_with(BEGIN).await
        }
        begun => begun,
    }
}

#[derive(Debug)]
enum Link {
    Postgres(PoolConnection<Postgres>),
    PostgresTx(Transaction<'static, Postgres>),
    MySql(PoolConnection<MySql>),
    MySqlTx(Transaction<'static, MySql>),
    Sqlite(PoolConnection<Sqlite>),
    SqliteTx(Transaction<'static, Sqlite>),
}

/// A connection to read through. A [`Tx`] can be used wherever one is asked for.
#[derive(Debug)]
pub struct Read(Link);

/// A transaction: all of it happens at [`commit`](Tx::commit), or nothing when it is dropped.
#[derive(Debug)]
pub struct Tx {
    read: Read,
    /// The orders that it ends, for the reports.
    ended: Vec<reports::Ended>,
}

/// The engine's own connection, for the [`sql!`](crate::sql) macro.
#[derive(Debug)]
pub enum Connection<'a> {
    /// PostgreSQL's.
    Postgres(&'a mut PgConnection),
    /// MySQL's.
    MySql(&'a mut MySqlConnection),
    /// SQLite's.
    Sqlite(&'a mut SqliteConnection),
}

impl Read {
    /// The engine's own connection.
    pub fn connection(&mut self) -> Connection<'_> {
        match &mut self.0 {
            Link::Postgres(connection) => Connection::Postgres(connection),
            Link::PostgresTx(tx) => Connection::Postgres(tx),
            Link::MySql(connection) => Connection::MySql(connection),
            Link::MySqlTx(tx) => Connection::MySql(tx),
            Link::Sqlite(connection) => Connection::Sqlite(connection),
            Link::SqliteTx(tx) => Connection::Sqlite(tx),
        }
    }
}

impl Tx {
    /// Reports count this order, if the transaction commits.
    fn has_ended(&mut self, order: reports::Ended) {
        self.ended.push(order);
    }

    /// Makes it all true at once.
    pub async fn commit(mut self) -> Result<()> {
        // At the very end: the sums of a business are one row for all of its orders, which nobody should hold for long.
        let ended = std::mem::take(&mut self.ended);
        if !ended.is_empty() {
            reports::count(&mut self, &ended).await?;
        }
        match self.read.0 {
            Link::PostgresTx(tx) => tx.commit().await,
            Link::MySqlTx(tx) => tx.commit().await,
            Link::SqliteTx(tx) => tx.commit().await,
            Link::Postgres(_) | Link::MySql(_) | Link::Sqlite(_) => unreachable!("a Tx holds a transaction"),
        }
    }
}

impl std::ops::Deref for Tx {
    type Target = Read;

    fn deref(&self) -> &Read {
        &self.read
    }
}

impl std::ops::DerefMut for Tx {
    fn deref_mut(&mut self) -> &mut Read {
        &mut self.read
    }
}

/// Whether an error is that of a unique index: somebody else was first.
pub fn is_taken(error: &Error) -> bool {
    error.as_database_error().is_some_and(sqlx::error::DatabaseError::is_unique_violation)
}

/// Whether the same transaction, tried again, may well succeed: a deadlock, a serialization failure, a busy file.
pub fn is_transient(error: &Error) -> bool {
    let Some(error) = error.as_database_error() else { return false };
    if let Some(error) = error.try_downcast_ref::<MySqlDatabaseError>() {
        // A deadlock, or a lock that was waited for too long: by number, since the latter has no SQLSTATE of its own.
        return matches!(error.number(), 1205 | 1213);
    }
    // PostgreSQL's SQLSTATEs (57014: a statement that has waited for 15 s); 5, 261, 517: SQLite's busy codes.
    matches!(error.code().as_deref(), Some("40001" | "40P01" | "55P03" | "57014" | "5" | "261" | "517"))
}

/// Whether the database refuses what it was told to write: a constraint, a value that it cannot hold.
pub fn is_refusal(error: &Error) -> bool {
    error.as_database_error().is_some_and(|error| {
        let Some(code) = error.code() else { return false };
        if error.try_downcast_ref::<SqliteError>().is_some() {
            // 18: too big; 19: a constraint; 20: of another type; 25: out of range.
            return code.parse::<i32>().is_ok_and(|code| matches!(code & 0xff, 18 | 19 | 20 | 25));
        }
        // SQL's classes of errors: 22 is the data's, 23 the constraints'.
        code.starts_with("22") || code.starts_with("23")
    })
}

/// Whether the database itself is out of reach, rather than unhappy with what was asked.
pub fn is_outage(error: &Error) -> bool {
    // A server that hangs up in the middle of a word is a broken protocol to sqlx.
    matches!(
        error,
        Error::Io(_)
            | Error::Tls(_)
            | Error::Protocol(_)
            | Error::PoolTimedOut
            | Error::PoolClosed
            | Error::WorkerCrashed
    ) || error.as_database_error().is_some_and(|error| {
        let Some(code) = error.code() else { return false };
        if error.try_downcast_ref::<SqliteError>().is_some() {
            // 10: the disk fails; 13: it is full. The low byte: what kind of error; the others tell more of it.
            return code.parse::<i32>().is_ok_and(|code| matches!(code & 0xff, 10 | 13));
        }
        // 57P0x: PostgreSQL is shutting down or starting; 53300: too many connections; 08xxx: connection trouble.
        code.starts_with("57P0") || code.starts_with("08") || code == "53300"
    })
}

/// Turns what a text column holds into a value, blaming the column when it cannot be.
pub(crate) fn from_json<T: serde::de::DeserializeOwned>(column: &str, text: &str) -> Result<T> {
    serde_json::from_str(text)
        .map_err(|source| Error::ColumnDecode { index: format!("{column:?}"), source: Box::new(source) })
}

/// JSON for a text column.
pub(crate) fn to_json<T: serde::Serialize>(value: &T) -> Result<String> {
    serde_json::to_string(value).map_err(|error| Error::Encode(Box::new(error)))
}

/// Reads a struct by the names of its columns, from the rows of any engine.
macro_rules! from_row {
    ($name:ident { $($field:ident),+ $(,)? }) => {
        from_row!(@ $name { $($field),+ } sqlx::postgres::PgRow);
        from_row!(@ $name { $($field),+ } sqlx::mysql::MySqlRow);
        from_row!(@ $name { $($field),+ } sqlx::sqlite::SqliteRow);
    };
    (@ $name:ident { $($field:ident),+ } $row:ty) => {
        impl sqlx::FromRow<'_, $row> for $name {
            fn from_row(row: &$row) -> std::result::Result<Self, sqlx::Error> {
                use sqlx::Row as _;
                Ok(Self { $($field: row.try_get(stringify!($field))?),+ })
            }
        }
    };
}
pub(crate) use from_row;
