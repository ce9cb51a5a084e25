//! Runs due commands: accepts pending orders when their cancellation window ends, and cancels orders that the business did not
//! accept in time.

use std::sync::Arc;
use std::time::Duration;

use domain::account::Actor;
use domain::clock::Clock;
use domain::order::event::OrderEvent;
use domain::order::state::Command;
use domain::order::{Due, Order, OrderId};
use service::job::Job;
use service::relay::Relay;
use service::trace_context::TraceContext;
use store::orders::{self, UnitOfWork};
use store::{Db, Result};
use tokio::sync::Notify;

/// The reason for an automatic cancellation.
const ACCEPT_TIMEOUT_REASON: &str = "The order was not accepted in time.";

/// Configuration of the scheduler.
#[derive(Clone, Copy, Debug)]
pub struct SchedulerConfig {
    /// Maximum number of orders per transaction.
    pub batch_size: i64,
    /// Maximum time between two iterations. Orders placed by other processes do not wake this scheduler.
    pub max_interval: Duration,
    /// Delay before retrying the due command of an order that cannot be decoded.
    pub decode_retry_delay: Duration,
}

impl Default for SchedulerConfig {
    fn default() -> Self {
        Self { batch_size: 100, max_interval: Duration::from_secs(1), decode_retry_delay: Duration::from_mins(1) }
    }
}

/// Accepts or cancels pending orders when they are due.
#[derive(Clone)]
pub struct Scheduler {
    /// Configuration of the scheduler.
    pub config: SchedulerConfig,
    /// The database.
    pub db: Db,
    /// Publishes the events of accepted and cancelled orders.
    pub relay: Relay,
    /// The source of time and ids.
    pub clock: Clock,
    /// Starts the next iteration early. Notified when an order is placed.
    pub wake: Arc<Notify>,
}

impl Scheduler {
    async fn process_due_orders(&self) -> Result<()> {
        // Every placement wakes the scheduler. Avoid the cost of a transaction unless an order is due.
        let next_due_at = orders::next_due_at(&mut self.db.read().await?).await?;
        if next_due_at.is_none_or(|due_at| due_at > self.clock.now()) {
            return Ok(());
        }
        loop {
            let mut unit = UnitOfWork::begin(&self.db).await?;
            let due = orders::lock_due(&mut unit, self.clock.now(), self.config.batch_size).await?;
            let is_last_batch = i64::try_from(due.len()).is_ok_and(|count| count < self.config.batch_size);
            let mut events = Vec::with_capacity(due.len());
            for (id, order) in due {
                if let Some(event) = self.process(&mut unit, id, order).await? {
                    events.push(event);
                }
            }
            unit.commit().await?;
            if !events.is_empty() {
                self.relay.notify(&events);
            }
            if is_last_batch {
                return Ok(());
            }
        }
    }

    /// Applies the due command of one order. An order that cannot be decoded does not block other orders.
    async fn process(&self, unit: &mut UnitOfWork, id: OrderId, order: Result<Order>) -> Result<Option<OrderEvent>> {
        let order = match order {
            Ok(order) => order,
            Err(error) => {
                tracing::error!(
                    order_id = %id, %error,
                    "failed to decode a pending order; its automatic acceptance or cancellation is postponed"
                );
                orders::postpone(unit, id, self.clock.now() + self.config.decode_retry_delay).await?;
                return Ok(None);
            }
        };
        let (command, reason) = match order.due {
            Some(Due::Accept(_)) => (Command::Accept, None),
            Some(Due::Cancel(_)) => (Command::Cancel, Some(ACCEPT_TIMEOUT_REASON.to_owned())),
            None => return Ok(None),
        };
        match order.apply(command, &Actor::system(), reason, self.clock.stamp()) {
            Ok(mut event) => {
                event.traceparent = Some(TraceContext::new_root().to_header());
                Ok(unit.save(&event).await?.then_some(event))
            }
            Err(refusal) => {
                tracing::error!(
                    order_id = %id, ?command, ?refusal,
                    "failed to apply the due command to a pending order"
                );
                Ok(None)
            }
        }
    }
}

impl Job for Scheduler {
    const NAME: &'static str = "scheduler";

    async fn run_once(&self) -> Result<()> {
        store::retry(store::is_transient, || self.process_due_orders()).await
    }

    async fn next_delay(&self) -> Duration {
        let next_due_at = async { orders::next_due_at(&mut self.db.read().await?).await };
        match next_due_at.await {
            Ok(Some(due_at)) => due_at.since(self.clock.now()).min(self.config.max_interval),
            Ok(None) | Err(_) => self.config.max_interval,
        }
    }

    async fn woken(&self) {
        self.wake.notified().await;
    }
}
