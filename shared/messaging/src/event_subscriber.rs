//! Subscriptions to all events.

use std::sync::Arc;

use domain::event::EventRecord;
use tokio_util::sync::DropGuard;

use crate::queue::Queue;

/// Maximum number of signals that wait for a slow subscriber.
const MAX_SIGNALS: usize = 1024;

/// A subscription to all events.
pub struct EventSubscriber {
    pub(crate) signals: Arc<Queue<Signal>>,
    /// Ends the subscription when it is dropped.
    pub(crate) _guard: DropGuard,
}

/// A message of an [`EventSubscriber`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Signal {
    /// An event was published.
    Event(EventRecord),
    /// Events may have been missed, and must be read from the database. Sent as the first signal of each connection, when the
    /// subscriber is too slow, and in place of a message that cannot be decoded.
    Gap,
}

impl EventSubscriber {
    /// Waits for the next signal. Returns `None` after [`Broker::close`](crate::Broker::close). This method is cancel safe.
    pub async fn next(&mut self) -> Option<Signal> {
        self.signals.next().await
    }
}

impl Queue<Signal> {
    /// Appends an event. If too many signals wait, a gap first replaces them: their events can be read from the database.
    pub(crate) fn push_event(&self, event: EventRecord) {
        self.push_bounded(Signal::Event(event), MAX_SIGNALS, Signal::Gap);
    }

    /// Replaces all signals with a gap.
    pub(crate) fn push_gap(&self) {
        self.replace_all(Signal::Gap);
    }
}
