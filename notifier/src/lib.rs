//! The notifier tells everyone what changes, as it changes: `GET /ws`, and `GET /events` for those without WebSocket.
//!
//! `tail` follows the log of events and loses nothing, `hub` fans out, `feed` is what one client gets, `socket` and
//! `sse` are two ways to show it. Reads the database, writes nothing.

mod accounts;
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
use shared::store::Db;
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

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
        let notifier = Self(Arc::new(House { db, tokens, clock, hub, options, turns, sockets, stop: stop.clone() }));
        let house = notifier.0.clone();
        let task = tokio::spawn(async move {
            // Were it to fail, nobody should go on listening to nothing.
            let _stops = stop.clone().drop_guard();
            tokio::join!(tail.run(live, stop.clone()), stop.run_until_cancelled(accounts));
            house.sockets.close();
            if tokio::time::timeout(DRAIN, house.sockets.wait()).await.is_err() {
                tracing::warn!("some sockets took too long to close");
            }
        });
        Ok((notifier, task))
    }

    /// With a tail that a test moves by hand.
    #[cfg(test)]
    fn by_hand(db: Db, tokens: Tokens, clock: Clock, hub: Arc<Hub>, timing: Timing) -> Self {
        let options = Options { timing, ..Options::default() };
        let (turns, sockets, stop) = (Semaphore::new(READERS), TaskTracker::new(), CancellationToken::new());
        Self(Arc::new(House { db, tokens, clock, hub, options, turns, sockets, stop }))
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
    let (notifier, closed) = Notifier::start(db.clone(), broker.clone(), tokens, clock, options, stop.clone()).await?;
    let routes = router(notifier).merge(health::router(db, broker)).layer(from_fn(shared::problem::document));
    shared::http::serve(listener, routes, stop).await;
    closed.await?;
    Ok(())
}
