//! [`Broker`]: transports events from the process that wrote them to the kitchen and to every notifier, over RabbitMQ or within
//! one process. Both implementations give the same guarantees, and `tests/broker` runs on both:
//!
//! - `order.accepted` stays in the kitchen queue until a worker has acknowledged it.
//! - Every event reaches every [`EventSubscriber`] that is connected, in the order of publication.
//! - A message may be delivered more than once. Consumers find missed events in the database, which is the source of truth.

use std::sync::Arc;

use domain::event::EventRecord;
use tokio_util::sync::DropGuard;
use uuid::Uuid;

use crate::memory::{self, MemoryBroker};
use crate::queue::Queue;
use crate::rabbit::{self, RabbitBroker};

/// Number of redeliveries of a message after which it becomes a dead letter.
pub const DELIVERY_LIMIT: u32 = 20;

/// An error of the broker. Its message is meant for operators.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The URL is invalid. The message does not contain it, because it may contain a password.
    #[error("BROKER_URL must be memory:, amqp://… or amqps://…: {0}")]
    InvalidUrl(String),
    /// The connection failed, or RabbitMQ closed it or refused an operation.
    #[error("RabbitMQ: {0}")]
    Amqp(#[from] lapin::Error),
    /// RabbitMQ did not answer in time.
    #[error("RabbitMQ did not {operation} within {} s", rabbit::OPERATION_TIMEOUT.as_secs())]
    Timeout {
        /// The operation, as a verb: "open a channel".
        operation: &'static str,
    },
    /// A resource alarm: RabbitMQ accepts no messages until it has enough memory and disk space.
    #[error("RabbitMQ accepts no messages because of a resource alarm: {0}")]
    Blocked(String),
    /// The connection was lost and is being re-established.
    #[error("the connection to RabbitMQ was lost: {0}")]
    ConnectionLost(&'static str),
    /// Some messages of a batch were not confirmed. The whole batch must be published again.
    #[error("the broker did not confirm {unconfirmed} of {published} messages: {reason}")]
    Unconfirmed {
        /// Number of messages that were not confirmed.
        unconfirmed: usize,
        /// Number of messages in the batch.
        published: usize,
        /// The reason.
        reason: &'static str,
    },
    /// The connection that brought the delivery is closed. The message is delivered again.
    #[error("the message returned to the queue when its connection was lost")]
    StaleDelivery,
    /// [`Broker::close`] was called.
    #[error("the broker is closed")]
    Closed,
}

/// A message broker. Clones share its connections.
#[derive(Clone)]
pub enum Broker {
    /// A RabbitMQ server.
    Rabbit(RabbitBroker),
    /// A broker within this process.
    Memory(MemoryBroker),
}

impl Broker {
    /// Opens the broker at `memory:`, `amqp://…` or `amqps://…`. The names of all exchanges and queues begin with `namespace`.
    ///
    /// A server that is down is not an error: connections are established in the background. See [`health`](Self::health).
    ///
    /// # Errors
    /// The URL is invalid.
    pub async fn connect(url: &str, namespace: &str) -> Result<Self, Error> {
        match url.split_once(':') {
            Some(("memory", _)) => Ok(Self::Memory(MemoryBroker::default())),
            _ => RabbitBroker::connect(url, namespace).await.map(Self::Rabbit),
        }
    }

    /// Publishes a batch of events, all of them in flight at once, and waits until every one is confirmed.
    ///
    /// # Errors
    /// At least one event was not confirmed. The whole batch must be published again.
    pub async fn publish(&self, batch: &[EventRecord]) -> Result<(), Error> {
        match self {
            Self::Rabbit(rabbit) => rabbit.publish(batch).await,
            Self::Memory(memory) => memory.publish(batch),
        }
    }

    /// Consumes the kitchen queue together with all other workers, with at most `prefetch` unacknowledged deliveries.
    pub fn consume_kitchen(&self, prefetch: u16) -> KitchenConsumer {
        KitchenConsumer(match self {
            Self::Rabbit(rabbit) => ConsumerKind::Rabbit(rabbit.consume_kitchen(prefetch)),
            Self::Memory(memory) => ConsumerKind::Memory(memory.consume_kitchen(prefetch)),
        })
    }

    /// Subscribes to all events that are published from now on.
    pub fn subscribe(&self) -> EventSubscriber {
        match self {
            Self::Rabbit(rabbit) => rabbit.subscribe(),
            Self::Memory(memory) => memory.subscribe(),
        }
    }

    /// Returns the number of messages in the kitchen queue that no worker holds.
    pub async fn kitchen_queue_depth(&self) -> Result<u64, Error> {
        match self {
            Self::Rabbit(rabbit) => rabbit.kitchen_queue_depth().await,
            Self::Memory(memory) => Ok(memory.kitchen_queue_depth()),
        }
    }

    /// Returns the number of dead letters.
    pub async fn dead_letter_count(&self) -> Result<u64, Error> {
        match self {
            Self::Rabbit(rabbit) => rabbit.dead_letter_count().await,
            Self::Memory(memory) => Ok(memory.dead_letter_count()),
        }
    }

    /// Lists the oldest dead letters, at most `limit`, without removing them.
    pub async fn list_dead_letters(&self, limit: usize) -> Result<Vec<DeadLetter>, Error> {
        match self {
            Self::Rabbit(rabbit) => rabbit.list_dead_letters(limit).await,
            Self::Memory(memory) => Ok(memory.list_dead_letters(limit)),
        }
    }

    /// Moves a dead letter back to the kitchen queue. Returns `false` if there is none with this event id.
    pub async fn replay_dead_letter(&self, id: Uuid) -> Result<bool, Error> {
        match self {
            Self::Rabbit(rabbit) => rabbit.replay_dead_letter(id).await,
            Self::Memory(memory) => Ok(memory.replay_dead_letter(id)),
        }
    }

    /// Returns the state of the connections, as they last reported it. The error is a message for operators.
    pub fn health(&self) -> Result<(), String> {
        match self {
            Self::Rabbit(rabbit) => rabbit.health(),
            Self::Memory(_) => Ok(()),
        }
    }

    /// Ends all consumers and subscribers and disconnects. Deliveries that were handed out can still be acknowledged.
    pub async fn close(&self) {
        match self {
            Self::Rabbit(rabbit) => rabbit.close().await,
            Self::Memory(memory) => memory.close(),
        }
    }
}

/// A consumer of the kitchen queue. Dropping it returns the messages that were not taken, like [`stop`](Self::stop).
pub struct KitchenConsumer(ConsumerKind);

enum ConsumerKind {
    Rabbit(rabbit::KitchenConsumer),
    Memory(memory::KitchenConsumer),
}

impl KitchenConsumer {
    /// Waits for the next delivery, through any outage. Returns `None` after [`stop`](Self::stop) and [`Broker::close`].
    /// Cancelling the wait loses nothing.
    pub async fn next(&mut self) -> Option<Delivery> {
        match &mut self.0 {
            ConsumerKind::Rabbit(consumer) => consumer.next().await,
            ConsumerKind::Memory(consumer) => consumer.next().await,
        }
    }

    /// Stops consuming and returns the messages that were not taken to the queue. Deliveries that were handed out can still be
    /// acknowledged.
    pub async fn stop(&mut self) {
        match &mut self.0 {
            ConsumerKind::Rabbit(consumer) => consumer.stop().await,
            ConsumerKind::Memory(consumer) => consumer.stop(),
        }
    }
}

/// A message of the kitchen queue. It must be acknowledged, requeued or rejected; if it is dropped, it returns to the queue.
pub struct Delivery {
    /// The event, or the reason why the message cannot be decoded. Such a delivery should be [rejected](Self::reject).
    pub event: Result<EventRecord, String>,
    /// `true` if the message may have been delivered before.
    pub redelivered: bool,
    pub(crate) handle: AckHandle,
}

/// Acknowledges one delivery.
pub(crate) enum AckHandle {
    /// A delivery of RabbitMQ.
    Rabbit(rabbit::AckHandle),
    /// A delivery of the in-process broker.
    Memory(memory::AckHandle),
}

impl Delivery {
    /// Acknowledges the message, which removes it from the queue.
    ///
    /// # Errors
    /// [`Error::StaleDelivery`] if the message will be delivered again.
    pub async fn ack(self) -> Result<(), Error> {
        match self.handle {
            AckHandle::Rabbit(handle) => handle.ack().await,
            AckHandle::Memory(handle) => {
                handle.ack();
                Ok(())
            }
        }
    }

    /// Returns the message to the queue; after [`DELIVERY_LIMIT`] returns, it becomes a dead letter.
    ///
    /// # Errors
    /// The broker did not answer. The message returns to the queue with the end of the connection.
    pub async fn requeue(self) -> Result<(), Error> {
        match self.handle {
            AckHandle::Rabbit(handle) => handle.requeue().await,
            AckHandle::Memory(handle) => {
                drop(handle);
                Ok(())
            }
        }
    }

    /// Rejects the message, which becomes a dead letter.
    ///
    /// # Errors
    /// The broker did not answer. The message returns to the queue with the end of the connection.
    pub async fn reject(self) -> Result<(), Error> {
        match self.handle {
            AckHandle::Rabbit(handle) => handle.reject().await,
            AckHandle::Memory(handle) => {
                handle.reject();
                Ok(())
            }
        }
    }
}

/// A message that could not be processed.
#[derive(Clone, Debug)]
pub struct DeadLetter {
    /// The event, or the reason why the message cannot be decoded.
    pub event: Result<EventRecord, String>,
    /// The reason for the dead letter: `rejected` or `delivery_limit`.
    pub reason: String,
}

/// A subscription to all events.
pub struct EventSubscriber {
    pub(crate) signals: Arc<Queue<Signal>>,
    /// Ends the subscription when it is dropped.
    pub(crate) _guard: DropGuard,
}

/// A message of an [`EventSubscriber`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Signal {
    /// An event was published.
    Event(EventRecord),
    /// Events may have been missed: read the database. It comes first after each connection, when the subscriber is too slow,
    /// and in place of a message that cannot be decoded.
    Gap,
}

impl EventSubscriber {
    /// Waits for the next signal. Returns `None` after [`Broker::close`]. Cancelling the wait loses nothing.
    pub async fn next(&mut self) -> Option<Signal> {
        self.signals.next().await
    }
}

/// Checks that the payload is JSON, without building a value. A damaged message becomes a dead letter instead of an order in
/// preparation, and a gap instead of an invalid frame.
pub(crate) fn check_payload(event: EventRecord) -> Result<EventRecord, String> {
    match serde_json::from_str::<serde::de::IgnoredAny>(event.payload.as_str()) {
        Ok(_) => Ok(event),
        Err(error) => Err(format!("the body of {} is not JSON: {error}", event.id)),
    }
}
