//! How an event gets from the process that wrote it to the kitchen and to every notifier: over
//! RabbitMQ, or within one process. Both keep the same promises (`tests/broker` runs on both):
//!
//! - `order.accepted` waits in the kitchen queue until one worker has acknowledged it;
//! - every event reaches every [`Live`] subscriber of that moment, in the order of publication;
//! - a message may come twice. What was missed is found in the database, which is the truth.

mod mailbox;
mod memory;
mod rabbit;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::body::Bytes;
use tokio_util::sync::DropGuard;
use uuid::Uuid;

use crate::clock::Timestamp;
use crate::event::Kind;
use mailbox::Mailbox;
pub use memory::Memory;
pub use rabbit::Rabbit;
pub(crate) use rabbit::{Headers, Topology};

/// How often a message of the kitchen queue may come back before it becomes a dead letter.
pub const DELIVERY_LIMIT: u32 = 20;

/// One event on its way: the headers beside the JSON body, which is sent on as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// The event's id; consumers know by it what they have seen already.
    pub id: Uuid,
    /// What happened; the routing key.
    pub kind: Kind,
    /// The order that it happened to.
    pub subject: Uuid,
    /// Its place in the event log.
    pub position: i64,
    /// When it happened.
    pub time: Timestamp,
    /// The W3C trace that caused it.
    pub traceparent: Option<String>,
    /// The event as JSON.
    pub body: Bytes,
}

