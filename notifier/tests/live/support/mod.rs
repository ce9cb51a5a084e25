//! Support for the tests of the notifier: a database, a broker, a clock, and notifiers that use them.

use std::net::SocketAddr;
use std::time::Duration;

use auth::tokens::Tokens;
use axum::middleware::from_fn;
use domain::account::User;
use domain::clock::Clock;
use domain::event::{EventKind, EventRecord, Subject};
use domain::order::Order;
use domain::order::state::Command;
use messaging::Broker;
use notifier::{Notifier, Options, Timing};
use service::bootstrap::{Process, Resources};
use service::problem::problem_documents;
use service::shutdown::Shutdown;
use store::{Db, database_id, events};
use testkit::brokers::{event, memory_broker};
use testkit::fixture::tokens;
use testkit::http_server::free_listener;
use testkit::wait::with_timeout;
use testkit::{EVENING, FeedClient, Fixture, HttpServer, TIMEOUT};
use tokio::task::JoinHandle;

/// The commands that take a placed order to its hand-over.
pub(crate) const COMMANDS_TO_HAND_OVER: [Command; 4] =
    [Command::Accept, Command::Start, Command::Complete, Command::HandOver];

/// A business, a broker, and a clock that the test advances.
pub(crate) struct Environment {
    pub(crate) fixture: Fixture,
    pub(crate) broker: Broker,
    pub(crate) clock: Clock,
    pub(crate) tokens: Tokens,
}

impl Environment {
    /// Creates an environment with a broker in this process.
    pub(crate) async fn new(db: Db) -> Self {
        Self::with_broker(db, memory_broker().await).await
    }

    pub(crate) async fn with_broker(db: Db, broker: Broker) -> Self {
        let clock = Clock::manual(EVENING);
        let fixture = Fixture::with_clock(db, clock.clone()).await;
        Self { fixture, broker, clock, tokens: tokens() }
    }

    /// Returns the resources of a new process.
    pub(crate) fn resources(&self) -> Resources {
        let Self { fixture, broker, clock, .. } = self;
        Process::new(fixture.db.clone(), broker.clone(), clock.clone(), Shutdown::default()).resources()
    }

    /// Starts a notifier with the default durations.
    pub(crate) async fn start_notifier(&self) -> NotifierServer {
        self.start_notifier_with(Timing::default()).await
    }

    /// Starts a notifier whose routes are served by another HTTP server, as in the all-in-one process.
    pub(crate) async fn start_notifier_with(&self, timing: Timing) -> NotifierServer {
        let resources = self.resources();
        let shutdown = resources.shutdown.clone();
        let options = Options { timing, ..Options::default() };
        let (notifier, closed) = Notifier::start(options, resources, self.tokens.clone()).await.unwrap();
        let router = notifier::router(notifier.clone()).layer(from_fn(problem_documents));
        NotifierServer { notifier, http: HttpServer::start_with(router, shutdown).await, closed }
    }

    /// Starts a notifier in the same way as the `notifier` binary does.
    pub(crate) async fn start_service(&self, timing: Timing) -> NotifierService {
        let (resources, listener) = (self.resources(), free_listener().await);
        let (addr, shutdown) = (listener.local_addr().unwrap(), resources.shutdown.clone());
        let options = Options { timing, ..Options::default() };
        let task = tokio::spawn(notifier::run(options, listener, resources, self.tokens.clone()));
        NotifierService { addr, shutdown, task }
    }

    /// Returns an access token for an account.
    pub(crate) fn token(&self, user: &User) -> String {
        self.tokens.issue(user, self.clock.now())
    }

    /// Returns an access token for the customer.
    pub(crate) fn customer_token(&self) -> String {
        self.token(&self.fixture.customer)
    }

    /// Publishes all events in the outbox.
    pub(crate) async fn publish(&self) {
        self.fixture.publish_outbox(&self.broker).await;
    }

