//! Messages of the kitchen queue, and dead letters.

use domain::event::EventRecord;

use crate::error::Error;
use crate::memory::kitchen_queue;
use crate::rabbit::ack;

/// Number of redeliveries of a message after which it becomes a dead letter.
pub const DELIVERY_LIMIT: u32 = 20;

/// A message of the kitchen queue. It must be acknowledged, requeued or rejected. A dropped delivery returns to the queue.
pub struct Delivery {
    /// The event, or the reason why the message cannot be decoded. [Reject](Self::reject) messages that cannot be decoded.
    pub event: Result<EventRecord, String>,
    /// `true` if the message may have been delivered before.
    pub redelivered: bool,
    pub(crate) handle: AckHandle,
}

/// A handle that acknowledges one delivery.
pub(crate) enum AckHandle {
    /// A delivery of RabbitMQ.
    Rabbit(ack::AckHandle),
    /// A delivery of the in-process broker.
    Memory(kitchen_queue::AckHandle),
}

impl Delivery {
    /// Acknowledges the message, which removes it from the queue.
    ///
    /// # Errors
    /// [`Error::StaleDelivery`] if the connection was closed, or another error if the broker did not answer. The message may be
    /// delivered again.
    pub async fn ack(self) -> Result<(), Error> {
        match self.handle {
            AckHandle::Rabbit(handle) => handle.ack().await,
            AckHandle::Memory(handle) => {
                handle.ack();
                Ok(())
            }
        }
    }

    /// Returns the message to the queue. After [`DELIVERY_LIMIT`] such returns, the next one makes it a dead letter. RabbitMQ 4.3
    /// and later do not count these returns, but only deliveries whose consumer was lost.
    ///
    /// # Errors
    /// The connection was closed, or the broker did not answer. The message returns to the queue when the connection ends.
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
    /// The connection was closed, or the broker did not answer. The message returns to the queue when the connection ends.
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

/// A message that could not be processed, or was delivered too often.
#[derive(Clone, Debug)]
pub struct DeadLetter {
    /// The event, or the reason why the message cannot be decoded.
    pub event: Result<EventRecord, String>,
    /// The reason for the dead letter: `rejected`, `delivery_limit`, or `unknown`.
    pub reason: String,
}

/// The numbers of messages that [`Broker::purge_kitchen`](crate::Broker::purge_kitchen) deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PurgedMessages {
    /// Number of messages of the kitchen queue.
    pub queued: u64,
    /// Number of dead letters.
    pub dead: u64,
}

/// Checks the payload. The kitchen turns an invalid message into a dead letter, and a subscriber turns it into a gap.
pub(crate) fn check_payload(event: EventRecord) -> Result<EventRecord, String> {
    match event.payload.check() {
        Ok(()) => Ok(event),
        Err(error) => Err(format!("the body of {} {error}", event.id)),
    }
}
