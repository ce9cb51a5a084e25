//! Publishes events over one or two pooled connections. Each connection has a cached channel in confirm mode.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use deadpool_lapin::{Manager, Object, ObjectId, Pool, PoolError, QueueMode, Runtime, Timeouts};
use domain::event::{EventKind, EventRecord};
use futures_util::{Stream, StreamExt};
use lapin::options::{BasicPublishOptions, ConfirmSelectOptions, QueueDeclareOptions, QueuePurgeOptions};
use lapin::types::{FieldTable, ShortString};
use lapin::{Channel, Confirmation, ConnectionStatus, Event, Queue};
use tokio_util::sync::{CancellationToken, DropGuard};

use super::supervisor::{ConnectionHealth, Supervised};
use super::timeout::{OPERATION_TIMEOUT, within_timeout};
use super::{Server, Topology, codec};
use crate::delivery::PurgedMessages;
use crate::error::Error;
use crate::queue::lock;

/// Interval at which idle connections are checked, because lapin does not report their end.
const POLL_INTERVAL: Duration = Duration::from_millis(500);

/// Delay before a deleted queue is declared again, so that RabbitMQ can notify the queue's consumers. If a queue with the same
/// name existed again within about 50 ms (seen with 3.10), they would not be notified and would wait for the old queue forever.
const QUEUE_DELETE_DELAY: Duration = Duration::from_millis(500);

#[derive(Clone)]
pub(crate) struct Publisher {
    pub(super) server: Arc<Server>,
    pub(super) health: Arc<ConnectionHealth>,
    pool: Pool,
    /// The channel of each pooled connection.
    channels: Arc<Mutex<HashMap<ObjectId, CachedChannel>>>,
    /// Held while dead letters are fetched: a concurrent request would not see the fetched ones.
    pub(super) dead_letters_lock: Arc<tokio::sync::Mutex<()>>,
}

struct CachedChannel {
    channel: Channel,
    /// Ends the monitor of the connection when it is dropped.
    _monitor: DropGuard,
}

/// A connection that one task uses exclusively, so that all messages returned on its channel belong to that task. Unless it is
/// [released](Self::release), it is discarded on drop, because its state is unknown.
pub(super) struct PooledConnection<'a> {
    publisher: &'a Publisher,
    connection: Option<Object>,
}

impl Publisher {
    pub(super) fn new(server: Arc<Server>, health: Arc<ConnectionHealth>) -> Result<Self, Error> {
        let runtime = lapin::runtime::default_runtime()?;
        let properties_of = server.clone();
        let manager = Manager::new(server.uri.to_string(), move || properties_of.properties("publisher"), runtime);
        let timeout = Some(OPERATION_TIMEOUT);
        let pool = Pool::builder(manager)
            .max_size(2)
            .queue_mode(QueueMode::Lifo)
            .runtime(Runtime::Tokio1)
            .timeouts(Timeouts { wait: timeout, create: timeout, recycle: timeout })
            .build()
            .map_err(|error| Error::InvalidUrl(error.to_string()))?;
        Ok(Self { server, health, pool, channels: Arc::default(), dead_letters_lock: Arc::default() })
    }

    /// Publishes all events of a batch and then waits for all confirmations.
    pub(crate) async fn publish(&self, batch: &[EventRecord]) -> Result<(), Error> {
        if batch.is_empty() {
            return Ok(());
        }
        let (connection, channel) = self.confirming_channel().await?;
        let outcome = within_timeout("confirm the messages", self.send(&channel, batch)).await?;
        if outcome.returned > 0 {
            tokio::time::sleep(QUEUE_DELETE_DELAY).await;
            self.server.topology.declare(&channel).await?;
        }
        connection.release();
        outcome.into_result(batch.len())
    }

    async fn send(&self, channel: &Channel, batch: &[EventRecord]) -> lapin::Result<ConfirmOutcome> {
        let mut confirms = Vec::with_capacity(batch.len());
        for event in batch {
            let (exchange, key) = (self.server.topology.events.clone(), event.kind.as_str().into());
            // An accepted order must reach the kitchen queue. The other events may have no subscriber. A returned message is
            // therefore a failure, whichever confirmation lapin attaches it to.
            let options = BasicPublishOptions { mandatory: event.kind == EventKind::Accepted, ..Default::default() };
            let (body, properties) = (event.payload.as_str().as_bytes(), codec::properties(event));
            confirms.push(channel.basic_publish(exchange, key, options, body, properties).await?);
        }
        let mut outcome = ConfirmOutcome::default();
        for confirm in confirms {
            outcome.add(&confirm.await?);
        }
        Ok(outcome)
    }

