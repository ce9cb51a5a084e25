//! Follows the event log and dispatches each new event to the hub once. The broker is the fast path; the database is the source
//! of truth.
//!
//! A position of the log is assigned when its event is written, and becomes visible when the transaction commits. A later
//! position may therefore be visible before an earlier one, and some positions are never used. The follower knows the last
//! position and tracks the missing positions before it. The watermark is the position before the first missing one, or the last
//! position if none is missing.

mod log_identity;
mod log_snapshot;
mod positions;
mod recent_versions;

use std::sync::Arc;
use std::time::Duration;

use domain::clock::Clock;
use domain::event::EventRecord;
use messaging::{Broker, EventSubscriber, Signal};
use store::events::LogEnd;
use store::{Db, database_id, events};
use tokio::time::{Instant, sleep_until, timeout};
use tokio_util::sync::CancellationToken;

use crate::cursor::{Cursor, short_database_id};
use crate::hub::Hub;
use crate::timing::Timing;
use log_identity::LogIdentity;
use log_snapshot::LogSnapshot;
use positions::Positions;
use recent_versions::RecentVersions;

/// Maximum number of missing positions. A follower that is further behind starts over, and all clients resync.
const MAX_BEHIND: i64 = 10_000;
/// Maximum duration of one access to the log, which may run several queries.
const READ_TIMEOUT: Duration = Duration::from_secs(10);
/// Maximum delay between two attempts to fill missing positions.
const MAX_FILL_DELAY: Duration = Duration::from_secs(2);

/// Follows the event log, once per process.
pub(crate) struct LogFollower {
    db: Db,
    broker: Broker,
    clock: Clock,
    hub: Arc<Hub>,
    timing: Timing,
    identity: LogIdentity,
    positions: Positions,
    versions: RecentVersions,
    /// Time of the next attempt to fill missing positions.
    fill_at: Option<Instant>,
    /// Delay before the next attempt to fill missing positions. It doubles with each attempt.
    fill_delay: Duration,
    poll_at: Instant,
    is_failing: bool,
}

impl LogFollower {
    /// Creates a follower that starts at the end of the log. Events that are already visible are not dispatched.
    pub(crate) async fn start(db: Db, broker: Broker, clock: Clock, timing: Timing) -> store::Result<Self> {
        let snapshot = LogSnapshot::load(&db, &clock).await?;
        let mut follower = Self {
            db,
            broker,
            clock,
            hub: Hub::new(Cursor { database: 0, position: 0 }),
            timing,
            identity: LogIdentity::default(),
            positions: Positions::default(),
            versions: RecentVersions::default(),
            fill_at: None,
            fill_delay: timing.gap_fill_delay,
            poll_at: Instant::now() + timing.poll_interval,
            is_failing: false,
        };
        follower.reset(snapshot);
        Ok(follower)
    }

    /// Returns the hub to which the events are dispatched.
    pub(crate) const fn hub(&self) -> &Arc<Hub> {
        &self.hub
    }

    /// Follows the log until `stop` is cancelled.
    pub(crate) async fn run(mut self, mut events: EventSubscriber, stop: CancellationToken) {
        let mut is_subscribed = true;
        loop {
            let wake_at = self.fill_at.map_or(self.poll_at, |fill_at| fill_at.min(self.poll_at));
            tokio::select! {
                () = stop.cancelled() => return,
                signal = events.next(), if is_subscribed => match signal {
                    Some(Signal::Event(event)) => self.on_event(event).await,
                    Some(Signal::Gap) => self.poll().await,
                    // The broker was closed. The log is still polled.
                    None => is_subscribed = false,
                },
                () = sleep_until(wake_at) => {
                    if Instant::now() >= self.poll_at { self.poll().await } else { self.fill_gaps().await }
                }
            }
        }
    }

    /// Handles an event from the broker.
    async fn on_event(&mut self, event: EventRecord) {
        if !self.positions.is_expected(event.position) || !self.extend_known(event.position).await {
            return;
        }
        if self.is_next_version(&event) {
            self.dispatch(&event);
        } else {
            // The log contains this event and the ones before it.
            self.fill_gaps().await;
        }
    }

    /// Reads the end of the log. If the log was replaced or lacks known events, starts over; otherwise, fills the missing
    /// positions.
    async fn poll(&mut self) {
        let db = self.db.clone();
        let known = self.identity.positions();
        let query = async { events::read_end(&mut db.read().await?, &known).await };
        if let Some(end) = self.read_log(query).await {
            if end.last_position < self.positions.last() || self.identity.differs_from(&end) {
                self.on_log_replaced(&end).await;
            } else {
                self.identity.confirm();
                if self.extend_known(end.last_position).await && self.positions.missing_count() > 0 {
                    self.fill_gaps().await;
                }
            }
        }
        let interval = self.timing.poll_interval;
        // While the broker is unavailable, only polling finds new events.
        let delay = if self.broker.health().is_ok() { interval } else { interval / 4 };
        self.poll_at = Instant::now() + delay;
    }

    /// Dispatches the missing events that are now visible in the log. Abandons the positions that are overdue, and those whose
    /// events cannot be decoded.
    async fn fill_gaps(&mut self) {
        let started_at = Instant::now();
        // Reads the ranges from the last to the first. An order's events become visible in the order of their versions.
        // If an event is found, its predecessors are therefore found as well, in the ranges that are read later.
        let ranges = self.positions.missing_ranges();
        let db = self.db.clone();
        let query = async {
            let mut read = db.read().await?;
            let mut found = Vec::new();
            for range in ranges.into_iter().rev() {
                let events = events::list_between(&mut read, *range.start(), *range.end()).await?;
                found.extend(events.into_iter().rev());
            }
            Ok(found)
        };
        if let Some(found) = self.read_log(query).await {
            for row in found.into_iter().rev() {
                match row.value {
                    _ if !self.positions.is_missing(row.key) => {}
                    Some(event) => self.dispatch(&event),
                    None => self.skip_undecodable(row.key),
                }
            }
            self.abandon_overdue(started_at);
        }
        self.fill_delay = (self.fill_delay * 2).min(MAX_FILL_DELAY.max(self.timing.gap_fill_delay));
        self.fill_at = (self.positions.missing_count() > 0).then(|| Instant::now() + self.fill_delay);
    }