    /// Publishes a message that cannot be decoded, after which the notifier reads the log.
    pub(crate) async fn trigger_poll(&self) {
        let mut invalid = event(EventKind::Placed);
        invalid.payload = "not JSON".into();
        self.broker.publish(&[invalid]).await.unwrap();
    }

    /// Places an order and publishes its event.
    pub(crate) async fn place_order(&self) -> Order {
        let order = self.fixture.place_order().await;
        self.publish().await;
        order
    }

    /// Applies a command as the owner and publishes its event.
    pub(crate) async fn apply(&self, order: Order, command: Command) -> Order {
        let order = self.fixture.apply(order, command).await;
        self.publish().await;
        order
    }

    /// Returns the last position of the log.
    pub(crate) async fn last_position(&self) -> i64 {
        events::last_position(&mut self.fixture.db.read().await.unwrap()).await.unwrap()
    }

    /// Returns the cursor of a client that has received nothing.
    pub(crate) async fn initial_cursor(&self) -> String {
        let id = database_id::get_or_create(&self.fixture.db, &self.clock).await.unwrap().simple().to_string();
        format!("{}.0", &id[24..])
    }

    /// Returns an event that is not in the log, with a payload of about 100 kB.
    pub(crate) fn large_event(&self, position: i64) -> EventRecord {
        let placement = self.fixture.new_placement(position, &self.fixture.item, 1);
        let mut event = placement.event;
        event.order.lines[0].name = "x".repeat(100_000);
        EventRecord {
            position,
            id: event.id,
            subject: Subject::Order(event.order.id),
            version: event.order.version,
            kind: EventKind::Placed.into(),
            business_id: event.order.business_id,
            customer_id: event.order.customer_id,
            occurred_at: self.clock.now(),
            traceparent: None,
            payload: serde_json::to_string(&event).unwrap().into(),
        }
    }
}

/// A notifier whose routes are served by another HTTP server, as in the all-in-one process.
pub(crate) struct NotifierServer {
    pub(crate) notifier: Notifier,
    pub(crate) http: HttpServer,
    /// The task that ends when all sockets are closed.
    pub(crate) closed: JoinHandle<()>,
}

impl NotifierServer {
    pub(crate) const fn addr(&self) -> SocketAddr {
        self.http.addr()
    }

    /// Connects without authentication.
    pub(crate) async fn connect(&self) -> FeedClient {
        FeedClient::connect(self.addr()).await
    }

    /// Connects a client that receives all events from now on.
    pub(crate) async fn open(&self, token: &str) -> FeedClient {
        FeedClient::open(self.addr(), token).await
    }

    /// Connects a client that resumes at a cursor.
    pub(crate) async fn resume(&self, token: &str, since: &str) -> FeedClient {
        FeedClient::resume(self.addr(), token, since).await
    }

    /// Returns the cursor of a client that connects now.
    pub(crate) async fn current_cursor(&self, token: &str) -> String {
        self.open(token).await.cursor().to_owned()
    }

    /// Requests the shutdown of the process.
    pub(crate) fn request_shutdown(&self) {
        self.http.shutdown().request();
    }
}

/// A notifier that runs like the `notifier` binary, but within the test process.
pub(crate) struct NotifierService {
    pub(crate) addr: SocketAddr,
    pub(crate) shutdown: Shutdown,
    task: JoinHandle<anyhow::Result<()>>,
}

impl NotifierService {
    /// Connects a client that receives all events from now on.
    pub(crate) async fn open(&self, token: &str) -> FeedClient {
        FeedClient::open(self.addr, token).await
    }

    /// Requests the shutdown, and waits until the service has stopped.
    pub(crate) async fn stop(self) {
        self.shutdown.request();
        with_timeout("the notifier to stop", TIMEOUT, self.task).await.unwrap().unwrap();
    }
}

/// Returns durations with which the notifier never polls the log.
pub(crate) fn without_polling() -> Timing {
    Timing { poll_interval: Duration::from_hours(1), ..Timing::default() }
}
