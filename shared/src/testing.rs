//! For tests: a fresh database on any engine, a namespace on any broker, a business to order from, waiting with a
//! deadline.

mod closed;
mod exposition;
mod proxy;
mod stall;

use std::future::Future;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use sqlx::{AssertSqlSafe, Connection as _};
use uuid::Uuid;

use crate::broker::Broker;
use crate::clock::Timestamp;
use crate::store::Db;
pub use closed::closed;
pub use exposition::Exposition;
pub use proxy::Proxy;
pub use stall::{Stall, good};

/// Runs a test on SQLite, PostgreSQL and MariaDB: `on_every_engine!(async fn name(db: Db) { … })` makes the tests
/// `name::sqlite`, `name::postgres` and `name::mariadb`.
#[macro_export]
macro_rules! on_every_engine {
    ($($(#[$doc:meta])* async fn $name:ident($db:ident: Db) $body:block)+) => {
        $(
            $(#[$doc])*
            mod $name {
                use super::*;

                async fn run($db: $crate::store::Db) $body

                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn sqlite() {
                    run($crate::testing::database($crate::testing::Engine::Sqlite).await).await;
                }

                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn postgres() {
                    run($crate::testing::database($crate::testing::Engine::Postgres).await).await;
                }

                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn mariadb() {
                    run($crate::testing::database($crate::testing::Engine::MariaDb).await).await;
                }
            }
        )+
    };
}

/// An engine that tests run on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// In a file of its own.
    Sqlite,
    /// `TEST_POSTGRES_URL`.
    Postgres,
    /// `TEST_MYSQL_URL`.
    MariaDb,
}

/// A time to start a test's clock at: 2026-11-21T18:00:00Z, a Saturday evening.
pub const EVENING: Timestamp = Timestamp::from_millis(1_795_284_000_000);

fn server(variable: &str) -> String {
    std::env::var(variable)
        .unwrap_or_else(|_| panic!("{variable} is not set: run `cargo xtask test`, which starts the servers"))
}

/// The URL of a fresh, migrated database.
pub async fn database_url(engine: Engine) -> String {
    let name = format!("expediter_{}", Uuid::new_v4().simple());
    let url = match engine {
        Engine::Sqlite => format!("sqlite:{}", drawer().join(format!("{name}.db")).display()),
        Engine::Postgres => {
            let url = server("TEST_POSTGRES_URL");
            let mut connection = sqlx::PgConnection::connect(&url).await.unwrap();
            let create = AssertSqlSafe(format!("create database {name}"));
            sqlx::raw_sql(create).execute(&mut connection).await.unwrap();
            connection.close().await.unwrap();
            with_database(&url, &name)
        }
        Engine::MariaDb => {
            let url = server("TEST_MYSQL_URL");
            let mut connection = sqlx::MySqlConnection::connect(&url).await.unwrap();
            let create = AssertSqlSafe(format!("create database {name}"));
            sqlx::raw_sql(create).execute(&mut connection).await.unwrap();
            connection.close().await.unwrap();
            with_database(&url, &name)
        }
    };
    migrations::run(&url).await.unwrap();
    url
}

/// Where the files of SQLite are kept. A server's databases end with the server; these are swept after an hour.
fn drawer() -> &'static Path {
    static DRAWER: LazyLock<PathBuf> = LazyLock::new(|| {
        let drawer = std::env::temp_dir().join("expediter-tests");
        std::fs::create_dir_all(&drawer).unwrap();
        for file in std::fs::read_dir(&drawer).unwrap().flatten() {
            let age = file.metadata().and_then(|file| file.modified()).ok().and_then(|at| at.elapsed().ok());
            if age.is_some_and(|age| age > Duration::from_hours(1)) {
                // Another test's sweep may have been faster.
                let _gone = std::fs::remove_file(file.path());
            }
        }
        drawer
    });
    &DRAWER
}

fn with_database(url: &str, name: &str) -> String {
    let mut url = url::Url::parse(url).unwrap();
    url.set_path(name);
    url.to_string()
}

/// A fresh, migrated database.
pub async fn database(engine: Engine) -> Db {
    Db::connect(&database_url(engine).await, 16).await.unwrap()
}

/// The RabbitMQ that tests may use.
pub fn rabbitmq_url() -> String {
    server("TEST_RABBITMQ_URL")
}

/// A name that nobody else on the broker has.
pub fn namespace() -> String {
    format!("test-{}", Uuid::new_v4().simple())
}

/// The in-process broker.
pub async fn memory_broker() -> Broker {
    Broker::connect("memory:", &namespace()).await.unwrap()
}

/// RabbitMQ, in a namespace of its own.
pub async fn rabbit_broker() -> Broker {
    Broker::connect(&rabbitmq_url(), &namespace()).await.unwrap()
}

/// Asks again and again, at most for `within`, until the answer is `Some`. Panics with `what` when time is up.
pub async fn eventually<T, F: Future<Output = Option<T>>>(
    what: &str,
    within: Duration,
    mut ask: impl FnMut() -> F,
) -> T {
    let deadline = Instant::now() + within;
    loop {
        if let Some(answer) = ask().await {
            return answer;
        }
        assert!(Instant::now() < deadline, "waited {within:?} in vain for: {what}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}
