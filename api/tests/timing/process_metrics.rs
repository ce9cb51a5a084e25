//! The metrics of the process itself, which exist only on Linux.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use testkit::PrometheusText;
use testkit::wait::exclusive;

use crate::support::TestServer;

/// Scrapes the metrics as text.
async fn scrape_text(server: &TestServer) -> PrometheusText {
    let request = server.endpoint.http().get(server.endpoint.url("/metrics")).header("accept", "text/plain");
    PrometheusText::parse(&request.send().await.unwrap().text().await.unwrap())
}

#[tokio::test]
async fn process_metrics_report_memory_files_and_cpu_time() {
    let _exclusive = exclusive().await;
    let server = TestServer::start().await;
    let scraped = scrape_text(&server).await;
    let resident = scraped.value("process_resident_memory_bytes");
    assert!((1e6..1e10).contains(&resident), "{resident}");
    assert!(scraped.value("process_virtual_memory_bytes") >= resident);
    let open = scraped.value("process_open_fds");
    assert!(open >= 3.0 && scraped.value("process_max_fds") >= open, "{open}");
    #[expect(clippy::disallowed_methods, reason = "the kernel reports the start time by the system clock")]
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs_f64();
    let age = now - scraped.value("process_start_time_seconds");
    assert!((-2.0..3_600.0).contains(&age), "started {age} s ago");
    let before = scraped.value("process_cpu_seconds_total");
    let started = Instant::now();
    while started.elapsed() < Duration::from_millis(200) {
        std::hint::spin_loop();
    }
    let used = scrape_text(&server).await.value("process_cpu_seconds_total") - before;
    assert!(used >= 0.1, "{used} s");
    server.close().await;
}
