//! One delivery, from the queue to the pass: begin, prepare, complete, and only then acknowledge.

use std::sync::Arc;
use std::time::Duration;

use shared::backoff::backoff;
use shared::broker::{Delivery, Error, Message};
use shared::business::Kitchen as Cooks;
use shared::event::Event;
use shared::order::{Command, Order, OrderId, Refusal, Status};
use shared::store::{self, businesses, kitchen, orders};
use shared::telemetry::Trace;
use tokio::time::{Instant, timeout};
use tokio_util::sync::CancellationToken;
use tracing::Instrument as _;

use crate::Kitchen;

/// How long one try at the database may take: what it takes itself for a statement.
const ATTEMPT: Duration = Duration::from_secs(15);

/// What becomes of a delivery.
enum Answer {
    /// It is dealt with, here or elsewhere.
    Ack,
    /// Somebody else must go on with it.
    Retry,
    /// Nobody can make anything of it.
    Reject,
}

/// Sees one delivery through.
pub(crate) async fn cook(kitchen: Arc<Kitchen>, delivery: Delivery, stop: CancellationToken) {
    let answer = match &delivery.message {
        Ok(message) => {
            let trace = Trace::from_header(message.traceparent.as_deref());
            let span = tracing::info_span!("cook", order = %message.subject, trace_id = trace.id());
            answer(&kitchen, message, &trace, &stop).instrument(span).await
        }
        Err(why) => {
            tracing::error!(why, "a message for the kitchen cannot be read; it becomes a dead letter");
            Answer::Reject
        }
    };
    let answered = match answer {
        Answer::Ack => delivery.ack().await,
        Answer::Retry => delivery.retry().await,
        Answer::Reject => delivery.reject().await,
    };
    match answered {
        Ok(()) => {}
        // It comes again, and will be found done.
        Err(error @ (Error::Stale | Error::Closed)) => tracing::debug!(%error, "a delivery could not be answered"),
        Err(error) => tracing::warn!(%error, "a delivery could not be answered; it comes again"),
    }
}

async fn answer(kitchen: &Arc<Kitchen>, message: &Message, trace: &Trace, stop: &CancellationToken) -> Answer {
    if stop.is_cancelled() {
        return Answer::Retry;
    }
    let id = OrderId(message.subject);
    let Some(_at_hand) = kitchen.take(id) else {
        tracing::debug!("told twice of an order that is at hand");
        return Answer::Ack;
    };
    let begun = match persist(|| begin(kitchen, id, trace), stop).await {
        Ok(Begun::Cooking(order)) => order,
        Ok(Begun::NotOurs) => return Answer::Ack,
        Ok(Begun::Unknown) => {
            tracing::error!("the kitchen was told of an order that does not exist; it becomes a dead letter");
            return Answer::Reject;
        }
        Err(gave_up) => return gave_up.into(),
    };

    let cooked_for = begun.processing_at.map_or(Duration::ZERO, |since| kitchen.clock.now().since(since));
    let ready = Instant::now() + kitchen.tempo.prep.saturating_sub(cooked_for);
    if !prepare(kitchen, ready, stop).await {
        return hand_back(kitchen, &begun).await;
    }

    // Not even a stop ends this early: what is cooked is told, as long as there is time.
    let never = CancellationToken::new();
    match persist(|| complete(kitchen, &begun, trace), &never).await {
        Ok(()) => Answer::Ack,
        Err(gave_up) => gave_up.into(),
    }
}

/// What the database says of an order that the kitchen is told of.
enum Begun {
    /// It is this worker's to cook, for what remains of its preparation.
    Cooking(Box<Order>),
    /// It is done, or somebody else's.
    NotOurs,
    /// There is none.
    Unknown,
}

/// Starts the order, or takes it over from a worker that is no more.
async fn begin(kitchen: &Kitchen, id: OrderId, trace: &Trace) -> store::Result<Begun> {
    let mut tx = kitchen.db.begin().await?;
    let Some(order) = orders::lock(&mut tx, id).await? else { return Ok(Begun::Unknown) };
    match (order.status, order.worker_id) {
        (Status::Accepted, _) => {
            let business = businesses::find(&mut tx, order.business_id).await?;
            if business.is_none_or(|business| business.kitchen == Cooks::Manual) {
                return Ok(Begun::NotOurs);
            }
            let Ok((mut order, event)) = apply(kitchen, order, Command::Start, trace) else {
                return Ok(Begun::NotOurs);
            };
            order.worker_id = Some(kitchen.id);
            if !orders::save(&mut tx, &order, &event).await? {
                return Ok(Begun::NotOurs);
            }
            tx.commit().await?;
            kitchen.relay.tell([&event]);
            tracing::info!(number = %order.number, "cooking");
            Ok(Begun::Cooking(Box::new(order)))
        }
        // Begun here, but the answer of the database, or the cook, was lost.
        (Status::Processing, Some(worker)) if worker == kitchen.id => Ok(Begun::Cooking(Box::new(order))),
        // If it dies after all, the clockwork tells the kitchen again.
        (Status::Processing, Some(worker)) if kitchen::is_alive(&mut tx, worker, kitchen.tempo.silence).await? => {
            Ok(Begun::NotOurs)
        }
        (Status::Processing, Some(worker)) => {
            orders::take_over(&mut tx, id, kitchen.id, kitchen.clock.now()).await?;
            tx.commit().await?;
            tracing::info!(number = %order.number, from = %worker, "cooking on");
            Ok(Begun::Cooking(Box::new(order)))
        }
        _ => Ok(Begun::NotOurs),
    }
}

