//! Wait-time estimation from the kitchen's actual capacity.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::time::Duration;

use crate::clock::Timestamp;
use crate::kitchen::KitchenQueue;

/// Maximum number of queued orders to simulate exactly. The wait for the others is approximated in rounds of one order per slot.
const MAX_SIMULATED: i64 = 10_000;

/// A forecast of when the kitchen's slots become free.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KitchenForecast {
    /// Mean preparation time over all slots.
    pub prep: Duration,
    /// Number of accepted orders that wait for a worker.
    pub waiting: i64,
    /// Time until each slot is free.
    slots: Vec<Duration>,
    /// Time until each pending order is accepted automatically, shortest first.
    due: Vec<Duration>,
}

impl KitchenForecast {
    /// Computes the forecast for this queue. Returns `None` if no worker is alive.
    pub fn new(queue: &KitchenQueue, now: Timestamp) -> Option<Self> {
        let slots: i64 = queue.workers.iter().map(|worker| worker.slots).sum();
        let total_ms: i64 = queue.workers.iter().map(|worker| worker.slots.saturating_mul(worker.prep_ms)).sum();
        let prep = Duration::from_millis(u64::try_from(total_ms.checked_div(slots)?).ok()?);
        let mut remaining: Vec<_> =
            queue.started_at.iter().map(|started| prep.saturating_sub(now.since(*started))).collect();
        remaining.sort_unstable();
        let slots = usize::try_from(slots).ok()?;
        // Orders of dead workers occupy no slot. The orders that are nearly done are dropped first.
        remaining.resize(slots.max(remaining.len()), Duration::ZERO);
        remaining.sort_unstable_by_key(|remaining| Reverse(*remaining));
        remaining.truncate(slots);
        let due = queue.due_at.iter().map(|at| at.since(now)).collect();
        Some(Self { prep, waiting: queue.waiting, slots: remaining, due })
    }

    /// Returns the number of slots that are idle, or whose order has already taken at least the mean preparation time.
    pub fn idle_slots(&self) -> usize {
        self.slots.iter().filter(|remaining| remaining.is_zero()).count()
    }

    /// Returns the time until an accepted order with `ahead` orders in front of it is ready.
    pub fn ready_in(&self, ahead: i64) -> Duration {
        self.ready_after(ahead, &[], Duration::ZERO)
    }

    /// Returns the number of orders ahead of a pending order that is accepted automatically in `delay`, and the time until that
    /// order is ready.
    pub fn ready_if_accepted_in(&self, delay: Duration) -> (i64, Duration) {
        let accepted_earlier = &self.due[..self.due.partition_point(|due| *due < delay)];
        let ahead = self.waiting.saturating_add(i64::try_from(accepted_earlier.len()).unwrap_or(i64::MAX));
        (ahead, self.ready_after(self.waiting, accepted_earlier, delay))
    }

    /// Returns the time until an order that was started at `started` is ready. Never negative.
    pub fn remaining(&self, started: Timestamp, now: Timestamp) -> Duration {
        self.prep.saturating_sub(now.since(started))
    }

    /// Simulates the slots with `ahead` waiting orders, then the orders that become due, and then an order that cannot start
    /// before `earliest_start`. Returns the time until that order is ready.
    fn ready_after(&self, ahead: i64, due: &[Duration], earliest_start: Duration) -> Duration {
        let slots = i64::try_from(self.slots.len()).unwrap_or(i64::MAX).max(1);
        let skipped_rounds = ahead.saturating_sub(MAX_SIMULATED).max(0) / slots;
        let skipped = self.prep.saturating_mul(u32::try_from(skipped_rounds).unwrap_or(u32::MAX));
        let mut slots: BinaryHeap<_> = self.slots.iter().map(|remaining| Reverse(*remaining)).collect();
        for _ in 0..ahead.clamp(0, MAX_SIMULATED) {
            if let Some(Reverse(free_in)) = slots.pop() {
                slots.push(Reverse(free_in + self.prep));
            }
        }
        for due in due {
            if let Some(Reverse(free_in)) = slots.pop() {
                slots.push(Reverse(free_in.max(*due) + self.prep));
            }
        }
        let start = slots.pop().map_or(Duration::ZERO, |Reverse(free_in)| free_in).max(earliest_start);
        skipped + start + self.prep
    }
}

