//! The standard metrics of a process (`process_…`), read from `/proc`. Available on Linux only.

use prometheus_client::collector::Collector;
use prometheus_client::encoding::{DescriptorEncoder, EncodeMetric as _};
use prometheus_client::metrics::counter::ConstCounter;

use super::encode_gauge;

/// The kernel's `USER_HZ`, the unit of times in `/proc`. It is 100 on every architecture that Rust supports on Linux.
const TICKS_PER_SECOND: f64 = 100.0;

#[derive(Debug)]
pub(super) struct ProcessCollector;

impl Collector for ProcessCollector {
    fn encode(&self, mut encoder: DescriptorEncoder) -> std::fmt::Result {
        if let Some(times) = ProcessTimes::read() {
            let seconds = ConstCounter::new(times.cpu_seconds);
            let help = "User and system CPU time of the process.";
            seconds.encode(encoder.encode_descriptor("process_cpu_seconds", help, None, seconds.metric_type())?)?;
            let help = "Start time of the process since the Unix epoch";
            encode_gauge(&mut encoder, "process_start_time_seconds", help, times.started_at)?;
        }
        let gauges = [
            ("process_resident_memory_bytes", "Resident memory", read_status("VmRSS:").map(kibibytes)),
            ("process_virtual_memory_bytes", "Virtual memory", read_status("VmSize:").map(kibibytes)),
            ("process_threads", "Operating system threads of the process", read_status("Threads:")),
            ("process_open_fds", "Open file descriptors", count_open_fds()),
            ("process_max_fds", "Maximum number of open file descriptors", read_max_fds()),
        ];
        for (name, help, value) in gauges {
            if let Some(value) = value {
                encode_gauge(&mut encoder, name, help, value)?;
            }
        }
        Ok(())
    }
}

fn read(path: &str) -> Option<String> {
    std::fs::read_to_string(path).ok()
}

fn kibibytes(count: f64) -> f64 {
    count * 1024.0
}

/// Parses the first word of a text. Returns `None` if it is not a number.
fn first_number(text: &str) -> Option<f64> {
    text.split_whitespace().next()?.parse().ok()
}

fn read_status(prefix: &str) -> Option<f64> {
    first_number(read("/proc/self/status")?.lines().find_map(|line| line.strip_prefix(prefix))?)
}

#[expect(clippy::cast_precision_loss, reason = "counts stay below 2^53")]
fn count_open_fds() -> Option<f64> {
    // One of them is the directory that is being read.
    Some(std::fs::read_dir("/proc/self/fd").ok()?.count().saturating_sub(1) as f64)
}

/// Returns the soft limit for open files, or `None` if it is unlimited or cannot be read.
fn read_max_fds() -> Option<f64> {
    first_number(read("/proc/self/limits")?.lines().find_map(|line| line.strip_prefix("Max open files"))?)
}

struct ProcessTimes {
    cpu_seconds: f64,
    started_at: f64,
}

impl ProcessTimes {
    fn read() -> Option<Self> {
        let stat = read("/proc/self/stat")?;
        // The second field is the name in parentheses, which may contain any character. Parsing starts at the third field.
        let fields: Vec<_> = stat.rsplit_once(')')?.1.split_whitespace().collect();
        let ticks = |field: usize| fields.get(field - 3)?.parse::<f64>().ok();
        let booted_at = first_number(read("/proc/stat")?.lines().find_map(|line| line.strip_prefix("btime "))?)?;
        Some(Self {
            cpu_seconds: (ticks(14)? + ticks(15)?) / TICKS_PER_SECOND,
            started_at: booted_at + ticks(22)? / TICKS_PER_SECOND,
        })
    }
}
