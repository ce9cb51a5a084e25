//! Runs due commands: accepts pending orders when their cancellation window ends, and cancels orders that the business did not
//! accept in time.

use std::fmt::Display;
use std::sync::Arc;
use std::time::Duration;

use domain::account::Actor;
use domain::clock::Clock;
use domain::isolation::{IsolatedTable, IsolationReason};
use domain::order::event::OrderEvent;
use domain::order::state::Command;
use domain::order::{Due, Order, OrderId};
use service::job::Job;
use service::metrics::Counter;
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
    /// Time until the next iteration if an order is still due, because another process has locked it or its due time cannot be
    /// decoded.
    pub retry_interval: Duration,
    /// Delay before retrying a due command that could not be applied.
    pub postponement: Duration,
}

impl Default for SchedulerConfig {
    fn default() -> Self {
        Self {
            batch_size: 100,
            max_interval: Duration::from_secs(1),
            retry_interval: Duration::from_millis(100),
            postponement: Duration::from_mins(1),
        }
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
    /// Number of times that a due command was postponed, because its order could not be decoded or saved, or had a status that
    /// does not allow the command.
    pub postponed: Counter,
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
            let processed = match self.process_batch().await {
                Err(error) if store::is_constraint_violation(&error) => self.process_one_by_one().await?,
                result => result?,
            };
            if processed < self.config.batch_size {
                return Ok(());
            }
        }
    }

    /// Applies the due commands of a batch of orders in one transaction. Returns the number of orders.
    async fn process_batch(&self) -> Result<i64> {
        let mut unit = UnitOfWork::begin(&self.db).await?;
        let due = orders::lock_due(&mut unit, self.clock.now(), self.config.batch_size).await?;
        let count = i64::try_from(due.len()).unwrap_or(i64::MAX);
        let mut events = Vec::with_capacity(due.len());
        for (id, order) in due {
            events.extend(self.process(&mut unit, id, order).await?);
        }
        unit.commit().await?;
        if !events.is_empty() {
            self.relay.notify(&events);
        }
        Ok(count)
    }

    /// Applies the due commands of a batch of orders in one transaction each. An order that the database rejects is postponed, so
    /// that it does not block other orders. Returns the number of orders.
    async fn process_one_by_one(&self) -> Result<i64> {
        for processed in 0..self.config.batch_size {
            let mut unit = UnitOfWork::begin(&self.db).await?;
            let Some((id, order)) = orders::lock_due(&mut unit, self.clock.now(), 1).await?.pop() else {
                return Ok(processed);
            };
            let saved = async {
                let event = self.process(&mut unit, id, order).await?;
                unit.commit().await?;
                Ok(event)
            };
            match saved.await {
                Ok(event) => self.relay.notify(event.as_slice()),
                Err(error) if store::is_constraint_violation(&error) => {
                    if self.isolate(id, IsolationReason::Rejected, &error) {
                        tracing::error!(
                            order_id = %id, %error,
                            "database rejected a pending order; its automatic acceptance or cancellation is postponed"
                        );
                    }
                    let mut unit = UnitOfWork::begin(&self.db).await?;
                    self.postpone(&mut unit, id).await?;
                    unit.commit().await?;
                }
                Err(error) => return Err(error),
            }
        }
        Ok(self.config.batch_size)
    }

    /// Records that an order was skipped. Returns `true` if the caller must log it: at most once per hour for the same order and
    /// reason.
    fn isolate(&self, id: OrderId, reason: IsolationReason, error: &dyn Display) -> bool {
        self.db.isolation().record(IsolatedTable::Orders, Some(id.0), reason, error)
    }

    async fn postpone(&self, unit: &mut UnitOfWork, id: OrderId) -> Result<()> {
        self.postponed.inc();
        orders::postpone(unit, id, self.clock.now() + self.config.postponement).await
    }

    /// Applies the due command of one order. An order that cannot be decoded, or whose status does not allow the command, is
    /// postponed, so that it does not block other orders.
    async fn process(&self, unit: &mut UnitOfWork, id: OrderId, order: Result<Order>) -> Result<Option<OrderEvent>> {
        let order = match order {
            Ok(order) => order,
            Err(error) => {
                if self.isolate(id, IsolationReason::Undecodable, &error) {
                    tracing::error!(
                        order_id = %id, %error,
                        "failed to decode a pending order; its automatic acceptance or cancellation is postponed"
                    );
                }
                self.postpone(unit, id).await?;
                return Ok(None);
            }
        };
        let status = order.status;
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
                let error = format!("the status {status} does not allow the command {command}");
                if self.isolate(id, IsolationReason::Rejected, &error) {
                    tracing::error!(
                        order_id = %id, ?command, ?refusal,
                        "failed to apply the due command to an order; the command is postponed"
                    );
                }
                self.postpone(unit, id).await?;
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
            Ok(Some(due_at)) => match due_at.since(self.clock.now()) {
                Duration::ZERO => self.config.retry_interval,
                remaining => remaining.min(self.config.max_interval),
            },
            Ok(None) | Err(_) => self.config.max_interval,
        }
    }

    async fn woken(&self) {
        self.wake.notified().await;
    }
}
