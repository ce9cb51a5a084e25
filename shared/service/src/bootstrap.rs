//! Startup and shutdown of a process: opens the database, the broker and the relay. At the end, stops the relay before it closes
//! the broker and the database.

use anyhow::{Context as _, bail, ensure};
use domain::clock::Clock;
use messaging::Broker;
use secrecy::ExposeSecret as _;
use store::Db;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::clock_sync::{ClockSync, synchronize};
use crate::config::Backends;
use crate::isolation::IsolationRecorder;
use crate::job::run_job;
use crate::metrics::Metrics;
use crate::relay::Relay;
use crate::shutdown::{Shutdown, Stage};

/// The resources that the services of a process share. Cheap to clone.
#[derive(Clone)]
pub struct Resources {
    /// The database.
    pub db: Db,
    /// The broker.
    pub broker: Broker,
    /// The source of time and ids.
    pub clock: Clock,
    /// The metrics of the process.
    pub metrics: Metrics,
    /// The shutdown of the process.
    pub shutdown: Shutdown,
}

/// A process with its resources. Release them with [`close`](Self::close).
pub struct Process {
    resources: Resources,
    relay: Option<RunningRelay>,
}

struct RunningRelay {
    stop: CancellationToken,
    task: JoinHandle<()>,
}

impl Process {
    /// Connects a service that runs as its own process to its database and broker. Neither URL has a default.
    ///
    /// # Errors
    /// A setting is missing or invalid, the database is unreachable, or the shutdown is requested. A broker that is down is not
    /// an error, because connections are established in the background.
    pub async fn connect(backends: &Backends, shutdown: Shutdown) -> anyhow::Result<Self> {
        let database =
            backends.database_url()?.context("set DATABASE_URL, such as postgres://user:password@host/expediter")?;
        let broker = backends.broker_url()?.context("set BROKER_URL, such as amqp://user:password@host:5672/%2f")?;
        ensure!(
            !broker.expose_secret().starts_with("memory:"),
            "BROKER_URL=memory: works only within one process: run `expediter`, or use RabbitMQ",
        );
        let connect = Db::connect(database.expose_secret(), backends.database_connections);
        let db = tokio::select! {
            db = connect => db.context("cannot connect to the database at DATABASE_URL")?,
            () = shutdown.requested() => bail!("shut down while connecting to the database"),
        };
        let clock = Clock::system();
        synchronize(&db, &clock).await.context("cannot read the clock of the database")?;
        let broker = Broker::connect(broker.expose_secret(), &backends.broker_namespace).await?;
        Ok(Self::new(db, broker, clock, shutdown))
    }

    /// Creates a process with a database and a broker that are already open. Starts the background jobs that keep its clock
    /// synchronized with the clock of the database, and that record which rows it skips.
    pub fn new(db: Db, broker: Broker, clock: Clock, shutdown: Shutdown) -> Self {
        let metrics = Metrics::default();
        metrics.register_pool(&db);
        metrics.register_isolated_rows(&db);
        metrics.register_clock(&clock);
        tokio::spawn(run_job(ClockSync { db: db.clone(), clock: clock.clone() }, shutdown.token()));
        tokio::spawn(run_job(IsolationRecorder { db: db.clone() }, shutdown.token()));
        Self { resources: Resources { db, broker, clock, metrics, shutdown }, relay: None }
    }

    /// Returns the resources, for the services of the process.
    pub fn resources(&self) -> Resources {
        self.resources.clone()
    }

    /// Starts the outbox relay. Call it once in each process that writes events.
    pub fn start_relay(&mut self) -> Relay {
        let Resources { db, broker, metrics, .. } = self.resources();
        let stop = CancellationToken::new();
        let (relay, task) = Relay::start(db, broker, &metrics, stop.clone());
        self.relay = Some(RunningRelay { stop, task });
        relay
    }

    /// Lets the relay, if this process started one, publish the rest of the outbox. Then closes the broker and the database. Both
    /// steps end at the deadlines of their stages. Call it after the services have ended.
    pub async fn close(self) {
        let Self { resources: Resources { db, broker, shutdown, .. }, relay } = self;
        // A service may have ended without a shutdown signal.
        shutdown.request();
        if let Some(RunningRelay { stop, mut task }) = relay {
            stop.cancel();
            if shutdown.run_step(Stage::Publish, "publish the outbox", &mut task).await.is_none() {
                task.abort();
            }
        }
        let disconnect = async {
            tokio::join!(broker.close(), db.close());
        };
        shutdown.run_step(Stage::Disconnect, "close the connections", disconnect).await;
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use clap::{Args as _, FromArgMatches as _};

    use super::*;

    #[tokio::test]
    async fn shutdown_interrupts_the_connection_to_a_database_that_does_not_answer() {
        let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("postgres://user@{}/database", silent.local_addr().unwrap());
        let args = ["test", "--database-url", &url, "--broker-url", "amqp://127.0.0.1:1"];
        let matches = Backends::augment_args(clap::Command::new("test")).get_matches_from(args);
        let (backends, shutdown) = (Backends::from_arg_matches(&matches).unwrap(), Shutdown::default());
        let connect = Process::connect(&backends, shutdown.clone());
        let request_shutdown = async {
            let _connection = silent.accept().await.unwrap();
            shutdown.request();
            std::future::pending::<()>().await;
        };
        let outcome = tokio::select! {
            outcome = connect => outcome,
            () = request_shutdown => unreachable!(),
            () = tokio::time::sleep(Duration::from_secs(3)) => panic!("still connecting"),
        };
        assert_eq!(outcome.err().unwrap().to_string(), "shut down while connecting to the database");
    }
}
