//! The api: checks what comes in, keeps it, and leaves word in the outbox.

pub mod asyncapi;
pub mod clockwork;
pub mod error;
pub mod extract;
pub mod limits;
pub mod openapi;
pub mod order_desk;
pub mod page;
pub mod routes;
pub mod state;

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse as _, Response};
use shared::auth::{Passwords, Tokens};
use shared::broker::Broker;
use shared::clock::Clock;
use shared::config;
use shared::metrics::{Metrics, measured};
use shared::outbox::Relay;
use shared::store::Db;
use tokio::net::TcpListener;
use tokio::sync::Notify;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::cors::{AllowOrigin, CorsLayer};
use tower_http::timeout::{RequestBodyTimeoutLayer, TimeoutLayer};
use tracing::Instrument as _;
use utoipa_axum::router::OpenApiRouter;

use crate::clockwork::Clockwork;
use crate::limits::Limits;
use crate::order_desk::{OrderDesk, Tools, batches};
use crate::state::{App, Archived, Parts, remember};

/// The largest body that is taken.
pub const BODY_LIMIT: usize = 256 * 1024;

/// How long clients are waited for, and how long they wait.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// How long a body may pause on its way.
    pub body: Duration,
    /// How long an answer may take.
    pub answer: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self { body: Duration::from_secs(10), answer: Duration::from_secs(30) }
    }
}

/// What the api stands on.
#[derive(Clone)]
pub struct Foundations {
    /// Where everything is kept.
    pub db: Db,
    /// Transport to the kitchen and to the notifiers.
    pub broker: Broker,
    /// Publishes what is in the outbox.
    pub relay: Relay,
    /// Makes and checks access tokens.
    pub tokens: Tokens,
    /// What time it is.
    pub clock: Clock,
    /// What the process counts.
    pub metrics: Metrics,
}

/// The api at work: its order desk and its clockwork.
pub struct Api {
    /// What handlers can reach.
    pub app: App,
    /// For tests, who have less of it.
    pub patience: Patience,
    cors_origins: Vec<String>,
    tasks: JoinSet<()>,
    stop_desk: CancellationToken,
}

impl Api {
    /// Opens the desk and starts the clockwork, which runs until `stop` is cancelled.
    pub fn start(settings: &config::Api, on: Foundations, stop: &CancellationToken) -> Self {
        let Foundations { db, broker, relay, tokens, clock, metrics } = on;
        metrics.watch_pool(&db);
        let wake = Arc::new(Notify::new());
        let stop_desk = CancellationToken::new();
        let tools = Tools {
            db: db.clone(),
            clock: clock.clone(),
            relay: relay.clone(),
            clockwork: Arc::clone(&wake),
            accept_timeout: settings.accept_timeout(),
            batches: metrics.register("expediter_desk_batch_orders", "Orders placed by one transaction", batches()),
        };
        let (desk, desk_task) = OrderDesk::open(tools, stop_desk.clone());
        let clockwork = Clockwork {
            db: db.clone(),
            broker: broker.clone(),
            relay: relay.clone(),
            clock: clock.clone(),
            wake: Arc::clone(&wake),
        };
        let app = App::new(Parts {
            db,
            broker,
            relay,
            clock,
            tokens,
            passwords: Passwords::default(),
            desk,
            clockwork: wake,
            archived: Archived::default(),
            limits: Limits::new(settings.rate_limit, settings.behind_proxy),
            metrics,
        });
        let mut tasks = JoinSet::new();
        tasks.spawn(async move { drop(desk_task.await) });
        tasks.spawn(clockwork.run(stop.clone()));
        tasks.spawn(remember(app.clone(), stop.clone()));
        Self { app, patience: Patience::default(), cors_origins: settings.cors_origins.clone(), tasks, stop_desk }
    }

    /// All of its routes, with everything around them but what [`finish`] adds.
    pub fn router(&self) -> Router {
        let (routes, document) = documented_routes().split_for_parts();
        routes.merge(openapi::ui(openapi::finished(document))).merge(asyncapi::router()).with_state(self.app.clone())
    }

    /// With what stands around every route: see [`finish`].
    pub fn serving(&self, routes: Router) -> Router {
        finish(routes, &self.app, self.patience, &self.cors_origins)
    }

    /// Finishes what was handed in. Call it once nothing can be handed in any more.
    pub async fn close(mut self) {
        self.stop_desk.cancel();
        while self.tasks.join_next().await.is_some() {}
    }
}

/// The routes with their document.
fn documented_routes() -> OpenApiRouter<App> {
    OpenApiRouter::with_openapi(openapi::document()).merge(routes::router())
}

/// What stands around every route, outermost first: request ids, harmless headers, problem documents, CORS, panics,
/// timeouts, body limits, rate limits; and writes that a client who hangs up cannot cut in half.
fn finish(routes: Router, app: &App, patience: Patience, cors_origins: &[String]) -> Router {
    let inner = routes
        .layer(from_fn(whole))
        .layer(from_fn_with_state(app.clone(), limits::limit))
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .layer(RequestBodyTimeoutLayer::new(patience.body))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, patience.answer))
        .layer(CatchPanicLayer::custom(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response()));
    let open = if cors_origins.is_empty() { inner } else { inner.layer(cors(cors_origins)) };
    let documented = open.layer(from_fn(shared::problem::document));
    shared::http::finish(measured(documented, &app.metrics), app.clock.clone())
}

/// Middleware: a write goes on when its client hangs up. Otherwise it could stop between its commit and what has to
/// follow, or leave a connection inside a transaction.
async fn whole(request: Request, next: Next) -> Response {
    if matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS) {
        return next.run(request).await;
    }
    match tokio::spawn(next.run(request).in_current_span()).await {
        Ok(response) => response,
        Err(panicked) => {
            tracing::error!(%panicked, "a handler panicked");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

/// Pages of these other sites may call the api.
fn cors(origins: &[String]) -> CorsLayer {
    let origins: Vec<HeaderValue> = origins.iter().filter_map(|origin| origin.trim().parse().ok()).collect();
    CorsLayer::new()
        .allow_origin(AllowOrigin::list(origins))
        .allow_methods([Method::GET, Method::POST, Method::PATCH, Method::DELETE])
        .allow_headers([
            header::AUTHORIZATION,
            header::CONTENT_TYPE,
            header::IF_MATCH,
            HeaderName::from_static("idempotency-key"),
            HeaderName::from_static("traceparent"),
        ])
        .expose_headers([
            header::ETAG,
            header::LINK,
            header::LOCATION,
            header::RETRY_AFTER,
            HeaderName::from_static("idempotent-replayed"),
            HeaderName::from_static("x-request-id"),
        ])
        .max_age(Duration::from_hours(1))
}

/// The api as a service of its own, until `stop` is cancelled; then it finishes what is in flight.
///
/// # Errors
/// None so far: what goes wrong while it runs is answered to whoever asked.
pub async fn run(
    settings: config::Api,
    on: Foundations,
    listener: TcpListener,
    stop: CancellationToken,
) -> anyhow::Result<()> {
    let api = Api::start(&settings, on, &stop);
    let router = api.serving(api.router());
    shared::http::serve(listener, router, stop).await;
    api.close().await;
    Ok(())
}
