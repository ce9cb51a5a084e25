//! Copies of SQLite databases, and a check for other processes that use a database.

use std::path::{Path, PathBuf};
use std::str::FromStr as _;
use std::time::{Duration, Instant};

use sqlx::sqlite::{SqliteConnectOptions, SqliteLockingMode};
use sqlx::{ConnectOptions as _, Connection as _};

use crate::{Db, Error, Result, is_transient, sql};

/// Time to wait for exiting processes to close their connections.
const IN_USE_TIMEOUT: Duration = Duration::from_secs(5);
const POLL_INTERVAL: Duration = Duration::from_millis(100);

/// Returns the file of the SQLite database at `url`.
///
/// # Errors
/// The URL is invalid.
pub fn sqlite_file(url: &str) -> Result<PathBuf> {
    Ok(SqliteConnectOptions::from_str(url)?.get_filename().to_owned())
}

/// Writes a consistent copy of the SQLite database at `url` to `file`, which must be empty or not exist. Other processes can read
/// and write the database meanwhile.
///
/// # Errors
/// The database does not exist or is damaged, or the file is not empty or cannot be written. An incomplete file may remain.
pub async fn copy_sqlite(url: &str, file: &Path) -> Result<()> {
    let path = file.to_str().ok_or_else(|| Error::Configuration("the path of the copy is not valid UTF-8".into()))?;
    let mut connection = SqliteConnectOptions::from_str(url)?.create_if_missing(false).connect().await?;
    sqlx::query("vacuum into ?").bind(path).execute(&mut connection).await?;
    connection.close().await
}

/// Returns `true` if other processes are connected to the database at `url`, and remain connected for 5 s.
///
/// PostgreSQL reports the connections of all Expediter processes. MySQL and MariaDB report all connections of the same account to
/// the same database. A pooler's idle connections count as well.
pub async fn is_in_use(url: &str) -> Result<bool> {
    if url.starts_with("sqlite:") {
        return is_sqlite_file_open(url).await;
    }
    // One connection, which does not count.
    let db = Db::connect(url, 1).await?;
    let deadline = Instant::now() + IN_USE_TIMEOUT;
    let is_in_use = loop {
        let others = count_other_connections(&db).await?;
        if others == 0 || Instant::now() > deadline {
            break others > 0;
        }
        tokio::time::sleep(POLL_INTERVAL).await;
    };
    db.close().await;
    Ok(is_in_use)
}

async fn count_other_connections(db: &Db) -> Result<i64> {
    let (others,) = sql!(
        &mut db.read().await?,
        one[i64],
        "select count(*)
           {postgres from pg_stat_activity
              where datname = current_database() and application_name = 'expediter' and pid <> pg_backend_pid()}
           {mysql from information_schema.processlist
              where db = database() and user = substring_index(user(), '@', 1) and id <> connection_id()}"
    )
    .await?;
    Ok(others)
}

/// Returns `true` if another process has the file open: the exclusive lock is then not available.
async fn is_sqlite_file_open(url: &str) -> Result<bool> {
    let options = SqliteConnectOptions::from_str(url)?
        .create_if_missing(false)
        .locking_mode(SqliteLockingMode::Exclusive)
        .busy_timeout(IN_USE_TIMEOUT);
    let lock = async {
        let mut connection = options.connect().await?;
        sqlx::raw_sql("begin exclusive; rollback").execute(&mut connection).await?;
        connection.close().await
    };
    match lock.await {
        Ok(()) => Ok(false),
        Err(error) if is_transient(&error) => Ok(true),
        Err(error) => Err(error),
    }
}
