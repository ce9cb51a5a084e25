//! A snapshot of the end of the log, from which a follower starts.

use std::collections::BTreeSet;

use domain::clock::Clock;
use domain::event::{EventId, EventRecord};
use store::{Db, database_id, decoded, events};
use uuid::Uuid;

/// Number of positions at the end of the log that are searched for missing ones.
const LOOK_BACK: i64 = 1_000;

/// A snapshot of the end of the log.
pub(super) struct LogSnapshot {
    /// The id of the database.
    pub(super) database_id: Uuid,
    /// The last position.
    pub(super) last_position: i64,
    /// The event at the last position; `None` if the log is empty.
    pub(super) last_event: Option<EventId>,
    /// The events after the first missing position. Those that cannot be decoded are omitted.
    pub(super) events: Vec<EventRecord>,
    /// The missing positions among the last [`LOOK_BACK`] positions.
    pub(super) missing: Vec<i64>,
}

impl LogSnapshot {
    /// Reads the end of the log and the id of the database. The id is created on first use.
    pub(super) async fn load(db: &Db, clock: &Clock) -> store::Result<Self> {
        let database_id = database_id::get_or_create(db, clock).await?;
        let mut read = db.read().await?;
        let last_position = events::last_position(&mut read).await?;
        let last_event = events::read_end(&mut read, &[last_position]).await?.event_ids.remove(&last_position);
        let first = (last_position - LOOK_BACK + 1).max(1);
        let present = events::list_positions(&mut read, first, last_position).await?;
        let gap = (first..).zip(&present).find_map(|(expected, found)| (expected != *found).then_some(expected));
        let (mut events, mut missing) = (Vec::new(), Vec::new());
        if let Some(gap) = gap {
            // Some of the missing positions may have become visible since the first query.
            let rows = events::list_between(&mut read, gap, last_position).await?;
            let present: BTreeSet<_> = rows.iter().map(|row| row.key).collect();
            missing = (gap..=last_position).filter(|position| !present.contains(position)).collect();
            events = decoded(rows);
        }
        Ok(Self { database_id, last_position, last_event, events, missing })
    }
}
