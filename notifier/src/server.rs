//! Starts the notifier as a part of another process, or as its own process.

use std::sync::Arc;
use std::time::Duration;

use auth::tokens::{ACCESS_TOKEN_TTL, Tokens};
use axum::Router;
use axum::middleware::from_fn;
use axum::routing::get;
use messaging::EventSubscriber;
use service::bootstrap::Resources;
use service::heartbeat::HeartbeatSender;
use service::http::{serve, with_common_layers};
use service::job::run_job;
use service::metrics::{self, track_requests};
use service::problem::problem_documents;
use service::revocation::RevocationCache;
use service::shutdown::{Shutdown, Stage};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio::time::{Instant, timeout_at};

use crate::heartbeat::NotifierHeartbeat;
use crate::log_follower::LogFollower;
use crate::revocation::RevocationWatcher;
use crate::state::{NotifierState, Options};
use crate::{health, socket, sse};

/// Maximum time to wait until all sockets are closed.
const DRAIN_TIMEOUT: Duration = Duration::from_secs(3);

/// A handle to a running notifier. Cheap to clone.
#[derive(Clone)]
pub struct Notifier(Arc<NotifierState>);

impl Notifier {
    /// Starts to follow the event log. Returns the notifier and its background task. After a shutdown request, all sockets are
    /// closed with the code 1012. The task waits for this, for at most 3 s, deregisters the heartbeat, and ends.
    ///
    /// # Errors
    /// The database is unavailable. A broker that is down is not an error.
    pub async fn start(
        options: Options,
        resources: Resources,
        tokens: Tokens,
    ) -> anyhow::Result<(Self, JoinHandle<()>)> {
        let Resources { db, broker, clock, shutdown, .. } = resources.clone();
        let timing = options.timing;
        // Subscribes before the end of the log is read, so that no event is missed in between.
        let events = broker.subscribe();
        let follower = LogFollower::start(db.clone(), broker, clock.clone(), timing).await?;
        let hub = follower.hub().clone();
        let state = NotifierState::new(options, resources, tokens, hub.clone());
        let heartbeat = NotifierHeartbeat::new(clock.new_id(), hub.clone());
        let heartbeats = HeartbeatSender::start(heartbeat, db.clone(), timing.heartbeat_interval, shutdown);
        let cache = RevocationCache::new(db, clock, ACCESS_TOKEN_TTL);
        let watcher = RevocationWatcher { cache, hub, interval: timing.revocation_interval };
        let task = tokio::spawn(run_tasks(state.clone(), follower, events, watcher, heartbeats));
        Ok((Self(state), task))
    }

    /// Returns the number of connected clients.
    pub fn client_count(&self) -> usize {
        self.0.hub.client_count()
    }
}

/// Runs the background tasks until the shutdown is requested. Then waits until all sockets are closed, for at most
/// [`DRAIN_TIMEOUT`].
async fn run_tasks(
    state: Arc<NotifierState>,
    follower: LogFollower,
    events: EventSubscriber,
    watcher: RevocationWatcher,
    heartbeats: HeartbeatSender,
) {
    // If a task panics, clients must not wait for events that will never come.
    let _guard = RequestOnDrop(state.shutdown.clone());
    let stop = state.shutdown.token();
    // A query in progress must not delay the end of the watcher.
    let watching = stop.run_until_cancelled(run_job(watcher, stop.clone()));
    let menus = state.hub.menus().run(&state.db, &stop);
    tokio::join!(follower.run(events, stop.clone()), watching, menus);
    state.sockets.close();
    let deadline = state.shutdown.deadline(Stage::Drain).min(Instant::now() + DRAIN_TIMEOUT);
    if timeout_at(deadline, state.sockets.wait()).await.is_err() {
        tracing::warn!(sockets = state.sockets.len(), "sockets not closed in time");
    }
    heartbeats.stop().await;
}

/// Requests the shutdown when it is dropped.
struct RequestOnDrop(Shutdown);

impl Drop for RequestOnDrop {
    fn drop(&mut self) {
        self.0.request();
    }
}

/// Returns the routes of the notifier: `GET /ws`, `GET /events`, `GET /events/menus/{id}` and `GET /socket/{user,biz}/{id}`.
pub fn router(notifier: Notifier) -> Router {
    Router::new()
        .route("/ws", get(socket::upgrade))
        .route("/socket/{kind}/{id}", get(socket::upgrade_food_ordering))
        .route("/events", get(sse::subscribe))
        .route("/events/menus/{id}", get(sse::subscribe_menu))
        .with_state(notifier.0)
}

/// Runs the notifier as its own process, with health checks and metrics, until the shutdown is requested.
///
/// # Errors
/// The database is unavailable at the start, or a background task panicked.
pub async fn run(options: Options, listener: TcpListener, resources: Resources, tokens: Tokens) -> anyhow::Result<()> {
    let Resources { clock, metrics, shutdown, .. } = resources.clone();
    let health = health::router(&resources);
    let (notifier, closed) = Notifier::start(options, resources, tokens).await?;
    let routes = router(notifier).merge(health).merge(metrics::router(&metrics)).layer(from_fn(problem_documents));
    let routes = with_common_layers(track_requests(routes, &metrics), clock);
    serve(listener, routes, shutdown).await;
    closed.await?;
    Ok(())
}
