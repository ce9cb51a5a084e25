//! The broker over RabbitMQ. Each role (publisher, worker, listener) has its own connection and its own supervisor,
//! which drops the connection at the first sign of trouble and builds a new one: lapin's recovery stays off.

mod consumer;
mod letters;
mod link;
mod listener;
mod publisher;
mod topology;
mod wire;

use std::sync::Arc;
use std::time::Duration;

use lapin::uri::AMQPUri;
use lapin::{Connection, ConnectionProperties};
use tokio_util::sync::{CancellationToken, DropGuard};
use tokio_util::task::TaskTracker;
use uuid::Uuid;

pub(super) use consumer::{Held, Work};
use link::{Board, supervise};
use publisher::Publisher;
pub(crate) use topology::Topology;
pub(crate) use wire::Headers;

use super::{DeadLetter, Error, Live, Message};

/// How long RabbitMQ may take over anything that it is asked.
pub(super) const PATIENCE: Duration = Duration::from_secs(5);
/// How long a connection may be silent, in seconds, before one end asks whether the other is still there.
const HEARTBEAT: u16 = 10;

/// A broker over RabbitMQ. Clones share it.
#[derive(Clone)]
pub struct Rabbit(Arc<House>);

struct House {
    server: Arc<Server>,
    publisher: Publisher,
    board: Board,
    supervisors: TaskTracker,
    closed: CancellationToken,
    /// Ends the supervisors with the last clone, if nobody called `close`.
    _open: DropGuard,
}

/// Which RabbitMQ, and what our things are called there.
struct Server {
    uri: AMQPUri,
    namespace: String,
    topology: Topology,
}

impl Rabbit {
    #[expect(clippy::unused_async, reason = "lapin and the supervisors take the runtime that they are started in")]
    pub(super) async fn connect(url: &str, namespace: &str) -> Result<Self, Error> {
        let server = Arc::new(Server::new(url, namespace)?);
        let (board, supervisors, closed) = (Board::default(), TaskTracker::new(), CancellationToken::new());
        let publisher = Publisher::new(server.clone(), board.link("publisher"))?;
        supervisors.spawn(supervise(publisher.keeper(), publisher.link.clone(), closed.clone()));
        let open = closed.clone().drop_guard();
        Ok(Self(Arc::new(House { server, publisher, board, supervisors, closed, _open: open })))
    }

    pub(super) async fn publish(&self, batch: &[Message]) -> Result<(), Error> {
        self.0.publisher.publish(batch).await
    }

    pub(super) fn work(&self, prefetch: u16) -> Work {
        Work::start(self, prefetch)
    }

    pub(super) fn live(&self) -> Live {
        listener::start(self)
    }

    pub(super) async fn waiting(&self) -> Result<u64, Error> {
        self.0.publisher.waiting().await
    }

    pub(super) async fn dead(&self) -> Result<u64, Error> {
        self.0.publisher.dead().await
    }

    pub(super) async fn dead_letters(&self, limit: usize) -> Result<Vec<DeadLetter>, Error> {
        self.0.publisher.dead_letters(limit).await
    }

    pub(super) async fn replay(&self, id: Uuid) -> Result<bool, Error> {
        self.0.publisher.replay(id).await
    }

    pub(super) fn health(&self) -> Result<(), String> {
        self.0.board.health()
    }

    pub(super) async fn close(&self) {
        self.0.closed.cancel();
        self.0.supervisors.close();
        // What does not end in time ends with its connection.
        let _ = tokio::time::timeout(PATIENCE, self.0.supervisors.wait()).await;
        self.0.publisher.close();
    }
}

impl Server {
    fn new(url: &str, namespace: &str) -> Result<Self, Error> {
        if !url.starts_with("amqp://") && !url.starts_with("amqps://") {
            return Err(Error::Address("it begins with something else".to_owned()));
        }
        let mut uri: AMQPUri = url.parse().map_err(Error::Address)?;
        uri.query.heartbeat.get_or_insert(HEARTBEAT);
        Ok(Self { uri, namespace: namespace.to_owned(), topology: Topology::new(namespace) })
    }

    /// What RabbitMQ is told about us: who this connection is for.
    fn properties(&self, role: &str) -> ConnectionProperties {
        ConnectionProperties::default().with_connection_name(format!("{} {role}", self.namespace).into())
    }

    async fn connect(&self, role: &str) -> Result<Connection, Error> {
        within("let us in", Connection::connect_uri(self.uri.clone(), self.properties(role))).await
    }
}

/// Takes leave of a connection that is no longer wanted, so that RabbitMQ gives its deliveries to others at once.
async fn hang_up(connection: &Connection) {
    let _ = tokio::time::timeout(Duration::from_secs(1), connection.close(200, "OK".into())).await;
}

/// The answer, if it comes within [`PATIENCE`].
async fn within<T>(doing: &'static str, asked: impl Future<Output = lapin::Result<T>>) -> Result<T, Error> {
    match tokio::time::timeout(PATIENCE, asked).await {
        Ok(answer) => Ok(answer?),
        Err(_) => Err(Error::Slow { doing }),
    }
}
