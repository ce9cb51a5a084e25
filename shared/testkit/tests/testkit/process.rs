//! Tests of processes, with shells in place of the services.

use std::process::Command;
use std::time::Duration;

use testkit::{Process, TempDir};

fn shell(script: &str) -> Process {
    let mut command = Command::new("sh");
    command.args(["-c", script]);
    Process::spawn("sh", command)
}

#[tokio::test]
async fn log_is_searched_and_signals_are_delivered() {
    let mut process = shell(
        "trap 'echo stopping >&2; exit 3' TERM; echo API listening url=http://127.0.0.1:4711; echo ready >&2; \
         while :; do sleep 0.05; done",
    );
    assert_eq!(process.wait_for_addr().await.port(), 4711);
    assert!(process.resident_memory_kib() > 0);
    let status = process.terminate(Duration::from_secs(10)).await;
    assert_eq!(status.code(), Some(3));
    process.wait_for_log("stopping").await;
}

#[tokio::test]
async fn process_is_killed_when_it_is_dropped() {
    let process = shell("exec sleep 600");
    let dir = format!("/proc/{}", process.id());
    assert!(std::path::Path::new(&dir).exists());
    process.signal("STOP");
    drop(process);
    assert!(!std::path::Path::new(&dir).exists());
    shell("exec sleep 600").kill();
}

#[tokio::test]
#[should_panic(expected = "sh did not log \"ready\"; it logged:\nfailed")]
async fn missing_log_line_is_reported_with_the_log() {
    shell("echo failed").wait_for_log("ready").await;
}

#[test]
fn temporary_folder_is_deleted() {
    let dir = TempDir::new();
    std::fs::write(dir.path().join("file"), "content").unwrap();
    let path = dir.path().to_owned();
    drop(dir);
    assert!(!path.exists());
}
