//! Groups concurrent placements into database transactions.
//!
//! There is no timer: a batch contains the placements that arrived while all writers were committing earlier batches. While a
//! writer is free, a caller does not wait. Callers in a batch that want the same item share one row lock and one commit, so a
//! flash sale costs about as much as ordinary traffic.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use domain::account::UserId;
use domain::clock::{Clock, Timestamp};
use domain::order::{Order, OrderId, OrderNumber};
use service::metrics::Histogram;
use service::relay::Relay;
use store::{Db, idempotency_keys, orders, placements, sequences};
use tokio::sync::{Notify, Semaphore, mpsc, oneshot};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::decide::{Decision, decide_all};
use super::request::{Placed, PlacementRequest};
use crate::error::{Error, Result};

/// Configuration of the batcher.
#[derive(Clone, Copy, Debug)]
pub struct BatcherConfig {
    /// Maximum number of callers per transaction. A caller places one order, or the orders of a list.
    pub max_batch_size: usize,
    /// Maximum number of queued callers. Further requests are answered with 503.
    pub max_queued: usize,
    /// Time that a business with manual acceptance has to accept an order.
    pub accept_timeout: Duration,
}

impl BatcherConfig {
    /// Creates the configuration with this accept timeout and the default limits.
    pub const fn new(accept_timeout: Duration) -> Self {
        Self { max_batch_size: 128, max_queued: 4096, accept_timeout }
    }
}

/// The dependencies of the batcher.
#[derive(Clone)]
pub struct BatcherContext {
    /// The database.
    pub db: Db,
    /// The source of time and ids.
    pub clock: Clock,
    /// Publishes the events of placed orders.
    pub relay: Relay,
    /// Wakes the scheduler, which accepts or cancels pending orders when they are due.
    pub scheduler_wake: Arc<Notify>,
    /// Records the number of orders per transaction.
    pub batch_size: Histogram,
    /// Configuration of the batcher.
    pub config: BatcherConfig,
}

/// Creates the histogram of batch sizes.
pub fn batch_size_histogram() -> Histogram {
    Histogram::new([1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0])
}

/// Handle to the batching task. Cheap to clone.
#[derive(Clone, Debug)]
pub struct PlacementBatcher {
    db: Db,
    queue: mpsc::Sender<QueuedPlacement>,
    in_flight: InFlightKeys,
}

type InFlightKeys = Arc<Mutex<HashSet<(UserId, String)>>>;

/// The orders of one caller: all are placed or none.
struct QueuedPlacement {
    requests: Vec<PlacementRequest>,
    reply: oneshot::Sender<Result<Vec<Outcome>>>,
}

/// The outcome of one placement.
enum Outcome {
    /// The order was placed.
    Placed(Box<Order>),
    /// The order was placed by an earlier request with the same idempotency key.
    Replayed(OrderId),
}

impl PlacementBatcher {
    /// Starts the batching task. After `stop` is cancelled, it completes the queued placements and exits.
    pub fn start(context: BatcherContext, stop: CancellationToken) -> (Self, JoinHandle<()>) {
        let (queue, queued) = mpsc::channel(context.config.max_queued);
        let batcher = Self { db: context.db.clone(), queue, in_flight: InFlightKeys::default() };
        (batcher, tokio::spawn(run(context, queued, stop)))
    }

    /// Places an order. Returns once its transaction has committed: all lines or none.
    ///
    /// # Errors
    /// Returns the reason for the refusal. A refused request changes nothing. After a failure of the database
    /// ([`Error::PlacementFailed`] or [`Error::Store`]), the order may have been placed; a retry with the same idempotency key
    /// places no second order.
    pub async fn place(&self, request: PlacementRequest) -> Result<Placed> {
        self.place_all(vec![request]).await?.pop().ok_or(Error::Saturated)
    }

    /// Places several orders of one account. Returns once their transaction has committed: all orders or none.
    ///
    /// # Errors
    /// The same as those of [`place`](Self::place).
    pub async fn place_all(&self, requests: Vec<PlacementRequest>) -> Result<Vec<Placed>> {
        // The orders of a request have different keys. The first one stands for the request.
        let first = requests.first().and_then(|request| Some((request.account.id, request.key.as_ref()?)));
        let _in_flight = match first {
            Some((user, key)) => Some(InFlightKey::acquire(&self.in_flight, user, &key.text)?),
            None => None,
        };
        let (reply, outcomes) = oneshot::channel();
        self.queue.try_send(QueuedPlacement { requests, reply }).map_err(|_| Error::Saturated)?;
        let outcomes = outcomes.await.unwrap_or(Err(Error::Saturated))?;
        let mut placed = Vec::with_capacity(outcomes.len());
        for outcome in outcomes {
            placed.push(match outcome {
                Outcome::Placed(order) => Placed { order: *order, is_replay: false },
                Outcome::Replayed(id) => {
                    let order = orders::find(&mut self.db.read().await?, id).await?.ok_or(Error::NotFound("order"))?;
                    Placed { order: order.as_placed(), is_replay: true }
                }
            });
        }
        Ok(placed)
    }
}

/// Marks an account's idempotency key as in flight until dropped. This process refuses concurrent requests with the key.
struct InFlightKey {
    keys: InFlightKeys,
    key: (UserId, String),
}

impl InFlightKey {
    fn acquire(keys: &InFlightKeys, user: UserId, key: &str) -> Result<Self> {
        let key = (user, key.to_owned());
        if !keys.lock().unwrap_or_else(PoisonError::into_inner).insert(key.clone()) {
            return Err(Error::IdempotencyKeyInFlight);
        }
        Ok(Self { keys: Arc::clone(keys), key })
    }
}

