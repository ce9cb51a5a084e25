//! The notifier as its own process: its health checks and its shutdown.

use domain::clock::Clock;
use notifier::Options;
use serde_json::{Value, json};
use service::bootstrap::Resources;
use service::http::check_liveness;
use testkit::http_server::free_listener;
use testkit::wait::with_timeout;
use testkit::{Engine, FeedClient, TIMEOUT, database};

use crate::support::Environment;

#[tokio::test]
async fn readiness_reports_each_dependency() {
    let env = Environment::new(database(Engine::Sqlite).await).await;
    let listener = free_listener().await;
    let addr = listener.local_addr().unwrap();
    let resources = Resources { clock: Clock::system(), ..env.resources() };
    let shutdown = resources.shutdown.clone();
    let service = tokio::spawn(notifier::run(Options::default(), listener, resources, env.tokens.clone()));

    check_liveness(addr).await.unwrap();
    let get_readiness = async || {
        let response = reqwest::get(format!("http://{addr}/readyz")).await.unwrap();
        (response.status().as_u16(), response.json::<Value>().await.unwrap())
    };
    let ready = json!({"status": "ok", "checks": {
        "database": {"ok": true, "detail": "SQLite"},
        "broker": {"ok": true, "detail": "connected"},
        "clock": {"ok": true, "detail": "synchronized"},
    }});
    assert_eq!(get_readiness().await, (200, ready));
    let not_found = reqwest::get(format!("http://{addr}/nothing")).await.unwrap();
    assert_eq!(not_found.headers()["content-type"], "application/problem+json");
    assert_eq!(not_found.headers()["x-content-type-options"], "nosniff");
    assert!(not_found.headers().contains_key("x-request-id"));
    let token = env.tokens.issue(&env.fixture.customer, Clock::system().now());
    let mut client = FeedClient::open(addr, &token).await;
    env.fixture.db.close().await;
    let (status, body) = get_readiness().await;
    let checks = &body["checks"];
    assert_eq!((status, &body["status"], &checks["database"]["ok"]), (503, &json!("degraded"), &json!(false)));
    check_liveness(addr).await.unwrap();

    shutdown.request();
    assert_eq!(client.expect_close().await, 1012);
    with_timeout("the notifier to stop", TIMEOUT, service).await.unwrap().unwrap();
    assert!(check_liveness(addr).await.is_err());
}
