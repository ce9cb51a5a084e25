//! The last known version of each recently changed subject.

use std::collections::HashMap;

use domain::event::Subject;

/// Number of subjects per generation.
const GENERATION_SIZE: usize = 10_000;

/// A two-generation cache: when the current map is full, it replaces the previous one.
#[derive(Default)]
pub(super) struct RecentVersions {
    current: HashMap<Subject, i64>,
    previous: HashMap<Subject, i64>,
}

impl RecentVersions {
    /// Returns the last known version of a subject, if it is cached.
    pub(super) fn last(&self, subject: Subject) -> Option<i64> {
        self.current.get(&subject).or_else(|| self.previous.get(&subject)).copied()
    }

    /// Records the version of an event that was dispatched, or was visible at the start.
    pub(super) fn record(&mut self, subject: Subject, version: i64) {
        if self.current.len() >= GENERATION_SIZE {
            self.previous = std::mem::take(&mut self.current);
        }
        let last = self.current.entry(subject).or_insert(version);
        *last = version.max(*last);
    }
}
