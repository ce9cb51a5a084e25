//! The order desk: groups concurrent placements into one transaction.
//!
//! No timer: a batch is whatever arrived while the batch before was committing. One caller alone waits for nobody; 64
//! callers who want the same item share one row lock and one commit, so that a flash sale costs about the same as
//! ordinary traffic.

pub mod decide;

use std::collections::{BTreeMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use shared::account::UserId;
use shared::clock::{Clock, Timestamp};
use shared::metrics::Histogram;
use shared::outbox::Relay;
use shared::store::placements::Placement;
use shared::store::{self, Db, counters, placements};
use tokio::sync::{Notify, Semaphore, mpsc, oneshot};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::error::Error;
pub use decide::{Ask, Draft, Key, Outcome};

/// The most placements in one transaction.
const BATCH: usize = 128;
/// The most placements that wait; whoever comes then is told to try again.
const QUEUE: usize = 4096;
/// How often a batch is tried again after a deadlock, a serialization failure, or a key that somebody else wrote first.
const ATTEMPTS: u32 = 5;

/// Where placements are handed in. Cheap to clone.
#[derive(Clone, Debug)]
pub struct OrderDesk {
    queue: mpsc::Sender<Waiting>,
    in_flight: Arc<Mutex<HashSet<(UserId, String)>>>,
}

struct Waiting {
    ask: Ask,
    answer: oneshot::Sender<Result<Outcome, Error>>,
}

/// What the desk works with.
#[derive(Clone)]
pub struct Tools {
    /// Where orders are kept.
    pub db: Db,
    /// What time it is.
    pub clock: Clock,
    /// Who publishes.
    pub relay: Relay,
    /// Who accepts what is due.
    pub clockwork: Arc<Notify>,
    /// How long orders wait for a business that accepts by hand.
    pub accept_timeout: Duration,
    /// How many orders one transaction placed.
    pub batches: Histogram,
}

/// Batches by their size.
pub fn batches() -> Histogram {
    Histogram::new([1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0])
}

impl OrderDesk {
    /// Opens the desk. When `stop` is cancelled it finishes what was handed in, and closes.
    pub fn open(tools: Tools, stop: CancellationToken) -> (Self, JoinHandle<()>) {
        let (queue, waiting) = mpsc::channel(QUEUE);
        let desk = Self { queue, in_flight: Arc::default() };
        (desk, tokio::spawn(run(tools, waiting, stop)))
    }

    /// Places an order: it is placed when this answers, all lines or none.
    ///
    /// # Errors
    /// Why not; then nothing was changed.
    pub async fn place(&self, ask: Ask) -> Result<Outcome, Error> {
        let _claim = match &ask.key {
            Some(key) => Some(self.claim(ask.account.id, &key.text)?),
            None => None,
        };
        let (answer, answered) = oneshot::channel();
        self.queue.try_send(Waiting { ask, answer }).map_err(|_| Error::Saturated)?;
        answered.await.unwrap_or(Err(Error::Saturated))
    }

    /// Of two requests with the same key at once, the second is told to wait for the first.
    fn claim(&self, user: UserId, key: &str) -> Result<Claim, Error> {
        let key = (user, key.to_owned());
        let fresh = self.in_flight.lock().unwrap_or_else(PoisonError::into_inner).insert(key.clone());
        if !fresh {
            return Err(Error::KeyInFlight);
        }
        Ok(Claim { in_flight: Arc::clone(&self.in_flight), key })
    }
}

/// A key in flight, until it is dropped.
struct Claim {
    in_flight: Arc<Mutex<HashSet<(UserId, String)>>>,
    key: (UserId, String),
}

impl Drop for Claim {
    fn drop(&mut self) {
        self.in_flight.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.key);
    }
}

async fn run(tools: Tools, mut waiting: mpsc::Receiver<Waiting>, stop: CancellationToken) {
    let writers = Arc::new(Semaphore::new(tools.db.writers()));
    loop {
        // First a free writer, then whoever is waiting by now: that is what makes the batches.
        let Ok(writer) = Arc::clone(&writers).acquire_owned().await else { break };
        let mut batch = Vec::new();
        tokio::select! {
            taken = waiting.recv_many(&mut batch, BATCH) => if taken == 0 { break },
            () = stop.cancelled(), if !waiting.is_closed() => {
                waiting.close();
                continue;
            }
        }
        let tools = tools.clone();
        tokio::spawn(async move {
            serve(&tools, batch).await;
            drop(writer);
        });
    }
    // Whoever holds a writer is still answering.
    let all = u32::try_from(tools.db.writers()).unwrap_or(1);
    drop(writers.acquire_many(all).await);
}

