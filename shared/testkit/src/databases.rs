//! A new, migrated database for each test, on any engine.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::time::Duration;

use sqlx::{AssertSqlSafe, Connection as _};
use store::Connection;
#[doc(hidden)]
pub use store::Db;
use uuid::Uuid;

use crate::test_servers::server_url;

/// Maximum number of connections of a test to a database server.
const MAX_CONNECTIONS: u32 = 16;
/// Age after which the SQLite files of earlier test runs are deleted.
const FILE_TTL: Duration = Duration::from_hours(1);

/// A database engine that tests run on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// SQLite, in a new file.
    Sqlite,
    /// The PostgreSQL server at `TEST_POSTGRES_URL`.
    Postgres,
    /// The MariaDB server at `TEST_MYSQL_URL`.
    MariaDb,
}

impl Engine {
    /// All engines.
    pub const ALL: [Self; 3] = [Self::Sqlite, Self::Postgres, Self::MariaDb];
}

/// Runs a test on SQLite, PostgreSQL and MariaDB.
///
/// `on_every_engine! { async fn name(db: Db) { … } }` declares the tests `name::sqlite`, `name::postgres` and `name::mariadb`.
/// The argument is a [`Db`] on a new database, or the [`Engine`].
#[macro_export]
macro_rules! on_every_engine {
    ($($(#[$attribute:meta])* async fn $name:ident($argument:ident: $kind:ident) $body:block)+) => {
        $(
            $(#[$attribute])*
            mod $name {
                use super::*;

                $crate::on_every_engine!(@run $argument $kind $body);

                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn sqlite() {
                    run_on($crate::databases::Engine::Sqlite).await;
                }

                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn postgres() {
                    run_on($crate::databases::Engine::Postgres).await;
                }

                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn mariadb() {
                    run_on($crate::databases::Engine::MariaDb).await;
                }
            }
        )+
    };
    (@run $argument:ident Db $body:block) => {
        async fn run($argument: $crate::databases::Db) $body

        async fn run_on(engine: $crate::databases::Engine) {
            run($crate::databases::database(engine).await).await;
        }
    };
    (@run $argument:ident Engine $body:block) => {
        async fn run_on($argument: $crate::databases::Engine) $body
    };
}

/// Creates and migrates a database. Returns its URL.
pub async fn database_url(engine: Engine) -> String {
    let url = empty_database_url(engine).await;
    migrations::run(&url).await.unwrap();
    url
}

/// Creates a database without tables, for a restore. Returns its URL. An SQLite file is created when it is opened.
pub async fn empty_database_url(engine: Engine) -> String {
    let name = format!("expediter_{}", Uuid::new_v4().simple());
    match engine {
        Engine::Sqlite => format!("sqlite:{}", sqlite_dir().join(format!("{name}.db")).display()),
        Engine::Postgres => {
            let url = server_url("TEST_POSTGRES_URL");
            let mut connection = sqlx::PgConnection::connect(&url).await.unwrap();
            let create = AssertSqlSafe(format!("create database {name}"));
            sqlx::raw_sql(create).execute(&mut connection).await.unwrap();
            connection.close().await.unwrap();
            with_database(&url, &name)
        }
        Engine::MariaDb => {
            let url = server_url("TEST_MYSQL_URL");
            let mut connection = sqlx::MySqlConnection::connect(&url).await.unwrap();
            let create = AssertSqlSafe(format!("create database {name}"));
            sqlx::raw_sql(create).execute(&mut connection).await.unwrap();
            connection.close().await.unwrap();
            with_database(&url, &name)
        }
    }
}

/// Creates and migrates a database and connects to it.
pub async fn database(engine: Engine) -> Db {
    Db::connect(&database_url(engine).await, MAX_CONNECTIONS).await.unwrap()
}

/// Deletes the events after the position `last` from the log. The next events get the positions of the deleted events, as after
/// a failover to a standby that had not received the deleted events.
pub async fn shorten_log(db: &Db, last: i64) {
    let mut tx = db.begin().await.unwrap();
    store::sql!(tx, execute "delete from events where position > ?", last).await.unwrap();
    let next = last + 1;
    match tx.connection() {
        Connection::Postgres(connection) => {
            let restart = format!("alter table events alter column position restart with {next}");
            sqlx::raw_sql(AssertSqlSafe(restart)).execute(connection).await.unwrap();
        }
        Connection::MySql(connection) => {
            let restart = format!("alter table events auto_increment = {next}");
            sqlx::raw_sql(AssertSqlSafe(restart)).execute(connection).await.unwrap();
        }
        Connection::Sqlite(connection) => {
            let restart = "update sqlite_sequence set seq = ? where name = 'events'";
            sqlx::query(restart).bind(last).execute(connection).await.unwrap();
        }
    }
    tx.commit().await.unwrap();
}

/// Returns the folder of the SQLite files. The databases on servers are deleted with the servers. SQLite files are deleted by a
/// test that runs more than an hour later.
fn sqlite_dir() -> &'static Path {
    static DIR: LazyLock<PathBuf> = LazyLock::new(|| {
        let dir = std::env::temp_dir().join("expediter-tests");
        std::fs::create_dir_all(&dir).unwrap();
        for file in std::fs::read_dir(&dir).unwrap().flatten() {
            let age = file.metadata().and_then(|file| file.modified()).ok().and_then(|at| at.elapsed().ok());
            if age.is_some_and(|age| age > FILE_TTL) {
                // A concurrent test may have deleted it already.
                let _ = std::fs::remove_file(file.path());
            }
        }
        dir
    });
    &DIR
}

fn with_database(url: &str, name: &str) -> String {
    let mut url = url::Url::parse(url).unwrap();
    url.set_path(name);
    url.to_string()
}
