//! The live feed as Server-Sent Events.

use std::time::Duration;

use auth::tokens::ACCESS_TOKEN_TTL;
use domain::order::state::Command;
use notifier::Timing;
use reqwest::StatusCode;
use serde_json::Value;
use testkit::wait::with_timeout;
use testkit::{Engine, Frame, TIMEOUT, Transcript, database, eventually, on_every_engine};

use crate::event_stream::EventStream;
use crate::support::Environment;

on_every_engine! {
    async fn event_stream_resumes_at_last_event_id(db: Db) {
        let env = Environment::new(db).await;
        let server = env.start_notifier().await;
        let mut stream = EventStream::open(server.addr(), &env.customer_token(), None).await;
        let ready = stream.next().await.unwrap();
        assert_eq!(ready.event, "ready");
        assert_eq!(ready.frame(), Frame::Ready { cursor: ready.id.clone().unwrap() });
        let mut transcript = Transcript::default();
        let order = env.place_order().await;
        let placed = stream.next().await.unwrap();
        assert_eq!(placed.event, "event");
        transcript.record(placed.frame());
        assert_eq!(placed.id, transcript.cursor);
        drop(stream);
        let order = env.apply(order, Command::Accept).await;
        let cursor = transcript.cursor.clone();
        let mut stream = EventStream::open(server.addr(), &env.customer_token(), cursor.as_deref()).await;
        for _ in 0..2 {
            transcript.record(stream.next().await.unwrap().frame());
        }
        let order = env.apply(order, Command::Start).await;
        transcript.record(stream.next().await.unwrap().frame());
        transcript.assert_complete([order.id.0], 3);
        assert_eq!(transcript.repeated, 0);
        eventually("the first stream to be removed", TIMEOUT, async || {
            (server.notifier.client_count() == 1).then_some(())
        })
        .await;
    }
}

#[tokio::test]
async fn invalid_last_event_id_causes_a_resync() {
    let env = Environment::new(database(Engine::Sqlite).await).await;
    let server = env.start_notifier().await;
    let mut stream = EventStream::open(server.addr(), &env.customer_token(), Some("7")).await;
    assert_eq!(stream.next().await.unwrap().event, "ready");
    let resync = stream.next().await.unwrap();
    assert_eq!((resync.event.as_str(), &resync.id, resync.frame()), ("resync", &None, Frame::Resync));
    env.place_order().await;
    assert_eq!(stream.next().await.unwrap().event, "event");
}

#[tokio::test]
async fn event_stream_requires_a_valid_token() {
    let env = Environment::new(database(Engine::Sqlite).await).await;
    let server = env.start_notifier().await;
    let expired = env.customer_token();
    env.clock.advance(ACCESS_TOKEN_TTL);
    let valid = env.customer_token();
    let request = || EventStream::request(server.addr());
    let unauthenticated = [
        request(),
        request().bearer_auth(&expired),
        request().bearer_auth("a.b.c"),
        request().basic_auth("ada", Some(&valid)),
        request().query(&[("token", &valid)]),
    ];
    for request in unauthenticated {
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), StatusCode::UNAUTHORIZED);
        assert_eq!(response.headers()["content-type"], "application/problem+json");
        assert_eq!(response.headers()["www-authenticate"], "Bearer");
        let problem: Value = response.json().await.unwrap();
        assert_eq!(problem["type"], "/problems/unauthenticated");
    }
    // Users paste the scheme into fields that add it as well.
    let repeated_scheme = request().header("authorization", format!("Bearer Bearer {valid}"));
    assert_eq!(repeated_scheme.send().await.unwrap().status(), StatusCode::OK);
}

#[tokio::test]
async fn event_stream_sends_comments_until_the_token_expires() {
    let env = Environment::new(database(Engine::Sqlite).await).await;
    let timing = Timing { ping_interval: Duration::from_millis(50), ..Timing::default() };
    let server = env.start_notifier_with(timing).await;
    let mut stream = EventStream::open(server.addr(), &env.customer_token(), None).await;
    stream.next().await.unwrap();
    for _ in 0..3 {
        assert_eq!(stream.next_block().await.unwrap().trim_end(), ":");
    }
    env.clock.advance(ACCESS_TOKEN_TTL);
    assert_eq!(stream.next().await, None);
}

#[tokio::test]
async fn event_stream_ends_at_shutdown() {
    let env = Environment::new(database(Engine::Sqlite).await).await;
    let server = env.start_notifier().await;
    let mut stream = EventStream::open(server.addr(), &env.customer_token(), None).await;
    stream.next().await.unwrap();
    server.request_shutdown();
    assert_eq!(stream.next().await, None);
    server.http.stopped().await;
    with_timeout("the notifier to stop", TIMEOUT, server.closed).await.unwrap();
}
