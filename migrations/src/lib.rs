//! Database schema migrations for PostgreSQL, MySQL/MariaDB and SQLite. [`run`] brings a database up to date.
//!
//! The SQL files are embedded at compile time. To add a migration, create `NNNN_title.sql` in each of `postgres/`,
//! `mysql/` and `sqlite/`; the build script finds the files and fails if an engine lacks one. Never edit a file that
//! has been released: databases store its checksum.

use std::borrow::Cow;
use std::str::FromStr as _;

use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::{ConnectOptions as _, Connection as _, SqlSafeStr as _};

/// One migration in the SQL dialect of each engine.
struct EmbeddedMigration {
    version: i64,
    name: &'static str,
    postgres: &'static str,
    mysql: &'static str,
    sqlite: &'static str,
}

/// All migrations in the order of their versions.
const MIGRATIONS: &[EmbeddedMigration] = &include!(concat!(env!("OUT_DIR"), "/migrations.rs"));

#[derive(Clone, Copy)]
enum Dialect {
    Postgres,
    MySql,
    Sqlite,
}

impl Dialect {
    /// Returns the dialect for a database URL. A URL without a known scheme is treated as an SQLite file.
    fn from_url(url: &str) -> Self {
        match url.split_once("://") {
            Some(("postgres" | "postgresql", _)) => Self::Postgres,
            Some(("mysql" | "mariadb", _)) => Self::MySql,
            _ => Self::Sqlite,
        }
    }
}

fn migrator(dialect: Dialect) -> Migrator {
    let migrations = MIGRATIONS.iter().map(|migration| {
        let sql = match dialect {
            Dialect::Postgres => migration.postgres,
            Dialect::MySql => migration.mysql,
            Dialect::Sqlite => migration.sqlite,
        };
        let description = Cow::Borrowed(migration.name);
        Migration::new(migration.version, description, MigrationType::Simple, sql.into_sql_str(), false)
    });
    Migrator::with_migrations(migrations.collect())
}

/// Applies the missing migrations to the database at `url` (`postgres://`, `mysql://`, `sqlite:`).
///
/// A `sqlite::memory:` database exists only within its connection: use [`run_on_sqlite`] instead.
///
/// # Errors
/// The database cannot be reached, a migration fails or did not complete earlier, a migration was modified after it had been
/// applied, or the database has a migration from a newer version of Expediter.
pub async fn run(url: &str) -> Result<(), sqlx::Error> {
    match Dialect::from_url(url) {
        Dialect::Postgres => {
            let mut connection = sqlx::postgres::PgConnectOptions::from_str(url)?.connect().await?;
            migrator(Dialect::Postgres).run(&mut connection).await?;
            connection.close().await
        }
        Dialect::MySql => {
            let mut connection = sqlx::mysql::MySqlConnectOptions::from_str(url)?.connect().await?;
            migrator(Dialect::MySql).run(&mut connection).await?;
            connection.close().await
        }
        Dialect::Sqlite => {
            let options = sqlx::sqlite::SqliteConnectOptions::from_str(url)?.create_if_missing(true);
            let mut connection = options.connect().await?;
            let migrator = migrator(Dialect::Sqlite);
            // SQLite has no advisory locks, so several processes may migrate a file concurrently. The slower process
            // fails because a table already exists, and its next attempt finds the migration applied. Each migration
            // can cause one such failure.
            for _ in migrator.iter() {
                if migrator.run(&mut connection).await.is_ok() {
                    break;
                }
            }
            migrator.run(&mut connection).await?;
            connection.close().await
        }
    }
}

/// Applies the missing migrations to the SQLite database of this connection.
///
/// # Errors
/// Same as [`run`].
pub async fn run_on_sqlite(connection: &mut sqlx::SqliteConnection) -> Result<(), sqlx::Error> {
    Ok(migrator(Dialect::Sqlite).run(connection).await?)
}

/// A difference between the migrations that were applied to a database and the embedded migrations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SchemaDifference {
    /// The migration with this name has not been applied.
    Missing(&'static str),
    /// The database has a migration (version and name) from a newer version of Expediter.
    Unknown(i64, String),
    /// The migration with this version was started but did not complete.
    Failed(i64),
    /// The migration with this name was applied with different SQL.
    Modified(&'static str),
}

impl std::fmt::Display for SchemaDifference {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Missing(name) => write!(f, "{name} is missing: run `expediter migrate`"),
            Self::Unknown(version, name) => {
                write!(f, "{name} (version {version}) was applied by a newer version of Expediter: run that version")
            }
            Self::Failed(version) => write!(f, "migration {version} did not complete: restore a backup"),
            Self::Modified(name) => write!(f, "{name} was applied with different SQL"),
        }
    }
}

/// Compares the migrations that were applied to the database at `url`, according to its migrations table, with the embedded ones.
/// Does not check the tables themselves. Changes nothing.
///
/// # Errors
/// The database cannot be reached, or it has no migrations table because no migration was ever applied.
pub async fn compare(url: &str) -> Result<Vec<SchemaDifference>, sqlx::Error> {
    const SELECT_APPLIED: &str =
        "select version, description, success, checksum from _sqlx_migrations order by version";
    type AppliedMigration = (i64, String, bool, Vec<u8>);
    let dialect = Dialect::from_url(url);
    let applied: Vec<AppliedMigration> = match dialect {
        Dialect::Postgres => {
            let mut connection = sqlx::postgres::PgConnectOptions::from_str(url)?.connect().await?;
            sqlx::query_as(SELECT_APPLIED).fetch_all(&mut connection).await?
        }
        Dialect::MySql => {
            let mut connection = sqlx::mysql::MySqlConnectOptions::from_str(url)?.connect().await?;
            sqlx::query_as(SELECT_APPLIED).fetch_all(&mut connection).await?
        }
        Dialect::Sqlite => {
            let options = sqlx::sqlite::SqliteConnectOptions::from_str(url)?.read_only(true);
            let mut connection = options.connect().await?;
            sqlx::query_as(SELECT_APPLIED).fetch_all(&mut connection).await?
        }
    };
    let migrator = migrator(dialect);
    let mut differences = Vec::new();
    for (embedded, EmbeddedMigration { version, name, .. }) in migrator.iter().zip(MIGRATIONS) {
        match applied.iter().find(|(applied_version, ..)| applied_version == version) {
            None => differences.push(SchemaDifference::Missing(name)),
            Some((_, _, false, _)) => differences.push(SchemaDifference::Failed(*version)),
            Some((.., checksum)) if *embedded.checksum != **checksum => {
                differences.push(SchemaDifference::Modified(name));
            }
            Some(_) => {}
        }
    }
    for (version, description, ..) in applied {
        if !migrator.version_exists(version) {
            differences.push(SchemaDifference::Unknown(version, description));
        }
    }
    Ok(differences)
}

#[cfg(test)]
mod tests;
