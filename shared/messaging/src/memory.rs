//! The broker within one process, for the all-in-one without RabbitMQ and for tests. Its messages are lost when the process
//! ends; the reconciler announces the accepted orders again.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, Weak};

use domain::event::{EventKind, EventRecord};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::broker::check_payload;
use crate::queue::{Queue, lock};
use crate::{DELIVERY_LIMIT, DeadLetter, Delivery, Error, EventSubscriber, Signal};

/// Maximum number of messages in the kitchen queue. Further events stay in the outbox.
const MAX_QUEUED: usize = 100_000;
/// Maximum number of dead letters. A new one replaces the oldest.
const MAX_DEAD_LETTERS: usize = 1_000;

/// A broker within this process. Clones share its queues.
#[derive(Clone, Default)]
pub struct MemoryBroker(Arc<State>);

struct State {
    kitchen: Mutex<KitchenQueues>,
    /// One permit per message in the kitchen queue.
    queued: Semaphore,
    subscribers: Mutex<Vec<Weak<Queue<Signal>>>>,
    closed: CancellationToken,
}

#[derive(Default)]
struct KitchenQueues {
    queue: VecDeque<QueuedMessage>,
    dead: VecDeque<(EventRecord, &'static str)>,
}

struct QueuedMessage {
    event: EventRecord,
    /// Number of times that the message returned to the queue.
    returns: u32,
}

impl Default for State {
    fn default() -> Self {
        Self {
            kitchen: Mutex::default(),
            queued: Semaphore::new(0),
            subscribers: Mutex::default(),
            closed: CancellationToken::new(),
        }
    }
}

impl MemoryBroker {
    pub(crate) fn publish(&self, batch: &[EventRecord]) -> Result<(), Error> {
        let State { kitchen, queued, subscribers, closed } = &*self.0;
        if closed.is_cancelled() {
            return Err(Error::Closed);
        }
        let accepted = || batch.iter().filter(|event| event.kind == EventKind::Accepted);
        let valid: Vec<_> = batch.iter().map(|event| check_payload(event.clone()).ok()).collect();
        let mut kitchen = lock(kitchen);
        if kitchen.queue.len() + accepted().count() > MAX_QUEUED {
            let reason = "the kitchen queue is full";
            return Err(Error::Unconfirmed { unconfirmed: batch.len(), published: batch.len(), reason });
        }
        kitchen.queue.extend(accepted().map(|event| QueuedMessage { event: event.clone(), returns: 0 }));
        queued.add_permits(accepted().count());
        // Still under the lock of the kitchen, so that all subscribers receive all batches in the same order.
        lock(subscribers).retain(|subscriber| {
            let Some(subscriber) = subscriber.upgrade() else { return false };
            for event in valid.iter().cloned() {
                event.map_or_else(|| subscriber.push_gap(), |event| subscriber.push_event(event));
            }
            true
        });
        Ok(())
    }

    pub(crate) fn consume_kitchen(&self, prefetch: u16) -> KitchenConsumer {
        let unacked = Arc::new(Semaphore::new(prefetch.max(1).into()));
        KitchenConsumer { state: self.0.clone(), unacked, stopped: self.0.closed.child_token() }
    }

    pub(crate) fn subscribe(&self) -> EventSubscriber {
        let signals = Arc::new(Queue::default());
        signals.push_gap();
        if self.0.closed.is_cancelled() {
            signals.close();
        }
        lock(&self.0.subscribers).push(Arc::downgrade(&signals));
        EventSubscriber { signals, _guard: CancellationToken::new().drop_guard() }
    }

    pub(crate) fn kitchen_queue_depth(&self) -> u64 {
        lock(&self.0.kitchen).queue.len() as u64
    }

    pub(crate) fn dead_letter_count(&self) -> u64 {
        lock(&self.0.kitchen).dead.len() as u64
    }

    pub(crate) fn list_dead_letters(&self, limit: usize) -> Vec<DeadLetter> {
        let kitchen = lock(&self.0.kitchen);
        let oldest = kitchen.dead.iter().take(limit);
        oldest
            .map(|(event, reason)| DeadLetter { event: check_payload(event.clone()), reason: (*reason).to_owned() })
            .collect()
    }

    pub(crate) fn replay_dead_letter(&self, id: Uuid) -> bool {
        let mut kitchen = lock(&self.0.kitchen);
        // As on RabbitMQ, a message that cannot be decoded cannot be replayed.
        let matches = |event: &EventRecord| event.id.0 == id && check_payload(event.clone()).is_ok();
        let index = kitchen.dead.iter().position(|(event, _)| matches(event));
        let Some((event, _)) = index.and_then(|index| kitchen.dead.remove(index)) else { return false };
        kitchen.queue.push_back(QueuedMessage { event, returns: 0 });
        self.0.queued.add_permits(1);
        true
    }

    pub(crate) fn close(&self) {
        self.0.closed.cancel();
        lock(&self.0.subscribers).iter().filter_map(Weak::upgrade).for_each(|subscriber| subscriber.close());
    }
}

impl State {
    async fn take(&self) -> Option<QueuedMessage> {
        self.queued.acquire().await.ok()?.forget();
        lock(&self.kitchen).queue.pop_front()
    }

    fn requeue(&self, mut message: QueuedMessage) {
        message.returns += 1;
        if message.returns > DELIVERY_LIMIT {
            return self.add_dead_letter(message.event, "delivery_limit");
        }
        lock(&self.kitchen).queue.push_back(message);
        self.queued.add_permits(1);
    }

    fn add_dead_letter(&self, event: EventRecord, reason: &'static str) {
        let mut kitchen = lock(&self.kitchen);
        if kitchen.dead.len() >= MAX_DEAD_LETTERS {
            kitchen.dead.pop_front();
        }
        kitchen.dead.push_back((event, reason));
    }
}

pub(crate) struct KitchenConsumer {
    state: Arc<State>,
    /// One permit per delivery that may be unacknowledged.
    unacked: Arc<Semaphore>,
    stopped: CancellationToken,
}

impl KitchenConsumer {
    pub(crate) async fn next(&mut self) -> Option<Delivery> {
        self.stopped.run_until_cancelled(self.take()).await.flatten()
    }

    async fn take(&self) -> Option<Delivery> {
        let permit = self.unacked.clone().acquire_owned().await.ok()?;
        let message = self.state.take().await?;
        let event = check_payload(message.event.clone());
        let redelivered = message.returns > 0;
        let handle = AckHandle { state: self.state.clone(), message: Some(message), _permit: permit };
        Some(Delivery { event, redelivered, handle: crate::AckHandle::Memory(handle) })
    }

    pub(crate) fn stop(&mut self) {
        self.stopped.cancel();
    }
}

/// Acknowledges one delivery. If it is dropped, the message returns to the queue.
pub(crate) struct AckHandle {
    state: Arc<State>,
    message: Option<QueuedMessage>,
    _permit: OwnedSemaphorePermit,
}

impl AckHandle {
    pub(crate) fn ack(mut self) {
        self.message = None;
    }

    pub(crate) fn reject(mut self) {
        if let Some(message) = self.message.take() {
            self.state.add_dead_letter(message.event, "rejected");
        }
    }
}

impl Drop for AckHandle {
    fn drop(&mut self) {
        if let Some(message) = self.message.take() {
            self.state.requeue(message);
        }
    }
}
