//! Clients that send too much, disconnect, or do not respond.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use domain::account::Role;
use futures_util::StreamExt as _;
use notifier::Timing;
use testkit::wait::with_timeout;
use testkit::{Engine, FeedClient, Frame, TIMEOUT, database, eventually};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::frame::Frame as WsFrame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::{Data, OpCode};

use crate::support::Environment;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn messages_over_4_kib_are_rejected() {
    let env = Environment::new(database(Engine::Sqlite).await).await;
    let server = env.start_notifier().await;
    for length in [4 * 1024 + 1, 64 * 1024, 1 << 20] {
        let mut anonymous = server.connect().await;
        anonymous.send("x".repeat(length)).await;
        assert_eq!(anonymous.expect_close().await, 1009, "{length} bytes without authentication");
        let mut client = server.open(&env.customer_token()).await;
        client.send(vec![0; length]).await;
        assert_eq!(client.expect_close().await, 1009, "{length} bytes with authentication");
        // The limit applies to the whole message, not to each of its frames.
        let mut fragmented = server.connect().await;
        let (first, rest) = ("x".repeat(3000), "x".repeat((length - 3000).min(1500)));
        send_in_two_frames(&mut fragmented, &first, &rest).await;
        assert_eq!(fragmented.expect_close().await, 1009, "{length} bytes in two frames");
    }
    // A message of maximum size is read, but cannot be parsed.
    let mut client = server.open(&env.customer_token()).await;
    client.send("x".repeat(4 * 1024)).await;
    assert_eq!(client.expect_close().await, 1008);
}

async fn send_in_two_frames(client: &mut FeedClient, first: &str, rest: &str) {
    for (text, data, is_last) in [(first, Data::Text, false), (rest, Data::Continue, true)] {
        client.send(Message::Frame(WsFrame::message(text.as_bytes().to_vec(), OpCode::Data(data), is_last))).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn unresponsive_client_is_dropped() {
    let env = Environment::new(database(Engine::Sqlite).await).await;
    let timing = Timing {
        ping_interval: Duration::from_millis(50),
        idle_timeout: Duration::from_millis(300),
        ..Timing::default()
    };
    let server = env.start_notifier_with(timing).await;
    // The socket of this client is not polled, and therefore does not answer pings.
    let _unresponsive = server.open(&env.customer_token()).await;
    let mut responsive = server.open(&env.customer_token()).await;
    let pings = Arc::<AtomicU32>::default();
    let answered = pings.clone();
    let reading = tokio::spawn(async move {
        while let Some(Ok(message)) = responsive.socket.next().await {
            answered.fetch_add(u32::from(message.is_ping()), Ordering::Relaxed);
            if message.is_text() {
                return responsive;
            }
        }
        panic!("the responsive client was dropped")
    });
    eventually("one client to be dropped", TIMEOUT, async || (server.notifier.client_count() == 1).then_some(())).await;
    // The responsive client stays connected for longer than the timeout: twelve intervals are twice as long.
    let before = pings.load(Ordering::Relaxed);
    eventually("further pings", TIMEOUT, async || (pings.load(Ordering::Relaxed) >= before + 12).then_some(())).await;
    env.place_order().await;
    with_timeout("an event for the responsive client", TIMEOUT, reading).await.unwrap();
}

#[tokio::test]
async fn closed_connections_are_removed() {
    let env = Environment::new(database(Engine::Sqlite).await).await;
    let server = env.start_notifier().await;
    let admin = env.fixture.add_user(Role::Admin).await;
    let mut clients = Vec::new();
    for _ in 0..10 {
        clients.push(server.open(&env.token(&admin)).await);
    }
    assert_eq!(server.notifier.client_count(), 10);
    for client in clients.iter_mut().take(5) {
        client.socket.close(None).await.unwrap();
    }
    drop(clients);
    eventually("all clients to be removed", TIMEOUT, async || (server.notifier.client_count() == 0).then_some(()))
        .await;
}

/// A web page cannot observe the ping frames of WebSocket. It sends `ping` messages, and the answers show that its connection
/// works.
#[tokio::test]
async fn ping_is_answered_only_to_its_sender() {
    let env = Environment::new(database(Engine::Sqlite).await).await;
    let server = env.start_notifier().await;
    let ping = r#"{"type":"ping"}"#;
    let mut pinging = server.open(&env.customer_token()).await;
    let mut silent = server.open(&env.customer_token()).await;
    for _ in 0..3 {
        pinging.send(ping).await;
        assert_eq!(pinging.next().await, Frame::Pong);
    }
    // Both clients still receive events, and the silent client receives nothing else.
    let order = env.place_order().await;
    pinging.expect_change_of(&order).await;
    silent.expect_change_of(&order).await;
    // A ping does not replace the authentication.
    let mut anonymous = server.connect().await;
    anonymous.send(ping).await;
    assert_eq!(anonymous.expect_close().await, 1008);
}
