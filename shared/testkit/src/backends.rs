//! Two combinations of database and broker, for tests that need a database and a broker.

use messaging::Broker;
use store::Db;

use crate::brokers::{Namespace, rabbitmq_url};
use crate::databases::{Engine, database_url};
use crate::wait::{RECOVERY_TIMEOUT, eventually};

/// Maximum number of connections of a test to the database server.
const MAX_CONNECTIONS: u32 = 8;

/// A combination of database and broker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Backends {
    /// An SQLite file and the in-process broker.
    SqliteAndMemory,
    /// PostgreSQL and RabbitMQ, as in a distributed installation.
    PostgresAndRabbit,
}

/// An open database and broker.
pub struct OpenBackends {
    /// The URL of the database.
    pub database_url: String,
    /// The database.
    pub db: Db,
    /// The URL of the broker.
    pub broker_url: String,
    /// The connected broker.
    pub broker: Broker,
    /// The namespace of the broker.
    pub namespace: Namespace,
}

impl Backends {
    /// Creates a database and connects to it and to the broker.
    pub async fn open(self) -> OpenBackends {
        let (engine, broker_url, namespace) = match self {
            Self::SqliteAndMemory => (Engine::Sqlite, "memory:".to_owned(), Namespace::in_memory()),
            Self::PostgresAndRabbit => (Engine::Postgres, rabbitmq_url(), Namespace::on_rabbitmq()),
        };
        let database_url = database_url(engine).await;
        let db = Db::connect(&database_url, MAX_CONNECTIONS).await.unwrap();
        let broker = Broker::connect(&broker_url, namespace.as_str()).await.unwrap();
        eventually("a healthy broker", RECOVERY_TIMEOUT, async || broker.health().ok()).await;
        OpenBackends { database_url, db, broker_url, broker, namespace }
    }
}

/// Runs a test on both combinations of database and broker.
///
/// `on_both_backends! { async fn name(backends: Backends) { … } }` declares the tests `name::sqlite` and `name::postgres`.
#[macro_export]
macro_rules! on_both_backends {
    ($($(#[$attribute:meta])* async fn $name:ident($backends:ident: Backends) $body:block)+) => {
        $(
            $(#[$attribute])*
            mod $name {
                use super::*;

                async fn run($backends: $crate::backends::Backends) $body

                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn sqlite() {
                    run($crate::backends::Backends::SqliteAndMemory).await;
                }

                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn postgres() {
                    run($crate::backends::Backends::PostgresAndRabbit).await;
                }
            }
        )+
    };
}
