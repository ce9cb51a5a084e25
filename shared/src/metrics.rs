//! What a process counts and measures, for Prometheus.
//!
//! One [`Metrics`] for a process, handed to whatever counts something: each part registers its own families when it
//! starts, so that a process tells of what it does and of nothing else. What the database has to be asked for is looked
//! up when somebody asks.

mod exposition;
pub(crate) mod orders;
mod process;
mod requests;

use std::fmt::Debug;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use axum::routing::get;
use prometheus_client::collector::Collector;
use prometheus_client::encoding::text::{encode_eof, encode_registry};
use prometheus_client::encoding::{DescriptorEncoder, EncodeMetric as _};
pub use prometheus_client::encoding::{EncodeLabelSet, EncodeLabelValue, LabelValueEncoder};
pub use prometheus_client::metrics::counter::Counter;
pub use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::ConstGauge;
pub use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Metric, Registry};

use crate::store::Db;
pub use exposition::Format;
pub use requests::measured;

/// How long requests take: bounds in seconds.
pub const QUICK: [f64; 13] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0];
/// How long a kitchen takes: bounds in seconds.
pub const SLOW: [f64; 12] = [1.0, 2.5, 5.0, 10.0, 15.0, 30.0, 60.0, 120.0, 300.0, 600.0, 1_800.0, 3_600.0];

/// All that a process counts. Clones share it.
#[derive(Clone, Debug)]
pub struct Metrics(Arc<Mutex<Registry>>);

impl Default for Metrics {
    /// With the figures of the process itself.
    fn default() -> Self {
        let mut registry = Registry::default();
        registry.register_collector(Box::new(process::Figures));
        Self(Arc::new(Mutex::new(registry)))
    }
}

impl Metrics {
    /// Adds a family, once for each name. `help` ends without a full stop; the name of a counter without `_total`.
    pub fn register<M: Metric + Clone>(&self, name: &str, help: &str, metric: M) -> M {
        self.registry().register(name, help, metric.clone());
        metric
    }

    /// Adds a gauge that is looked at whenever somebody asks.
    pub fn watch(&self, name: &'static str, help: &'static str, read: impl Fn() -> f64 + Send + Sync + 'static) {
        self.registry().register_collector(Box::new(Watched { name, help, read }));
    }

    /// Adds how the connections to the database are used.
    pub fn watch_pool(&self, db: &Db) {
        let pools = [db.clone(), db.clone(), db.clone()];
        let [in_use, idle, most] = pools;
        self.watch("expediter_database_connections_in_use", "Connections to the database that work now", move || {
            in_use.pool().in_use.into()
        });
        self.watch("expediter_database_connections_idle", "Connections to the database that are open and rest", {
            move || idle.pool().idle.into()
        });
        self.watch("expediter_database_connections_max", "The most connections that this process opens", move || {
            most.pool().most.into()
        });
    }

    /// Everything as it is now, with what was `seen` elsewhere.
    pub fn answer(&self, format: Format, seen: &Seen) -> Response {
        format.answer(self.told(seen))
    }

    /// Everything as it is now, in the classic text format.
    #[cfg(feature = "testing")]
    pub fn text(&self) -> String {
        exposition::classic(&self.told(&Seen::default()))
    }

    fn told(&self, seen: &Seen) -> String {
        let mut text = String::with_capacity(16 * 1024);
        let written = encode_registry(&mut text, &self.registry())
            .and_then(|()| encode_registry(&mut text, &seen.0))
            .and_then(|()| encode_eof(&mut text));
        // Nothing that is written to a string can fail.
        debug_assert!(written.is_ok());
        text
    }

    fn registry(&self) -> MutexGuard<'_, Registry> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Gauges of one moment.
#[derive(Debug, Default)]
pub struct Seen(Registry);

impl Seen {
    /// It is so much now. What could not be seen is left out: no figure is better than an old one.
    #[expect(clippy::cast_precision_loss, reason = "nobody counts to 2^53")]
    pub fn note(&mut self, name: &str, help: &str, value: i64) {
        self.0.register(name, help, ConstGauge::new(value as f64));
    }
}

/// A gauge that is looked at whenever somebody asks.
struct Watched<F> {
    name: &'static str,
    help: &'static str,
    read: F,
}

impl<F> Debug for Watched<F> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

impl<F: Fn() -> f64 + Send + Sync + 'static> Collector for Watched<F> {
    fn encode(&self, mut encoder: DescriptorEncoder) -> std::fmt::Result {
        gauge(&mut encoder, self.name, self.help, (self.read)())
    }
}

fn gauge(encoder: &mut DescriptorEncoder, name: &str, help: &str, value: f64) -> std::fmt::Result {
    let gauge = ConstGauge::new(value);
    // As the registry ends those of the families.
    let help = format!("{help}.");
    gauge.encode(encoder.encode_descriptor(name, &help, None, gauge.metric_type())?)
}

/// `GET /metrics` of a service that has nothing else to say there. Open to anyone: keep it off the public network.
pub fn router(metrics: &Metrics) -> Router {
    let ask = async |State(metrics): State<Metrics>, headers: HeaderMap| {
        metrics.answer(Format::asked(&headers).unwrap_or(Format::Text), &Seen::default())
    };
    Router::new().route("/metrics", get(ask)).with_state(metrics.clone())
}
