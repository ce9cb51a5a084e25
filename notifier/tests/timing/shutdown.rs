//! The duration of the shutdown.

use std::time::{Duration, Instant};

use testkit::wait::{exclusive, with_timeout};
use testkit::{Engine, TIMEOUT, database};

use crate::support::Environment;

/// Maximum time for the shutdown: the notifier's limit of 3 s and a tolerance of 1 s.
const SHUTDOWN_TIMEOUT: Duration = Duration::from_secs(4);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn shutdown_closes_all_sockets_with_1012() {
    let _exclusive = exclusive().await;
    let env = Environment::new(database(Engine::Sqlite).await).await;
    let server = env.start_notifier().await;
    let mut clients = Vec::new();
    for _ in 0..50 {
        clients.push(server.open(&env.customer_token()).await);
    }
    let mut anonymous = server.connect().await;
    let requested_at = Instant::now();
    server.request_shutdown();
    for client in &mut clients {
        assert_eq!(client.expect_close().await, 1012);
    }
    assert_eq!(anonymous.expect_close().await, 1012);
    with_timeout("all sockets to be closed", TIMEOUT, server.closed).await.unwrap();
    assert!(requested_at.elapsed() < SHUTDOWN_TIMEOUT, "it took {:?}", requested_at.elapsed());
    assert_eq!(server.notifier.client_count(), 0);
}

/// The clients do not read the close frame.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn shutdown_does_not_wait_for_unresponsive_clients() {
    let _exclusive = exclusive().await;
    let env = Environment::new(database(Engine::Sqlite).await).await;
    let server = env.start_notifier().await;
    let mut clients = Vec::new();
    for _ in 0..20 {
        clients.push(server.open(&env.customer_token()).await);
    }
    server.request_shutdown();
    with_timeout("all sockets to be closed", SHUTDOWN_TIMEOUT, server.closed).await.unwrap();
}
