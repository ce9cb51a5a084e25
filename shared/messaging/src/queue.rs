//! A queue from a connection, or from the in-process broker, to the single task that reads the queue.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

/// A queue with one reader.
pub(crate) struct Queue<T> {
    state: Mutex<State<T>>,
    pushed: Notify,
}

struct State<T> {
    items: VecDeque<T>,
    is_closed: bool,
}

impl<T> Default for Queue<T> {
    fn default() -> Self {
        Self { state: Mutex::new(State { items: VecDeque::new(), is_closed: false }), pushed: Notify::new() }
    }
}

impl<T> Queue<T> {
    /// Appends an item, or drops it if the queue is closed.
    pub(crate) fn push(&self, item: T) {
        let mut state = lock(&self.state);
        if !state.is_closed {
            state.items.push_back(item);
            drop(state);
            self.pushed.notify_one();
        }
    }

    /// Appends an item. If the queue contains `max` items, `replacement` first replaces all of them.
    pub(crate) fn push_bounded(&self, item: T, max: usize, replacement: T) {
        let mut state = lock(&self.state);
        if state.is_closed {
            return;
        }
        if state.items.len() >= max {
            state.items.clear();
            state.items.push_back(replacement);
        }
        state.items.push_back(item);
        drop(state);
        self.pushed.notify_one();
    }

    /// Replaces all items with this one.
    pub(crate) fn replace_all(&self, item: T) {
        self.clear();
        self.push(item);
    }

    /// Waits for the oldest item. Returns `None` if the queue is closed.
    pub(crate) async fn next(&self) -> Option<T> {
        loop {
            {
                let mut state = lock(&self.state);
                if state.is_closed {
                    return None;
                }
                if let Some(item) = state.items.pop_front() {
                    return Some(item);
                }
            }
            // There is one reader, and `Notify` stores a notification that precedes this call.
            self.pushed.notified().await;
        }
    }

    /// Drops all items.
    pub(crate) fn clear(&self) {
        let items = std::mem::take(&mut lock(&self.state).items);
        // Drop the items outside the lock, because dropping an item may run code (a delivery returns to its queue).
        drop(items);
    }

    /// Closes the queue and drops all items.
    pub(crate) fn close(&self) {
        lock(&self.state).is_closed = true;
        self.clear();
        self.pushed.notify_one();
    }
}

/// Locks a mutex and ignores poisoning: no code panics while the guarded data is inconsistent.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
