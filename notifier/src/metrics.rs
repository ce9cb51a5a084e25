//! Metrics of a notifier.

use std::sync::Arc;

use service::metrics::{Counter, Metrics};

use crate::hub::Hub;

/// The counters of a notifier.
#[derive(Debug)]
pub(crate) struct NotifierMetrics {
    /// Number of messages that were sent to clients.
    pub(crate) frames_sent: Counter,
    /// Number of clients that were disconnected because they read too slowly.
    pub(crate) slow_clients_dropped: Counter,
}

impl NotifierMetrics {
    /// Registers the metrics, once per process.
    pub(crate) fn register(metrics: &Metrics, hub: &Arc<Hub>) -> Self {
        let hub = Arc::downgrade(hub);
        let client_count = move || {
            let count = hub.upgrade().map_or(0, |hub| hub.client_count());
            u32::try_from(count).map_or(f64::INFINITY, f64::from)
        };
        metrics.register_gauge_fn("expediter_notifier_sockets", "Connected WebSockets and event streams", client_count);
        Self {
            frames_sent: metrics.register(
                "expediter_notifier_frames_sent",
                "Messages sent to clients",
                Counter::default(),
            ),
            slow_clients_dropped: metrics.register(
                "expediter_notifier_slow_clients_dropped",
                "Clients disconnected because they read too slowly",
                Counter::default(),
            ),
        }
    }
}
