//! The notifier tells everyone what changes, as it changes: `GET /ws`, and `GET /events` for those without WebSocket.
//!
//! `tail` follows the log of events and loses nothing, `hub` fans out, `feed` is what one client gets, `socket` and
//! `sse` are two ways to show it. Reads the database, and writes no more than its own heartbeat.

mod accounts;
mod beat;
mod counts;
mod cursor;
mod feed;
mod frame;
mod health;
mod hub;
mod socket;
mod sse;
mod tail;
mod timing;
mod upgrade;

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::middleware::from_fn;
use axum::routing::get;
use shared::auth::Tokens;
use shared::broker::Broker;
use shared::clock::Clock;
use shared::metrics::{Metrics, measured};
use shared::store::Db;
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use counts::Counts;
use hub::Hub;
use tail::Tail;
pub use timing::Timing;

/// How many clients may read the log at once.
const READERS: usize = 4;
/// How long closing all sockets may take.
const DRAIN: Duration = Duration::from_secs(3);

/// What can be chosen.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Origins of other sites whose pages may open sockets.
    pub origins: Vec<String>,
    /// How long things take.
    pub timing: Timing,
    /// What the process counts; of one notifier in a process.
    pub metrics: Metrics,
}

/// A running notifier. Clones share it.
#[derive(Clone)]
pub struct Notifier(Arc<House>);

struct House {
    db: Db,
    tokens: Tokens,
    clock: Clock,
    hub: Arc<Hub>,
    options: Options,
    counts: Counts,
    /// Turns to read the log.
    turns: Semaphore,
    sockets: TaskTracker,
    stop: CancellationToken,
}

impl Notifier {
    /// Starts to follow the log. When `stop` is cancelled all sockets are closed with 1012; the task ends when they
    /// are, in at most three seconds.
    ///
    /// # Errors
    /// The database cannot be read. A broker that is away is waited for.
    pub async fn start(
        db: Db,
        broker: Broker,
        tokens: Tokens,
        clock: Clock,
        options: Options,
        stop: CancellationToken,
    ) -> anyhow::Result<(Self, JoinHandle<()>)> {
        // Before the log's end is looked up, so that nothing happens in between.
        let live = broker.live();
        let tail = Tail::begin(db.clone(), broker, clock.clone(), options.timing).await?;
        let hub = tail.hub().clone();
        let accounts = accounts::watch(db.clone(), clock.clone(), hub.clone(), options.timing.accounts);
        let (turns, sockets) = (Semaphore::new(READERS), TaskTracker::new());
        let counts = Counts::register(&options.metrics, &hub);
        let stopped = stop.clone();
        let house = House { db, tokens, clock, hub, options, counts, turns, sockets, stop: stopped };
        let notifier = Self(Arc::new(house));
        let house = notifier.0.clone();
        let gone = CancellationToken::new();
        let beating = tokio::spawn(beat::keep(notifier.clone(), gone.clone()));
        let task = tokio::spawn(async move {
            // Were it to fail, nobody should go on listening to nothing.
            let _stops = stop.clone().drop_guard();
            tokio::join!(tail.run(live, stop.clone()), stop.run_until_cancelled(accounts));
            house.sockets.close();
            if tokio::time::timeout(DRAIN, house.sockets.wait()).await.is_err() {
                tracing::warn!("some sockets took too long to close");
            }
            gone.cancel();
            let _reported_where_it_failed = beating.await;
        });
        Ok((notifier, task))
    }

    /// With a tail that a test moves by hand.
    #[cfg(test)]
    fn by_hand(db: Db, tokens: Tokens, clock: Clock, hub: Arc<Hub>, timing: Timing) -> Self {
        let options = Options { timing, ..Options::default() };
        let (turns, sockets, stop) = (Semaphore::new(READERS), TaskTracker::new(), CancellationToken::new());
        let counts = Counts::register(&options.metrics, &hub);
        Self(Arc::new(House { db, tokens, clock, hub, options, counts, turns, sockets, stop }))
    }

    /// How many clients listen now.
    pub fn sockets(&self) -> usize {
        self.0.hub.sockets()
    }

    fn db(&self) -> &Db {
        &self.0.db
    }

    fn hub(&self) -> &Arc<Hub> {
        &self.0.hub
    }

    fn tokens(&self) -> &Tokens {
        &self.0.tokens
    }

    fn clock(&self) -> &Clock {
        &self.0.clock
    }

    fn counts(&self) -> &Counts {
        &self.0.counts
    }

    fn timing(&self) -> Timing {
        self.0.options.timing
    }

    fn origins(&self) -> &[String] {
        &self.0.options.origins
    }

    fn tasks(&self) -> &TaskTracker {
        &self.0.sockets
    }

    fn stop(&self) -> &CancellationToken {
        &self.0.stop
    }

    async fn turn(&self) -> Option<SemaphorePermit<'_>> {
        self.0.turns.acquire().await.ok()
    }
}

/// `GET /ws` and `GET /events`, to be merged into a service's routes.
pub fn router(notifier: Notifier) -> Router {
    Router::new().route("/ws", get(upgrade::upgrade)).route("/events", get(sse::listen)).with_state(notifier)
}

/// The notifier as a service of its own, until `stop` is cancelled.
///
/// # Errors
/// The database cannot be read at the start.
pub async fn run(
    listener: TcpListener,
    db: Db,
    broker: Broker,
    tokens: Tokens,
    clock: Clock,
    options: Options,
    stop: CancellationToken,
) -> anyhow::Result<()> {
    let metrics = options.metrics.clone();
    let (notifier, closed) =
        Notifier::start(db.clone(), broker.clone(), tokens, clock.clone(), options, stop.clone()).await?;
    metrics.watch_pool(&db);
    let routes = router(notifier).merge(health::router(db, broker)).merge(shared::metrics::router(&metrics));
    let routes = measured(routes.layer(from_fn(shared::problem::document)), &metrics);
    shared::http::serve(listener, shared::http::finish(routes, clock), stop).await;
    closed.await?;
    Ok(())
}
