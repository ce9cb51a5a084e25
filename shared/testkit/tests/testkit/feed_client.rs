//! Tests of the live-feed client against a scripted server.

use std::net::SocketAddr;

use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use testkit::feed_client::kinds_and_versions;
use testkit::http_server::free_listener;
use testkit::{FeedClient, Frame, Transcript};
use tokio_tungstenite::accept_async;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use uuid::Uuid;

const ORDER: Uuid = Uuid::from_u128(7);

fn event(cursor: &str, version: i64, kind: &str) -> Value {
    let event = json!({"kind": kind, "order": {"id": ORDER, "version": version}});
    json!({"type": "event", "cursor": cursor, "event": event})
}

/// Serves one client: answers `auth` with these messages, and then closes the connection with 1012.
async fn serve(messages: Vec<Value>) -> SocketAddr {
    let listener = free_listener().await;
    let addr = listener.local_addr().unwrap();
    tokio::spawn(async move {
        let (stream, _) = listener.accept().await.unwrap();
        let mut socket = accept_async(stream).await.unwrap();
        let auth: Value = serde_json::from_str(socket.next().await.unwrap().unwrap().to_text().unwrap()).unwrap();
        assert_eq!((&auth["type"], &auth["token"]), (&json!("auth"), &json!("secret")));
        for message in messages {
            socket.send(Message::Ping(Vec::new().into())).await.unwrap();
            socket.send(message.to_string().into()).await.unwrap();
        }
        let close = CloseFrame { code: 1012.into(), reason: "".into() };
        socket.close(Some(close)).await.unwrap();
        while socket.next().await.is_some() {}
    });
    addr
}

#[tokio::test]
async fn frames_are_parsed_and_the_cursor_is_followed() {
    let addr = serve(vec![
        json!({"type": "ready", "cursor": "a.1"}),
        event("a.2", 1, "order.placed"),
        event("a.3", 2, "order.accepted"),
        json!({"type": "resync"}),
        json!({"type": "pong"}),
    ])
    .await;
    let mut client = FeedClient::open(addr, "secret").await;
    assert_eq!(client.cursor(), "a.1");
    assert_eq!(client.expect_version().await, (ORDER, 1));
    let events = client.events_until(1, "order.accepted").await;
    assert_eq!(kinds_and_versions(&events), [("order.accepted".to_owned(), 2)]);
    assert_eq!(client.cursor(), "a.3");
    assert_eq!(client.next().await, Frame::Resync);
    assert_eq!(client.next().await, Frame::Pong);
    assert_eq!(client.expect_close().await, 1012);
    assert_eq!(client.next().await, Frame::Disconnected);
}

#[tokio::test]
async fn close_code_is_found_after_other_messages() {
    let addr = serve(vec![json!({"type": "ready", "cursor": "a.1"}), event("a.2", 1, "order.placed")]).await;
    let mut client = FeedClient::resume(addr, "secret", "a.0").await;
    assert_eq!(client.wait_for_close().await, 1012);
}

#[test]
fn transcript_ignores_repeated_versions() {
    let mut transcript = Transcript::starting_at("a.1");
    for message in [event("a.2", 1, "order.placed"), event("a.3", 2, "order.accepted"), event("a.4", 1, "order.placed")]
    {
        transcript.record(Frame::parse(&message.to_string()));
    }
    assert_eq!((transcript.event_count(), transcript.repeated), (2, 1));
    assert_eq!(transcript.cursor.as_deref(), Some("a.4"));
    transcript.assert_complete([ORDER], 2);
}

#[test]
#[should_panic(expected = "left == right")]
fn transcript_with_a_gap_is_not_complete() {
    let mut transcript = Transcript::default();
    for message in [event("a.2", 1, "order.placed"), event("a.3", 3, "order.processing")] {
        transcript.record(Frame::parse(&message.to_string()));
    }
    transcript.assert_complete([ORDER], 3);
}
