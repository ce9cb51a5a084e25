//! Rate limits, CORS and security headers.

use std::num::NonZeroU32;

use reqwest::Method;
use serde_json::json;

use crate::support::{PASSWORD, TestConfig, TestServer};

/// Returns settings with a limit of five requests per minute.
fn rate_limited(behind_proxy: bool) -> TestConfig {
    TestConfig { rate_limit: NonZeroU32::new(5), behind_proxy, ..TestConfig::default() }
}

#[tokio::test]
async fn rate_limit_applies_to_each_account_separately() {
    let server = TestServer::start_with(rate_limited(true)).await;
    // Registrations are counted by IP address, so each uses a different one.
    let register_from = |address: &str, username: &str| {
        let form = json!({"username": username, "password": PASSWORD, "role": "customer"});
        server.anonymous().post("/api/auth/register").header("x-forwarded-for", address).json(form)
    };
    let first = server.endpoint.client_of(&register_from("10.0.0.1", "first").await.expect_status(201));
    let second = server.endpoint.client_of(&register_from("10.0.0.2", "second").await.expect_status(201));
    for _ in 0..5 {
        first.get("/api/orders").await.expect_status(200);
    }
    let response = first.get("/api/orders").await;
    assert!((1..=13).contains(&response.header("retry-after").unwrap().parse::<u64>().unwrap()));
    response.expect_problem(429, "too-many-requests");
    second.get("/api/orders").await.expect_status(200);
    // Health checks are not counted.
    for _ in 0..20 {
        first.get("/livez").await.expect_status(200);
        server.anonymous().get("/readyz").await.expect_status(200);
    }
    server.close().await;
}

#[tokio::test]
async fn rate_limit_without_an_account_applies_to_the_address_that_the_proxy_reports() {
    let server = TestServer::start_with(rate_limited(true)).await;
    let get_from = |addresses: &str| server.anonymous().get("/api/businesses").header("x-forwarded-for", addresses);
    for n in 0..5 {
        // The proxy appends the real address to the addresses that the client claims.
        get_from(&format!("1.2.3.{n}, 10.0.0.1")).await.expect_status(200);
    }
    get_from("10.0.0.1").await.expect_problem(429, "too-many-requests");
    get_from("10.0.0.2").await.expect_status(200);
    // An invalid token does not identify an account.
    let forged = server.anonymous().with_token("forged");
    let response = forged.get("/api/businesses").header("x-forwarded-for", "10.0.0.1").await;
    response.expect_problem(429, "too-many-requests");
    server.close().await;

    let server = TestServer::start_with(rate_limited(false)).await;
    let get_from = |addresses: &str| server.anonymous().get("/api/businesses").header("x-forwarded-for", addresses);
    for n in 0..5 {
        get_from(&format!("10.0.0.{n}")).await.expect_status(200);
    }
    get_from("10.0.0.9").await.expect_problem(429, "too-many-requests");
    server.close().await;
}

#[tokio::test]
async fn only_configured_origins_may_call_the_api() {
    let origin = "https://orders.example.com";
    let server =
        TestServer::start_with(TestConfig { cors_origins: vec![origin.to_owned()], ..TestConfig::default() }).await;
    let preflight = |origin: &str| {
        server
            .anonymous()
            .request(Method::OPTIONS, "/api/orders")
            .header("origin", origin)
            .header("access-control-request-method", "POST")
            .header("access-control-request-headers", "authorization,content-type,idempotency-key,if-match")
    };
    let allowed = preflight(origin).await;
    assert_eq!(allowed.status, 200);
    assert_eq!(allowed.header("access-control-allow-origin"), Some(origin));
    let headers = allowed.header("access-control-allow-headers").unwrap();
    assert!(["authorization", "idempotency-key", "if-match"].iter().all(|name| headers.contains(name)), "{headers}");
    let methods = allowed.header("access-control-allow-methods").unwrap();
    assert!(methods.contains("PATCH") && methods.contains("PUT"), "{methods}");
    for other in
        ["https://evil.example.com", "https://orders.example.com.evil.example", "null", "http://orders.example.com"]
    {
        assert_eq!(preflight(other).await.header("access-control-allow-origin"), None, "{other}");
    }
    // Pages of this origin can also read error responses.
    let refused = server.anonymous().get("/api/orders").header("origin", origin).await;
    assert_eq!(refused.header("access-control-allow-origin"), Some(origin));
    assert!(refused.header("access-control-expose-headers").unwrap().contains("x-request-id"));
    refused.expect_problem(401, "unauthenticated");
    let elsewhere = server.anonymous().get("/livez").header("origin", "https://evil.example.com").await;
    assert_eq!(elsewhere.header("access-control-allow-origin"), None);
    server.close().await;

    let server = TestServer::start().await;
    let response = server.anonymous().get("/livez").header("origin", origin).await;
    assert_eq!(response.header("access-control-allow-origin"), None);
    server.close().await;
}

#[tokio::test]
async fn responses_forbid_frames_and_referrers() {
    let server = TestServer::start().await;
    for path in ["/livez", "/docs/", "/nowhere"] {
        let response = server.anonymous().get(path).await;
        assert_eq!(response.header("x-frame-options"), Some("DENY"), "{path}");
        assert_eq!(response.header("referrer-policy"), Some("no-referrer"), "{path}");
    }
    server.close().await;
}
