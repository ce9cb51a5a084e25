//! [`Broker`]: transports events from the process that wrote them to the kitchen and to every notifier, over RabbitMQ or within
//! one process. Both implementations give these guarantees, and `tests/broker` tests both:
//!
//! - `order.accepted` stays in the kitchen queue until a worker has acknowledged it, or until it becomes a dead letter or is
//!   purged. The queue of the in-process broker exists only while the process runs.
//! - Every [`EventSubscriber`] that is connected receives every event in the order of publication, or a
//!   [`Signal::Gap`](crate::Signal::Gap) in place of events that it missed.
//! - A message may be delivered more than once. Consumers find missed events in the database, which is the source of truth.

use domain::event::EventRecord;
use uuid::Uuid;

use crate::delivery::{DeadLetter, Delivery, PurgedMessages};
use crate::error::Error;
use crate::event_subscriber::EventSubscriber;
use crate::memory::{self, MemoryBroker};
use crate::rabbit::{self, RabbitBroker};

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

    /// Publishes all events of a batch and then waits until all of them are confirmed.
    ///
    /// # Errors
    /// At least one event was not confirmed. The whole batch must be published again.
    pub async fn publish(&self, batch: &[EventRecord]) -> Result<(), Error> {
        match self {
            Self::Rabbit(rabbit) => rabbit.publisher().publish(batch).await,
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

    /// Subscribes to all events that are published after the subscriber is connected. Its first signal is a
    /// [gap](crate::Signal::Gap): earlier events must be read from the database.
    pub fn subscribe(&self) -> EventSubscriber {
        match self {
            Self::Rabbit(rabbit) => rabbit.subscribe(),
            Self::Memory(memory) => memory.subscribe(),
        }
    }

    /// Returns the number of messages in the kitchen queue that are not delivered to a worker.
    pub async fn kitchen_queue_depth(&self) -> Result<u64, Error> {
        match self {
            Self::Rabbit(rabbit) => rabbit.publisher().kitchen_queue_depth().await,
            Self::Memory(memory) => Ok(memory.kitchen_queue_depth()),
        }
    }

    /// Returns the number of workers that consume the kitchen queue. The in-process broker returns 0, because it has no consumers
    /// in other processes.
    pub async fn kitchen_consumer_count(&self) -> Result<u32, Error> {
        match self {
            Self::Rabbit(rabbit) => rabbit.publisher().kitchen_consumer_count().await,
            Self::Memory(_) => Ok(0),
        }
    }

    /// Deletes the messages of the kitchen queue and the dead letters, but not the messages that a worker has received and not
    /// acknowledged yet. Returns the numbers of deleted messages.
    pub async fn purge_kitchen(&self) -> Result<PurgedMessages, Error> {
        match self {
            Self::Rabbit(rabbit) => rabbit.publisher().purge_kitchen().await,
            Self::Memory(memory) => Ok(memory.purge_kitchen()),
        }
    }

    /// Returns the number of dead letters.
    pub async fn dead_letter_count(&self) -> Result<u64, Error> {
        match self {
            Self::Rabbit(rabbit) => rabbit.publisher().dead_letter_count().await,
            Self::Memory(memory) => Ok(memory.dead_letter_count()),
        }
    }

    /// Lists the oldest dead letters, at most `limit`, without removing them.
    pub async fn list_dead_letters(&self, limit: usize) -> Result<Vec<DeadLetter>, Error> {
        match self {
            Self::Rabbit(rabbit) => rabbit.publisher().list_dead_letters(limit).await,
            Self::Memory(memory) => Ok(memory.list_dead_letters(limit)),
        }
    }

    /// Moves the dead letter with this event id back to the kitchen queue. Returns `false` if there is none.
    pub async fn replay_dead_letter(&self, id: Uuid) -> Result<bool, Error> {
        match self {
            Self::Rabbit(rabbit) => rabbit.publisher().replay_dead_letter(id).await,
            Self::Memory(memory) => Ok(memory.replay_dead_letter(id)),
        }
    }

    /// Returns the last reported state of the connections. The error is a message for operators.
    pub fn health(&self) -> Result<(), String> {
        match self {
            Self::Rabbit(rabbit) => rabbit.health(),
            Self::Memory(_) => Ok(()),
        }
    }

    /// Stops all consumers and subscribers and disconnects. Deliveries that consumers have already received can still be
    /// acknowledged.
    pub async fn close(&self) {
        match self {
            Self::Rabbit(rabbit) => rabbit.close().await,
            Self::Memory(memory) => memory.close(),
        }
    }
}

/// A consumer of the kitchen queue. Dropping it returns the prefetched messages to the queue, like [`stop`](Self::stop).
pub struct KitchenConsumer(ConsumerKind);

enum ConsumerKind {
    Rabbit(rabbit::KitchenConsumer),
    Memory(memory::KitchenConsumer),
}

impl KitchenConsumer {
    /// Waits for the next delivery and reconnects after outages. Returns `None` after [`stop`](Self::stop) or [`Broker::close`].
    /// This method is cancel safe.
    pub async fn next(&mut self) -> Option<Delivery> {
        match &mut self.0 {
            ConsumerKind::Rabbit(consumer) => consumer.next().await,
            ConsumerKind::Memory(consumer) => consumer.next().await,
        }
    }

    /// Stops consuming and returns all prefetched messages to the queue. Deliveries from [`next`](Self::next) can still be
    /// acknowledged.
    pub async fn stop(&mut self) {
        match &mut self.0 {
            ConsumerKind::Rabbit(consumer) => consumer.stop().await,
            ConsumerKind::Memory(consumer) => consumer.stop(),
        }
    }
}
