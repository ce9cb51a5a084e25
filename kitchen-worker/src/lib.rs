//! The kitchen worker: takes accepted orders from the queue, some at a time, and cooks each for a while.
//!
//! The database decides who cooks what. An order's version is the fence: a message that comes twice, or a worker that
//! was cut off and comes back, changes nothing.

mod beat;
mod cook;
pub mod health;
mod tempo;

use std::collections::HashSet;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::Result;
use shared::account::Actor;
use shared::broker::{Broker, Work};
use shared::clock::Clock;
use shared::config;
use shared::metrics::Metrics;
use shared::order::OrderId;
use shared::outbox::Relay;
use shared::store::Db;
use shared::telemetry::host_and_process;
use tokio::sync::Notify;
use tokio::task::JoinSet;
use tokio::time::{Instant, timeout_at};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

pub use tempo::Tempo;

/// Cooks until `stop` is cancelled; then finishes what is nearly done, hands back the rest, and returns within 15 s.
///
/// # Errors
/// None so far: whatever is away is waited for.
pub async fn run(
    settings: config::Kitchen,
    db: Db,
    broker: Broker,
    relay: Relay,
    clock: Clock,
    metrics: Metrics,
    stop: CancellationToken,
) -> Result<()> {
    Worker::new(&settings, db, relay, clock, &metrics).run(&broker, stop).await
}

/// One kitchen worker: what it is called, what it knows, and what it has on its stoves.
#[derive(Clone)]
pub struct Worker(Arc<Kitchen>);

/// What all cooks of a worker share.
struct Kitchen {
    /// Names the worker in the orders that it cooks.
    id: Uuid,
    /// What people call it.
    name: String,
    /// How it signs events.
    actor: Actor,
    /// How many orders it cooks at once.
    slots: u16,
    tempo: Tempo,
    db: Db,
    relay: Relay,
    clock: Clock,
    /// The orders at hand: one that comes again while it is here needs no second cook.
    at_hand: Mutex<HashSet<OrderId>>,
    /// There is one order more or less at hand.
    changed: Notify,
    /// How long an order takes here, in milliseconds: the mean of the last few, for waiting times that can be trusted.
    prep_ms: AtomicI64,
}

impl Worker {
    /// A worker that has not begun.
    pub fn new(settings: &config::Kitchen, db: Db, relay: Relay, clock: Clock, metrics: &Metrics) -> Self {
        Self::with_tempo(settings, Tempo::new(settings.prep()), db, relay, clock, metrics)
    }

    /// A worker in a hurry, for tests.
    pub fn with_tempo(
        settings: &config::Kitchen,
        tempo: Tempo,
        db: Db,
        relay: Relay,
        clock: Clock,
        metrics: &Metrics,
    ) -> Self {
        let id = clock.new_id();
        let name = settings.kitchen_name.clone().unwrap_or_else(|| host_and_process("kitchen"));
        // No longer than its column.
        let name: String = name.chars().take(200).collect();
        let kitchen = Arc::new(Kitchen {
            id,
            actor: Actor::kitchen(id, &name),
            name,
            slots: settings.kitchen_concurrency,
            tempo,
            db,
            relay,
            clock,
            at_hand: Mutex::default(),
            changed: Notify::new(),
            prep_ms: AtomicI64::new(i64::try_from(tempo.prep.as_millis()).unwrap_or(i64::MAX)),
        });
        let slots = kitchen.slots;
        metrics.watch("expediter_worker_slots", "Orders that this worker cooks at once", move || slots.into());
        let cooking = Arc::downgrade(&kitchen);
        metrics.watch("expediter_worker_slots_busy", "Orders that this worker cooks now", move || {
            cooking.upgrade().map_or(0.0, |kitchen| u32::try_from(kitchen.busy()).map_or(f64::INFINITY, f64::from))
        });
        Self(kitchen)
    }

    /// Names the worker in `kitchen_workers` and in the orders that it cooks.
    pub fn id(&self) -> Uuid {
        self.0.id
    }

    /// As [`run`].
    ///
    /// # Errors
    /// As [`run`].
    pub async fn run(self, broker: &Broker, stop: CancellationToken) -> Result<()> {
        let kitchen = self.0;
        let gone = CancellationToken::new();
        // It is known to be alive before it begins an order that others would take for abandoned.
        if stop.run_until_cancelled(beat::first(&kitchen)).await.is_none() {
            return Ok(());
        }
        let beating = tokio::spawn(beat::keep(kitchen.clone(), gone.clone()));
        tracing::info!(worker = %kitchen.id, name = kitchen.name, slots = kitchen.slots, "the kitchen is open");

        let mut work = broker.work(kitchen.slots);
        // Also when it is the broker that closes.
        let stop = stop.child_token();
        let mut cooks = serve(&kitchen, &mut work, &stop).await;
        stop.cancel();
        let deadline = Instant::now() + kitchen.tempo.close;
        work.stop().await;
        while let Ok(Some(done)) = timeout_at(deadline, cooks.join_next()).await {
            report(done);
        }
        if !cooks.is_empty() {
            tracing::warn!(orders = cooks.len(), "could not hand back all orders in time; others will find them");
            // Their deliveries go back to the queue.
            cooks.shutdown().await;
        }
        gone.cancel();
        let _reported_where_it_failed = beating.await;
        tracing::info!("the kitchen is closed");
        Ok(())
    }
}

/// Takes orders until the end of work; one cook for each. Answers the cooks that are still busy.
async fn serve(kitchen: &Arc<Kitchen>, work: &mut Work, stop: &CancellationToken) -> JoinSet<()> {
    let mut cooks = JoinSet::new();
    loop {
        tokio::select! {
            () = stop.cancelled() => return cooks,
            Some(done) = cooks.join_next() => report(done),
            delivery = work.next() => {
                let Some(delivery) = delivery else { return cooks };
                cooks.spawn(cook::cook(kitchen.clone(), delivery, stop.clone()));
            }
        }
    }
}

/// A cook that panicked takes nobody along; its order went back to the queue when it fell.
fn report(done: Result<(), tokio::task::JoinError>) {
    if let Err(error) = done {
        tracing::error!(%error, "a cook failed");
    }
}

impl Kitchen {
    /// An order took so long: the mean moves a quarter of the way towards it. One that waited for a dead worker's
    /// successor says nothing of how long it takes to cook.
    fn took(&self, span: Option<Duration>) {
        let Some(span) = span.filter(|span| *span < self.tempo.prep * 2 + Duration::from_secs(1)) else { return };
        let millis = i64::try_from(span.as_millis()).unwrap_or(i64::MAX);
        let mean = self.prep_ms.load(Ordering::Relaxed);
        self.prep_ms.store(mean + (millis - mean) / 4, Ordering::Relaxed);
    }

    /// Whoever gets this has the order to itself in this process, until it is dropped.
    fn take(self: &Arc<Self>, order: OrderId) -> Option<AtHand> {
        let taken = self.at_hand.lock().unwrap_or_else(PoisonError::into_inner).insert(order);
        self.changed.notify_one();
        taken.then(|| AtHand { kitchen: self.clone(), order })
    }

    /// How many orders are at hand.
    fn busy(&self) -> usize {
        self.at_hand.lock().unwrap_or_else(PoisonError::into_inner).len()
    }
}

/// An order at hand.
struct AtHand {
    kitchen: Arc<Kitchen>,
    order: OrderId,
}

impl Drop for AtHand {
    fn drop(&mut self) {
        self.kitchen.at_hand.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.order);
        self.kitchen.changed.notify_one();
    }
}
