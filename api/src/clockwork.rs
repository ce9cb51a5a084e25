//! What happens by itself: a grace is over, an order was forgotten, the kitchen has lost one; and the sweeping up.
//!
//! Every api process runs it; row locks that skip each other share the work between them.

use std::sync::Arc;
use std::time::{Duration, Instant};

use shared::account::Actor;
use shared::broker::Broker;
use shared::clock::Clock;
use shared::order::{Command, Due};
use shared::outbox::Relay;
use shared::store::{self, Db, idempotency, kitchen, notifiers, orders, refresh_tokens, reports};
use shared::telemetry::Trace;
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

/// How many orders one transaction moves.
const BATCH: i64 = 100;
/// How often the clock is looked at, whatever was planned.
const TICK: Duration = Duration::from_secs(1);
/// How often lost orders are looked for.
const RECONCILE: Duration = Duration::from_secs(2);
/// How long the kitchen has to begin with what it was told, before its empty queue means that it was lost.
const PATIENCE: Duration = Duration::from_secs(5);
/// The same while its queue is not empty: the order may well be in it.
const LONG_PATIENCE: Duration = Duration::from_mins(1);
/// How many dead letters are looked through for an order that was lost.
const DEAD: usize = 1000;
/// How often old keys, tokens and workers are swept up.
const SWEEP: Duration = Duration::from_mins(1);
/// How long an idempotency key stands for its first request.
const KEY_LIFETIME: Duration = Duration::from_hours(24);

/// How long what is due of an order waits that cannot be read.
const UNREADABLE: Duration = Duration::from_mins(1);

/// Why the system cancels.
const FORGOTTEN: &str = "Nobody accepted the order in time.";

/// What the clockwork works with.
#[derive(Clone)]
pub struct Clockwork {
    /// Where orders are kept.
    pub db: Db,
    /// Who is asked how many orders wait for the kitchen.
    pub broker: Broker,
    /// Who publishes.
    pub relay: Relay,
    /// What time it is.
    pub clock: Clock,
    /// Wakes it before its time.
    pub wake: Arc<Notify>,
}

impl Clockwork {
    /// Runs until `stop` is cancelled.
    pub async fn run(self, stop: CancellationToken) {
        let (mut reconciled, mut swept) = (Instant::now(), Instant::now());
        let mut healthy = true;
        while !stop.is_cancelled() {
            let mut done = self.act_on_due().await;
            // Of two that wait for each other's rows one is told to try again.
            if done.as_ref().is_err_and(store::is_transient) {
                done = self.act_on_due().await;
            }
            if done.is_ok() && reconciled.elapsed() >= RECONCILE {
                reconciled = Instant::now();
                done = self.reconcile().await;
            }
            if done.is_ok() && swept.elapsed() >= SWEEP {
                swept = Instant::now();
                done = self.sweep().await;
            }
            match &done {
                Err(error) if healthy => tracing::error!(%error, "the clockwork stands still"),
                Ok(()) if !healthy => tracing::info!("the clockwork runs again"),
                _ => {}
            }
            healthy = done.is_ok();
            let nap = if healthy { self.until_next().await } else { TICK };
            tokio::select! {
                () = self.wake.notified() => {}
                () = tokio::time::sleep(nap) => {}
                () = stop.cancelled() => {}
            }
        }
    }

    /// Until the next order is due, but not longer than a tick: other processes place orders, too.
    async fn until_next(&self) -> Duration {
        let next = async { orders::next_due(&mut self.db.read().await?).await };
        match next.await {
            Ok(Some(due)) => due.since(self.clock.now()).min(TICK),
            Ok(None) | Err(_) => TICK,
        }
    }

    /// Accepts the pending orders whose grace is over, and cancels those that nobody accepted in time.
    ///
    /// # Errors
    /// The database does not answer; the next tick tries again.
    pub async fn act_on_due(&self) -> store::Result<()> {
        // It is woken by every placement; only what is really due is worth a transaction.
        let next = orders::next_due(&mut self.db.read().await?).await?;
        if next.is_none_or(|due| due > self.clock.now()) {
            return Ok(());
        }
        loop {
            let mut tx = self.db.begin().await?;
            let due = orders::due(&mut tx, self.clock.now(), BATCH).await?;
            let count = due.len();
            let mut told = Vec::with_capacity(count);
            for (id, order) in due {
                let order = match order {
                    Ok(order) => order,
                    Err(error) => {
                        tracing::error!(%id, %error, "a pending order cannot be read; what is due of it waits");
                        orders::postpone(&mut tx, id, self.clock.now() + UNREADABLE).await?;
                        continue;
                    }
                };
                let (command, reason) = match order.due {
                    Some(Due::Accept(_)) => (Command::Accept, None),
                    Some(Due::Cancel(_)) => (Command::Cancel, Some(FORGOTTEN.to_owned())),
                    None => continue,
                };
                match order.apply(command, &Actor::system(), reason, self.clock.stamp()) {
                    Ok((order, mut event)) => {
                        event.traceparent = Some(Trace::from_header(None).header());
                        if orders::save(&mut tx, &order, &event).await? {
                            told.push(event);
                        }
                    }
                    Err(refusal) => tracing::error!(%id, ?refusal, "a pending order refuses what is due"),
                }
            }
            tx.commit().await?;
            if !told.is_empty() {
                self.relay.tell(&told);
            }
            if i64::try_from(count).is_ok_and(|count| count < BATCH) {
                return Ok(());
            }
        }
    }

    /// Tells the kitchen again of orders that it seems to have lost: the database is the truth, the broker is
    /// transport. An order whose cook has died is told again; so is every waiting one, if nothing waits in the
    /// kitchen's queue any more (it was purged, or the broker came back empty).
    ///
    /// # Errors
    /// The database does not answer. A broker that does not answer is left for later.
    pub async fn reconcile(&self) -> store::Result<()> {
        let Ok(waiting) = self.broker.waiting().await else { return Ok(()) };
        let now = self.clock.now();
        let patience = if waiting == 0 { PATIENCE } else { LONG_PATIENCE };
        let mut tx = self.db.begin().await?;
        let mut lost = orders::abandoned(&mut tx, now - patience, BATCH).await?;
        if waiting == 0 {
            lost.extend(orders::uncooked(&mut tx, now - patience, BATCH).await?);
        }
        if !lost.is_empty() {
            // Nobody could cook these: told again, they would only become dead letters again. They wait for an admin.
            let Ok(dead) = self.broker.dead_letters(DEAD).await else { return Ok(()) };
            let dead: Vec<_> = dead.iter().filter_map(|letter| letter.message.as_ref().ok()).collect();
            lost.retain(|order| !dead.iter().any(|message| message.subject == order.0));
        }
        for &order in &lost {
            orders::announce_again(&mut tx, order, now).await?;
        }
        tx.commit().await?;
        if !lost.is_empty() {
            tracing::warn!(orders = lost.len(), "told the kitchen again of orders that it had lost");
            self.relay.poke();
        }
        Ok(())
    }

    /// Forgets keys and tokens that are too old to be good, and workers and notifiers that are gone; counts for the reports
    /// what a process of an older version ended.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn sweep(&self) -> store::Result<()> {
        let now = self.clock.now();
        let mut tx = self.db.begin().await?;
        idempotency::forget_old(&mut tx, now - KEY_LIFETIME).await?;
        refresh_tokens::forget_expired(&mut tx, now).await?;
        kitchen::forget_dead(&mut tx).await?;
        notifiers::forget_dead(&mut tx).await?;
        tx.commit().await?;
        reports::count_some_missed(&self.db).await?;
        Ok(())
    }
}
