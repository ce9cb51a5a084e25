//! The broker over RabbitMQ. The publisher, each consumer and each subscriber have their own connections and supervisor. After an
//! error, the connection is dropped, and the supervisor opens a new one. lapin's own recovery is disabled.

pub(crate) mod ack;
mod codec;
mod consumer;
mod dead_letters;
pub(crate) mod publisher;
mod subscriber;
mod supervisor;
mod timeout;
mod topology;

use std::sync::Arc;
use std::time::Duration;

use lapin::uri::AMQPUri;
use lapin::{Connection, ConnectionProperties};
use tokio_util::sync::{CancellationToken, DropGuard};
use tokio_util::task::TaskTracker;

use crate::error::Error;
use crate::event_subscriber::EventSubscriber;
use publisher::Publisher;
use supervisor::{ConnectionRegistry, supervise};
use timeout::{OPERATION_TIMEOUT, within_timeout};

pub(crate) use codec::MessageHeaders;
pub(crate) use consumer::KitchenConsumer;
pub(crate) use topology::Topology;

/// Maximum time to close a connection.
const CLOSE_TIMEOUT: Duration = Duration::from_secs(1);
/// AMQP heartbeat interval, in seconds, unless the URL sets one.
const HEARTBEAT_SECONDS: u16 = 10;

/// A broker over RabbitMQ. Clones share its connections.
#[derive(Clone)]
pub struct RabbitBroker(Arc<Shared>);

pub(crate) struct Shared {
    server: Arc<Server>,
    publisher: Publisher,
    connections: ConnectionRegistry,
    supervisors: TaskTracker,
    closed: CancellationToken,
    /// Stops the supervisors when the last clone is dropped, in case `close` was not called.
    _guard: DropGuard,
}

/// A RabbitMQ server and the names of the exchanges and queues on it.
struct Server {
    uri: AMQPUri,
    namespace: String,
    topology: Topology,
}

impl RabbitBroker {
    #[expect(clippy::unused_async, reason = "lapin and the supervisors use the runtime that they are started in")]
    pub(crate) async fn connect(url: &str, namespace: &str) -> Result<Self, Error> {
        let server = Arc::new(Server::new(url, namespace)?);
        let (connections, supervisors, closed) =
            (ConnectionRegistry::default(), TaskTracker::new(), CancellationToken::new());
        let publisher = Publisher::new(server.clone(), connections.register("publisher"))?;
        supervisors.spawn(supervise(publisher.keep_alive(), publisher.health.clone(), closed.clone()));
        let guard = closed.clone().drop_guard();
        Ok(Self(Arc::new(Shared { server, publisher, connections, supervisors, closed, _guard: guard })))
    }

    /// Returns the publisher, which also counts, lists and replays messages.
    pub(crate) fn publisher(&self) -> &Publisher {
        &self.0.publisher
    }

    pub(crate) fn consume_kitchen(&self, prefetch: u16) -> KitchenConsumer {
        KitchenConsumer::start(self, prefetch)
    }

    pub(crate) fn subscribe(&self) -> EventSubscriber {
        subscriber::start(self)
    }

    pub(crate) fn health(&self) -> Result<(), String> {
        self.0.connections.health()
    }

    pub(crate) async fn close(&self) {
        self.0.closed.cancel();
        self.0.supervisors.close();
        // A supervisor that does not stop in time stops when its connection is closed.
        let _ = tokio::time::timeout(OPERATION_TIMEOUT, self.0.supervisors.wait()).await;
        self.0.publisher.close();
    }
}

impl Server {
    fn new(url: &str, namespace: &str) -> Result<Self, Error> {
        if !url.starts_with("amqp://") && !url.starts_with("amqps://") {
            return Err(Error::InvalidUrl("unknown scheme".to_owned()));
        }
        let mut uri: AMQPUri = url.parse().map_err(Error::InvalidUrl)?;
        uri.query.heartbeat.get_or_insert(HEARTBEAT_SECONDS);
        Ok(Self { uri, namespace: namespace.to_owned(), topology: Topology::new(namespace) })
    }

    /// Returns the properties of a connection. Its name shows its purpose in RabbitMQ's management UI.
    fn properties(&self, purpose: &str) -> ConnectionProperties {
        ConnectionProperties::default().with_connection_name(format!("{} {purpose}", self.namespace).into())
    }

    async fn connect(&self, purpose: &str) -> Result<Connection, Error> {
        within_timeout("accept a connection", Connection::connect_uri(self.uri.clone(), self.properties(purpose))).await
    }
}

/// Closes the connection (within 1 s) so that RabbitMQ redelivers its unacknowledged messages immediately.
async fn close_connection(connection: &Connection) {
    let _ = tokio::time::timeout(CLOSE_TIMEOUT, connection.close(200, "OK".into())).await;
}
