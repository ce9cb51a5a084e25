//! The HTTP request that opens a socket.

use reqwest::StatusCode;
use serde_json::Value;
use testkit::{Engine, database};
use tokio_tungstenite::connect_async;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;

use crate::support::Environment;

#[tokio::test]
async fn foreign_origins_cannot_open_sockets() {
    let env = Environment::new(database(Engine::Sqlite).await).await;
    let server = env.start_notifier().await;
    for (origin, expected) in [("https://evil.example", 403), ("null", 403), ("http://127.0.0.1:5173", 101)] {
        let mut request = format!("ws://{}/ws", server.addr()).into_client_request().unwrap();
        request.headers_mut().insert("origin", origin.parse().unwrap());
        let status = match connect_async(request).await {
            Ok((_, response)) => response.status(),
            Err(tokio_tungstenite::tungstenite::Error::Http(response)) => response.status(),
            Err(error) => panic!("{error}"),
        };
        assert_eq!(status.as_u16(), expected, "{origin}");
    }
}

#[tokio::test]
async fn request_without_upgrade_gets_a_problem() {
    let env = Environment::new(database(Engine::Sqlite).await).await;
    let server = env.start_notifier().await;
    let response = reqwest::get(server.http.url("/ws")).await.unwrap();
    assert_eq!(response.status(), StatusCode::UPGRADE_REQUIRED);
    assert_eq!(response.headers()["content-type"], "application/problem+json");
    let problem: Value = response.json().await.unwrap();
    assert_eq!(problem["type"], "/problems/upgrade-required");
}
