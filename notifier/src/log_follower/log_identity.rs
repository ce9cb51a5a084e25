//! Recognizes a log by the id of its database and by its last known events.

use std::collections::BTreeMap;

use domain::event::{EventId, EventRecord};
use store::events::LogEnd;
use uuid::Uuid;

/// Number of events at the end of the log that are kept after a check and checked again, because a later failover can lose them.
const MIN_KEPT: usize = 20;
/// Number of known events at which the next check is due immediately.
const CHECK_AFTER: usize = 4_000;
/// Maximum number of known events. It is reached only while the log cannot be checked; the lowest positions are then dropped.
const MAX_KEPT: usize = 10_000;

/// The identity of the log that is followed.
///
/// The log can be replaced by one that lacks events: a standby that had not received them takes over, or a backup is restored.
/// Later events then get the positions of the lost ones, so the last position may not reveal the loss. Neither does the last
/// event, if it was written after the loss: all events since the last check are checked.
#[derive(Default)]
pub(super) struct LogIdentity {
    database_id: Uuid,
    /// The known events at the end of the log, by position.
    events: BTreeMap<i64, EventId>,
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
        self.events.keys().copied().collect()
    }

    /// Records an event of the log. Returns `true` if the log must be checked soon.
    pub(super) fn record(&mut self, event: &EventRecord) -> bool {
        if self.events.len() == MAX_KEPT {
            self.events.pop_first();
        }
        self.events.insert(event.position, event.id);
        self.events.len() == CHECK_AFTER
    }

    /// Returns `true` if the database has another id, or if the log lacks a known event. `end` must have been read for
    /// [`positions`](Self::positions).
    pub(super) fn differs_from(&self, end: &LogEnd) -> bool {
        let is_lost = |(position, event)| end.event_ids.get(position) != Some(event);
        end.database_id != Some(self.database_id) || self.events.iter().any(is_lost)
    }

    /// Records that the log contains the known events.
    pub(super) fn confirm(&mut self) {
        while self.events.len() > MIN_KEPT {
            self.events.pop_first();
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::event::EventKind;
    use testkit::brokers::event;

    use super::*;

    fn event_at(position: i64) -> EventRecord {
        EventRecord { position, ..event(EventKind::Placed) }
    }

    #[test]
    fn last_positions_are_kept_whatever_the_order_of_their_dispatch() {
        let mut identity = LogIdentity::new(Uuid::nil(), 0, None);
        for position in [50].into_iter().chain(1..50) {
            assert!(!identity.record(&event_at(position)));
        }
        assert_eq!(identity.positions(), (1..=50).collect::<Vec<_>>());
        identity.confirm();
        assert_eq!(identity.positions(), (31..=50).collect::<Vec<_>>());
    }

    #[test]
    fn memory_is_bounded_and_many_events_require_a_check() {
        let mut identity = LogIdentity::new(Uuid::nil(), 0, None);
        let due: Vec<_> = (1..=12_000).filter(|position| identity.record(&event_at(*position))).collect();
        assert_eq!(due, [4_000]);
        assert_eq!((identity.positions().len(), identity.positions()[0]), (10_000, 2_001));
    }
}
