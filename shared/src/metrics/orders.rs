//! What happens to orders, counted where it was committed.

use super::{Counter, EncodeLabelSet, EncodeLabelValue, Family, Histogram, LabelValueEncoder, Metrics, SLOW};
use crate::event::{Event, Kind};

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Changed {
    kind: Kind,
}

impl EncodeLabelValue for Kind {
    fn encode(&self, encoder: &mut LabelValueEncoder) -> std::fmt::Result {
        self.as_str().encode(encoder)
    }
}

/// Changes of orders by their kind, and how long kitchens took.
#[derive(Clone, Debug)]
pub(crate) struct Orders {
    changes: Family<Changed, Counter>,
    waiting: Histogram,
    preparation: Histogram,
}

impl Orders {
    /// Once in a process. Every kind is there from the start: what appears with its first event has no rate before it.
    pub(crate) fn register(metrics: &Metrics) -> Self {
        let changes = Family::<Changed, Counter>::default();
        for &kind in Kind::ALL {
            drop(changes.get_or_create(&Changed { kind }));
        }
        let (waiting, preparation) = (Histogram::new(SLOW), Histogram::new(SLOW));
        Self {
            changes: metrics.register("expediter_order_transitions", "Changes of orders that were committed", changes),
            waiting: metrics.register(
                "expediter_order_waiting_seconds",
                "From an order's placement until a cook began",
                waiting,
            ),
            preparation: metrics.register(
                "expediter_order_preparation_seconds",
                "From a cook's beginning until the order was ready",
                preparation,
            ),
        }
    }

    /// This was committed.
    pub(crate) fn count(&self, event: &Event) {
        let (kind, order) = (event.kind, &event.order);
        self.changes.get_or_create(&Changed { kind }).inc();
        let (histogram, since) = match kind {
            Kind::Processing => (&self.waiting, Some(order.placed_at)),
            Kind::Completed => (&self.preparation, order.processing_at),
            _ => return,
        };
        if let Some(since) = since {
            histogram.observe(event.occurred_at.since(since).as_secs_f64());
        }
    }
}
