//! A queue between a connection and the one task that reads from it.

use std::collections::VecDeque;
use std::sync::Mutex;

use tokio::sync::Notify;

use super::{Message, Signal, lock, readable};

/// How many signals may wait for a slow subscriber.
const LONGEST: usize = 1024;

pub(super) struct Mailbox<T> {
    state: Mutex<State<T>>,
    arrived: Notify,
}

struct State<T> {
    items: VecDeque<T>,
    closed: bool,
}

impl<T> Default for Mailbox<T> {
    fn default() -> Self {
        Self { state: Mutex::new(State { items: VecDeque::new(), closed: false }), arrived: Notify::new() }
    }
}

impl<T> Mailbox<T> {
    /// Adds an item; a closed mailbox drops it.
    pub(super) fn push(&self, item: T) {
        let mut state = lock(&self.state);
        if !state.closed {
            state.items.push_back(item);
            drop(state);
            self.arrived.notify_one();
        }
    }

    /// The oldest item, as soon as there is one; none when the mailbox is closed.
    pub(super) async fn next(&self) -> Option<T> {
        loop {
            {
                let mut state = lock(&self.state);
                if state.closed {
                    return None;
                }
                if let Some(item) = state.items.pop_front() {
                    return Some(item);
                }
            }
            self.arrived.notified().await; // one reader, and a push before this line is remembered
        }
    }

    /// Drops everything that waits.
    pub(super) fn clear(&self) {
        let items = std::mem::take(&mut lock(&self.state).items);
        drop(items); // not under the lock: an item may have something to say when it goes
    }

    /// Drops everything that waits and that will come.
    pub(super) fn close(&self) {
        lock(&self.state).closed = true;
        self.clear();
        self.arrived.notify_one();
    }
}

impl Mailbox<Signal> {
    /// Adds a message. When too many wait they all make way for one gap: what they told is in the database.
    pub(super) fn tell(&self, message: Message) {
        let Ok(message) = readable(message) else { return self.gap() };
        let mut state = lock(&self.state);
        if state.items.len() >= LONGEST {
            state.items.clear();
            state.items.push_back(Signal::Gap);
        }
        drop(state);
        self.push(Signal::Message(message));
    }

    /// Says that something may have been missed.
    pub(super) fn gap(&self) {
        let mut state = lock(&self.state);
        state.items.clear();
        drop(state);
        self.push(Signal::Gap);
    }
}