    pub(crate) async fn kitchen_queue_depth(&self) -> Result<u64, Error> {
        self.message_count(&self.server.topology.kitchen).await
    }

    pub(crate) async fn dead_letter_count(&self) -> Result<u64, Error> {
        self.message_count(&self.server.topology.kitchen_dead).await
    }

    pub(crate) async fn kitchen_consumer_count(&self) -> Result<u32, Error> {
        Ok(self.inspect(&self.server.topology.kitchen).await?.consumer_count())
    }

    pub(crate) async fn purge_kitchen(&self) -> Result<PurgedMessages, Error> {
        let (connection, channel) = self.confirming_channel().await?;
        let Topology { kitchen, kitchen_dead, .. } = &self.server.topology;
        let purged = within_timeout("purge the queues", async {
            let queued = channel.queue_purge(kitchen.clone(), QueuePurgeOptions::default()).await?;
            let dead = channel.queue_purge(kitchen_dead.clone(), QueuePurgeOptions::default()).await?;
            Ok(PurgedMessages { queued: queued.into(), dead: dead.into() })
        })
        .await?;
        connection.release();
        Ok(purged)
    }

    /// Returns the number of ready messages in a queue: those not yet delivered to a consumer.
    async fn message_count(&self, queue: &ShortString) -> Result<u64, Error> {
        Ok(self.inspect(queue).await?.message_count().into())
    }

    /// Returns the numbers of ready messages and of consumers of a queue.
    async fn inspect(&self, queue: &ShortString) -> Result<Queue, Error> {
        let (connection, channel) = self.confirming_channel().await?;
        let passive = QueueDeclareOptions::durable().passive();
        let declare = channel.queue_declare(queue.clone(), passive, FieldTable::default());
        let queue = within_timeout("inspect a queue", declare).await;
        if queue.is_ok() {
            connection.release();
        } else {
            // The queue may have been deleted. The next connection declares it again.
            tokio::time::sleep(QUEUE_DELETE_DELAY).await;
        }
        queue
    }

    /// Acquires a connection with its channel in confirm mode.
    async fn confirming_channel(&self) -> Result<(PooledConnection<'_>, Channel), Error> {
        let connection = self.connection().await?;
        let channel = match self.cached_channel(&connection) {
            Some(channel) => channel,
            None => self.open_confirming_channel(&connection).await?,
        };
        Ok((connection, channel))
    }

    /// Acquires a connection. Fails during a resource alarm, because RabbitMQ would not read any request.
    pub(super) async fn connection(&self) -> Result<PooledConnection<'_>, Error> {
        if let Some(reason) = self.health.blocked_reason() {
            return Err(Error::Blocked(reason));
        }
        let connection = self.pool.get().await.map_err(|error| match error {
            PoolError::Backend(error) => Error::Amqp(error),
            PoolError::Closed => Error::Closed,
            _ => Error::Timeout { operation: "provide a connection", timeout: OPERATION_TIMEOUT },
        })?;
        Ok(PooledConnection { publisher: self, connection: Some(connection) })
    }

    fn cached_channel(&self, connection: &PooledConnection<'_>) -> Option<Channel> {
        let channel = self.channels().get(&connection.id()?)?.channel.clone();
        channel.status().connected().then_some(channel)
    }

    /// Opens a confirm-mode channel on a connection that has no open one, declares the topology, and caches the channel.
    async fn open_confirming_channel(&self, pooled: &PooledConnection<'_>) -> Result<Channel, Error> {
        let (Some(id), Some(connection)) = (pooled.id(), &pooled.connection) else { return Err(Error::Closed) };
        let channel = within_timeout("open a channel", connection.create_channel()).await?;
        self.server.topology.declare(&channel).await?;
        within_timeout("enable confirmations", channel.confirm_select(ConfirmSelectOptions::default())).await?;

        let discarded = CancellationToken::new();
        let monitor = ConnectionMonitor {
            health: self.health.clone(),
            status: connection.status().clone(),
            _channel: channel.clone(),
        };
        tokio::spawn(monitor.run(connection.events_listener(), discarded.clone()));
        let mut channels = self.channels();
        channels.retain(|_, cached| cached.channel.status().connected());
        channels.insert(id, CachedChannel { channel: channel.clone(), _monitor: discarded.drop_guard() });
        Ok(channel)
    }

    fn channels(&self) -> MutexGuard<'_, HashMap<ObjectId, CachedChannel>> {
        lock(&self.channels)
    }

    /// Returns the task that keeps one connection open even when nothing is published, so that the queues exist from the start
    /// and the health is known.
    pub(super) fn keep_alive(&self) -> KeepAlive {
        KeepAlive(self.clone())
    }

    pub(super) fn close(&self) {
        self.pool.close();
        self.channels().clear();
    }
}

