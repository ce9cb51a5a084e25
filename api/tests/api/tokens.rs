//! Access tokens and refresh tokens.

use std::future::IntoFuture as _;
use std::time::Duration;

use futures_util::future::join_all;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde_json::{Value, json};
use testkit::fixture::SIGNING_KEY;
use testkit::{ApiClient, RequestBuilder, on_every_engine};

use crate::support::{PASSWORD, TestServer};

/// The header of an unsigned token: `{"alg":"none","typ":"JWT"}`.
const UNSIGNED_HEADER: &str = "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0";

/// Returns a signed token with these claims.
fn sign(claims: &Value, algorithm: Algorithm, secret: &str) -> String {
    let key = EncodingKey::from_secret(secret.as_bytes());
    jsonwebtoken::encode(&Header::new(algorithm), claims, &key).unwrap()
}

#[tokio::test]
async fn forged_tokens_are_refused() {
    let server = TestServer::start().await;
    let dana = server.customer().await;
    let now = server.clock.now().as_seconds();
    let claims = json!({
        "sub": dana.id(), "role": "admin", "name": "Dana", "exp": now + 600, "iat": now, "iss": "expediter",
        "aud": "expediter",
    });
    let with_claim = |name: &str, value: Value| {
        let mut claims = claims.clone();
        claims[name] = value;
        sign(&claims, Algorithm::HS256, SIGNING_KEY)
    };
    let without_claim = |name: &str| {
        let mut claims = claims.clone();
        claims.as_object_mut().unwrap().remove(name);
        sign(&claims, Algorithm::HS256, SIGNING_KEY)
    };
    let valid = sign(&claims, Algorithm::HS256, SIGNING_KEY);
    dana.with_token(&valid).get("/api/users").await.expect_status(200);

    let (head, rest) = valid.split_once('.').unwrap();
    let (body, signature) = rest.split_once('.').unwrap();
    let customer_claims = dana.token.split('.').nth(1).unwrap();
    let forged = [
        with_claim("exp", json!(now)),
        with_claim("exp", json!(now - 3600)),
        with_claim("exp", json!("tomorrow")),
        with_claim("aud", json!("another")),
        with_claim("iss", json!("another")),
        with_claim("role", json!("chef")),
        with_claim("sub", json!("dana")),
        without_claim("exp"),
        without_claim("aud"),
        without_claim("iss"),
        without_claim("sub"),
        sign(&claims, Algorithm::HS256, "another secret of at least 32 bytes"),
        sign(&claims, Algorithm::HS384, SIGNING_KEY),
        sign(&claims, Algorithm::HS512, SIGNING_KEY),
        format!("{UNSIGNED_HEADER}.{body}."),
        format!("{UNSIGNED_HEADER}.{body}.{signature}"),
        format!("{head}.{customer_claims}.{signature}"),
        format!("{head}.{body}."),
        format!("{head}.{body}"),
        dana.refresh_token.clone(),
        "null".to_owned(),
        " ".to_owned(),
    ];
    for token in forged {
        dana.with_token(&token).get("/api/users").await.expect_problem(401, "unauthenticated");
        dana.with_token(&token).get("/api/auth/verify").await.expect_problem(401, "unauthenticated");
    }
    for header in ["Basic ZGFuYTpkYW5h", "Bearer", "Bearer ", &format!("Token {valid}"), &valid] {
        let request = server.anonymous().get("/api/users").header("authorization", header);
        request.await.expect_problem(401, "unauthenticated");
    }
    server.close().await;
}

#[tokio::test]
async fn access_token_expires_after_15_minutes() {
    let server = TestServer::start().await;
    let dana = server.customer().await;
    server.advance(Duration::from_secs(899));
    dana.get("/api/users/me").await.expect_status(200);
    server.advance(Duration::from_secs(1));
    let problem = dana.get("/api/users/me").await.expect_problem(401, "unauthenticated");
    assert_eq!(problem["detail"], "The access token has expired.");
    dana.refresh().await.get("/api/users/me").await.expect_status(200);
    server.close().await;
}

/// Builds a refresh request with this token.
fn refresh(client: &ApiClient, token: &str) -> RequestBuilder {
    client.with_token("").post("/api/auth/refresh").json(json!({"refresh_token": token}))
}

