//! The bounded queue of one client. A client that does not read is disconnected and never delays the others.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

use crate::frame::Outgoing;

/// Maximum number of queued messages.
const MAX_MESSAGES: usize = 256;
/// Maximum total size of the queued messages, in bytes.
const MAX_BYTES: usize = 1 << 20;

/// The reason why the hub disconnects a client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DisconnectReason {
    /// The client reads too slowly.
    TooSlow,
    /// The client's account was archived.
    AccountRevoked,
}

/// The messages that wait for one client.
#[derive(Default)]
pub(crate) struct ClientQueue {
    state: Mutex<State>,
    changed: Notify,
}

#[derive(Default)]
struct State {
    messages: VecDeque<Outgoing>,
    bytes: usize,
    disconnected: Option<DisconnectReason>,
}

impl ClientQueue {
    /// Appends a message of `bytes` bytes. Disconnects the client if its queue is full.
    pub(crate) fn push(&self, message: Outgoing, bytes: usize) {
        let mut state = self.state();
        if state.disconnected.is_some() {
            return;
        }
        if state.messages.len() >= MAX_MESSAGES || state.bytes + bytes > MAX_BYTES {
            *state = State { disconnected: Some(DisconnectReason::TooSlow), ..State::default() };
        } else {
            state.bytes += bytes;
            state.messages.push_back(message);
        }
        drop(state);
        self.changed.notify_one();
    }

    /// Appends messages about a menu. If `is_first`, they contain the complete menu, which a client that has just subscribed
    /// receives even if it exceeds the limits of the queue.
    pub(crate) fn push_menu(&self, messages: &[Outgoing], is_first: bool) {
        if !is_first {
            for message in messages {
                self.push(message.clone(), message.len());
            }
            return;
        }
        let mut state = self.state();
        if state.disconnected.is_none() {
            state.messages.extend(messages.iter().cloned());
            drop(state);
            self.changed.notify_one();
        }
    }

    /// Disconnects the client and drops its messages.
    pub(crate) fn disconnect(&self, reason: DisconnectReason) {
        *self.state() = State { disconnected: Some(reason), ..State::default() };
        self.changed.notify_one();
    }

    /// Waits for messages and takes all of them. Cancelling the wait loses nothing.
    pub(crate) async fn next(&self) -> Result<VecDeque<Outgoing>, DisconnectReason> {
        loop {
            {
                let mut state = self.state();
                if let Some(reason) = state.disconnected {
                    return Err(reason);
                }
                if !state.messages.is_empty() {
                    // Takes the buffer as well, so that the queue of an idle client uses no memory.
                    return Ok(std::mem::take(&mut *state).messages);
                }
            }
            self.changed.notified().await;
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
