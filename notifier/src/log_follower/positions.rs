//! Tracks which positions of the log were dispatched, are missing, or were abandoned.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;
use std::time::Duration;

use tokio::time::Instant;

/// Maximum number of positions that are read with one query.
const MAX_RANGE: i64 = 500;
/// Missing positions that are at most this far apart are read together with the positions between them.
const MAX_MERGE_GAP: i64 = 8;
/// Maximum number of abandoned positions that are remembered.
const MAX_ABANDONED: usize = 1_000;

/// The positions of the log, tracked by a follower.
#[derive(Default)]
pub(super) struct Positions {
    last: i64,
    /// Missing positions up to `last`, and the time since which each of them has been missing.
    missing: BTreeMap<i64, Instant>,
    /// Positions that were abandoned. If the broker later delivers an event at one of them, it is still dispatched.
    abandoned: BTreeSet<i64>,
}

impl Positions {
    /// Creates the positions of a log that ends at `last`.
    pub(super) fn new(last: i64, missing: impl IntoIterator<Item = i64>, now: Instant) -> Self {
        let missing = missing.into_iter().map(|position| (position, now)).collect();
        Self { last, missing, abandoned: BTreeSet::new() }
    }

    /// Returns the last position that is known to exist.
    pub(super) const fn last(&self) -> i64 {
        self.last
    }

    /// Returns the position before the first missing one, or the last position if none is missing. No event up to it is awaited.
    pub(super) fn watermark(&self) -> i64 {
        self.missing.first_key_value().map_or(self.last, |(first, _)| first - 1)
    }

    /// Returns `true` if an event at this position must be dispatched: the position is new, missing or abandoned. For an
    /// abandoned position, only the first call returns `true`.
    pub(super) fn is_expected(&mut self, position: i64) -> bool {
        position > self.last || self.missing.contains_key(&position) || self.abandoned.remove(&position)
    }

    /// Returns `true` if the position is missing.
    pub(super) fn is_missing(&self, position: i64) -> bool {
        self.missing.contains_key(&position)
    }

    /// Returns the number of missing positions.
    pub(super) fn missing_count(&self) -> usize {
        self.missing.len()
    }

    /// Returns `true` if a position before this one is missing.
    pub(super) fn has_missing_before(&self, position: i64) -> bool {
        self.missing.range(..position).next().is_some()
    }

    /// Groups the missing positions into ascending ranges, each of which is read with one query.
    pub(super) fn missing_ranges(&self) -> Vec<RangeInclusive<i64>> {
        coalesce(self.missing.keys().copied())
    }

    /// Returns the number of positions that would be missing if the log ended at `position`.
    pub(super) fn missing_count_up_to(&self, position: i64) -> i64 {
        let missing = i64::try_from(self.missing.len()).unwrap_or(i64::MAX);
        missing.saturating_add((position - self.last).max(0))
    }

    /// Extends the log up to `position`. The new positions are missing until they are dispatched or abandoned.
    pub(super) fn extend(&mut self, position: i64, now: Instant) {
        self.missing.extend((self.last + 1..=position).map(|position| (position, now)));
        self.last = self.last.max(position);
    }

    /// Removes a position from the missing positions.
    pub(super) fn set_dispatched(&mut self, position: i64) {
        self.missing.remove(&position);
    }

    /// Abandons the positions that have been missing for at least `timeout`. Returns them.
    pub(super) fn abandon_overdue(&mut self, timeout: Duration, now: Instant) -> Vec<i64> {
        let is_overdue = |since: &Instant| *since + timeout <= now;
        let overdue: Vec<_> =
            self.missing.iter().filter(|(_, since)| is_overdue(since)).map(|(position, _)| *position).collect();
        for position in &overdue {
            self.abandon(*position);
        }
        overdue
    }

    /// Abandons a missing position.
    pub(super) fn abandon(&mut self, position: i64) {
        self.missing.remove(&position);
        self.abandoned.insert(position);
        while self.abandoned.len() > MAX_ABANDONED {
            self.abandoned.pop_first();
        }
    }
}

/// Groups ascending positions into ranges, each of which is read with one query.
fn coalesce(positions: impl Iterator<Item = i64>) -> Vec<RangeInclusive<i64>> {
    let mut ranges: Vec<RangeInclusive<i64>> = Vec::new();
    for position in positions {
        match ranges.last_mut() {
            Some(last) if position - last.end() <= MAX_MERGE_GAP && position - last.start() < MAX_RANGE => {
                *last = *last.start()..=position;
            }
            _ => ranges.push(position..=position),
        }
    }
    ranges
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn close_missing_positions_are_read_as_one_range() {
        let ranges = |positions: &[i64]| coalesce(positions.iter().copied());
        assert_eq!(ranges(&[]), []);
        assert_eq!(ranges(&[5]), [5..=5]);
        assert_eq!(ranges(&[1, 2, 9, 30, 31]), [1..=9, 30..=31]);
        let all: Vec<_> = (1..=1200).collect();
        assert_eq!(ranges(&all), [1..=500, 501..=1000, 1001..=1200]);
    }
}
