//! What the process costs, by the names that all of Prometheus' clients use. From `/proc`: elsewhere there is none.

use prometheus_client::collector::Collector;
use prometheus_client::encoding::{DescriptorEncoder, EncodeMetric as _};
use prometheus_client::metrics::counter::ConstCounter;

use super::gauge;

/// What the kernel counts times in for programs: hundredths of a second, on every architecture that Rust's Linux runs on.
const TICKS: f64 = 100.0;

#[derive(Debug)]
pub(super) struct Figures;

impl Collector for Figures {
    fn encode(&self, mut encoder: DescriptorEncoder) -> std::fmt::Result {
        if let Some(times) = Times::now() {
            let seconds = ConstCounter::new(times.cpu_seconds);
            let help = "User and system time that the process has used.";
            seconds.encode(encoder.encode_descriptor("process_cpu_seconds", help, None, seconds.metric_type())?)?;
            let help = "When the process began, since the Unix epoch";
            gauge(&mut encoder, "process_start_time_seconds", help, times.started_at)?;
        }
        let figures = [
            ("process_resident_memory_bytes", "Memory that is in RAM", status("VmRSS:").map(kibibytes)),
            ("process_virtual_memory_bytes", "Memory that is mapped", status("VmSize:").map(kibibytes)),
            ("process_threads", "Threads of the operating system", status("Threads:")),
            ("process_open_fds", "Open files and sockets", open_files()),
            ("process_max_fds", "The most files and sockets that may be open", most_files()),
        ];
        for (name, help, figure) in figures {
            if let Some(figure) = figure {
                gauge(&mut encoder, name, help, figure)?;
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

/// The first number of a line.
fn number(text: &str) -> Option<f64> {
    text.split_whitespace().next()?.parse().ok()
}

fn status(line: &str) -> Option<f64> {
    number(read("/proc/self/status")?.lines().find_map(|found| found.strip_prefix(line))?)
}

#[expect(clippy::cast_precision_loss, reason = "nobody opens 2^53 files")]
fn open_files() -> Option<f64> {
    // One of them is the folder that is being read.
    Some(std::fs::read_dir("/proc/self/fd").ok()?.count().saturating_sub(1) as f64)
}

/// None where there is no limit.
fn most_files() -> Option<f64> {
    number(read("/proc/self/limits")?.lines().find_map(|line| line.strip_prefix("Max open files"))?)
}

struct Times {
    cpu_seconds: f64,
    started_at: f64,
}

impl Times {
    fn now() -> Option<Self> {
        let stat = read("/proc/self/stat")?;
        // The name, in brackets, may hold anything; the third field comes after it.
        let fields: Vec<_> = stat.rsplit_once(')')?.1.split_whitespace().collect();
        let ticks = |field: usize| fields.get(field - 3)?.parse::<f64>().ok();
        let booted_at = number(read("/proc/stat")?.lines().find_map(|line| line.strip_prefix("btime "))?)?;
        Some(Self { cpu_seconds: (ticks(14)? + ticks(15)?) / TICKS, started_at: booted_at + ticks(22)? / TICKS })
    }
}