    /// Returns `true` if it is certain that no earlier event of the subject is missing, so that this one may be dispatched.
    fn is_next_version(&self, event: &EventRecord) -> bool {
        event.version == 1
            || !self.positions.has_missing_before(event.position)
            || self.versions.last(event.subject) == Some(event.version - 1)
    }

    fn dispatch(&mut self, event: &EventRecord) {
        if self.identity.record(event) {
            self.poll_at = Instant::now();
        }
        self.positions.set_dispatched(event.position);
        self.versions.record(event.subject, event.version);
        self.hub.dispatch(event, self.positions.watermark());
        if self.positions.missing_count() == 0 {
            (self.fill_at, self.fill_delay) = (None, self.timing.gap_fill_delay);
        } else if self.fill_at.is_none() {
            self.fill_at = Some(Instant::now() + self.fill_delay);
        }
    }

    /// Abandons the position of an event that cannot be decoded, so that the watermark can rise above it. If the event is
    /// repaired and a relay then publishes it, it is dispatched, as long as the position is still remembered as abandoned.
    fn skip_undecodable(&mut self, position: i64) {
        self.positions.abandon(position);
        self.hub.advance(self.positions.watermark());
    }

    /// Extends the known part of the log up to `position`. If the follower is too far behind, starts over instead and returns
    /// `false`.
    async fn extend_known(&mut self, position: i64) -> bool {
        let last_known = self.positions.last();
        if position > last_known && self.positions.missing_count_up_to(position) > MAX_BEHIND {
            tracing::warn!(position, last_known, "too far behind the event log; clients must resync");
            self.resync_all().await;
            return false;
        }
        self.positions.extend(position, Instant::now());
        true
    }

    /// Abandons the positions that have been missing for longer than a transaction may last: their transactions were presumably
    /// rolled back.
    fn abandon_overdue(&mut self, now: Instant) {
        let abandoned = self.positions.abandon_overdue(self.timing.gap_timeout, now);
        if !abandoned.is_empty() {
            tracing::debug!(?abandoned, "abandoned log positions at which no event appeared in time");
            self.hub.advance(self.positions.watermark());
        }
    }

    /// Starts over in a log that was replaced or lacks known events. If the database still has the known id, it receives a new
    /// one, which invalidates all cursors: a client that resumed with the cursor of a lost event would miss the new events that
    /// get the positions of lost ones.
    async fn on_log_replaced(&mut self, end: &LogEnd) {
        let current = self.identity.database_id();
        // If the id differs, another notifier or `expediter restored` has replaced it, or the database was replaced.
        if end.database_id == Some(current) {
            let (db, stamp) = (self.db.clone(), self.clock.stamp());
            let replace = async {
                let mut tx = db.begin().await?;
                database_id::replace(&mut tx, current, stamp).await?;
                tx.commit().await
            };
            if self.read_log(replace).await.is_none() {
                return;
            }
        }
        let (last, last_known) = (end.last_position, self.positions.last());
        tracing::warn!(last, last_known, "event log was replaced or lost its last events; clients must resync");
        self.resync_all().await;
    }

    /// Starts over at the end of the log, and sends `resync` to all clients. Does nothing if the log is unavailable.
    async fn resync_all(&mut self) {
        let (db, clock) = (self.db.clone(), self.clock.clone());
        if let Some(snapshot) = self.read_log(LogSnapshot::load(&db, &clock)).await {
            self.reset(snapshot);
            self.hub.resync_all();
        }
    }

    fn reset(&mut self, snapshot: LogSnapshot) {
        let LogSnapshot { database_id, last_position, last_event, events, missing } = snapshot;
        let now = Instant::now();
        self.identity = LogIdentity::new(database_id, last_position, last_event);
        self.positions = Positions::new(last_position, missing, now);
        self.versions = RecentVersions::default();
        let watermark = self.positions.watermark();
        let above: Vec<_> = events.into_iter().filter(|event| event.position > watermark).collect();
        for event in &above {
            self.versions.record(event.subject, event.version);
        }
        let database = short_database_id(database_id);
        self.hub.reset(Cursor { database, position: watermark }, above.into_iter());
        self.fill_delay = self.timing.gap_fill_delay;
        self.fill_at = (self.positions.missing_count() > 0).then(|| now + self.fill_delay);
    }

    /// Runs a query of the log with a timeout of [`READ_TIMEOUT`]. Returns `None` if it fails. Logs only the first of several
    /// failures in a row.
    async fn read_log<T>(&mut self, query: impl Future<Output = store::Result<T>>) -> Option<T> {
        let error = match timeout(READ_TIMEOUT, query).await {
            Ok(Ok(result)) => {
                if std::mem::take(&mut self.is_failing) {
                    tracing::info!("event log available again");
                }
                return Some(result);
            }
            Ok(Err(error)) => error.to_string(),
            Err(_) => format!("no answer within {} s", READ_TIMEOUT.as_secs()),
        };
        if !std::mem::replace(&mut self.is_failing, true) {
            tracing::warn!(error, "event log unavailable; events may reach clients late");
        }
        None
    }
}

#[cfg(test)]
mod tests;
