//! The API: validates requests, places and changes orders, and writes events to the outbox.

#![warn(missing_docs)]

pub mod app;
pub mod asyncapi;
pub mod credentials;
pub mod error;
pub mod extract;
pub mod maintenance;
mod menu_log;
pub mod middleware;
pub mod openapi;
pub mod pagination;
pub mod placement;
pub mod rate_limit;
pub mod routes;
pub mod verified_passwords;

use std::sync::Arc;

use auth::passwords::Passwords;
use auth::tokens::{ACCESS_TOKEN_TTL, Tokens};
use axum::Router;
use service::bootstrap::Resources;
use service::config::ApiSettings;
use service::http;
use service::job::run_job;
use service::metrics::Counter;
use service::relay::Relay;
use service::revocation::RevocationCache;
use service::shutdown::{Shutdown, Stage};
use tokio::net::TcpListener;
use tokio::sync::Notify;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use app::{App, AppInner};
use maintenance::{
    Cleaner, CleanerConfig, Reconciler, ReconcilerConfig, Scheduler, SchedulerConfig, SearchIndexer,
    SearchIndexerConfig,
};
use middleware::RequestTimeouts;
use placement::{BatcherConfig, BatcherContext, PlacementBatcher, batch_size_histogram};
use rate_limit::RateLimits;
use verified_passwords::VerifiedPasswords;

/// The running API: its batcher, its background jobs, and the state of its handlers.
pub struct Api {
    /// The state of the handlers.
    pub app: App,
    /// The request timeouts.
    pub timeouts: RequestTimeouts,
    cors_origins: Vec<String>,
    tasks: JoinSet<()>,
    stop_batcher: CancellationToken,
    shutdown: Shutdown,
}

impl Api {
    /// Starts the batcher and the background jobs. The jobs end when the shutdown is requested.
    pub fn start(settings: &ApiSettings, resources: Resources, relay: Relay, tokens: Tokens) -> Self {
        let Resources { db, broker, clock, metrics, shutdown } = resources;
        let limits = RateLimits::new(settings.rate_limit);
        let revocations = RevocationCache::new(db.clone(), clock.clone(), ACCESS_TOKEN_TTL);
        let scheduler_wake = Arc::new(Notify::new());
        let (stop, stop_batcher) = (shutdown.token(), CancellationToken::new());

        let batch_size =
            metrics.register("expediter_desk_batch_orders", "Orders placed per transaction", batch_size_histogram());
        let context = BatcherContext {
            db: db.clone(),
            clock: clock.clone(),
            relay: relay.clone(),
            scheduler_wake: scheduler_wake.clone(),
            batch_size,
            config: BatcherConfig::new(settings.accept_timeout()),
        };
        let (batcher, batcher_task) = PlacementBatcher::start(context, stop_batcher.clone());
        let scheduler = Scheduler {
            config: SchedulerConfig::default(),
            db: db.clone(),
            relay: relay.clone(),
            clock: clock.clone(),
            postponed: metrics.register(
                "expediter_postponed_commands",
                "Automatic acceptances and cancellations postponed because the order cannot be decoded, changed or saved",
                Counter::default(),
            ),
            wake: scheduler_wake.clone(),
        };
        let reconciler = Reconciler {
            config: ReconcilerConfig::default(),
            db: db.clone(),
            broker: broker.clone(),
            relay: relay.clone(),
            clock: clock.clone(),
        };
        let cleaner = Cleaner::new(CleanerConfig::default(), db.clone(), clock.clone(), limits.clone());
        let search_indexer = SearchIndexer::new(SearchIndexerConfig::default(), db.clone());
        let mut tasks = JoinSet::new();
        tasks.spawn(async move { drop(batcher_task.await) });
        tasks.spawn(run_job(scheduler, stop.clone()));
        tasks.spawn(run_job(reconciler, stop.clone()));
        tasks.spawn(run_job(cleaner, stop.clone()));
        tasks.spawn(run_job(search_indexer, stop.clone()));
        tasks.spawn(run_job(revocations.clone(), stop));

        let app = App::new(AppInner {
            db,
            broker,
            relay,
            clock,
            tokens,
            passwords: Passwords::new(settings.passwords.password_min_length),
            verified_passwords: VerifiedPasswords::default(),
            batcher,
            scheduler_wake,
            revocations,
            limits,
            is_behind_proxy: settings.behind_proxy,
            metrics,
        });
        let cors_origins = settings.cors_origins.clone();
        Self { app, timeouts: RequestTimeouts::default(), cors_origins, tasks, stop_batcher, shutdown }
    }

    /// Returns all routes and the documentation pages, without middleware.
    pub fn router(&self) -> Router {
        let (routes, document) = openapi::routes_and_document();
        routes.merge(openapi::swagger_ui(document)).merge(asyncapi::router()).with_state(self.app.clone())
    }

    /// Adds the middleware to these routes.
    pub fn with_layers(&self, routes: Router) -> Router {
        middleware::with_layers(routes, &self.app, self.timeouts, &self.cors_origins)
    }

    /// Completes the queued placements and waits for the background jobs to end. Must be called after all requests have
    /// completed.
    pub async fn close(mut self) {
        self.stop_batcher.cancel();
        let tasks = async { while self.tasks.join_next().await.is_some() {} };
        self.shutdown.run_step(Stage::CloseServices, "complete the queued placements and background jobs", tasks).await;
    }
}

/// Runs the API on this listener until the shutdown is requested. Then it completes the requests in flight.
pub async fn run(settings: &ApiSettings, listener: TcpListener, resources: Resources, relay: Relay, tokens: Tokens) {
    let shutdown = resources.shutdown.clone();
    let api = Api::start(settings, resources, relay, tokens);
    let router = api.with_layers(api.router());
    http::serve(listener, router, shutdown).await;
    api.close().await;
}