/// Answers a batch of callers.
async fn serve(tools: &Tools, batch: Vec<Waiting>) {
    let (asks, answers): (Vec<_>, Vec<_>) = batch.into_iter().map(|waiting| (waiting.ask, waiting.answer)).unzip();
    let outcomes = match place_all(tools, &asks).await {
        Ok(outcomes) => outcomes,
        // Whatever the database has against one of them must not harm the others.
        Err(error) if asks.len() > 1 && !store::is_outage(&error) => {
            tracing::warn!(%error, "a batch of {} placements failed; placing them one by one", asks.len());
            let mut outcomes = Vec::with_capacity(asks.len());
            for ask in &asks {
                let outcome = place_all(tools, std::slice::from_ref(ask)).await;
                outcomes.extend(outcome.unwrap_or_else(|error| vec![Err(failed(&error))]));
            }
            outcomes
        }
        Err(error) => asks.iter().map(|_| Err(failed(&error))).collect(),
    };
    for (answer, outcome) in answers.into_iter().zip(outcomes) {
        // A caller that has gone away finds its order by its key, or in its list.
        drop(answer.send(outcome));
    }
}

fn failed(error: &store::Error) -> Error {
    tracing::error!(%error, "the order desk cannot place an order");
    Error::Desk { outage: store::is_outage(error) || store::is_transient(error) }
}

async fn place_all(tools: &Tools, asks: &[Ask]) -> store::Result<Vec<Result<Outcome, Error>>> {
    let mut attempt = 1;
    loop {
        match try_place_all(tools, asks).await {
            Err(error) if attempt < ATTEMPTS && (store::is_transient(&error) || store::is_taken(&error)) => {
                attempt += 1;
            }
            done => return done,
        }
    }
}

/// One transaction: lock the items in the order of their ids, decide, write, commit.
async fn try_place_all(tools: &Tools, asks: &[Ask]) -> store::Result<Vec<Result<Outcome, Error>>> {
    let mut items: Vec<_> = asks.iter().flat_map(|ask| ask.lines.iter().map(|line| line.item_id)).collect();
    items.sort_unstable();
    items.dedup();
    let keys: Vec<_> =
        asks.iter().filter_map(|ask| ask.key.as_ref().map(|key| (ask.account.id, key.text.clone()))).collect();

    let mut tx = tools.db.begin().await?;
    let mut offers = placements::lock_offers(&mut tx, &items).await?;
    // A key stands until the clockwork has swept it up.
    let used = placements::used_keys(&mut tx, &keys, Timestamp::EPOCH).await?;
    let decisions: Vec<_> = asks.iter().map(|ask| decide::decide(ask, &mut offers, &used)).collect();
    let drafts = decisions.iter().filter(|decision| matches!(decision, Ok(decide::Decision::Place(_)))).count();
    let mut numbers = if drafts == 0 { Vec::new() } else { counters::next_orders(&mut tx, drafts).await? }.into_iter();

    let mut written: Vec<Placement> = Vec::with_capacity(drafts);
    let outcomes = asks.iter().zip(decisions).map(|(ask, decision)| match decision {
        Ok(decide::Decision::Place(draft)) => {
            let number = numbers.next().expect("a number was taken for every draft");
            let placement = draft.place(ask, number, tools);
            let order = placement.order.clone();
            written.push(placement);
            Ok(Outcome::Placed(Box::new(order)))
        }
        Ok(decide::Decision::Replay(order)) => Ok(Outcome::Replayed(order)),
        Err(refusal) => Err(refusal),
    });
    let outcomes: Vec<_> = outcomes.collect();
    if written.is_empty() {
        return Ok(outcomes);
    }
    placements::write(&mut tx, &written).await?;
    tx.commit().await?;
    #[expect(clippy::cast_precision_loss, reason = "a batch has 128 orders at most")]
    tools.batches.observe(written.len() as f64);
    tools.relay.tell(written.iter().map(|placement| &placement.event));
    tools.clockwork.notify_one();
    Ok(outcomes)
}

/// What keys were used for, by account and key.
pub(crate) type UsedKeys = BTreeMap<(UserId, String), store::idempotency::Used>;
