//! Malformed requests, and error responses of the framework.

use std::time::Duration;

use api::middleware::RequestTimeouts;
use axum::Router;
use axum::routing::{get, post};
use reqwest::Method;
use serde_json::json;
use testkit::RawClient;
use testkit::api_client::id_of;
use uuid::Uuid;

use crate::support::{TestConfig, TestServer};

#[tokio::test]
async fn unreadable_bodies_are_refused() {
    let server = TestServer::start().await;
    let menu = server.business_with_items(&[("Margherita", 950, 9)]).await;
    let customer = server.customer().await;
    let post = |media_type: &str| customer.post("/api/orders").header("content-type", media_type);
    let valid = format!(r#"{{"items":[{{"item_id":"{}","quantity":1}}]}}"#, id_of(&menu[0]));
    for malformed in
        ["", " ", "{", "{\"items\":[}", "nul", "{'items':[]}", "\u{feff}{}", "[[[[", "{\"note\":\"\u{1}\"}"]
    {
        post("application/json").body(malformed).await.expect_problem(400, "malformed");
    }
    post("application/json")
        .body(vec![b'{', b'"', 0xFF, b'"', b':', b'1', b'}'])
        .await
        .expect_problem(400, "malformed");
    post("application/json").body(format!("{valid} {valid}")).await.expect_problem(400, "malformed");
    post("application/json").body("[".repeat(100_000)).await.expect_problem(400, "malformed");
    for media_type in ["text/plain", "application/x-www-form-urlencoded", "application/jsonp", "json", "", "text/json"]
    {
        post(media_type).body(valid.clone()).await.expect_problem(415, "unsupported-media-type");
    }
    customer.post("/api/orders").body(valid.clone()).await.expect_problem(415, "unsupported-media-type");
    customer.post("/api/orders").await.expect_problem(415, "unsupported-media-type");
    for media_type in ["application/json; charset=utf-8", "Application/JSON", "application/vnd.expediter+json"] {
        post(media_type).body(valid.clone()).await.expect_status(201);
    }
    server.close().await;
}

/// `serde_json` reports an enum value of the wrong JSON type as a syntax error.
#[tokio::test]
async fn fields_with_choices_are_named_if_their_type_is_wrong() {
    let server = TestServer::start().await;
    let menu = server.business_with_items(&[("Margherita", 950, 9)]).await;
    let settings = format!("/api/businesses/{}", menu.owner.business_id());
    let send = |method: Method, path: &str, body: String| {
        let request = menu.owner.request(method, path).header("content-type", "application/json");
        async move { request.body(body).await.expect_invalid_fields() }
    };
    for value in ["null", "5", "1e999", "true", "[]", "[1]", "{}"] {
        let user = format!(r#"{{"username":"wes","password":"long enough","role":{value}}}"#);
        assert_eq!(send(Method::POST, "/api/auth/register", user).await, ["role"], "{value}");
        let state = format!(r#"{{"state":{value}}}"#);
        assert_eq!(send(Method::PUT, "/order/update/ORD1001", state).await, ["state"], "{value}");
        if value != "null" {
            let change = format!(r#"{{"open":true,"acceptance":{value}}}"#);
            assert_eq!(send(Method::PATCH, &settings, change).await, ["acceptance"], "{value}");
        }
        let incomplete = menu.owner.patch(&settings).header("content-type", "application/json");
        incomplete.body(format!(r#"{{"acceptance":{value}"#)).await.expect_problem(400, "malformed");
    }
    // An optional field counts as omitted.
    let body = json!({"acceptance": null});
    assert_eq!(menu.owner.patch(&settings).json(body).await.expect_status(200)["acceptance"], "automatic");
    server.close().await;
}

#[tokio::test]
async fn bodies_are_limited_to_256_kib() {
    let server = TestServer::start().await;
    let menu = server.business_with_items(&[("Margherita", 950, 9)]).await;
    let customer = server.customer().await;
    let place_with_length = |length: usize| {
        let body = format!(r#"{{"items":[{{"item_id":"{}","quantity":1}}]}}"#, id_of(&menu[0]));
        let body = format!("{body}{}", " ".repeat(length - body.len()));
        customer.post("/api/orders").header("content-type", "application/json").body(body)
    };
    place_with_length(256 * 1024).await.expect_status(201);
    place_with_length(256 * 1024 + 1).await.expect_problem(413, "too-large");

    // The limit also applies without a `Content-Length`.
    let mut raw = RawClient::connect(server.addr()).await;
    raw.send(&format!(
        "POST /api/orders HTTP/1.1\r\nhost: x\r\nconnection: close\r\nauthorization: Bearer {}\r\n\
         content-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n",
        customer.token
    ))
    .await;
    for _ in 0..5 {
        raw.send(&format!("10000\r\n{}\r\n", " ".repeat(0x10000))).await;
    }
    raw.read_response(Duration::from_secs(5)).await.expect_problem(413, "too-large");
    server.close().await;
}

#[tokio::test]
async fn malformed_http_is_answered_with_400_and_closes_the_connection() {
    let server = TestServer::start().await;
    for malformed in ["\r\n\r\nnonsense\r\n\r\n", "GET\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "\0\0\0\0\r\n\r\n"] {
        let mut raw = RawClient::connect(server.addr()).await;
        raw.send(malformed).await;
        let (received, _) = raw.read_to_end(Duration::from_secs(3)).await;
        assert!(received.is_empty() || received.starts_with("HTTP/1.1 400"), "{received}");
    }
    server.anonymous().get("/livez").await.expect_status(200);
    server.close().await;
}

async fn panic_in_handler() -> &'static str {
    panic!("the secret recipe at src/kitchen.rs")
}

#[tokio::test]
async fn panic_is_answered_with_500_without_details() {
    let extra_routes = Router::new().route("/test/panic", get(panic_in_handler).post(panic_in_handler));
    let server = TestServer::start_with(TestConfig { extra_routes, ..TestConfig::default() }).await;
    for response in [server.anonymous().get("/test/panic").await, server.anonymous().post("/test/panic").await] {
        let text = response.text.clone();
        response.expect_problem(500, "internal");
        assert!(!text.contains("recipe") && !text.contains("kitchen"), "{text}");
    }
    server.anonymous().get("/livez").await.expect_status(200);
    server.close().await;
}

#[tokio::test]
async fn slow_response_is_replaced_by_503() {
    let timeouts = RequestTimeouts { response: Duration::from_millis(1500), ..RequestTimeouts::default() };
    let extra_routes = Router::new().route("/test/slow", post(|| tokio::time::sleep(Duration::from_mins(1))));
    let server = TestServer::start_with(TestConfig { timeouts, extra_routes, ..TestConfig::default() }).await;
    server.anonymous().post("/test/slow").await.expect_problem(503, "unavailable");
    server.close().await;
}

#[tokio::test]
async fn unknown_paths_and_wrong_methods_are_answered_with_problems() {
    let server = TestServer::start().await;
    let owner = server.owner().await;
    for path in ["/nowhere", "/api", "/api/", "/api/orders//", "/api/nowhere", "/docs/nowhere.js", "/api/users/me/x"] {
        owner.get(path).await.expect_problem(404, "not-found");
        owner.post(path).json(json!({})).await;
    }
    for (method, path, allowed) in [
        ("DELETE", "/api/orders", "GET,HEAD,POST"),
        ("PUT", "/api/items", "POST"),
        ("PATCH", "/livez", "GET,HEAD"),
        ("POST", "/api/businesses", "GET,HEAD"),
        ("GET", "/api/auth/login", "POST"),
    ] {
        let response = owner.request(method.parse().unwrap(), path).await;
        let mut methods: Vec<_> = response.header("allow").unwrap().split(',').map(str::trim).collect();
        methods.sort_unstable();
        assert_eq!(methods.join(","), allowed);
        response.expect_problem(405, "method-not-allowed");
    }
    server.close().await;
}

#[tokio::test]
async fn head_responses_are_get_responses_without_a_body() {
    let server = TestServer::start().await;
    let owner = server.owner().await;
    let head = |path: &str| owner.request(Method::HEAD, path);
    for (path, status) in [("/livez", 200), ("/api/orders", 200), ("/api/users/me", 200), ("/nowhere", 404)] {
        let response = head(path).await;
        assert_eq!((response.status, response.text.as_str()), (status, ""), "{path}");
        let get = owner.get(path).await;
        assert_eq!(response.header("content-type"), get.header("content-type"), "{path}");
    }
    server.close().await;
}

#[tokio::test]
async fn request_ids_are_generated_or_kept() {
    let server = TestServer::start().await;
    let anonymous = server.anonymous();
    let kept = anonymous.get("/livez").header("x-request-id", "mine-7").await;
    assert_eq!(kept.header("x-request-id"), Some("mine-7"));
    let (one, two) = (anonymous.get("/livez").await, anonymous.get("/nowhere").await);
    assert_ne!(one.header("x-request-id"), two.header("x-request-id"));
    // An id that is empty, too long, or contains blanks or non-ASCII characters is replaced.
    for invalid in ["", " ", "with a blank", "caf\u{e9}", &"x".repeat(129)] {
        let response = anonymous.get("/livez").header("x-request-id", invalid).await;
        let generated = response.header("x-request-id").unwrap();
        assert!(generated.parse::<Uuid>().is_ok(), "{invalid:?} became {generated:?}");
    }
    let longest = "x".repeat(128);
    assert_eq!(
        anonymous.get("/livez").header("x-request-id", &longest).await.header("x-request-id"),
        Some(longest.as_str())
    );
    server.close().await;
}

#[tokio::test]
async fn readiness_reports_each_dependency() {
    let server = TestServer::start().await;
    let anonymous = server.anonymous();
    assert_eq!(anonymous.get("/livez").await.expect_status(200), json!({"status": "ok"}));
    let ready = anonymous.get("/readyz").await.expect_status(200);
    assert_eq!(ready["checks"]["database"], json!({"ok": true, "detail": "SQLite"}));
    assert_eq!(ready["checks"]["broker"], json!({"ok": true, "detail": "connected"}));
    assert_eq!(ready["checks"]["clock"], json!({"ok": true, "detail": "synchronized"}));
    server.close().await;
}
