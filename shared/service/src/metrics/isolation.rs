//! The number of times that rows were skipped because they cannot be decoded or saved.

use prometheus_client::collector::Collector;
use prometheus_client::encoding::{DescriptorEncoder, EncodeMetric as _};
use prometheus_client::metrics::MetricType;
use prometheus_client::metrics::counter::ConstCounter;
use store::IsolationLog;

/// Reads the counts at each scrape. The series of all tables exist from the start, because Prometheus cannot compute the rate of
/// a series that appears only with its first increment.
#[derive(Debug)]
pub(super) struct IsolatedRowsCollector(pub(super) IsolationLog);

impl Collector for IsolatedRowsCollector {
    fn encode(&self, mut encoder: DescriptorEncoder) -> std::fmt::Result {
        let help = "Times that a row was skipped because it cannot be decoded or saved.";
        let mut family = encoder.encode_descriptor("expediter_isolated_rows", help, None, MetricType::Counter)?;
        for (table, count) in self.0.counts() {
            ConstCounter::new(count).encode(family.encode_family(&[("table", table.as_str())])?)?;
        }
        Ok(())
    }
}
