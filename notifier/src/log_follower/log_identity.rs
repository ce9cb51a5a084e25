//! Recognizes a log by the id of its database and by its last known events.

use std::collections::VecDeque;

use domain::event::{EventId, EventRecord};
use store::events::LogEnd;
use uuid::Uuid;

/// Number of checked events that are checked again. A later failover can lose them, too.
const MIN_KEPT: usize = 20;
/// Number of events since the last check from which the next check is due.
const CHECK_AFTER: usize = 4_000;
/// Maximum number of known events. The oldest are dropped while the log cannot be read.
const MAX_KEPT: usize = 10_000;

/// The identity of the log that is followed.
///
/// The log can be replaced by one that lacks events: a standby that had not received them takes over, or a backup is restored.
/// Later events then get the positions of the lost ones, so the last position may not reveal the loss. Neither does the last
/// event, if it was written after the loss: all events since the last check are checked.
#[derive(Default)]
pub(super) struct LogIdentity {
    database_id: Uuid,
    /// The last known events, in the order in which they were dispatched.
    events: VecDeque<(i64, EventId)>,
}

impl LogIdentity {
    /// Creates the identity of a log whose last event is `last_event` at `last_position`.
    pub(super) fn new(database_id: Uuid, last_position: i64, last_event: Option<EventId>) -> Self {
        Self { database_id, events: last_event.into_iter().map(|event| (last_position, event)).collect() }
    }

    /// Returns the id of the database.
    pub(super) const fn database_id(&self) -> Uuid {
        self.database_id
    }

    /// Returns the positions of the events to check.
    pub(super) fn positions(&self) -> Vec<i64> {
        self.events.iter().map(|(position, _)| *position).collect()
    }

    /// Records an event of the log. Returns `true` if the log must be checked soon.
    pub(super) fn record(&mut self, event: &EventRecord) -> bool {
        if self.events.len() == MAX_KEPT {
            self.events.pop_front();
        }
        self.events.push_back((event.position, event.id));
        self.events.len() == CHECK_AFTER
    }

    /// Returns `true` if the database has another id, or if the log lacks a known event. `end` must have been read for
    /// [`positions`](Self::positions).
    pub(super) fn differs_from(&self, end: &LogEnd) -> bool {
        let is_lost = |(position, event): &(i64, EventId)| end.event_ids.get(position) != Some(event);
        end.database_id != Some(self.database_id) || self.events.iter().any(is_lost)
    }

    /// Records that the log contains the known events.
    pub(super) fn confirm(&mut self) {
        let checked = self.events.len().saturating_sub(MIN_KEPT);
        self.events.drain(..checked);
    }
}