/// Rounds to the nearest whole second. Measured durations slightly exceed the configured ones; rounding up would add a
/// second to every estimate.
pub fn round_to_seconds(duration: Duration) -> i64 {
    i64::try_from((duration.as_millis() + 500) / 1000).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kitchen::KitchenWorker;

    const NOW: Timestamp = Timestamp::from_millis(1_000_000);

    /// Returns a queue with these workers, as `(slots, preparation time in ms)`, one order in preparation for each of
    /// `started_seconds_ago`, and `waiting` orders that are not started.
    fn queue(workers: &[(i64, i64)], started_seconds_ago: &[u64], waiting: i64) -> KitchenQueue {
        let worker = |&(slots, prep_ms): &(i64, i64)| KitchenWorker {
            id: uuid::Uuid::nil(),
            name: String::new(),
            slots,
            busy: 0,
            prep_ms,
            beat_at: NOW,
        };
        KitchenQueue {
            workers: workers.iter().map(worker).collect(),
            started_at: started_seconds_ago.iter().map(|ago| NOW - Duration::from_secs(*ago)).collect(),
            waiting,
            oldest_accepted_at: None,
            due_at: Vec::new(),
        }
    }

    fn ready_seconds(queue: &KitchenQueue, ahead: i64) -> i64 {
        round_to_seconds(KitchenForecast::new(queue, NOW).unwrap().ready_in(ahead))
    }

    #[test]
    fn there_is_no_forecast_without_a_worker() {
        assert_eq!(KitchenForecast::new(&queue(&[], &[], 3), NOW), None);
    }

    #[test]
    fn idle_kitchen_takes_one_preparation_time() {
        assert_eq!(ready_seconds(&queue(&[(2, 10_000)], &[], 0), 0), 10);
        assert_eq!(ready_seconds(&queue(&[(2, 10_000)], &[3], 0), 0), 10, "the other slot is free");
    }

    #[test]
    fn busy_kitchen_adds_the_remaining_time_of_its_slots() {
        let busy = queue(&[(2, 10_000)], &[3, 6], 5);
        assert_eq!(ready_seconds(&busy, 0), 4 + 10);
        assert_eq!(ready_seconds(&busy, 1), 7 + 10);
        assert_eq!(ready_seconds(&busy, 2), 4 + 10 + 10);
        assert_eq!(ready_seconds(&busy, 3), 7 + 10 + 10);
    }

    #[test]
    fn remaining_time_of_a_late_order_is_zero() {
        let late = queue(&[(1, 10_000)], &[60], 1);
        assert_eq!(ready_seconds(&late, 0), 10);
        let forecast = KitchenForecast::new(&late, NOW).unwrap();
        assert_eq!(forecast.remaining(NOW - Duration::from_mins(1), NOW), Duration::ZERO);
    }

    #[test]
    fn cancellation_window_delays_the_start_and_long_queues_are_approximated() {
        let idle = KitchenForecast::new(&queue(&[(2, 10_000)], &[], 0), NOW).unwrap();
        assert_eq!(idle.ready_if_accepted_in(Duration::from_secs(5)), (0, Duration::from_secs(15)));
        assert_eq!(round_to_seconds(idle.ready_in(2_000_000)), 10_000_010);
    }

    #[test]
    fn orders_that_are_accepted_earlier_are_prepared_earlier() {
        let mut queue = queue(&[(2, 10_000)], &[4], 1);
        queue.due_at = [1, 2, 4, 5].map(|seconds| NOW + Duration::from_secs(seconds)).to_vec();
        let forecast = KitchenForecast::new(&queue, NOW).unwrap();
        // The idle slot takes the waiting order. The other slot takes the first due order at 6 s; the next orders start at 10 s,
        // 16 s and 20 s.
        let ready = |seconds| forecast.ready_if_accepted_in(Duration::from_secs(seconds));
        assert_eq!(ready(1), (1, Duration::from_secs(16)));
        assert_eq!(ready(2), (2, Duration::from_secs(20)));
        assert_eq!(ready(4), (3, Duration::from_secs(26)));
        assert_eq!(ready(6), (5, Duration::from_secs(36)));
        assert_eq!(ready(100), (5, Duration::from_secs(110)), "all other orders are done by then");
    }
}
