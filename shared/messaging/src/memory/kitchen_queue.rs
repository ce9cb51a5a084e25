//! The in-process kitchen queue and its dead letters.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use domain::event::EventRecord;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::delivery::PurgedMessages;
use crate::queue::lock;

/// Maximum number of messages in the queue. A batch whose accepted orders would exceed it stays in the outbox.
const MAX_QUEUED: usize = 100_000;
/// Maximum number of dead letters. A new one replaces the oldest.
const MAX_DEAD_LETTERS: usize = 1_000;

/// The kitchen queue.
pub(crate) struct KitchenQueue {
    /// Number of redeliveries of a message after which it becomes a dead letter.
    delivery_limit: u32,
    messages: Mutex<Messages>,
    /// One permit per queued message.
    queued: Semaphore,
}

#[derive(Default)]
struct Messages {
    queued: VecDeque<QueuedMessage>,
    dead: VecDeque<(EventRecord, &'static str)>,
}

/// A message in the queue, or one that a consumer has taken from it.
pub(crate) struct QueuedMessage {
    pub(crate) event: EventRecord,
    /// Number of times that the message returned to the queue.
    pub(crate) returns: u32,
}

impl KitchenQueue {
    /// Creates an empty queue.
    pub(crate) fn new(delivery_limit: u32) -> Self {
        Self { delivery_limit, messages: Mutex::default(), queued: Semaphore::new(0) }
    }

    /// Appends all events, or returns `false` and appends none if they exceed the queue's limit.
    pub(crate) fn push(&self, events: Vec<EventRecord>) -> bool {
        let mut messages = lock(&self.messages);
        if messages.queued.len() + events.len() > MAX_QUEUED {
            return false;
        }
        let count = events.len();
        messages.queued.extend(events.into_iter().map(|event| QueuedMessage { event, returns: 0 }));
        self.queued.add_permits(count);
        true
    }

    /// Waits for the oldest message.
    pub(crate) async fn take(&self) -> Option<QueuedMessage> {
        loop {
            self.queued.acquire().await.ok()?.forget();
            // A purge may have deleted the message since.
            if let Some(message) = lock(&self.messages).queued.pop_front() {
                return Some(message);
            }
        }
    }

    /// Deletes all messages and dead letters.
    pub(crate) fn purge(&self) -> PurgedMessages {
        let Messages { queued, dead } = std::mem::take(&mut *lock(&self.messages));
        self.queued.forget_permits(queued.len());
        PurgedMessages { queued: queued.len() as u64, dead: dead.len() as u64 }
    }

    /// Returns the number of queued messages.
    pub(crate) fn depth(&self) -> u64 {
        lock(&self.messages).queued.len() as u64
    }

    /// Returns the number of dead letters.
    pub(crate) fn dead_count(&self) -> u64 {
        lock(&self.messages).dead.len() as u64
    }

    /// Returns the oldest dead letters and their reasons.
    pub(crate) fn list_dead(&self, limit: usize) -> Vec<(EventRecord, &'static str)> {
        lock(&self.messages).dead.iter().take(limit).cloned().collect()
    }

    /// Moves the first dead letter that matches back to the queue. Returns `false` if there is none.
    pub(crate) fn replay_dead(&self, matches: impl Fn(&EventRecord) -> bool) -> bool {
        let mut messages = lock(&self.messages);
        let index = messages.dead.iter().position(|(event, _)| matches(event));
        let Some((event, _)) = index.and_then(|index| messages.dead.remove(index)) else { return false };
        messages.queued.push_back(QueuedMessage { event, returns: 0 });
        self.queued.add_permits(1);
        true
    }

    fn requeue(&self, mut message: QueuedMessage) {
        message.returns += 1;
        if message.returns > self.delivery_limit {
            return self.add_dead(message.event, "delivery_limit");
        }
        lock(&self.messages).queued.push_back(message);
        self.queued.add_permits(1);
    }

    fn add_dead(&self, event: EventRecord, reason: &'static str) {
        let mut messages = lock(&self.messages);
        if messages.dead.len() >= MAX_DEAD_LETTERS {
            messages.dead.pop_front();
        }
        messages.dead.push_back((event, reason));
    }
}

/// A handle that acknowledges one delivery. Dropping it returns the message to the queue.
pub(crate) struct AckHandle {
    pub(super) queue: Arc<KitchenQueue>,
    pub(super) message: Option<QueuedMessage>,
    pub(super) _permit: OwnedSemaphorePermit,
}

impl AckHandle {
    pub(crate) fn ack(mut self) {
        self.message = None;
    }

    pub(crate) fn reject(mut self) {
        if let Some(message) = self.message.take() {
            self.queue.add_dead(message.event, "rejected");
        }
    }
}

impl Drop for AckHandle {
    fn drop(&mut self) {
        if let Some(message) = self.message.take() {
            self.queue.requeue(message);
        }
    }
}
