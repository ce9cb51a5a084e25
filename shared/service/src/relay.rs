//! The outbox relay: publishes the events in the outbox to the broker. The events of each order, item or business are published
//! in order.
//!
//! The relay leases rows, publishes them, and deletes them once the broker has confirmed them. No transaction is open meanwhile.
//! Every process that writes events runs a relay and notifies it after each commit. If a process dies, the relay of another
//! process, or the next relay that is started, finds its rows by polling.

use std::sync::Arc;
use std::time::Duration;

use domain::order::event::OrderEvent;
use messaging::Broker;
use messaging::backoff::Backoff;
use store::{Db, outbox};
use tokio::sync::Notify;
use tokio::task::JoinHandle;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::metrics::orders::OrderMetrics;
use crate::metrics::{Counter, Metrics};

/// Maximum number of events in flight to the broker.
const BATCH: i64 = 256;
/// Interval at which the outbox is polled in the absence of notifications.
const POLL_INTERVAL: Duration = Duration::from_secs(1);
/// Time during which a stopping relay may start further batches. The outbox may never become empty while other processes write
/// events.
const DRAIN_TIMEOUT: Duration = Duration::from_secs(3);

/// Handle to the relay. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Relay {
    wake: Arc<Notify>,
    orders: OrderMetrics,
    published: Counter,
    failures: Counter,
}

impl Relay {
    /// Starts the relay. Call it once per process. After `stop` is cancelled, the relay publishes until the outbox is empty, an
    /// attempt fails, or a few seconds are over, and exits.
    pub fn start(db: Db, broker: Broker, metrics: &Metrics, stop: CancellationToken) -> (Self, JoinHandle<()>) {
        let connected = broker.clone();
        metrics.register_gauge_fn(
            "expediter_broker_connected",
            "1 if all connections to the broker are usable, 0 otherwise",
            move || f64::from(u8::from(connected.health().is_ok())),
        );
        let relay = Self {
            wake: Arc::default(),
            orders: OrderMetrics::register(metrics),
            published: metrics.register(
                "expediter_relay_published",
                "Events that the broker confirmed",
                Counter::default(),
            ),
            failures: metrics.register(
                "expediter_relay_failures",
                "Failed attempts to lease, publish or delete a batch of events",
                Counter::default(),
            ),
        };
        let task = tokio::spawn(run(db, broker, relay.clone(), stop));
        (relay, task)
    }

    /// Counts committed events and wakes the relay to publish them.
    pub fn notify<'a>(&self, events: impl IntoIterator<Item = &'a OrderEvent>) {
        events.into_iter().for_each(|event| self.orders.count(event));
        self.wake();
    }

    /// Wakes the relay to publish the rows in the outbox.
    pub fn wake(&self) {
        self.wake.notify_one();
    }
}

/// Publishes events until `stop` is cancelled, and then until the outbox is empty, an attempt fails, or [`DRAIN_TIMEOUT`] is
/// over.
async fn run(db: Db, broker: Broker, relay: Relay, stop: CancellationToken) {
    let mut backoff = Backoff::default();
    let mut drain_deadline = None;
    loop {
        if stop.is_cancelled() && Instant::now() > *drain_deadline.get_or_insert_with(|| Instant::now() + DRAIN_TIMEOUT)
        {
            tracing::warn!("relay stopped: drain timeout exceeded; unpublished events stay in the outbox");
            return;
        }
        let is_failing = backoff.failures() > 0;
        match run_once(&db, &broker).await {
            Ok(published @ 1..) => {
                relay.published.inc_by(published as u64);
                if is_failing {
                    tracing::info!("relay recovered");
                }
                backoff.reset();
                // The next event of an order may have waited for the one that was just published.
                continue;
            }
            Ok(_) if stop.is_cancelled() => return,
            // Nothing was sent to the broker, so an earlier failure may persist.
            Ok(_) => {}
            Err(error) => {
                relay.failures.inc();
                if stop.is_cancelled() {
                    tracing::warn!(%error, "relay failed while stopping; unpublished events stay in the outbox");
                    return;
                }
                if !is_failing {
                    tracing::warn!(%error, "relay iteration failed; retrying, events stay in the outbox");
                }
                tokio::select! {
                    () = tokio::time::sleep(backoff.next_delay()) => {}
                    () = stop.cancelled() => {}
                }
                continue;
            }
        }
        tokio::select! {
            () = relay.wake.notified() => {}
            () = tokio::time::sleep(POLL_INTERVAL) => {}
            () = stop.cancelled() => {}
        }
    }
}

/// Leases a batch of events, publishes it, and deletes it from the outbox. Returns the number of published events.
///
/// # Errors
/// The database or the broker is unavailable. Nothing is lost: the lease is released, or expires.
pub async fn run_once(db: &Db, broker: &Broker) -> anyhow::Result<usize> {
    let lease = Uuid::new_v4();
    let events = match outbox::lease(db, lease, BATCH).await {
        Ok(events) => events,
        Err(error) => {
            // The lease may have been committed although the response was lost. If the release fails as well, the lease expires.
            let _ = outbox::release(db, lease).await;
            return Err(error.into());
        }
    };
    if events.is_empty() {
        return Ok(0);
    }
    match broker.publish(&events).await {
        Ok(()) => {
            if outbox::delete_leased(db, lease).await.is_err() {
                // Retry once on another connection. If this fails as well, the events are published again later.
                outbox::delete_leased(db, lease).await?;
            }
            Ok(events.len())
        }
        Err(error) => {
            outbox::release(db, lease).await?;
            Err(error.into())
        }
    }
}
