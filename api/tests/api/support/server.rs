//! The API, running in the test process.

use std::net::SocketAddr;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use api::Api;
use api::app::App;
use api::middleware::RequestTimeouts;
use auth::tokens::Tokens;
use axum::Router;
use domain::account::Password;
use domain::clock::Clock;
use messaging::Broker;
use service::bootstrap::Resources;
use service::config::{ApiSettings, PasswordSettings, RateLimit};
use service::metrics::Metrics;
use service::relay::Relay;
use service::shutdown::Shutdown;
use store::Db;
use testkit::brokers::memory_broker;
use testkit::fixture::tokens;
use testkit::http_server::free_listener;
use testkit::{ApiClient, ApiEndpoint, EVENING, Engine, HttpServer, assert_consistent, database};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::contract;

/// The settings of a [`TestServer`].
pub struct TestConfig {
    /// Maximum number of requests per minute from an account or an IP address; `None` for no limit.
    pub rate_limit: Option<NonZeroU32>,
    /// `true` if the last address in `X-Forwarded-For` is that of the client.
    pub behind_proxy: bool,
    /// Allowed CORS origins.
    pub cors_origins: Vec<String>,
    /// Seconds after which an order that a business has not accepted manually is cancelled.
    pub accept_timeout_seconds: u64,
    /// Minimum number of characters of a new password.
    pub password_min_length: u8,
    /// The request timeouts.
    pub timeouts: RequestTimeouts,
    /// Additional routes.
    pub extra_routes: Router,
}

impl Default for TestConfig {
    fn default() -> Self {
        Self {
            rate_limit: None,
            behind_proxy: false,
            cors_origins: Vec::new(),
            accept_timeout_seconds: 900,
            password_min_length: Password::DEFAULT_MIN_LENGTH,
            timeouts: RequestTimeouts::default(),
            extra_routes: Router::new(),
        }
    }
}

impl TestConfig {
    fn settings(&self) -> ApiSettings {
        ApiSettings {
            api_addr: ([127, 0, 0, 1], 0).into(),
            accept_timeout_seconds: self.accept_timeout_seconds,
            rate_limit: RateLimit(self.rate_limit),
            behind_proxy: self.behind_proxy,
            cors_origins: self.cors_origins.clone(),
            passwords: PasswordSettings { password_min_length: self.password_min_length },
        }
    }
}

/// A running API on a free port: real HTTP, a real database and relay, the in-process broker, and a clock that tests advance.
///
/// Every response to an [`ApiClient`] is checked against the `OpenAPI` document, and a request with an error response must not
/// change the record counts. Tests must [`close`](Self::close) the server, which checks the invariants of the database, or
/// [`stop`](Self::stop) it.
pub struct TestServer {
    /// The database.
    pub db: Db,
    /// The broker.
    pub broker: Broker,
    /// The clock of the API, which changes only with [`advance`](Self::advance).
    pub clock: Clock,
    /// Issues and verifies access tokens.
    pub tokens: Tokens,
    /// The state of the handlers.
    pub app: App,
    /// The endpoint for clients of the server.
    pub endpoint: Arc<ApiEndpoint>,
    config: TestConfig,
    running: Option<RunningApi>,
    names: AtomicU32,
}

struct RunningApi {
    api: Api,
    http: HttpServer,
    stop_relay: CancellationToken,
    relay_task: JoinHandle<()>,
}

impl TestServer {
    /// Starts the API on SQLite.
    pub async fn start() -> Self {
        Self::start_on(database(Engine::Sqlite).await).await
    }

    /// Starts the API on this database.
    pub async fn start_on(db: Db) -> Self {
        Self::start_on_with(db, TestConfig::default()).await
    }

    /// Starts the API on SQLite with these settings.
    pub async fn start_with(config: TestConfig) -> Self {
        Self::start_on_with(database(Engine::Sqlite).await, config).await
    }

    async fn start_on_with(db: Db, config: TestConfig) -> Self {
        let (broker, clock, tokens) = (memory_broker().await, Clock::manual(EVENING), tokens());
        let running = RunningApi::start(&config, &db, &broker, &clock, &tokens).await;
        let (app, addr) = (running.api.app.clone(), running.http.addr());
        let endpoint = Arc::new(ApiEndpoint::new(addr).with_contract(contract()).with_record_checks(db.clone()));
        let (running, names) = (Some(running), AtomicU32::default());
        Self { db, broker, clock, tokens, app, endpoint, config, running, names }
    }

    /// Stops the API and starts it again on the same database and broker. The in-memory state of the API is lost.
    pub async fn restart(&mut self) {
        self.stop_running().await;
        let running = RunningApi::start(&self.config, &self.db, &self.broker, &self.clock, &self.tokens).await;
        self.app = running.api.app.clone();
        self.endpoint.set_addr(running.http.addr());
        self.running = Some(running);
    }

    /// Checks the database invariants, stops the API, and closes the database.
    pub async fn close(mut self) {
        assert_consistent(&self.db).await;
        self.stop_running().await;
        self.db.close().await;
    }

    /// Stops the API without checking the database invariants, and leaves the database open for other servers.
    pub async fn stop(mut self) {
        self.stop_running().await;
    }

    async fn stop_running(&mut self) {
        if let Some(running) = self.running.take() {
            running.stop().await;
        }
    }

    /// Returns the address of the server.
    pub fn addr(&self) -> SocketAddr {
        self.endpoint.addr()
    }

    /// Returns the routes of the API, without middleware.
    pub fn router(&self) -> Router {
        self.running.as_ref().unwrap().api.router()
    }

    /// Advances the clock, and wakes the scheduler.
    pub fn advance(&self, duration: Duration) {
        self.clock.advance(duration);
        self.app.scheduler_wake.notify_one();
    }

    /// Returns a client that is not logged in.
    pub fn anonymous(&self) -> ApiClient {
        self.endpoint.anonymous()
    }

    /// Returns a name that no other account or business of this server has.
    pub fn unique_name(&self, prefix: &str) -> String {
        format!("{prefix}{}", self.names.fetch_add(1, Ordering::Relaxed))
    }
}

impl Drop for TestServer {
    fn drop(&mut self) {
        let is_unchecked = self.running.is_some() && !std::thread::panicking();
        assert!(!is_unchecked, "close the server at the end of the test: this checks the database");
    }
}

impl RunningApi {
    async fn start(config: &TestConfig, db: &Db, broker: &Broker, clock: &Clock, tokens: &Tokens) -> Self {
        let (metrics, shutdown, stop_relay) = (Metrics::default(), Shutdown::default(), CancellationToken::new());
        metrics.register_pool(db);
        metrics.register_isolated_rows(db);
        let (relay, relay_task) = Relay::start(db.clone(), broker.clone(), &metrics, stop_relay.clone());
        let resources = Resources {
            db: db.clone(),
            broker: broker.clone(),
            clock: clock.clone(),
            metrics,
            shutdown: shutdown.clone(),
        };
        let mut api = Api::start(&config.settings(), resources, relay, tokens.clone());
        api.timeouts = config.timeouts;
        let router = api.with_layers(api.router().merge(config.extra_routes.clone()));
        let http = HttpServer::start_on(free_listener().await, router, shutdown);
        Self { api, http, stop_relay, relay_task }
    }

    /// Completes the requests in flight and the queued placements, and publishes the events in the outbox.
    async fn stop(self) {
        self.http.stop().await;
        self.api.close().await;
        self.stop_relay.cancel();
        self.relay_task.await.unwrap();
    }
}
