//! A thousand clients of one notifier. It runs as its own process, so that its memory can be measured.

use std::net::SocketAddr;
use std::process::Stdio;
use std::time::{Duration, Instant};

use domain::account::Role;
use domain::clock::Clock;
use messaging::Broker;
use service::relay;
use store::Db;
use testkit::brokers::rabbitmq_url;
use testkit::fixture::{SIGNING_KEY, tokens};
use testkit::http_server::free_addr;
use testkit::wait::exclusive;
use testkit::{Engine, FeedClient, Fixture, Namespace, Process, database_url, process};

const CLIENTS: usize = 1_000;
/// Number of clients that connect first, so that the measurement excludes memory that is allocated once.
const WARM_UP_CLIENTS: usize = 100;
/// Maximum memory per idle client, in bytes.
const MAX_BYTES_PER_CLIENT: i64 = 16 * 1024;

async fn start_notifier(database_url: &str, namespace: &Namespace) -> (Process, SocketAddr) {
    let addr = free_addr().await;
    let settings = [
        ("DATABASE_URL", database_url),
        ("BROKER_URL", &rabbitmq_url()),
        ("BROKER_NAMESPACE", namespace.as_str()),
        ("JWT_SECRET", SIGNING_KEY),
        ("NOTIFIER_ADDR", &addr.to_string()),
    ];
    let process = Process::start("notifier", &settings);
    process.wait_until_ready(addr).await;
    (process, addr)
}

/// Runs the container's health check against the notifier at this address. Returns `true` if it succeeds.
fn is_healthy(addr: SocketAddr) -> bool {
    let mut check = process::command("notifier");
    check.arg("health").env("NOTIFIER_ADDR", addr.to_string()).stderr(Stdio::null());
    check.status().unwrap().success()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn thousand_sockets_receive_one_event() {
    let _exclusive = exclusive().await;
    let (url, namespace) = (database_url(Engine::Postgres).await, Namespace::on_rabbitmq());
    let fixture = Fixture::new(Db::connect(&url, 4).await.unwrap()).await;
    let broker = Broker::connect(&rabbitmq_url(), namespace.as_str()).await.unwrap();
    let (mut process, addr) = start_notifier(&url, &namespace).await;
    assert!(is_healthy(addr));

    let owner = fixture.add_user(Role::Business).await;
    let token = tokens().issue(&owner, Clock::system().now());
    let mut clients = Vec::with_capacity(WARM_UP_CLIENTS + CLIENTS);
    for _ in 0..WARM_UP_CLIENTS {
        clients.push(FeedClient::open(addr, &token).await);
    }
    let before = process.resident_memory_kib();
    for _ in 0..CLIENTS {
        clients.push(FeedClient::open(addr, &token).await);
    }
    let after = process.resident_memory_kib();
    let per_client = (after - before) * 1024 / i64::try_from(CLIENTS).unwrap();
    println!("notifier: {before} KiB with 100 clients, {after} KiB with 1,100: {per_client} bytes per idle client");

    let order = fixture.place_order().await;
    let committed_at = Instant::now();
    while relay::run_once(&fixture.db, &broker).await.unwrap_or(0) == 0 {}
    for client in &mut clients {
        client.expect_change_of(&order).await;
    }
    println!("one event, from the outbox over RabbitMQ to 1,100 clients: {:?}", committed_at.elapsed());
    println!("memory afterwards: {} KiB", process.resident_memory_kib());
    assert!(per_client <= MAX_BYTES_PER_CLIENT, "{per_client} bytes per idle client");

    process.signal("TERM");
    for client in &mut clients {
        assert_eq!(client.expect_close().await, 1012);
    }
    let status = process.wait(Duration::from_secs(15)).await;
    assert!(status.success(), "{status}");
    assert!(!is_healthy(addr));
    broker.close().await;
}
