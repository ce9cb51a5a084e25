//! Metrics of committed changes of orders.

use domain::event::EventKind;
use domain::order::event::OrderEvent;

use super::{
    Counter, EncodeLabelSet, EncodeLabelValue, Family, Histogram, KITCHEN_BUCKETS, LabelValueEncoder, Metrics,
};

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct TransitionLabels {
    kind: KindLabel,
}

/// The label `kind`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct KindLabel(EventKind);

impl EncodeLabelValue for KindLabel {
    fn encode(&self, encoder: &mut LabelValueEncoder) -> std::fmt::Result {
        self.0.as_str().encode(encoder)
    }
}

/// Changes of orders by kind, and the durations of their phases.
#[derive(Clone, Debug)]
pub(crate) struct OrderMetrics {
    transitions: Family<TransitionLabels, Counter>,
    waiting: Histogram,
    preparation: Histogram,
}

impl OrderMetrics {
    /// Registers the metrics. Call it once per process. The series of all kinds exist from the start, because Prometheus cannot
    /// compute the rate of a series that appears only with its first event.
    pub(crate) fn register(metrics: &Metrics) -> Self {
        let transitions = Family::<TransitionLabels, Counter>::default();
        for &kind in EventKind::ALL {
            drop(transitions.get_or_create(&TransitionLabels { kind: KindLabel(kind) }));
        }
        Self {
            transitions: metrics.register("expediter_order_transitions", "Committed changes of orders", transitions),
            waiting: metrics.register(
                "expediter_order_waiting_seconds",
                "Time from the placement of an order to the start of its preparation",
                Histogram::new(KITCHEN_BUCKETS),
            ),
            preparation: metrics.register(
                "expediter_order_preparation_seconds",
                "Time from the start of an order's preparation to its completion",
                Histogram::new(KITCHEN_BUCKETS),
            ),
        }
    }

    /// Counts a committed event and observes the duration of the phase that it ends.
    pub(crate) fn count(&self, event: &OrderEvent) {
        let OrderEvent { kind, order, occurred_at, .. } = event;
        self.transitions.get_or_create(&TransitionLabels { kind: KindLabel(*kind) }).inc();
        let (histogram, since) = match kind {
            EventKind::Processing => (&self.waiting, Some(order.placed_at)),
            EventKind::Completed => (&self.preparation, order.processing_at),
            _ => return,
        };
        if let Some(since) = since {
            histogram.observe(occurred_at.since(since).as_secs_f64());
        }
    }
}
