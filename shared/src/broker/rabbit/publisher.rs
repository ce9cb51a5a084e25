//! The publisher's side: one or two pooled connections, each with a channel in confirm mode that is kept with it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use deadpool_lapin::{Manager, Object, ObjectId, Pool, PoolError, QueueMode, Runtime, Timeouts};
use futures_util::{Stream, StreamExt};
use lapin::options::{BasicPublishOptions, ConfirmSelectOptions, QueueDeclareOptions};
use lapin::types::{FieldTable, ShortString};
use lapin::{Channel, Confirmation, ConnectionStatus, Event};
use tokio_util::sync::{CancellationToken, DropGuard};

use super::link::{Link, Role};
use super::{PATIENCE, Server, wire, within};
use crate::broker::{Error, Message, lock};
use crate::event::Kind;

/// How often an idle connection is looked at: lapin does not tell when one ends.
const LOOK: Duration = Duration::from_millis(500);

/// How long RabbitMQ may take to tell the workers that their queue was deleted. They would never hear of it if a
/// queue of the same name were there again within some 50 ms (seen with 3.10), and wait for ever at the old one.
const FAREWELL: Duration = Duration::from_millis(500);

#[derive(Clone)]
pub(super) struct Publisher {
    pub(super) server: Arc<Server>,
    pub(super) link: Arc<Link>,
    pool: Pool,
    /// The channel of each pooled connection.
    channels: Arc<Mutex<HashMap<ObjectId, Kept>>>,
    /// Whoever looks through the dead letters has them all in hand; the next one would find none.
    pub(super) letters: Arc<tokio::sync::Mutex<()>>,
}

struct Kept {
    channel: Channel,
    /// Ends the watch over the connection.
    _watch: DropGuard,
}

/// A connection for one task alone, so that whatever comes back on its channel belongs to that task. Unless
/// [released](Self::release), it is given up: who knows what is still on its way.
pub(super) struct Line<'a> {
    publisher: &'a Publisher,
    connection: Option<Object>,
}

impl Publisher {
    pub(super) fn new(server: Arc<Server>, link: Arc<Link>) -> Result<Self, Error> {
        let runtime = lapin::runtime::default_runtime()?;
        let named = server.clone();
        let manager = Manager::new(server.uri.to_string(), move || named.properties("publisher"), runtime);
        let pool = Pool::builder(manager)
            .max_size(2)
            .queue_mode(QueueMode::Lifo)
            .runtime(Runtime::Tokio1)
            .timeouts(Timeouts { wait: Some(PATIENCE), create: Some(PATIENCE), recycle: Some(PATIENCE) })
            .build()
            .map_err(|error| Error::Address(error.to_string()))?;
        Ok(Self { server, link, pool, channels: Arc::default(), letters: Arc::default() })
    }

    /// Publishes a batch, all of it in flight at once, and waits for every confirm.
    pub(super) async fn publish(&self, batch: &[Message]) -> Result<(), Error> {
        if batch.is_empty() {
            return Ok(());
        }
        let (line, channel) = self.line().await?;
        let tally = within("confirm our messages", self.send(&channel, batch)).await?;
        if tally.returned > 0 {
            tokio::time::sleep(FAREWELL).await;
            self.server.topology.declare(&channel).await?;
        }
        line.release();
        tally.verdict(batch.len())
    }

    async fn send(&self, channel: &Channel, batch: &[Message]) -> lapin::Result<Tally> {
        let mut confirms = Vec::with_capacity(batch.len());
        for message in batch {
            let (exchange, key) = (self.server.topology.events.clone(), message.kind.as_str().into());
            // An accepted order must find the kitchen queue; with the others it may be that nobody listens. So
            // whatever comes back is a failure, whichever confirm lapin attaches it to.
            let options = BasicPublishOptions { mandatory: message.kind == Kind::Accepted, ..Default::default() };
            let properties = wire::properties(message);
            confirms.push(channel.basic_publish(exchange, key, options, &message.body, properties).await?);
        }
        let mut tally = Tally::default();
        for confirm in confirms {
            tally.count(&confirm.await?);
        }
        Ok(tally)
    }

    /// Asks the kitchen queue how many messages wait in it.
    pub(super) async fn waiting(&self) -> Result<u64, Error> {
        self.count(&self.server.topology.kitchen).await
    }

    pub(super) async fn dead(&self) -> Result<u64, Error> {
        self.count(&self.server.topology.kitchen_dead).await
    }

    /// How many messages are in a queue.
    async fn count(&self, queue: &ShortString) -> Result<u64, Error> {
        let (line, channel) = self.line().await?;
        let passive = QueueDeclareOptions::durable().passive();
        let queue = within("count", channel.queue_declare(queue.clone(), passive, FieldTable::default())).await;
        if queue.is_ok() {
            line.release();
        } else {
            tokio::time::sleep(FAREWELL).await; // it may be gone; the next connection makes a new one
        }
        Ok(queue?.message_count().into())
    }

    /// A connection and its channel in confirm mode.
    async fn line(&self) -> Result<(Line<'_>, Channel), Error> {
        let line = self.connection().await?;
        let channel = match self.known(&line) {
            Some(channel) => channel,
            None => self.dress(&line).await?,
        };
        Ok((line, channel))
    }