#[tokio::test]
async fn refresh_token_reuse_revokes_its_family_only() {
    let server = TestServer::start().await;
    let dana = server.customer().await;
    let other_login = server.log_in(dana.username()).await;
    let second = dana.refresh().await;
    let third = second.refresh().await;
    assert_ne!(third.refresh_token, second.refresh_token);

    refresh(&dana, &dana.refresh_token).skip_record_check().await.expect_problem(401, "unauthenticated");
    for revoked in [&dana, &second, &third] {
        refresh(revoked, &revoked.refresh_token).await.expect_problem(401, "unauthenticated");
    }
    other_login.refresh().await;
    server.close().await;
}

#[tokio::test]
async fn invalid_refresh_tokens_are_refused() {
    let server = TestServer::start().await;
    let dana = server.customer().await;
    for token in ["", "x", &dana.token, &"x".repeat(100_000)] {
        refresh(&dana, token).await.expect_problem(401, "unauthenticated");
    }
    let post = |body: Value| dana.post("/api/auth/refresh").json(body).into_future();
    assert_eq!(post(json!({})).await.expect_invalid_fields(), ["refresh_token"]);
    assert_eq!(post(json!({"refresh_token": 7})).await.expect_invalid_fields(), ["refresh_token"]);
    server.advance(Duration::from_hours(30 * 24));
    refresh(&dana, &dana.refresh_token).await.expect_problem(401, "unauthenticated");
    server.close().await;
}

on_every_engine! {
    async fn concurrent_refresh_succeeds_once_and_revokes_the_family(db: Db) {
        let server = TestServer::start_on(db).await;
        let dana = server.customer().await;
        let requests = (0..20).map(|_| refresh(&dana, &dana.refresh_token).skip_record_check().into_future());
        let responses = join_all(requests).await.into_iter();
        let (succeeded, refused): (Vec<_>, Vec<_>) = responses.partition(|response| response.status == 200);
        assert!(succeeded.len() <= 1, "{} succeeded", succeeded.len());
        for response in refused {
            response.expect_problem(401, "unauthenticated");
        }
        for session in succeeded {
            let successor = session.body["refresh_token"].as_str().unwrap();
            refresh(&dana, successor).await.expect_problem(401, "unauthenticated");
        }
        refresh(&dana, &dana.refresh_token).await.expect_problem(401, "unauthenticated");
        server.close().await;
    }
}

#[tokio::test]
async fn logout_revokes_the_refresh_token() {
    let server = TestServer::start().await;
    let dana = server.customer().await;
    let refreshed = dana.refresh().await;
    let logout = |token: &str| dana.post("/api/auth/logout").json(json!({"refresh_token": token})).into_future();
    logout(&refreshed.refresh_token).await.expect_status(204);
    refresh(&refreshed, &refreshed.refresh_token).await.expect_problem(401, "unauthenticated");
    logout(&refreshed.refresh_token).await.expect_status(204);
    logout("not a token").await.expect_status(204);
    assert_eq!(dana.post("/api/auth/logout").json(json!({})).await.expect_invalid_fields(), ["refresh_token"]);
    server.close().await;
}

#[tokio::test]
async fn archived_account_cannot_use_its_valid_token() {
    let mut server = TestServer::start().await;
    let owner = server.owner().await;
    let waiter = server.waiter(&owner).await;
    waiter.get("/api/users/me").await.expect_status(200);
    owner.delete(format!("/api/users/{}", waiter.id())).await.expect_status(204);
    waiter.get("/api/users/me").await.expect_problem(401, "unauthenticated");
    refresh(&waiter, &waiter.refresh_token).await.expect_problem(401, "unauthenticated");
    let login = json!({"username": waiter.username(), "password": PASSWORD});
    server.anonymous().post("/api/auth/login").json(login).await.expect_problem(401, "bad-credentials");

    // A process that was started later also refuses the token.
    server.restart().await;
    waiter.get("/api/orders").await.expect_problem(401, "unauthenticated");
    // The username can be used again.
    let form = json!({"name": "Wanda", "username": waiter.username(), "password": PASSWORD});
    owner.post("/api/users").json(form).await.expect_status(201);
    server.close().await;
}