/// Why the broker did not do what it was asked, in words that a person can act on.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The address makes no sense; it is not repeated, since it may hold a password.
    #[error("the broker's address must be memory:, amqp://… or amqps://…: {0}")]
    Address(String),
    /// Could not connect, or RabbitMQ closed the connection or refused a command.
    #[error("RabbitMQ: {0}")]
    Amqp(#[from] lapin::Error),
    /// No answer in time.
    #[error("RabbitMQ took longer than {} s to {doing}", rabbit::PATIENCE.as_secs())]
    Slow {
        /// What it was asked to do.
        doing: &'static str,
    },
    /// An alarm: RabbitMQ reads no messages until it has memory and disk again.
    #[error("RabbitMQ takes no messages: {0}")]
    Blocked(String),
    /// The connection is gone; it is being rebuilt.
    #[error("the connection to RabbitMQ is gone: {0}")]
    Lost(&'static str),
    /// Not every message of the batch is safe: all of it must be published again.
    #[error("the broker did not take {refused} of {sent} messages: {why}")]
    Unconfirmed {
        /// How many it did not take.
        refused: usize,
        /// How many it was given.
        sent: usize,
        /// Why not.
        why: &'static str,
    },
    /// The connection that brought the delivery is gone: the message goes, or went, to someone again.
    #[error("too late: the message went back to the queue when the connection was lost")]
    Stale,
    /// [`Broker::close`] was called.
    #[error("the broker was closed")]
    Closed,
}

/// The way to the kitchen and to the notifiers. Clones share it.
#[derive(Clone)]
pub enum Broker {
    /// A RabbitMQ server.
    Rabbit(Rabbit),
    /// This process alone.
    Memory(Memory),
}

impl Broker {
    /// Opens `memory:`, `amqp://…` or `amqps://…`. All names on the server begin with `namespace`: `expediter`,
    /// or something unique in a test. A server that is down is no error, it is waited for; see [`health`](Self::health).
    pub async fn connect(url: &str, namespace: &str) -> Result<Self, Error> {
        match url.split_once(':') {
            Some(("memory", _)) => Ok(Self::Memory(Memory::default())),
            _ => Rabbit::connect(url, namespace).await.map(Self::Rabbit),
        }
    }

    /// Sends the messages, all at once, and waits until every one is safe. After an error all of them are to be
    /// published again.
    pub async fn publish(&self, batch: &[Message]) -> Result<(), Error> {
        match self {
            Self::Rabbit(rabbit) => rabbit.publish(batch).await,
            Self::Memory(memory) => memory.publish(batch),
        }
    }

    /// Takes orders from the kitchen queue together with all other workers, at most `prefetch` unanswered at once.
    pub fn work(&self, prefetch: u16) -> Work {
        Work(match self {
            Self::Rabbit(rabbit) => Source::Rabbit(rabbit.work(prefetch)),
            Self::Memory(memory) => Source::Memory(memory.work(prefetch)),
        })
    }

    /// Listens to everything that is published from now on.
    pub fn live(&self) -> Live {
        match self {
            Self::Rabbit(rabbit) => rabbit.live(),
            Self::Memory(memory) => memory.live(),
        }
    }

    /// How many accepted orders wait in the kitchen queue, not counting those that are with a worker.
    pub async fn waiting(&self) -> Result<u64, Error> {
        match self {
            Self::Rabbit(rabbit) => rabbit.waiting().await,
            Self::Memory(memory) => Ok(memory.waiting()),
        }
    }

    /// How many messages nobody could finish.
    pub async fn dead(&self) -> Result<u64, Error> {
        match self {
            Self::Rabbit(rabbit) => rabbit.dead().await,
            Self::Memory(memory) => Ok(memory.dead()),
        }
    }

    /// The oldest dead letters of the kitchen, at most `limit`; they stay where they are.
    pub async fn dead_letters(&self, limit: usize) -> Result<Vec<DeadLetter>, Error> {
        match self {
            Self::Rabbit(rabbit) => rabbit.dead_letters(limit).await,
            Self::Memory(memory) => Ok(memory.dead_letters(limit)),
        }
    }

    /// Puts a dead letter back into the kitchen queue; false if there is none with this id.
    pub async fn replay(&self, id: Uuid) -> Result<bool, Error> {
        match self {
            Self::Rabbit(rabbit) => rabbit.replay(id).await,
            Self::Memory(memory) => Ok(memory.replay(id)),
        }
    }

    /// Whether messages get through, or why not. Costs nothing: the connections report by themselves.
    pub fn health(&self) -> Result<(), String> {
        match self {
            Self::Rabbit(rabbit) => rabbit.health(),
            Self::Memory(_) => Ok(()),
        }
    }

    /// Ends every [`Work`] and [`Live`] and disconnects. Deliveries that were handed out can still be answered.
    pub async fn close(&self) {
        match self {
            Self::Rabbit(rabbit) => rabbit.close().await,
            Self::Memory(memory) => memory.close(),
        }
    }
}

/// A worker's place at the kitchen queue. Dropping it gives back what was not taken, like [`stop`](Self::stop).
pub struct Work(Source);

enum Source {
    Rabbit(rabbit::Work),
    Memory(memory::Work),
}

impl Work {
    /// The next order, waiting for it through every outage; none after [`stop`](Self::stop) and after
    /// [`Broker::close`]. Nothing is lost when the wait is cancelled.
    pub async fn next(&mut self) -> Option<Delivery> {
        match &mut self.0 {
            Source::Rabbit(work) => work.next().await,
            Source::Memory(work) => work.next().await,
        }
    }

    /// Takes no more; what was fetched but not yet taken goes back to the queue. Deliveries that were handed out
    /// can still be answered.
    pub async fn stop(&mut self) {
        match &mut self.0 {
            Source::Rabbit(work) => work.stop().await,
            Source::Memory(work) => work.stop(),
        }
    }
}

/// One message of the kitchen queue, to be answered once; dropped unanswered it goes back to the queue.
pub struct Delivery {
    /// The event, or why it cannot be read: such a delivery is to be [rejected](Self::reject).
    pub message: Result<Message, String>,
    /// Whether it may have been with a worker before.
    pub redelivered: bool,
    held: Held,
}

enum Held {
    Rabbit(rabbit::Held),
    Memory(memory::Held),
}

impl Delivery {
    /// Done: it does not come again. [`Error::Stale`] if it will come again all the same.
    pub async fn ack(self) -> Result<(), Error> {
        match self.held {
            Held::Rabbit(held) => held.ack().await,
            Held::Memory(held) => {
                held.ack();
                Ok(())
            }
        }
    }

    /// Back to the queue, for someone else; after [`DELIVERY_LIMIT`] returns, to the dead letters.
    pub async fn retry(self) -> Result<(), Error> {
        match self.held {
            Held::Rabbit(held) => held.retry().await,
            Held::Memory(held) => {
                drop(held);
                Ok(())
            }
        }
    }

    /// To the dead letters: nobody can make anything of it.
    pub async fn reject(self) -> Result<(), Error> {
        match self.held {
            Held::Rabbit(held) => held.reject().await,
            Held::Memory(held) => {
                held.reject();
                Ok(())
            }
        }
    }
}

/// A message that no worker could finish.
#[derive(Clone, Debug)]
pub struct DeadLetter {
    /// The event, or why it cannot be read.
    pub message: Result<Message, String>,
    /// How it came here: `rejected`, or `delivery_limit`.
    pub reason: String,
}

/// A subscription to everything that is published.
pub struct Live {
    signals: Arc<Mailbox<Signal>>,
    /// Ends the subscription when this is dropped.
    _open: DropGuard,
}

/// What a subscriber hears.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Signal {
    /// Something happened.
    Message(Message),
    /// Something may have been missed: read the database. Comes first after each (re)connection, and when the
    /// subscriber was too slow.
    Gap,
}

impl Live {
    /// The next signal; none after [`Broker::close`]. Nothing is lost when the wait is cancelled.
    pub async fn next(&mut self) -> Option<Signal> {
        self.signals.next().await
    }
}

/// What the mutexes here guard is never left half done, so a panic of another task does no harm.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Refuses a message whose body is no JSON at all; what the JSON says is for the consumer to judge.
fn readable(message: Message) -> Result<Message, String> {
    match serde_json::from_slice::<serde::de::IgnoredAny>(&message.body) {
        Ok(_) => Ok(message),
        Err(error) => Err(format!("the body of {} is not JSON: {error}", message.id)),
    }
}
