//! Report sums: how a finished order contributes to totals, hours, durations and sales. The code is pure; the store writes the
//! sums.

use std::collections::BTreeMap;

use crate::business::BusinessId;
use crate::calendar::{Day, Timezone, local_day_and_hour};
use crate::clock::Timestamp;
use crate::item::ItemId;
use crate::money::Currency;
use crate::order::state::Status;
use crate::order::{Order, OrderLine};

text_enum! {
    /// A phase of an order whose duration is measured.
    OrderPhase {
        /// From placement to the start of preparation, including the wait for acceptance.
        Waiting = "waiting",
        /// From the start of preparation to completion.
        Preparation = "preparation",
    }
}

/// Returns the lower bound of the histogram bucket that contains a duration, in milliseconds. The bound keeps the five leading
/// binary digits of the duration, so that the midpoint of the bucket differs from the duration by at most 1/32 of the duration.
pub const fn bucket_start(ms: i64) -> i64 {
    ms & !((1 << discarded_bits(ms)) - 1)
}

/// Returns the midpoint of the bucket that starts at `from_ms`, in milliseconds.
pub const fn bucket_midpoint(from_ms: i64) -> i64 {
    from_ms + ((1 << discarded_bits(from_ms)) - 1) / 2
}

const fn discarded_bits(ms: i64) -> u32 {
    (i64::BITS - ms.leading_zeros()).saturating_sub(5)
}

/// The data of a finished order that reports use.
#[derive(Clone, Debug)]
pub struct FinishedOrder {
    /// The business that the order belongs to.
    pub business_id: BusinessId,
    /// `Completed`, `Cancelled` or `Rejected`.
    pub status: Status,
    /// The currency of the order.
    pub currency: Currency,
    /// Time at which the order finished.
    pub finished_at: Timestamp,
    /// The lines of the order.
    pub lines: Vec<OrderLine>,
    /// Total of the order, in minor units.
    pub total_cents: i64,
    /// Time of the placement.
    pub placed_at: Timestamp,
    /// Time at which the preparation started.
    pub processing_at: Option<Timestamp>,
    /// Time of the completion.
    pub completed_at: Option<Timestamp>,
}

impl FinishedOrder {
    /// Extracts the data from an order that finished at `finished_at`.
    pub fn new(order: &Order, finished_at: Timestamp) -> Self {
        Self {
            business_id: order.business_id,
            status: order.status,
            currency: order.currency.clone(),
            finished_at,
            lines: order.lines.clone(),
            total_cents: order.total_cents.get(),
            placed_at: order.placed_at,
            processing_at: order.processing_at,
            completed_at: order.completed_at,
        }
    }

    /// Returns the duration of a phase in milliseconds, or `None` if the order skipped or never finished the phase.
    pub fn phase_ms(&self, phase: OrderPhase) -> Option<i64> {
        let (from, to) = match phase {
            OrderPhase::Waiting => (Some(self.placed_at), self.processing_at),
            OrderPhase::Preparation => (self.processing_at, self.completed_at),
        };
        let duration = to?.since(from?);
        Some(i64::try_from(duration.as_millis()).unwrap_or(i64::MAX))
    }
}

/// Counts of finished orders, and the total preparation time of the completed ones.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OrderTotals {
    /// Number of completed orders.
    pub completed: i64,
    /// Number of cancelled orders.
    pub cancelled: i64,
    /// Number of rejected orders.
    pub rejected: i64,
    /// Total preparation time of the completed orders, in milliseconds.
    pub preparation_ms: i64,
}

impl OrderTotals {
    /// Adds a finished order.
    pub fn add(&mut self, order: &FinishedOrder) {
        match order.status {
            Status::Completed => {
                self.completed += 1;
                self.preparation_ms += order.phase_ms(OrderPhase::Preparation).unwrap_or(0);
            }
            Status::Cancelled => self.cancelled += 1,
            Status::Rejected => self.rejected += 1,
            Status::Pending | Status::Accepted | Status::Processing => {}
        }
    }
}

/// Number of orders or portions, and the sum of their revenue in minor units or of their durations in milliseconds.
type Sums = (i64, i64);

/// Sums of completed orders. The keys are in the order in which the store locks the rows.
#[derive(Clone, Debug, Default)]
pub struct ReportDeltas {
    /// Orders and revenue in minor units, by business, currency, day and hour.
    pub hours: BTreeMap<(BusinessId, Currency, Day, i64), Sums>,
    /// Orders and total milliseconds, by business, currency, day, phase and bucket start.
    pub durations: BTreeMap<(BusinessId, Currency, Day, &'static str, i64), Sums>,
    /// Portions and revenue in minor units, by business, currency, day and item.
    pub sales: BTreeMap<(BusinessId, Currency, Day, ItemId), Sums>,
}

impl ReportDeltas {
    /// Adds a completed order to the local day and hour at which it finished. Uses UTC if the time zone is missing or unknown.
    pub fn add(&mut self, order: &FinishedOrder, zone: Option<&Timezone>) {
        let (business, currency) = (order.business_id, &order.currency);
        let (day, hour) = local_day_and_hour(zone, order.finished_at);
        let hours = self.hours.entry((business, currency.clone(), day, hour)).or_default();
        add_pair(hours, (1, order.total_cents));
        for &phase in OrderPhase::ALL {
            if let Some(ms) = order.phase_ms(phase) {
                let key = (business, currency.clone(), day, phase.as_str(), bucket_start(ms));
                add_pair(self.durations.entry(key).or_default(), (1, ms));
            }
        }
        for line in &order.lines {
            let sales = self.sales.entry((business, currency.clone(), day, line.item_id)).or_default();
            add_pair(sales, (line.quantity.get(), line.line_total_cents.get()));
        }
    }

    /// Returns `true` if no order was added.
    pub fn is_empty(&self) -> bool {
        self.hours.is_empty()
    }
}

fn add_pair(sum: &mut (i64, i64), (count, amount): (i64, i64)) {
    *sum = (sum.0 + count, sum.1.saturating_add(amount));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bucket_midpoints_are_within_one_part_in_32() {
        let mut worst: f64 = 0.0;
        for exponent in 0..40 {
            for step in 0..64 {
                let ms = (1_i64 << exponent) + ((1_i64 << exponent) * step / 64);
                let from = bucket_start(ms);
                assert!(from <= ms && bucket_start(from) == from, "{ms} is in {from}");
                #[expect(clippy::cast_precision_loss, reason = "far below 2⁵²")]
                let error = (bucket_midpoint(from) - ms).abs() as f64 / ms as f64;
                worst = worst.max(error);
            }
        }
        assert!(worst <= 1.0 / 32.0, "{worst}");
        assert_eq!(
            (bucket_start(0), bucket_midpoint(0), bucket_start(31), bucket_midpoint(31), bucket_start(600_000)),
            (0, 0, 31, 31, 589_824)
        );
    }
}
