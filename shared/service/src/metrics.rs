//! Metrics of a process, for Prometheus.
//!
//! A process has one [`Metrics`]. Each component registers its own families when it starts, so a process exposes only the
//! metrics of its components. Values that have to be read from the database are read once per scrape.

mod content_negotiation;
mod isolation;
pub(crate) mod orders;
mod process;
mod requests;

use std::fmt::Debug;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use axum::routing::get;
use domain::clock::Clock;
use prometheus_client::collector::Collector;
use prometheus_client::encoding::text::{encode_eof, encode_registry};
use prometheus_client::encoding::{DescriptorEncoder, EncodeMetric as _};
pub use prometheus_client::encoding::{EncodeLabelSet, EncodeLabelValue, LabelValueEncoder};
pub use prometheus_client::metrics::counter::Counter;
pub use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::ConstGauge;
pub use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Metric, Registry};
use store::Db;

pub use content_negotiation::Format;
pub use requests::track_requests;

/// Bucket bounds for histograms of request durations, in seconds.
pub const HTTP_BUCKETS: [f64; 13] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0];
/// Bucket bounds for histograms of waiting and preparation times, in seconds.
pub const KITCHEN_BUCKETS: [f64; 12] = [1.0, 2.5, 5.0, 10.0, 15.0, 30.0, 60.0, 120.0, 300.0, 600.0, 1_800.0, 3_600.0];

/// The metrics of a process. Clones share them.
#[derive(Clone, Debug)]
pub struct Metrics(Arc<Mutex<Registry>>);

impl Default for Metrics {
    /// Creates a registry that contains the metrics of the process itself (`process_…`).
    fn default() -> Self {
        let mut registry = Registry::default();
        registry.register_collector(Box::new(process::ProcessCollector));
        Self(Arc::new(Mutex::new(registry)))
    }
}

impl Metrics {
    /// Registers a metric family. Call it once per name. `help` must not end with a full stop, and the name of a counter must not
    /// end with `_total`.
    pub fn register<M: Metric + Clone>(&self, name: &str, help: &str, metric: M) -> M {
        self.registry().register(name, help, metric.clone());
        metric
    }

    /// Registers a gauge whose value is read at each scrape.
    pub fn register_gauge_fn(
        &self,
        name: &'static str,
        help: &'static str,
        read: impl Fn() -> f64 + Send + Sync + 'static,
    ) {
        self.registry().register_collector(Box::new(GaugeFn { name, help, read }));
    }

    /// Registers the connection counts of the database pool.
    pub fn register_pool(&self, db: &Db) {
        let [in_use, idle, max] = [db.clone(), db.clone(), db.clone()];
        self.register_gauge_fn("expediter_database_connections_in_use", "Database connections in use", move || {
            in_use.pool_status().in_use.into()
        });
        self.register_gauge_fn(
            "expediter_database_connections_idle",
            "Open database connections not in use",
            move || idle.pool_status().idle.into(),
        );
        self.register_gauge_fn(
            "expediter_database_connections_max",
            "Maximum number of database connections",
            move || max.pool_status().max.into(),
        );
    }

    /// Registers the number of times that rows were skipped.
    pub fn register_isolated_rows(&self, db: &Db) {
        self.registry().register_collector(Box::new(isolation::IsolatedRowsCollector(db.isolation().clone())));
    }

    /// Registers the offset between the clock of the database and the system's clock.
    pub fn register_clock(&self, clock: &Clock) {
        let clock = clock.clone();
        let help = "Seconds by which the clock of the database is ahead of the system clock";
        self.register_gauge_fn("expediter_clock_offset_seconds", help, move || {
            Duration::from_millis(clock.offset_millis().unsigned_abs()).as_secs_f64()
                * if clock.offset_millis() < 0 { -1.0 } else { 1.0 }
        });
    }

    /// Returns the response to a scrape: the registered metrics and the metrics of `snapshot`.
    pub fn to_response(&self, format: Format, snapshot: &Snapshot) -> Response {
        format.to_response(self.encode(snapshot))
    }

    /// Encodes the registered metrics and the metrics of `snapshot` as `OpenMetrics`.
    fn encode(&self, snapshot: &Snapshot) -> String {
        let mut text = String::with_capacity(16 * 1024);
        let result = encode_registry(&mut text, &self.registry())
            .and_then(|()| encode_registry(&mut text, &snapshot.0))
            .and_then(|()| encode_eof(&mut text));
        // Writing to a string cannot fail.
        debug_assert!(result.is_ok());
        text
    }

    fn registry(&self) -> MutexGuard<'_, Registry> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Gauges that exist for one scrape.
#[derive(Debug, Default)]
pub struct Snapshot(Registry);

impl Snapshot {
    /// Sets a gauge for this scrape. Omit values that could not be read: a missing value is better than a stale one.
    #[expect(clippy::cast_precision_loss, reason = "counts stay below 2^53")]
    pub fn set(&mut self, name: &str, help: &str, value: i64) {
        self.0.register(name, help, ConstGauge::new(value as f64));
    }
}

/// A gauge whose value is read at each scrape.
struct GaugeFn<F> {
    name: &'static str,
    help: &'static str,
    read: F,
}

impl<F> Debug for GaugeFn<F> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

impl<F: Fn() -> f64 + Send + Sync + 'static> Collector for GaugeFn<F> {
    fn encode(&self, mut encoder: DescriptorEncoder) -> std::fmt::Result {
        encode_gauge(&mut encoder, self.name, self.help, (self.read)())
    }
}

fn encode_gauge(encoder: &mut DescriptorEncoder, name: &str, help: &str, value: f64) -> std::fmt::Result {
    let gauge = ConstGauge::new(value);
    // Like the registry, end the help text with a full stop.
    let help = format!("{help}.");
    gauge.encode(encoder.encode_descriptor(name, &help, None, gauge.metric_type())?)
}

/// Returns a router for `GET /metrics` that answers every request in a text format of Prometheus. The route requires no login:
/// do not expose it to the public network.
pub fn router(metrics: &Metrics) -> Router {
    let scrape = async |State(metrics): State<Metrics>, headers: HeaderMap| {
        metrics.to_response(Format::from_accept(&headers).unwrap_or(Format::Text), &Snapshot::default())
    };
    Router::new().route("/metrics", get(scrape)).with_state(metrics.clone())
}
