//! The relay: what a transaction has put into the outbox reaches the broker, each order's events in their order.
//!
//! Lease, publish, settle: never a transaction open across a publish. Every process that writes outbox rows runs one,
//! and pokes it after its commits; rows of a process that died are found by the others' polls.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Notify;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::backoff::backoff;
use crate::broker::{Broker, Message};
use crate::event::Event;
use crate::metrics::orders::Orders;
use crate::metrics::{Counter, Metrics};
use crate::store::events::Entry;
use crate::store::{Db, outbox};

/// How many events are in flight to the broker at once.
const BATCH: i64 = 256;
/// The net under the pokes: how often the outbox is looked at anyway.
const POLL: Duration = Duration::from_secs(1);
/// How long the relay goes on publishing after it was asked to stop.
const DRAIN: Duration = Duration::from_secs(3);

/// A running relay. Clones poke the same one.
#[derive(Clone, Debug)]
pub struct Relay {
    wake: Arc<Notify>,
    orders: Orders,
    published: Counter,
    failures: Counter,
}

impl Relay {
    /// Starts a relay, one in a process; when `stop` is cancelled it publishes what is left, within three seconds, and
    /// ends.
    pub fn start(db: Db, broker: Broker, metrics: &Metrics, stop: CancellationToken) -> (Self, JoinHandle<()>) {
        let connected = broker.clone();
        metrics.watch("expediter_broker_connected", "1 while the broker can be reached, else 0", move || {
            f64::from(u8::from(connected.health().is_ok()))
        });
        let relay = Self {
            wake: Arc::default(),
            orders: Orders::register(metrics),
            published: metrics.register(
                "expediter_relay_published",
                "Events that the broker has confirmed",
                Counter::default(),
            ),
            failures: metrics.register(
                "expediter_relay_failures",
                "Attempts to publish that the database or the broker did not let through",
                Counter::default(),
            ),
        };
        let task = tokio::spawn(run(db, broker, relay.clone(), stop));
        (relay, task)
    }

    /// These changes were committed: they are counted, and published.
    pub fn tell<'a>(&self, events: impl IntoIterator<Item = &'a Event>) {
        events.into_iter().for_each(|event| self.orders.count(event));
        self.poke();
    }

    /// There is something in the outbox.
    pub fn poke(&self) {
        self.wake.notify_one();
    }
}

impl Relay {
    /// One round, counted.
    async fn step(&self, db: &Db, broker: &Broker) -> anyhow::Result<usize> {
        let done = step(db, broker).await;
        match &done {
            Ok(published) => drop(self.published.inc_by(*published as u64)),
            Err(_) => drop(self.failures.inc()),
        }
        done
    }
}

async fn run(db: Db, broker: Broker, relay: Relay, stop: CancellationToken) {
    let mut failures = 0;
    while !stop.is_cancelled() {
        let pause = match relay.step(&db, &broker).await {
            Ok(0) => {
                failures = 0;
                POLL
            }
            Ok(_) => {
                if failures > 0 {
                    tracing::info!("the relay publishes again");
                }
                failures = 0;
                // An order's next event may have waited behind the one just published.
                continue;
            }
            Err(error) => {
                if failures == 0 {
                    tracing::warn!(%error, "the relay cannot publish; what is in the outbox waits");
                }
                failures += 1;
                backoff(failures)
            }
        };
        tokio::select! {
            () = relay.wake.notified(), if failures == 0 => {}
            () = tokio::time::sleep(pause) => {}
            () = stop.cancelled() => {}
        }
    }
    let drained = tokio::time::timeout(DRAIN, async {
        while relay.step(&db, &broker).await? > 0 {}
        anyhow::Ok(())
    })
    .await;
    if !matches!(drained, Ok(Ok(()))) {
        tracing::warn!("the relay stopped with events in the outbox; the next one publishes them");
    }
}

/// One round: leases a batch, publishes it, settles it. Answers how many events were published.
///
/// # Errors
/// The database or the broker does not answer; what was leased is released, and nothing is lost.
pub async fn step(db: &Db, broker: &Broker) -> anyhow::Result<usize> {
    let lease = Uuid::new_v4();
    let entries = match outbox::lease(db, lease, BATCH).await {
        Ok(entries) => entries,
        Err(error) => {
            // It may have been granted all the same: the answer was lost, not the lease.
            let _or_it_expires = outbox::release(db, lease).await;
            return Err(error.into());
        }
    };
    if entries.is_empty() {
        return Ok(0);
    }
    let messages: Vec<_> = entries.into_iter().map(message).collect();
    match broker.publish(&messages).await {
        Ok(()) => {
            if outbox::settle(db, lease).await.is_err() {
                // On another connection; if that is lost as well, all of it is published once more.
                outbox::settle(db, lease).await?;
            }
            Ok(messages.len())
        }
        Err(error) => {
            outbox::release(db, lease).await?;
            Err(error.into())
        }
    }
}

/// What stands in the log, as it goes over the wire: its JSON stays as it was written.
fn message(entry: Entry) -> Message {
    Message {
        id: entry.id.0,
        kind: entry.kind,
        subject: entry.order_id.0,
        position: entry.position,
        time: entry.occurred_at,
        traceparent: entry.traceparent,
        body: entry.payload.into(),
    }
}
