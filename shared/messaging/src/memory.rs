//! The in-process broker, for the all-in-one program without RabbitMQ and for tests. Its messages are lost when the process ends;
//! the reconciler re-announces the accepted orders.

pub(crate) mod kitchen_queue;

use std::sync::{Arc, Mutex, Weak};

use domain::event::{EventKind, EventRecord};
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::delivery::{self, DELIVERY_LIMIT, DeadLetter, Delivery, PurgedMessages, check_payload};
use crate::error::Error;
use crate::event_subscriber::{EventSubscriber, Signal};
use crate::queue::{Queue, lock};
use kitchen_queue::{AckHandle, KitchenQueue};

/// An in-process broker. Clones share its queues.
#[derive(Clone)]
pub struct MemoryBroker(Arc<State>);

struct State {
    kitchen: Arc<KitchenQueue>,
    subscribers: Mutex<Vec<Weak<Queue<Signal>>>>,
    closed: CancellationToken,
}

impl Default for MemoryBroker {
    fn default() -> Self {
        Self(Arc::new(State {
            kitchen: Arc::new(KitchenQueue::new(DELIVERY_LIMIT)),
            subscribers: Mutex::default(),
            closed: CancellationToken::new(),
        }))
    }
}

impl MemoryBroker {
    pub(crate) fn publish(&self, batch: &[EventRecord]) -> Result<(), Error> {
        let State { kitchen, subscribers, closed } = &*self.0;
        if closed.is_cancelled() {
            return Err(Error::Closed);
        }
        let valid: Vec<_> = batch.iter().map(|event| check_payload(event.clone()).ok()).collect();
        // Hold the lock for the whole publication, so that all subscribers receive all batches in the same order.
        let mut subscribers = lock(subscribers);
        let accepted = batch.iter().filter(|event| event.kind == EventKind::Accepted).cloned().collect();
        if !kitchen.push(accepted) {
            let reason = "the kitchen queue is full";
            return Err(Error::Unconfirmed { unconfirmed: batch.len(), published: batch.len(), reason });
        }
        subscribers.retain(|subscriber| {
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
        KitchenConsumer { queue: self.0.kitchen.clone(), unacked, stopped: self.0.closed.child_token() }
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
        self.0.kitchen.depth()
    }

    pub(crate) fn purge_kitchen(&self) -> PurgedMessages {
        self.0.kitchen.purge()
    }

    pub(crate) fn dead_letter_count(&self) -> u64 {
        self.0.kitchen.dead_count()
    }

    pub(crate) fn list_dead_letters(&self, limit: usize) -> Vec<DeadLetter> {
        let dead = self.0.kitchen.list_dead(limit).into_iter();
        dead.map(|(event, reason)| DeadLetter { event: check_payload(event), reason: reason.to_owned() }).collect()
    }

    pub(crate) fn replay_dead_letter(&self, id: Uuid) -> bool {
        // As with RabbitMQ, a message that cannot be decoded cannot be replayed.
        self.0.kitchen.replay_dead(|event| event.id.0 == id && check_payload(event.clone()).is_ok())
    }

    pub(crate) fn close(&self) {
        self.0.closed.cancel();
        lock(&self.0.subscribers).iter().filter_map(Weak::upgrade).for_each(|subscriber| subscriber.close());
    }
}

pub(crate) struct KitchenConsumer {
    queue: Arc<KitchenQueue>,
    /// Permits that limit the number of unacknowledged deliveries.
    unacked: Arc<Semaphore>,
    stopped: CancellationToken,
}

impl KitchenConsumer {
    pub(crate) async fn next(&mut self) -> Option<Delivery> {
        self.stopped.run_until_cancelled(self.take()).await.flatten()
    }

    async fn take(&self) -> Option<Delivery> {
        let permit = self.unacked.clone().acquire_owned().await.ok()?;
        let message = self.queue.take().await?;
        let event = check_payload(message.event.clone());
        let redelivered = message.returns > 0;
        let handle = AckHandle { queue: self.queue.clone(), message: Some(message), _permit: permit };
        Some(Delivery { event, redelivered, handle: delivery::AckHandle::Memory(handle) })
    }

    pub(crate) fn stop(&mut self) {
        self.stopped.cancel();
    }
}
