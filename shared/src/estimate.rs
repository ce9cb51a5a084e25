//! When an order will be ready, by what the kitchen can really do. Pure.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::time::Duration;

use crate::clock::Timestamp;
use crate::store::kitchen::Line;

/// Beyond so many orders in line only the whole rounds count; a guest that far behind does not mind some seconds.
const EXACT: i64 = 10_000;

/// The kitchen as those see it who wait for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outlook {
    /// How long an order takes: the mean over all slots.
    pub prep: Duration,
    /// When each slot is free again, from now.
    slots: Vec<Duration>,
    /// How many orders wait.
    pub waiting: i64,
    /// In what time each pending order is accepted by itself, soonest first: then it waits, too.
    due: Vec<Duration>,
}

impl Outlook {
    /// What can be said of this line at this time; nothing, when no worker is alive.
    pub fn of(line: &Line, now: Timestamp) -> Option<Self> {
        let slots: i64 = line.workers.iter().map(|worker| worker.slots).sum();
        let total: i64 = line.workers.iter().map(|worker| worker.slots.saturating_mul(worker.prep_ms)).sum();
        let prep = Duration::from_millis(u64::try_from(total.checked_div(slots)?).ok()?);
        let mut free: Vec<_> = line.begun.iter().map(|begun| prep.saturating_sub(now.since(*begun))).collect();
        free.sort_unstable();
        let slots = usize::try_from(slots).ok()?;
        // Orders of workers that have died have no slot; those that are nearly done leave theirs first.
        free.resize(slots.max(free.len()), Duration::ZERO);
        free.sort_unstable_by_key(|left| Reverse(*left));
        free.truncate(slots);
        let due = line.due.iter().map(|at| at.since(now)).collect();
        Some(Self { prep, slots: free, waiting: line.waiting, due })
    }

    /// How many slots are idle.
    pub fn idle(&self) -> usize {
        self.slots.iter().filter(|left| left.is_zero()).count()
    }

    /// In what time an order is ready that has so many before it.
    pub fn ready_in(&self, ahead: i64) -> Duration {
        self.ready_after(ahead, &[], Duration::ZERO)
    }

    /// How many orders will be before one that is accepted by itself in this time, and in what time it is ready.
    pub fn ready_if_accepted_in(&self, grace: Duration) -> (i64, Duration) {
        let sooner = &self.due[..self.due.partition_point(|due| *due < grace)];
        let ahead = self.waiting.saturating_add(i64::try_from(sooner.len()).unwrap_or(i64::MAX));
        (ahead, self.ready_after(self.waiting, sooner, grace))
    }

    /// In what time an order is ready that can be begun no earlier than `from`, after so many that wait and those that
    /// will.
    fn ready_after(&self, ahead: i64, due: &[Duration], from: Duration) -> Duration {
        let rounds = ahead.saturating_sub(EXACT).max(0) / i64::try_from(self.slots.len()).unwrap_or(i64::MAX).max(1);
        let skipped = self.prep.saturating_mul(u32::try_from(rounds).unwrap_or(u32::MAX));
        let mut slots: BinaryHeap<_> = self.slots.iter().map(|left| Reverse(*left)).collect();
        for _ in 0..ahead.clamp(0, EXACT) {
            if let Some(Reverse(left)) = slots.pop() {
                slots.push(Reverse(left + self.prep));
            }
        }
        for due in due {
            if let Some(Reverse(left)) = slots.pop() {
                slots.push(Reverse(left.max(*due) + self.prep));
            }
        }
        let begins = slots.pop().map_or(Duration::ZERO, |Reverse(left)| left).max(from);
        skipped + begins + self.prep
    }

    /// In what time an order is ready that was begun then. Never negative: it may be ready at any moment.
    pub fn remains(&self, begun: Timestamp, now: Timestamp) -> Duration {
        self.prep.saturating_sub(now.since(begun))
    }
}

/// Whole seconds, to the nearest: what was measured is always a little above what was set, and rounded up every wait
/// would be told a second longer than it is.
pub fn seconds(span: Duration) -> i64 {
    i64::try_from((span.as_millis() + 500) / 1000).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::kitchen::Worker;

    const NOW: Timestamp = Timestamp::from_millis(1_000_000);

    fn line(workers: &[(i64, i64)], begun_ago: &[u64], waiting: i64) -> Line {
        let worker = |&(slots, prep_ms): &(i64, i64)| Worker {
            id: uuid::Uuid::nil(),
            name: String::new(),
            slots,
            busy: 0,
            prep_ms,
            beat_at: NOW,
        };
        Line {
            workers: workers.iter().map(worker).collect(),
            begun: begun_ago.iter().map(|ago| NOW - Duration::from_secs(*ago)).collect(),
            waiting,
            oldest: None,
            due: Vec::new(),
        }
    }

    fn ready(line: &Line, ahead: i64) -> i64 {
        seconds(Outlook::of(line, NOW).unwrap().ready_in(ahead))
    }

    #[test]
    fn nothing_can_be_said_without_a_worker() {
        assert_eq!(Outlook::of(&line(&[], &[], 3), NOW), None);
    }

    #[test]
    fn an_idle_kitchen_takes_one_preparation() {
        assert_eq!(ready(&line(&[(2, 10_000)], &[], 0), 0), 10);
        assert_eq!(ready(&line(&[(2, 10_000)], &[3], 0), 0), 10, "the other stove is free");
    }

    #[test]
    fn a_busy_one_takes_what_is_left_and_one_more() {
        let busy = line(&[(2, 10_000)], &[3, 6], 5);
        assert_eq!(ready(&busy, 0), 4 + 10);
        assert_eq!(ready(&busy, 1), 7 + 10);
        assert_eq!(ready(&busy, 2), 4 + 10 + 10);
        assert_eq!(ready(&busy, 3), 7 + 10 + 10);
    }

    #[test]
    fn a_late_order_is_ready_at_any_moment_and_never_in_the_past() {
        let late = line(&[(1, 10_000)], &[60], 1);
        assert_eq!(ready(&late, 0), 10);
        assert_eq!(Outlook::of(&late, NOW).unwrap().remains(NOW - Duration::from_mins(1), NOW), Duration::ZERO);
    }

    #[test]
    fn a_grace_is_waited_for_and_a_long_line_is_not_counted_one_by_one() {
        let idle = Outlook::of(&line(&[(2, 10_000)], &[], 0), NOW).unwrap();
        assert_eq!(idle.ready_if_accepted_in(Duration::from_secs(5)), (0, Duration::from_secs(15)));
        assert_eq!(seconds(idle.ready_in(2_000_000)), 10_000_010);
    }

    #[test]
    fn who_is_accepted_sooner_is_cooked_sooner() {
        let mut line = line(&[(2, 10_000)], &[4], 1);
        line.due = [1, 2, 4, 5].map(|seconds| NOW + Duration::from_secs(seconds)).to_vec();
        let outlook = Outlook::of(&line, NOW).unwrap();
        // The idle stove takes the one that waits, the other the first that is due when it is free at 6; then 10, 16, 20.
        let ready = |seconds| outlook.ready_if_accepted_in(Duration::from_secs(seconds));
        assert_eq!(ready(1), (1, Duration::from_secs(16)));
        assert_eq!(ready(2), (2, Duration::from_secs(20)));
        assert_eq!(ready(4), (3, Duration::from_secs(26)));
        assert_eq!(ready(6), (5, Duration::from_secs(36)));
        assert_eq!(ready(100), (5, Duration::from_secs(110)), "by then they are done");
    }
}
