//! HTTP Basic authentication on the routes of the order queue client.

use std::num::NonZeroU32;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde_json::json;
use testkit::{RequestBuilder, TestResponse};

use crate::support::{PASSWORD, TestConfig, TestServer};

/// Adds HTTP Basic authentication with this username and password to a request.
fn with_basic(request: RequestBuilder, username: &str, password: &str) -> RequestBuilder {
    request.header("authorization", format!("Basic {}", BASE64_STANDARD.encode(format!("{username}:{password}"))))
}

/// Asserts that a response names both authentication schemes.
fn assert_challenges(response: &TestResponse) {
    let challenges: Vec<_> = response.headers.get_all("www-authenticate").iter().collect();
    assert_eq!(challenges, ["Bearer", r#"Basic realm="Expediter", charset="UTF-8""#], "{}", response.request);
}

#[tokio::test]
async fn order_queue_client_can_authenticate_with_a_username_and_a_password() {
    let server = TestServer::start().await;
    let menu = server.business_with_items(&[("Espresso machine", 20_025, 5), ("Grinder", 5_050, 5)]).await;
    let user = server.customer_named("user123").await;
    let anonymous = server.anonymous();
    let order = json!({"user_id": "user123", "item_ids": [101, 102], "total_amount": 250.75});
    let place = || anonymous.post("/order").json(order.clone());
    let placed = with_basic(place(), "user123", PASSWORD).await.expect_status(200);
    assert_eq!(placed, json!({"order_id": "ORD1001", "order_status": "Pending"}));
    assert_eq!(user.order(&json!({"id": "ORD1001"})).await["customer_id"], user.id());
    // The same account with the same permissions, repeatedly. The scheme is not case-sensitive.
    for _ in 0..3 {
        assert_eq!(with_basic(anonymous.get("/order/ORD1001"), "USER123", PASSWORD).await.expect_status(200), placed);
        let metrics = with_basic(anonymous.get("/metrics"), "user123", PASSWORD).await.expect_status(200);
        assert_eq!(metrics["total_orders"], 1);
    }
    let authorization = format!("basic  {}", BASE64_STANDARD.encode(format!("user123:{PASSWORD}")));
    anonymous.get("/order/ORD1001").header("authorization", authorization).await.expect_status(200);
    let zoe = server.customer_named("zoe").await;
    with_basic(anonymous.get("/order/ORD1001"), zoe.username(), PASSWORD).await.expect_problem(404, "not-found");
    with_basic(place(), server.admin().await.username(), PASSWORD).await.expect_problem(403, "forbidden");
    with_basic(anonymous.get("/order/ORD1001"), menu.owner.username(), PASSWORD).await.expect_status(200);

    let wrong = [("user123", "not the right one"), ("unknown", PASSWORD), ("user123", ""), ("", ""), ("a\0", "b")];
    for (username, password) in wrong {
        for request in [place(), anonymous.get("/order/ORD1001"), anonymous.get("/metrics")] {
            let response = with_basic(request, username, password).await;
            assert_challenges(&response);
            response.expect_problem(401, "bad-credentials");
        }
    }
    for undecodable in ["Basic", "Basic ", "Basic %%%", "Basic YWJj"] {
        let response = anonymous.get("/order/ORD1001").header("authorization", undecodable).await;
        assert_challenges(&response);
        assert_eq!(response.status, 401, "{undecodable}");
    }
    assert_challenges(&anonymous.get("/metrics").await);
    // Only these routes accept it.
    for path in ["/get_orders", "/orders", "/api/orders", "/api/auth/verify"] {
        with_basic(anonymous.get(path), "user123", PASSWORD).await.expect_problem(401, "unauthenticated");
    }
    assert_eq!(server.stock(&menu[0]).await, 4);
    server.close().await;
}

/// Failures of Basic authentication and failed logins count toward the same limit. An archived account is refused immediately,
/// even if its password was verified before.
#[tokio::test]
async fn failures_of_basic_authentication_are_limited_like_logins() {
    let server = TestServer::start().await;
    let menu = server.business_with_items(&[]).await;
    let waiter = server.waiter(&menu.owner).await;
    let anonymous = server.anonymous();
    let metrics = |username: &str, password: &str| with_basic(anonymous.get("/metrics"), username, password);
    metrics(waiter.username(), PASSWORD).await.expect_status(200);
    menu.owner.delete(format!("/api/users/{}", waiter.id())).await.expect_status(204);
    metrics(waiter.username(), PASSWORD).await.expect_problem(401, "bad-credentials");

    let dana = server.customer_named("dana").await;
    for _ in 0..10 {
        metrics(dana.username(), "wrong password").await.expect_problem(401, "bad-credentials");
        let login = json!({"username": "dana", "password": "wrong password"});
        anonymous.post("/api/auth/login").json(login).await.expect_problem(401, "bad-credentials");
    }
    metrics(dana.username(), PASSWORD).await.expect_problem(429, "too-many-requests");
    dana.get("/metrics").await.expect_status(200);
    server.close().await;
}

#[tokio::test]
async fn requests_with_basic_authentication_count_for_their_address() {
    let server = TestServer::start_with(TestConfig { rate_limit: NonZeroU32::new(5), ..TestConfig::default() }).await;
    server.customer_named("dana").await;
    for _ in 0..4 {
        with_basic(server.anonymous().get("/metrics"), "dana", PASSWORD).await.expect_status(200);
    }
    let response = with_basic(server.anonymous().get("/metrics"), "dana", PASSWORD).await;
    response.expect_problem(429, "too-many-requests");
    server.close().await;
}