impl PooledConnection<'_> {
    /// Returns the connection to the pool. Call it after all operations on the connection were answered.
    pub(super) fn release(mut self) {
        self.connection = None;
    }

    pub(super) async fn open_channel(&self) -> Result<Channel, Error> {
        let Some(connection) = &self.connection else { return Err(Error::Closed) };
        within_timeout("open a channel", connection.create_channel()).await
    }

    fn id(&self) -> Option<ObjectId> {
        self.connection.as_ref().map(Object::id)
    }
}

impl Drop for PooledConnection<'_> {
    fn drop(&mut self) {
        if let Some(connection) = self.connection.take() {
            self.publisher.channels().remove(&Object::id(&connection));
            drop(Object::take(connection));
        }
    }
}

/// The confirmations of a batch.
#[derive(Default)]
struct ConfirmOutcome {
    returned: usize,
    refused: usize,
    not_requested: usize,
}

impl ConfirmOutcome {
    fn add(&mut self, confirmation: &Confirmation) {
        match confirmation {
            Confirmation::Ack(None) => {}
            Confirmation::Ack(Some(_)) => self.returned += 1,
            Confirmation::Nack(_) => self.refused += 1,
            Confirmation::NotRequested => self.not_requested += 1,
        }
    }

    fn into_result(self, published: usize) -> Result<(), Error> {
        let (unconfirmed, reason) = match self {
            Self { returned: 0, refused: 0, not_requested: 0 } => return Ok(()),
            Self { returned: 0, refused: 0, not_requested } => (not_requested, "the channel is not in confirm mode"),
            Self { returned: 0, refused, .. } => (refused, "RabbitMQ refused them"),
            Self { returned, .. } => (returned, "the kitchen queue did not exist and was declared again"),
        };
        Err(Error::Unconfirmed { unconfirmed, published, reason })
    }
}

/// Records the resource alarms that RabbitMQ reports on a publisher's connection.
struct ConnectionMonitor {
    health: Arc<ConnectionHealth>,
    status: ConnectionStatus,
    /// Keeps a blocked connection open after it was discarded, because RabbitMQ reports the end of the alarm only on that
    /// connection.
    _channel: Channel,
}

impl ConnectionMonitor {
    async fn run(self, mut events: impl Stream<Item = Event> + Unpin, discarded: CancellationToken) {
        let mut poll = tokio::time::interval(POLL_INTERVAL);
        let mut is_blocked = false;
        while self.status.connected() {
            tokio::select! {
                Some(event) = events.next() => match event {
                    Event::ConnectionBlocked(reason) => {
                        is_blocked = true;
                        self.health.set_blocked(reason);
                    }
                    Event::ConnectionUnblocked => {
                        is_blocked = false;
                        self.health.set_unblocked();
                    }
                    _ => {}
                },
                () = discarded.cancelled(), if !is_blocked => return,
                _ = poll.tick() => {}
            }
        }
        if is_blocked {
            self.health.set_unblocked();
        }
    }
}

/// Keeps one connection of the publisher open.
pub(super) struct KeepAlive(Publisher);

impl Supervised for KeepAlive {
    type Link = ConnectionStatus;

    async fn open(&self) -> Result<ConnectionStatus, Error> {
        let (pooled, _) = self.0.confirming_channel().await?;
        let status = pooled.connection.as_ref().map(|connection| connection.status().clone()).ok_or(Error::Closed)?;
        pooled.release();
        Ok(status)
    }

    async fn run(&self, connection: ConnectionStatus, stop: &CancellationToken) -> Result<(), Error> {
        while connection.connected() {
            if stop.run_until_cancelled(tokio::time::sleep(POLL_INTERVAL)).await.is_none() {
                return Ok(());
            }
        }
        Err(Error::ConnectionLost("the connection was closed"))
    }
}