    /// A connection to open channels on. During an alarm there is none: RabbitMQ would not read what we ask.
    pub(super) async fn connection(&self) -> Result<Line<'_>, Error> {
        if let Some(reason) = self.link.blocked() {
            return Err(Error::Blocked(reason));
        }
        let connection = self.pool.get().await.map_err(|error| match error {
            PoolError::Backend(error) => Error::Amqp(error),
            PoolError::Closed => Error::Closed,
            _ => Error::Slow { doing: "let us in" },
        })?;
        Ok(Line { publisher: self, connection: Some(connection) })
    }

    fn known(&self, line: &Line) -> Option<Channel> {
        let channel = self.channels().get(&line.id()?)?.channel.clone();
        channel.status().connected().then_some(channel)
    }

    /// Declares everything over a new connection and gives it its channel.
    async fn dress(&self, line: &Line<'_>) -> Result<Channel, Error> {
        let (Some(id), Some(connection)) = (line.id(), &line.connection) else { return Err(Error::Closed) };
        let channel = within("open a channel", connection.create_channel()).await?;
        self.server.topology.declare(&channel).await?;
        within("promise confirms", channel.confirm_select(ConfirmSelectOptions::default())).await?;

        let given_up = CancellationToken::new();
        let watch = Watch { link: self.link.clone(), status: connection.status().clone(), _open: channel.clone() };
        tokio::spawn(watch.run(connection.events_listener(), given_up.clone()));
        let mut channels = self.channels();
        channels.retain(|_, kept| kept.channel.status().connected());
        channels.insert(id, Kept { channel: channel.clone(), _watch: given_up.drop_guard() });
        Ok(channel)
    }

    fn channels(&self) -> MutexGuard<'_, HashMap<ObjectId, Kept>> {
        lock(&self.channels)
    }

    pub(super) fn close(&self) {
        self.pool.close();
        self.channels().clear();
    }
}

impl Line<'_> {
    /// Back to the pool: everything on it was answered.
    pub(super) fn release(mut self) {
        self.connection = None;
    }

    pub(super) async fn open_channel(&self) -> Result<Channel, Error> {
        let Some(connection) = &self.connection else { return Err(Error::Closed) };
        within("open a channel", connection.create_channel()).await
    }

    fn id(&self) -> Option<ObjectId> {
        self.connection.as_ref().map(Object::id)
    }
}

impl Drop for Line<'_> {
    fn drop(&mut self) {
        if let Some(connection) = self.connection.take() {
            self.publisher.channels().remove(&Object::id(&connection));
            drop(Object::take(connection));
        }
    }
}

/// What became of a batch.
#[derive(Default)]
struct Tally {
    returned: usize,
    refused: usize,
    unasked: usize,
}

impl Tally {
    fn count(&mut self, confirmation: &Confirmation) {
        match confirmation {
            Confirmation::Ack(None) => {}
            Confirmation::Ack(Some(_)) => self.returned += 1,
            Confirmation::Nack(_) => self.refused += 1,
            Confirmation::NotRequested => self.unasked += 1,
        }
    }

    fn verdict(&self, sent: usize) -> Result<(), Error> {
        let unconfirmed = |refused, why| Err(Error::Unconfirmed { refused, sent, why });
        match *self {
            Self { returned: 0, refused: 0, unasked: 0 } => Ok(()),
            Self { returned: 0, refused: 0, unasked } => unconfirmed(unasked, "the channel gives no confirms"),
            Self { returned: 0, refused, .. } => unconfirmed(refused, "RabbitMQ refused them"),
            Self { returned, .. } => unconfirmed(returned, "the kitchen queue was gone; it has been declared again"),
        }
    }
}

/// Listens to what RabbitMQ says of a publisher's connection.
struct Watch {
    link: Arc<Link>,
    status: ConnectionStatus,
    /// Keeps a connection that was given up while it was blocked: on no other one would we hear when that is over.
    _open: Channel,
}

impl Watch {
    async fn run(self, mut events: impl Stream<Item = Event> + Unpin, given_up: CancellationToken) {
        let mut look = tokio::time::interval(LOOK);
        let mut blocked = false;
        while self.status.connected() {
            tokio::select! {
                Some(event) = events.next() => match event {
                    Event::ConnectionBlocked(reason) => {
                        blocked = true;
                        self.link.block(reason);
                    }
                    Event::ConnectionUnblocked => {
                        blocked = false;
                        self.link.unblock();
                    }
                    _ => {}
                },
                () = given_up.cancelled(), if !blocked => return,
                _ = look.tick() => {}
            }
        }
        if blocked {
            self.link.unblock();
        }
    }
}

/// Keeps one connection open even when nothing is published, so that the queues are there from the start and
/// [`health`](crate::broker::Broker::health) knows.
pub(super) struct Keeper(Publisher);

impl Publisher {
    pub(super) fn keeper(&self) -> Keeper {
        Keeper(self.clone())
    }
}

impl Role for Keeper {
    type Session = ConnectionStatus;

    async fn open(&self) -> Result<ConnectionStatus, Error> {
        let (line, _) = self.0.line().await?;
        let status = line.connection.as_ref().map(|connection| connection.status().clone()).ok_or(Error::Closed)?;
        line.release();
        Ok(status)
    }

    async fn run(&self, connection: ConnectionStatus, stop: &CancellationToken) -> Result<(), Error> {
        while connection.connected() {
            if stop.run_until_cancelled(tokio::time::sleep(LOOK)).await.is_none() {
                return Ok(());
            }
        }
        Err(Error::Lost("it was closed"))
    }
}
