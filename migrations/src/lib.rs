//! The schema of the three engines, compiled in: [`run`] brings any database up to date.

use std::borrow::Cow;
use std::str::FromStr as _;

use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::{ConnectOptions as _, Connection as _, SqlSafeStr as _};

/// The same migration in each dialect.
macro_rules! migrations {
    ($($version:literal $name:literal),+ $(,)?) => {
        fn texts(dialect: Dialect) -> Vec<(i64, &'static str, &'static str)> {
            vec![$((
                $version,
                $name,
                match dialect {
                    Dialect::Postgres => include_str!(concat!("../postgres/", $name, ".sql")),
                    Dialect::MySql => include_str!(concat!("../mysql/", $name, ".sql")),
                    Dialect::Sqlite => include_str!(concat!("../sqlite/", $name, ".sql")),
                },
            )),+]
        }
    };
}

migrations! {
    1 "0001_init",
    2 "0002_reports",
    3 "0003_notifiers",
}

impl std::fmt::Display for Difference {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Missing(name) => write!(f, "{name} is missing: run `expediter migrate`"),
            Self::Unknown(version, name) => {
                write!(f, "{name} (number {version}) is not known here: a newer version was here, run that one")
            }
            Self::Failed(version) => write!(f, "number {version} was begun and did not end well: restore a backup"),
            Self::Edited(name) => write!(f, "{name} was applied with another text than is known here"),
        }
    }
}

#[derive(Clone, Copy)]
enum Dialect {
    Postgres,
    MySql,
    Sqlite,
}

fn migrator(dialect: Dialect) -> Migrator {
    let migrations = texts(dialect).into_iter().map(|(version, name, text)| {
        Migration::new(version, Cow::Borrowed(name), MigrationType::Simple, text.into_sql_str(), false)
    });
    Migrator::with_migrations(migrations.collect())
}

/// Brings the database at `url` (`postgres://`, `mysql://`, `sqlite:`) up to date; one that is up to date is left alone.
///
/// A `sqlite::memory:` database lives in its connection: use [`run_on_sqlite`] for it.
///
/// # Errors
/// The database cannot be reached, a migration fails, or one that was applied has been edited since.
pub async fn run(url: &str) -> Result<(), sqlx::Error> {
    if url.starts_with("postgres://") || url.starts_with("postgresql://") {
        let mut connection = sqlx::postgres::PgConnectOptions::from_str(url)?.connect().await?;
        migrator(Dialect::Postgres).run(&mut connection).await?;
        connection.close().await
    } else if url.starts_with("mysql://") || url.starts_with("mariadb://") {
        let mut connection = sqlx::mysql::MySqlConnectOptions::from_str(url)?.connect().await?;
        migrator(Dialect::MySql).run(&mut connection).await?;
        connection.close().await
    } else {
        let options = sqlx::sqlite::SqliteConnectOptions::from_str(url)?.create_if_missing(true);
        let mut connection = options.connect().await?;
        let migrator = migrator(Dialect::Sqlite);
        // Nothing keeps processes from migrating a file at once, as servers have locks for: whoever was slower finds a
        // table there, and on another look that this step is done. That can happen to it once a step.
        for _ in migrator.iter() {
            if migrator.run(&mut connection).await.is_ok() {
                break;
            }
        }
        migrator.run(&mut connection).await?;
        connection.close().await
    }
}

/// What tells a database's schema from the one that is compiled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Difference {
    /// A migration has not been applied yet.
    Missing(&'static str),
    /// One was applied that is not known here: by a newer version.
    Unknown(i64, String),
    /// One was begun and never ended well.
    Failed(i64),
    /// One was applied with another text.
    Edited(&'static str),
}

/// Looks at the database at `url`, changes nothing, and says how its schema differs from the one that is compiled in.
///
/// # Errors
/// The database cannot be reached, or has no list of migrations: nothing of ours was ever applied.
pub async fn compare(url: &str) -> Result<Vec<Difference>, sqlx::Error> {
    const APPLIED: &str = "select version, description, success, checksum from _sqlx_migrations order by version";
    type Applied = (i64, String, bool, Vec<u8>);
    let (dialect, applied): (_, Vec<Applied>) = if url.starts_with("postgres://") || url.starts_with("postgresql://") {
        let mut connection = sqlx::postgres::PgConnectOptions::from_str(url)?.connect().await?;
        (Dialect::Postgres, sqlx::query_as(APPLIED).fetch_all(&mut connection).await?)
    } else if url.starts_with("mysql://") || url.starts_with("mariadb://") {
        let mut connection = sqlx::mysql::MySqlConnectOptions::from_str(url)?.connect().await?;
        (Dialect::MySql, sqlx::query_as(APPLIED).fetch_all(&mut connection).await?)
    } else {
        let mut connection = sqlx::sqlite::SqliteConnectOptions::from_str(url)?.read_only(true).connect().await?;
        (Dialect::Sqlite, sqlx::query_as(APPLIED).fetch_all(&mut connection).await?)
    };
    let ours = migrator(dialect);
    let mut differences = Vec::new();
    for (version, name, _) in texts(dialect) {
        match applied.iter().find(|(applied, ..)| *applied == version) {
            None => differences.push(Difference::Missing(name)),
            Some((_, _, false, _)) => differences.push(Difference::Failed(version)),
            Some((.., checksum)) => {
                let same = ours.iter().any(|known| known.version == version && *known.checksum == **checksum);
                differences.extend((!same).then_some(Difference::Edited(name)));
            }
        }
    }
    for (version, description, ..) in applied {
        if !ours.version_exists(version) {
            differences.push(Difference::Unknown(version, description));
        }
    }
    Ok(differences)
}

/// Brings the SQLite database behind this connection up to date.
///
/// # Errors
/// As [`run`].
pub async fn run_on_sqlite(connection: &mut sqlx::SqliteConnection) -> Result<(), sqlx::Error> {
    Ok(migrator(Dialect::Sqlite).run(connection).await?)
}
