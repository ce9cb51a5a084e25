//! The notifier as a service of its own: its health, and its end.

use std::time::{Duration, Instant};

use notifier::Options;
use serde_json::{Value, json};
use shared::clock::Clock;
use shared::testing::{Engine, database};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use crate::kit::{Client, House, SOON};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everyone_is_told_when_the_server_restarts() {
    let house = House::open(database(Engine::Sqlite).await).await;
    let station = house.notifier().await;
    let mut clients = Vec::new();
    for _ in 0..50 {
        clients.push(station.listen(&house.diner()).await);
    }
    let mut stranger = station.connect().await;
    let stopped = Instant::now();
    station.stop.cancel();
    for client in &mut clients {
        assert_eq!(client.closed().await, 1012);
    }
    assert_eq!(stranger.closed().await, 1012);
    tokio::time::timeout(SOON, station.closed).await.unwrap().unwrap();
    assert!(stopped.elapsed() < Duration::from_secs(4), "it took {:?}", stopped.elapsed());
    assert_eq!(station.notifier.sockets(), 0);
}

/// Clients that read nothing any more hold nobody up.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_end_does_not_wait_for_the_deaf() {
    let house = House::open(database(Engine::Sqlite).await).await;
    let station = house.notifier().await;
    let mut clients = Vec::new();
    for _ in 0..20 {
        clients.push(station.listen(&house.diner()).await);
    }
    station.stop.cancel();
    tokio::time::timeout(Duration::from_secs(4), station.closed).await.unwrap().unwrap();
}

#[tokio::test]
async fn its_health_has_a_line_for_each_of_its_needs() {
    let house = House::open(database(Engine::Sqlite).await).await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let addr = listener.local_addr().unwrap();
    let (stop, db, broker) = (CancellationToken::new(), house.stall.db.clone(), house.broker.clone());
    let (tokens, options) = (house.tokens.clone(), Options::default());
    let serving = notifier::run(listener, db.clone(), broker, tokens, Clock::system(), options, stop.clone());
    let serving = tokio::spawn(serving);

    shared::http::probe(addr).await.unwrap();
    let ready = async || {
        let answer = reqwest::get(format!("http://{addr}/readyz")).await.unwrap();
        (answer.status().as_u16(), answer.json::<Value>().await.unwrap())
    };
    let fine = json!({"status": "ok", "checks": {
        "database": {"ok": true, "detail": "SQLite"},
        "broker": {"ok": true, "detail": "connected"},
    }});
    assert_eq!(ready().await, (200, fine));
    let nothing = reqwest::get(format!("http://{addr}/nothing")).await.unwrap();
    assert_eq!(nothing.headers()["content-type"], "application/problem+json");
    let mut client = Client::connect(addr).await;
    let token = house.tokens.issue(&house.stall.customer, Clock::system().now());
    client.auth(&token, None).await;
    client.ready().await;
    db.close().await;
    let (status, body) = ready().await;
    assert_eq!((status, &body["status"], &body["checks"]["database"]["ok"]), (503, &json!("degraded"), &json!(false)));
    shared::http::probe(addr).await.unwrap();

    stop.cancel();
    assert_eq!(client.closed().await, 1012);
    tokio::time::timeout(SOON, serving).await.unwrap().unwrap().unwrap();
    assert!(shared::http::probe(addr).await.is_err());
}