/// Waits until the order is ready. `false` if the worker is to stop, and that would take too long.
async fn prepare(kitchen: &Kitchen, ready: Instant, stop: &CancellationToken) -> bool {
    let asked_to_stop = tokio::select! {
        () = tokio::time::sleep_until(ready) => false,
        () = stop.cancelled() => true,
    };
    if asked_to_stop {
        if ready > Instant::now() + kitchen.tempo.patience {
            return false;
        }
        tokio::time::sleep_until(ready).await;
    }
    true
}

/// Tells that the order is ready, unless somebody else has done so.
async fn complete(kitchen: &Kitchen, begun: &Order, trace: &Trace) -> store::Result<()> {
    let mut tx = kitchen.db.begin().await?;
    let order = orders::lock(&mut tx, begun.id).await?.filter(|order| order.version == begun.version);
    let Some(Ok((order, event))) = order.map(|order| apply(kitchen, order, Command::Complete, trace)) else {
        tracing::info!(number = %begun.number, "somebody else completed the order");
        return Ok(());
    };
    if orders::save(&mut tx, &order, &event).await? {
        tx.commit().await?;
        kitchen.relay.tell([&event]);
        kitchen.took(order.completed_at.zip(order.processing_at).map(|(ready, begun)| ready.since(begun)));
        tracing::info!(number = %order.number, "ready");
    }
    Ok(())
}

/// The order belongs to nobody, and goes back to the queue: the next worker cooks what remains.
async fn hand_back(kitchen: &Kitchen, begun: &Order) -> Answer {
    let never = CancellationToken::new();
    let release = || async {
        let mut tx = kitchen.db.begin().await?;
        orders::hand_back(&mut tx, begun.id, kitchen.id, kitchen.clock.now()).await?;
        tx.commit().await
    };
    match persist(release, &never).await {
        Ok(()) => {
            tracing::info!(number = %begun.number, "handed back");
            Answer::Retry
        }
        Err(gave_up) => gave_up.into(),
    }
}

/// Carries out a command, as this worker, in the trace of the message that asked for it.
fn apply(kitchen: &Kitchen, order: Order, command: Command, trace: &Trace) -> Result<(Order, Event), Refusal> {
    let (order, mut event) = order.apply(command, &kitchen.actor, None, kitchen.clock.stamp())?;
    event.traceparent = Some(trace.header());
    Ok((order, event))
}

/// Why a step was not done.
enum GaveUp {
    /// The worker is to stop.
    Stopped,
    /// What the database holds makes no sense, or it takes nothing of this order.
    Hopeless,
}

impl From<GaveUp> for Answer {
    fn from(gave_up: GaveUp) -> Self {
        match gave_up {
            GaveUp::Stopped => Self::Retry,
            GaveUp::Hopeless => Self::Reject,
        }
    }
}

/// How often the database may refuse one order's data.
const REFUSALS: u32 = 3;

/// Tries a step until it works, without giving the delivery back meanwhile: an outage is not the message's fault. What is
/// wrong with this order alone must not keep a stove from the others.
async fn persist<T, F>(once: impl Fn() -> F, stop: &CancellationToken) -> Result<T, GaveUp>
where
    F: Future<Output = store::Result<T>>,
{
    let mut failures = 0;
    loop {
        let error = match timeout(ATTEMPT, once()).await {
            Ok(Ok(done)) => return Ok(done),
            Ok(Err(error)) => error,
            Err(_) => store::Error::PoolTimedOut,
        };
        if matches!(error, store::Error::ColumnDecode { .. } | store::Error::Decode(_)) {
            tracing::error!(%error, "an order cannot be read; its message becomes a dead letter");
            return Err(GaveUp::Hopeless);
        }
        if store::is_refusal(&error) && failures + 1 >= REFUSALS {
            tracing::error!(%error, "the database takes nothing of an order; its message becomes a dead letter");
            return Err(GaveUp::Hopeless);
        }
        if failures == 0 {
            tracing::warn!(%error, "the database does not do its part; trying until it does");
        }
        failures += 1;
        if stop.run_until_cancelled(tokio::time::sleep(backoff(failures))).await.is_none() {
            return Err(GaveUp::Stopped);
        }
    }
}
