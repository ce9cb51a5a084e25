//! The broker within one process: for the all-in-one without RabbitMQ, and for tests. It forgets everything when
//! the process ends; the database does not, and accepted orders are announced again.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, Weak};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::{DELIVERY_LIMIT, DeadLetter, Delivery, Error, Live, Mailbox, Message, Signal, lock, readable};
use crate::event::Kind;

/// How many accepted orders may wait; more stay in the outbox.
const MOST_WAITING: usize = 100_000;
/// How many dead letters are kept; the oldest make way.
const MOST_DEAD: usize = 1_000;

/// A broker within this process. Clones share it.
#[derive(Clone, Default)]
pub struct Memory(Arc<House>);

struct House {
    kitchen: Mutex<Kitchen>,
    /// One permit for each waiting ticket: whoever gets one may pop one.
    ready: Semaphore,
    listeners: Mutex<Vec<Weak<Mailbox<Signal>>>>,
    closed: CancellationToken,
}

#[derive(Default)]
struct Kitchen {
    waiting: VecDeque<Ticket>,
    dead: VecDeque<(Message, &'static str)>,
}

struct Ticket {
    message: Message,
    /// How often it came back.
    returns: u32,
}

impl Default for House {
    fn default() -> Self {
        Self {
            kitchen: Mutex::default(),
            ready: Semaphore::new(0),
            listeners: Mutex::default(),
            closed: CancellationToken::new(),
        }
    }
}

impl Memory {
    pub(super) fn publish(&self, batch: &[Message]) -> Result<(), Error> {
        let House { kitchen, ready, listeners, closed } = &*self.0;
        if closed.is_cancelled() {
            return Err(Error::Closed);
        }
        let accepted = || batch.iter().filter(|message| message.kind == Kind::Accepted);
        let mut kitchen = lock(kitchen);
        if kitchen.waiting.len() + accepted().count() > MOST_WAITING {
            let why = "too many orders wait for the kitchen";
            return Err(Error::Unconfirmed { refused: batch.len(), sent: batch.len(), why });
        }
        kitchen.waiting.extend(accepted().map(|message| Ticket { message: message.clone(), returns: 0 }));
        ready.add_permits(accepted().count());
        // Still under the kitchen's lock, so that all listeners hear all batches in the same order.
        lock(listeners).retain(|listener| {
            let Some(listener) = listener.upgrade() else { return false };
            batch.iter().cloned().for_each(|message| listener.tell(message));
            true
        });
        Ok(())
    }

    pub(super) fn work(&self, prefetch: u16) -> Work {
        let slots = Arc::new(Semaphore::new(prefetch.max(1).into()));
        Work { house: self.0.clone(), slots, stopped: self.0.closed.child_token() }
    }

    pub(super) fn live(&self) -> Live {
        let signals = Arc::new(Mailbox::default());
        signals.gap();
        if self.0.closed.is_cancelled() {
            signals.close();
        }
        lock(&self.0.listeners).push(Arc::downgrade(&signals));
        Live { signals, _open: CancellationToken::new().drop_guard() }
    }

    pub(super) fn waiting(&self) -> u64 {
        lock(&self.0.kitchen).waiting.len() as u64
    }

    pub(super) fn dead(&self) -> u64 {
        lock(&self.0.kitchen).dead.len() as u64
    }

    pub(super) fn dead_letters(&self, limit: usize) -> Vec<DeadLetter> {
        let kitchen = lock(&self.0.kitchen);
        let oldest = kitchen.dead.iter().take(limit);
        oldest
            .map(|(message, reason)| DeadLetter { message: readable(message.clone()), reason: (*reason).to_owned() })
            .collect()
    }

    pub(super) fn replay(&self, id: Uuid) -> bool {
        let mut kitchen = lock(&self.0.kitchen);
        // What cannot be read has no id that anybody could know: as on RabbitMQ.
        let is_it = |message: &Message| message.id == id && readable(message.clone()).is_ok();
        let found = kitchen.dead.iter().position(|(message, _)| is_it(message));
        let Some((message, _)) = found.and_then(|place| kitchen.dead.remove(place)) else { return false };
        kitchen.waiting.push_back(Ticket { message, returns: 0 });
        self.0.ready.add_permits(1);
        true
    }

    pub(super) fn close(&self) {
        self.0.closed.cancel();
        lock(&self.0.listeners).iter().filter_map(Weak::upgrade).for_each(|listener| listener.close());
    }
}

impl House {
    async fn take(&self) -> Option<Ticket> {
        self.ready.acquire().await.ok()?.forget();
        lock(&self.kitchen).waiting.pop_front()
    }

    fn give_back(&self, mut ticket: Ticket) {
        ticket.returns += 1;
        if ticket.returns > DELIVERY_LIMIT {
            return self.bury(ticket.message, "delivery_limit");
        }
        lock(&self.kitchen).waiting.push_back(ticket);
        self.ready.add_permits(1);
    }

    fn bury(&self, message: Message, reason: &'static str) {
        let mut kitchen = lock(&self.kitchen);
        if kitchen.dead.len() >= MOST_DEAD {
            kitchen.dead.pop_front();
        }
        kitchen.dead.push_back((message, reason));
    }
}

pub(super) struct Work {
    house: Arc<House>,
    /// One permit for each delivery that may be unanswered.
    slots: Arc<Semaphore>,
    stopped: CancellationToken,
}

impl Work {
    pub(super) async fn next(&mut self) -> Option<Delivery> {
        self.stopped.run_until_cancelled(self.take()).await.flatten()
    }

    async fn take(&self) -> Option<Delivery> {
        let slot = self.slots.clone().acquire_owned().await.ok()?;
        let ticket = self.house.take().await?;
        let message = readable(ticket.message.clone());
        let redelivered = ticket.returns > 0;
        let held = Held { house: self.house.clone(), ticket: Some(ticket), _slot: slot };
        Some(Delivery { message, redelivered, held: super::Held::Memory(held) })
    }

    pub(super) fn stop(&mut self) {
        self.stopped.cancel();
    }
}

/// A ticket in a worker's hands; dropped, it goes back to the queue.
pub(super) struct Held {
    house: Arc<House>,
    ticket: Option<Ticket>,
    _slot: OwnedSemaphorePermit,
}

impl Held {
    pub(super) fn ack(mut self) {
        self.ticket = None;
    }

    pub(super) fn reject(mut self) {
        if let Some(ticket) = self.ticket.take() {
            self.house.bury(ticket.message, "rejected");
        }
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        if let Some(ticket) = self.ticket.take() {
            self.house.give_back(ticket);
        }
    }
}