impl Drop for InFlightKey {
    fn drop(&mut self) {
        self.keys.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.key);
    }
}

async fn run(context: BatcherContext, mut queued: mpsc::Receiver<QueuedPlacement>, stop: CancellationToken) {
    let max_writers = context.db.max_concurrent_writers();
    let writers = Arc::new(Semaphore::new(max_writers));
    loop {
        // Wait for a free writer before taking the queued placements. Batches form during this wait.
        let Ok(writer) = Arc::clone(&writers).acquire_owned().await else { break };
        let mut batch = Vec::new();
        tokio::select! {
            count = queued.recv_many(&mut batch, context.config.max_batch_size) => if count == 0 { break },
            () = stop.cancelled(), if !queued.is_closed() => {
                queued.close();
                continue;
            }
        }
        let context = context.clone();
        tokio::spawn(async move {
            place_batch(&context, batch).await;
            drop(writer);
        });
    }
    // Wait for the batches that are still being written.
    let all = u32::try_from(max_writers).unwrap_or(1);
    drop(writers.acquire_many(all).await);
}

/// Places a batch and replies to its callers.
async fn place_batch(context: &BatcherContext, batch: Vec<QueuedPlacement>) {
    let (requests, replies): (Vec<_>, Vec<_>) = batch.into_iter().map(|queued| (queued.requests, queued.reply)).unzip();
    let outcomes = match place_with_retries(context, &requests).await {
        Ok(outcomes) => outcomes,
        // An error caused by one caller's orders must not affect the other callers.
        Err(error) if requests.len() > 1 && !store::is_outage(&error) => {
            tracing::warn!(%error, requests = requests.len(), "batch failed; retrying with a separate transaction per request");
            let mut outcomes = Vec::with_capacity(requests.len());
            for request in &requests {
                let outcome = place_with_retries(context, std::slice::from_ref(request)).await;
                outcomes.extend(outcome.unwrap_or_else(|error| vec![Err(placement_failed(&error))]));
            }
            outcomes
        }
        Err(error) => requests.iter().map(|_| Err(placement_failed(&error))).collect(),
    };
    for (reply, outcome) in replies.into_iter().zip(outcomes) {
        // A client that has disconnected can find its order by idempotency key, or in the list of its orders.
        drop(reply.send(outcome));
    }
}

fn placement_failed(error: &store::Error) -> Error {
    tracing::error!(%error, "failed to place the orders of a request");
    Error::PlacementFailed { is_outage: store::is_outage(error) || store::is_transient(error) }
}

/// Places the orders of several callers. Retries after a conflict or a timeout of a lock or statement. Also retries once after
/// another process has inserted the same idempotency key, because the next transaction finds that key.
async fn place_with_retries(
    context: &BatcherContext,
    requests: &[Vec<PlacementRequest>],
) -> store::Result<Vec<Result<Vec<Outcome>>>> {
    let place = || store::retry(store::is_transient, || place_in_transaction(context, requests));
    match place().await {
        Err(error) if store::is_unique_violation(&error) => place().await,
        result => result,
    }
}

/// Runs one transaction: locks the items in id order, decides, inserts, and commits.
async fn place_in_transaction(
    context: &BatcherContext,
    requests: &[Vec<PlacementRequest>],
) -> store::Result<Vec<Result<Vec<Outcome>>>> {
    let BatcherContext { db, clock, config, .. } = context;
    let lines = requests.iter().flatten().flat_map(|request| &request.lines);
    let mut item_ids: Vec<_> = lines.map(|line| line.item_id).collect();
    item_ids.sort_unstable();
    item_ids.dedup();
    let key = |request: &PlacementRequest| Some((request.account.id, request.key.as_ref()?.text.clone()));
    let keys: Vec<_> = requests.iter().flatten().filter_map(key).collect();

    let mut tx = db.begin().await?;
    let mut items = placements::lock_items(&mut tx, &item_ids).await?;
    // A key is valid until the cleaner deletes it.
    let stored_keys = idempotency_keys::find_many(&mut tx, &keys, Timestamp::EPOCH).await?;
    let decisions: Vec<_> = requests.iter().map(|requests| decide_all(requests, &mut items, &stored_keys)).collect();
    let granted = decisions.iter().flatten().flatten();
    let count = granted.filter(|decision| matches!(decision, Decision::Place(_))).count();
    let mut numbers =
        if count == 0 { Vec::new() } else { sequences::next_order_numbers(&mut tx, count).await? }.into_iter();

    let mut placements = Vec::with_capacity(count);
    let mut to_outcome = |(request, decision): (&PlacementRequest, Decision)| match decision {
        Decision::Place(priced) => {
            let number = OrderNumber(numbers.next().expect("each priced order has a number"));
            let placement = priced.into_placement(request, number, clock, config.accept_timeout);
            let order = placement.event.order.clone();
            placements.push(placement);
            Outcome::Placed(Box::new(order))
        }
        Decision::Replay(order) => Outcome::Replayed(order),
    };
    let outcomes = requests
        .iter()
        .zip(decisions)
        .map(|(requests, decisions)| Ok(requests.iter().zip(decisions?).map(&mut to_outcome).collect()));
    let outcomes: Vec<_> = outcomes.collect();
    if placements.is_empty() {
        return Ok(outcomes);
    }
    placements::insert(&mut tx, &placements).await?;
    tx.commit().await?;
    #[expect(clippy::cast_precision_loss, reason = "a batch has at most 6,400 orders")]
    context.batch_size.observe(placements.len() as f64);
    context.relay.notify(placements.iter().map(|placement| &placement.event));
    context.scheduler_wake.notify_one();
    Ok(outcomes)
}
