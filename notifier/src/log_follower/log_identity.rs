//! Recognizes a log by the id of its database and by its last known event.

use domain::event::{EventId, EventRecord};
use store::events::LogEnd;
use uuid::Uuid;

/// The identity of the log that is followed.
///
/// The log can be replaced by one that lacks events: a standby that had not received them takes over, or a backup is restored.
/// Later events then get the positions of the lost ones, so the last position alone may not reveal the loss.
#[derive(Default)]
pub(super) struct LogIdentity {
    database_id: Uuid,
    /// The known event with the highest position.
    last_event: Option<(i64, EventId)>,
}

impl LogIdentity {
    /// Creates the identity of a log whose last event is `last_event` at `last_position`.
    pub(super) fn new(database_id: Uuid, last_position: i64, last_event: Option<EventId>) -> Self {
        Self { database_id, last_event: last_event.map(|event| (last_position, event)) }
    }

    /// Returns the id of the database.
    pub(super) const fn database_id(&self) -> Uuid {
        self.database_id
    }

    /// Returns the position of the last known event, or 0.
    pub(super) fn last_event_position(&self) -> i64 {
        self.last_event.map_or(0, |(position, _)| position)
    }

    /// Records an event of the log.
    pub(super) fn record(&mut self, event: &EventRecord) {
        if event.position > self.last_event_position() {
            self.last_event = Some((event.position, event.id));
        }
    }

    /// Returns `true` if the database has another id, or if the log lacks the last known event. `end` must have been read for
    /// [`last_event_position`](Self::last_event_position).
    pub(super) fn differs_from(&self, end: &LogEnd) -> bool {
        end.database_id != Some(self.database_id)
            || self.last_event.is_some_and(|(_, event)| end.event_id != Some(event))
    }
}
