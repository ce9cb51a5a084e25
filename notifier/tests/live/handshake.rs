//! What HTTP says before a socket is a socket.

use reqwest::{Client, StatusCode};
use serde_json::Value;
use shared::testing::{Engine, database};
use tokio_tungstenite::connect_async;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;

use crate::kit::House;

#[tokio::test]
async fn pages_of_other_sites_get_no_socket() {
    let house = House::open(database(Engine::Sqlite).await).await;
    let station = house.notifier().await;
    for (origin, status) in [("https://evil.example", 403), ("null", 403), ("http://127.0.0.1:5173", 101)] {
        let mut request = format!("ws://{}/ws", station.addr).into_client_request().unwrap();
        request.headers_mut().insert("origin", origin.parse().unwrap());
        let answered = match connect_async(request).await {
            Ok((_, response)) => response.status(),
            Err(tokio_tungstenite::tungstenite::Error::Http(response)) => response.status(),
            Err(error) => panic!("{error}"),
        };
        assert_eq!(answered.as_u16(), status, "{origin}");
    }
}

#[tokio::test]
async fn what_is_no_websocket_gets_a_problem() {
    let house = House::open(database(Engine::Sqlite).await).await;
    let station = house.notifier().await;
    let answer = Client::new().get(format!("http://{}/ws", station.addr)).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::UPGRADE_REQUIRED);
    assert_eq!(answer.headers()["content-type"], "application/problem+json");
    let problem: Value = answer.json().await.unwrap();
    assert_eq!(problem["type"], "/problems/upgrade-required");
}
