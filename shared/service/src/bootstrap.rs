//! Startup and shutdown of a process: opens the database, the broker and the relay, and closes them in reverse order.

use anyhow::{Context as _, ensure};
use domain::clock::Clock;
use messaging::Broker;
use secrecy::ExposeSecret as _;
use store::Db;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::config::Backends;
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

/// A process with its resources. [`close`](Self::close) ends it.
pub struct Process {
    resources: Resources,
    relay: Option<RunningRelay>,
}

struct RunningRelay {
    stop: CancellationToken,
    task: JoinHandle<()>,
}

impl Process {
    /// Connects to the database and the broker of a service that runs as its own process. Neither has a default.
    ///
    /// # Errors
    /// A setting is missing or invalid, or the database is unreachable. A broker that is down is not an error: connections are
    /// established in the background.
    pub async fn connect(backends: &Backends, shutdown: Shutdown) -> anyhow::Result<Self> {
        let database =
            backends.database_url()?.context("set DATABASE_URL, such as postgres://user:password@host/expediter")?;
        let broker = backends.broker_url()?.context("set BROKER_URL, such as amqp://user:password@host:5672/%2f")?;
        ensure!(
            !broker.expose_secret().starts_with("memory:"),
            "BROKER_URL=memory: works only within one process: run `expediter`, or use RabbitMQ",
        );
        let db = Db::connect(database.expose_secret(), backends.database_connections)
            .await
            .context("cannot connect to the database at DATABASE_URL")?;
        let broker = Broker::connect(broker.expose_secret(), &backends.broker_namespace).await?;
        Ok(Self::new(db, broker, Clock::system(), shutdown))
    }

    /// Creates a process on a database and a broker that are open already.
    pub fn new(db: Db, broker: Broker, clock: Clock, shutdown: Shutdown) -> Self {
        let metrics = Metrics::default();
        metrics.register_pool(&db);
        Self { resources: Resources { db, broker, clock, metrics, shutdown }, relay: None }
    }

    /// Returns the resources, for the services of the process.
    pub fn resources(&self) -> Resources {
        self.resources.clone()
    }

    /// Starts the outbox relay, once per process that writes events.
    pub fn start_relay(&mut self) -> Relay {
        let Resources { db, broker, metrics, .. } = self.resources();
        let stop = CancellationToken::new();
        let (relay, task) = Relay::start(db, broker, &metrics, stop.clone());
        self.relay = Some(RunningRelay { stop, task });
        relay
    }

    /// Publishes the outbox, and closes the broker and the database. Call it after the services have ended.
    pub async fn close(self) {
        let Self { resources: Resources { db, broker, shutdown, .. }, relay } = self;
        // A service may have ended for another reason than a signal.
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
