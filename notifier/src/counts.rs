//! What a notifier counts.

use std::sync::Arc;

use shared::metrics::{Counter, Metrics};

use crate::hub::Hub;

/// What a notifier counts.
#[derive(Debug)]
pub(crate) struct Counts {
    /// Frames that clients were sent.
    pub(crate) frames: Counter,
    /// Clients that were dropped because they did not read.
    pub(crate) slow_clients: Counter,
}

impl Counts {
    pub(crate) fn register(metrics: &Metrics, hub: &Arc<Hub>) -> Self {
        let listening = Arc::downgrade(hub);
        metrics.watch("expediter_notifier_sockets", "Clients that listen, by WebSocket or event stream", move || {
            listening.upgrade().map_or(0.0, |hub| u32::try_from(hub.sockets()).map_or(f64::INFINITY, f64::from))
        });
        let (frames, slow_clients) = (Counter::default(), Counter::default());
        let too_slow = "Clients that were dropped because they did not read";
        Self {
            frames: metrics.register("expediter_notifier_frames_sent", "Frames that clients were sent", frames),
            slow_clients: metrics.register("expediter_notifier_slow_clients_dropped", too_slow, slow_clients),
        }
    }
}
