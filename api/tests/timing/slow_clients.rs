//! Clients that send their requests slowly or incompletely.

use std::time::Duration;

use api::middleware::RequestTimeouts;
use testkit::RawClient;
use testkit::wait::exclusive;

use crate::support::{TestConfig, TestServer};

/// A complete request.
const REQUEST: &str = "GET /livez HTTP/1.1\r\nhost: x\r\n\r\n";

/// Starts a server with short timeouts for bodies and responses. The timeout for request heads is not changed.
async fn start_server() -> TestServer {
    let timeouts = RequestTimeouts { body: Duration::from_millis(300), response: Duration::from_millis(1500) };
    TestServer::start_with(TestConfig { timeouts, ..TestConfig::default() }).await
}

/// Returns the head of a placement with this `Content-Length`, and the first bytes of its body.
fn start_of_placement(token: &str, length: usize) -> String {
    format!(
        "POST /api/orders HTTP/1.1\r\nhost: x\r\nconnection: close\r\nauthorization: Bearer {token}\r\n\
         content-type: application/json\r\ncontent-length: {length}\r\n\r\n{{\"items\""
    )
}

#[tokio::test]
async fn incomplete_and_slow_bodies_time_out() {
    let _exclusive = exclusive().await;
    let server = start_server().await;
    let customer = server.customer().await;
    let mut stalled = RawClient::connect(server.addr()).await;
    stalled.send(&start_of_placement(&customer.token, 100)).await;
    stalled.read_response(Duration::from_secs(5)).await.expect_problem(408, "timeout");

    let mut truncated = RawClient::connect(server.addr()).await;
    truncated.send(&start_of_placement(&customer.token, 100)).await;
    truncated.finish_sending().await;
    let (received, _) = truncated.read_to_end(Duration::from_secs(5)).await;
    assert!(received.is_empty() || received.starts_with("HTTP/1.1 400"), "{received}");

    // Each chunk arrives in time, but the whole body takes too long.
    let mut slow = RawClient::connect(server.addr()).await;
    slow.send(&start_of_placement(&customer.token, 1000)).await;
    for _ in 0..40 {
        slow.send(" ").await;
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    slow.read_response(Duration::from_secs(5)).await.expect_problem(503, "unavailable");
    server.close().await;
}

#[tokio::test]
async fn slow_request_heads_close_the_connection_but_idle_connections_stay_open() {
    let _exclusive = exclusive().await;
    let server = start_server().await;
    let wait = Duration::from_millis(6500);
    let send_and_wait = |start: &'static str| async {
        let mut client = RawClient::connect(server.addr()).await;
        client.send(start).await;
        client.read_to_end(wait).await
    };
    // After a response, the connection may stay idle for longer. The next request head has the same timeout as the first.
    let idle = async {
        let mut client = RawClient::connect(server.addr()).await;
        client.send(REQUEST).await;
        client.expect_text("200 OK").await;
        tokio::time::sleep(wait).await;
        client.send(REQUEST).await;
        client.expect_text("200 OK").await;
        client.send("GET /livez HTT").await;
        client.read_to_end(wait).await
    };
    let (incomplete, silent, preface, idle) = tokio::join!(
        send_and_wait("GET /livez HTTP/1.1\r\nhost: x\r\nx-half: "),
        send_and_wait(""),
        send_and_wait("PRI * HT"),
        idle,
    );
    for (received, elapsed) in [incomplete, silent, preface, idle] {
        assert!(!received.contains("200 OK"), "{received}");
        assert!(elapsed > Duration::from_secs(4), "{elapsed:?}: {received}");
    }
    server.close().await;
}
