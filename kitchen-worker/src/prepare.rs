//! Handles one delivery: claims, prepares and completes its order, and then acknowledges the delivery.

use std::sync::Arc;
use std::time::Duration;

use domain::business::KitchenMode;
use domain::event::{EventRecord, Subject};
use domain::order::event::OrderEvent;
use domain::order::state::{Command, Refusal, Status};
use domain::order::{Order, OrderId};
use messaging::backoff::Backoff;
use messaging::{Delivery, Error};
use service::shutdown::Stage;
use service::trace_context::TraceContext;
use store::orders::{self, UnitOfWork};
use store::{businesses, kitchen_workers};
use tokio::time::{Instant, sleep_until, timeout};
use tokio_util::sync::CancellationToken;
use tracing::Instrument as _;

use crate::state::WorkerState;

/// Maximum duration of one attempt of a step: the same as the statement timeout on PostgreSQL.
const ATTEMPT_TIMEOUT: Duration = Duration::from_secs(15);
/// Minimum number of attempts of a step until a constraint violation makes the message of the order a dead letter. The attempt
/// with the violation counts, and so do earlier attempts that failed for any reason.
const MIN_ATTEMPTS_UNTIL_REJECTION: u32 = 3;

/// The result of handling a delivery.
enum Disposition {
    /// This worker has nothing more to do: the order is done or cancelled, is already being prepared, or belongs to the staff.
    Ack,
    /// Another worker must continue.
    Requeue,
    /// The message cannot be processed, and becomes a dead letter.
    Reject,
}

/// Handles one delivery from its receipt to its acknowledgement. After `stop` is cancelled, completes the order if it will be
/// ready by the end of [`Stage::FinishOrders`], and hands it back otherwise.
pub(crate) async fn handle_delivery(worker: Arc<WorkerState>, delivery: Delivery, stop: CancellationToken) {
    let disposition = match &delivery.event {
        Ok(EventRecord { subject: Subject::Order(order_id), traceparent, .. }) => {
            let trace = TraceContext::from_header(traceparent.as_deref());
            let span = tracing::info_span!("prepare", %order_id, trace_id = trace.trace_id());
            prepare(&worker, *order_id, &trace, &stop).instrument(span).await
        }
        Ok(EventRecord { id, kind, .. }) => {
            tracing::error!(event_id = %id, %kind, "message is not about an order; dead-lettering it");
            Disposition::Reject
        }
        Err(error) => {
            tracing::error!(error, "failed to decode a kitchen queue message; dead-lettering it");
            Disposition::Reject
        }
    };
    let result = match disposition {
        Disposition::Ack => delivery.ack().await,
        Disposition::Requeue => delivery.requeue().await,
        Disposition::Reject => delivery.reject().await,
    };
    match result {
        Ok(()) => {}
        Err(error @ (Error::StaleDelivery | Error::Closed)) => {
            tracing::debug!(%error, "failed to acknowledge, requeue or reject a delivery; it may be redelivered");
        }
        Err(error) => {
            tracing::warn!(%error, "failed to acknowledge, requeue or reject a delivery; it may be redelivered");
        }
    }
}

async fn prepare(
    worker: &Arc<WorkerState>,
    id: OrderId,
    trace: &TraceContext,
    stop: &CancellationToken,
) -> Disposition {
    if stop.is_cancelled() {
        return Disposition::Requeue;
    }
    let Some(_claimed) = worker.claim(id) else {
        tracing::debug!("duplicate delivery for an order in progress; acknowledging");
        return Disposition::Ack;
    };
    let order = match retry_until_done(|| start(worker, id, trace), stop).await {
        Ok(StartOutcome::Started(order)) => order,
        Ok(StartOutcome::Skipped) => return Disposition::Ack,
        Ok(StartOutcome::NotFound) => {
            tracing::error!("order not found; dead-lettering its message");
            return Disposition::Reject;
        }
        Err(error) => return error.into(),
    };

    let elapsed =
        order.processing_at.map_or(Duration::ZERO, |started_at| worker.resources.clock.now().since(started_at));
    let ready_at = Instant::now() + worker.timing.preparation_time.saturating_sub(elapsed);
    if !wait_until_ready(worker, ready_at, stop).await {
        return hand_back(worker, &order).await;
    }

    // A stop does not cancel this: a prepared order is completed as long as there is time.
    let never = CancellationToken::new();
    match retry_until_done(|| complete(worker, &order, trace), &never).await {
        Ok(()) => Disposition::Ack,
        Err(error) => error.into(),
    }
}

/// The result of starting an order.
enum StartOutcome {
    /// This worker prepares the order for the rest of its preparation time.
    Started(Box<Order>),
    /// The order is done or cancelled, or belongs to another worker or to the staff.
    Skipped,
    /// There is no such order.
    NotFound,
}

/// Starts an accepted order, or continues an order in preparation if this worker started it, or if its worker is dead or has
/// handed it back.
async fn start(worker: &WorkerState, id: OrderId, trace: &TraceContext) -> store::Result<StartOutcome> {
    let mut work = UnitOfWork::begin(&worker.resources.db).await?;
    let Some(order) = orders::lock(&mut work, id).await? else { return Ok(StartOutcome::NotFound) };
    match (order.status, order.worker_id) {
        (Status::Accepted, _) => start_accepted(worker, work, order, trace).await,
        // This worker has started the order, but lost the database's answer or the task.
        (Status::Processing, Some(holder)) if holder == worker.id => Ok(StartOutcome::Started(Box::new(order))),
        (Status::Processing, Some(holder)) => {
            let timeout = worker.timing.heartbeat_timeout_seconds;
            if kitchen_workers::is_alive(&mut work, holder, timeout).await? {
                // If the holder dies later, the reconciler announces the order again.
                return Ok(StartOutcome::Skipped);
            }
            orders::reassign_worker(&mut work, id, worker.id, worker.resources.clock.now()).await?;
            work.commit().await?;
            if holder.is_nil() {
                tracing::info!(number = %order.number, "resumed an order that another worker handed back");
            } else {
                tracing::info!(number = %order.number, from_worker = %holder, "resumed an order from a dead worker");
            }
            Ok(StartOutcome::Started(Box::new(order)))
        }
        _ => Ok(StartOutcome::Skipped),
    }
}

/// Changes an order from `accepted` to `processing`, unless the business prepares its orders manually.
async fn start_accepted(
    worker: &WorkerState,
    mut work: UnitOfWork,
    order: Order,
    trace: &TraceContext,
) -> store::Result<StartOutcome> {
    let business = businesses::find(&mut work, order.business_id).await?;
    if business.is_none_or(|business| business.kitchen == KitchenMode::Manual) {
        return Ok(StartOutcome::Skipped);
    }
    let Ok(mut event) = apply(worker, order, Command::Start, trace) else { return Ok(StartOutcome::Skipped) };
    event.order.worker_id = Some(worker.id);
    if !work.save(&event).await? {
        return Ok(StartOutcome::Skipped);
    }
    work.commit().await?;
    worker.relay.notify([&event]);
    tracing::info!(number = %event.order.number, "order preparation started");
    Ok(StartOutcome::Started(Box::new(event.order)))
}

/// Waits until the order is ready. Returns `false` if the worker is stopping and the order would not be ready in time.
async fn wait_until_ready(worker: &WorkerState, ready_at: Instant, stop: &CancellationToken) -> bool {
    tokio::select! {
        () = sleep_until(ready_at) => return true,
        () = stop.cancelled() => {}
    }
    if ready_at > worker.resources.shutdown.deadline(Stage::FinishOrders) {
        return false;
    }
    sleep_until(ready_at).await;
    true
}

/// Changes the order from `processing` to `completed`, unless another actor has changed it.
async fn complete(worker: &WorkerState, started: &Order, trace: &TraceContext) -> store::Result<()> {
    let mut work = UnitOfWork::begin(&worker.resources.db).await?;
    let order = orders::lock(&mut work, started.id).await?.filter(|order| order.version == started.version);
    let Some(Ok(event)) = order.map(|order| apply(worker, order, Command::Complete, trace)) else {
        tracing::info!(number = %started.number, "order is no longer being prepared by this worker");
        return Ok(());
    };
    if work.save(&event).await? {
        work.commit().await?;
        worker.relay.notify([&event]);
        let order = &event.order;
        if let Some((completed_at, started_at)) = order.completed_at.zip(order.processing_at) {
            worker.record_preparation(completed_at.since(started_at));
        }
        tracing::info!(number = %order.number, "order completed");
    }
    Ok(())
}

/// Releases the claim on the order, so that the next worker that receives its message continues the preparation.
async fn hand_back(worker: &WorkerState, order: &Order) -> Disposition {
    let never = CancellationToken::new();
    let release = || async {
        let mut work = UnitOfWork::begin(&worker.resources.db).await?;
        orders::release_claim(&mut work, order.id, worker.id, worker.resources.clock.now()).await?;
        work.commit().await
    };
    match retry_until_done(release, &never).await {
        Ok(()) => {
            tracing::info!(number = %order.number, "stopped preparing an order; requeueing its message");
            Disposition::Requeue
        }
        Err(error) => error.into(),
    }
}

/// Applies a command as this worker, in the trace of the message.
fn apply(worker: &WorkerState, order: Order, command: Command, trace: &TraceContext) -> Result<OrderEvent, Refusal> {
    let mut event = order.apply(command, &worker.actor, None, worker.resources.clock.stamp())?;
    event.traceparent = Some(trace.to_header());
    Ok(event)
}

/// The reason why a step was not done.
enum StepError {
    /// The worker is stopping.
    Stopping,
    /// The order cannot be decoded, or the database rejects its data.
    InvalidOrder,
}

impl From<StepError> for Disposition {
    fn from(error: StepError) -> Self {
        match error {
            StepError::Stopping => Self::Requeue,
            StepError::InvalidOrder => Self::Reject,
        }
    }
}

/// Runs a step, with backoff, until it succeeds or `stop` is cancelled. The delivery is not returned in the meantime: an outage
/// must not count as a failure of the message. If the order itself causes the errors, the step fails, so that the order does not
/// occupy a slot.
async fn retry_until_done<T, F>(attempt: impl Fn() -> F, stop: &CancellationToken) -> Result<T, StepError>
where
    F: Future<Output = store::Result<T>>,
{
    let mut backoff = Backoff::default();
    loop {
        let error = match timeout(ATTEMPT_TIMEOUT, attempt()).await {
            Ok(Ok(done)) => return Ok(done),
            Ok(Err(error)) => error,
            Err(_) => store::Error::PoolTimedOut,
        };
        if matches!(error, store::Error::ColumnDecode { .. } | store::Error::Decode(_)) {
            tracing::error!(%error, "failed to decode the order or its business; dead-lettering the message");
            return Err(StepError::InvalidOrder);
        }
        if store::is_constraint_violation(&error) && backoff.failures() + 1 >= MIN_ATTEMPTS_UNTIL_REJECTION {
            tracing::error!(%error, "database rejected the order; dead-lettering its message");
            return Err(StepError::InvalidOrder);
        }
        if backoff.failures() == 0 {
            tracing::warn!(%error, "database error; retrying with backoff");
        }
        if stop.run_until_cancelled(tokio::time::sleep(backoff.next_delay())).await.is_none() {
            return Err(StepError::Stopping);
        }
    }
}
