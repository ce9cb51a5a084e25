//! `POST /api/auth/login`.

use std::future::IntoFuture as _;

use serde_json::{Value, json};
use store::{sql, users};
use testkit::api_client::id_of;
use testkit::{RequestBuilder, TestResponse, on_every_engine};

use crate::support::{PASSWORD, TestConfig, TestServer};

#[tokio::test]
async fn login_accepts_json_and_the_oauth_form() {
    let server = TestServer::start().await;
    let dana = server.customer().await;
    let log_in = |request: RequestBuilder| async move { request.await.expect_status(200) };
    let post = || server.anonymous().post("/api/auth/login");
    let by_json = log_in(post().json(json!({"username": dana.username(), "password": PASSWORD}))).await;
    assert_eq!((id_of(&by_json["user"]), &by_json["role"]), (dana.id(), &json!("customer")));
    let form = [("grant_type", "password"), ("username", dana.username()), ("password", PASSWORD), ("scope", "")];
    let by_form = log_in(post().form(&form)).await;
    assert_eq!(id_of(&by_form["user"]), dana.id());
    let charset = "application/x-www-form-urlencoded; charset=UTF-8";
    let body = format!("username={}&password=a+table%20for+two", dana.username());
    log_in(post().header("content-type", charset).body(body)).await;

    assert_eq!(post().json(json!({"password": PASSWORD})).await.expect_invalid_fields(), ["username"]);
    assert_eq!(post().json(json!({"username": "dana"})).await.expect_invalid_fields(), ["password"]);
    post().body("username=a&password=b").await.expect_problem(415, "unsupported-media-type");
    post().header("content-type", "text/plain").body("{}").await.expect_problem(415, "unsupported-media-type");
    server.close().await;
}

#[tokio::test]
async fn password_and_username_match_in_every_normalization_form() {
    let server = TestServer::start().await;
    let form = json!({"username": "Zoe\u{308}", "password": "cre\u{300}me bru\u{302}le\u{301}e", "role": "customer"});
    let user = server.anonymous().post("/api/auth/register").json(form).await.expect_status(201)["user"].clone();
    assert_eq!(user["username"], "zo\u{eb}");
    let log_in = |username: &str, password: &str| {
        server.anonymous().post("/api/auth/login").json(json!({"username": username, "password": password}))
    };
    for (username, password) in
        [("zo\u{eb}", "crème brûlée"), ("ZOE\u{308}", "cre\u{300}me bru\u{302}le\u{301}e"), ("ｚｏë", "ｃrème brûlée")]
    {
        let session = log_in(username, password).await.expect_status(200);
        assert_eq!(id_of(&session["user"]), id_of(&user), "{username}");
    }
    log_in("zoe", "crème brûlée").await.expect_problem(401, "bad-credentials");
    log_in("zoë", "creme brulee").await.expect_problem(401, "bad-credentials");
    server.close().await;
}

on_every_engine! {
    /// An older version hashed the password without normalizing it, and allowed usernames that contain `@`.
    async fn account_of_an_older_version_logs_in_and_its_password_is_rehashed(db: Db) {
        let server = TestServer::start_on(db).await;
        let dana = server.customer().await;
        let entered = "cre\u{300}me bru\u{302}le\u{301}e";
        // argon2id of `entered`, with a fixed salt.
        let old_hash = "$argon2id$v=19$m=19456,t=2,p=1$ZXhwZWRpdGVyc2FsdA$5dH9zIUNAOfCgfujoLE/GcQrrp6TXmI4vALaPW3MJ7w";
        let mut tx = server.db.begin().await.unwrap();
        sql!(tx, execute "update users set username = ?, password_hash = ? where username = ?",
            "old@example.com", old_hash, dana.username())
        .await
        .unwrap();
        tx.commit().await.unwrap();
        let stored_hash = async || {
            let mut read = server.db.read().await.unwrap();
            users::find_credentials(&mut read, "old@example.com").await.unwrap().unwrap().password_hash
        };
        let log_in = |password: &str| {
            server.anonymous().post("/api/auth/login").json(json!({"username": "Old@example.com", "password": password}))
        };
        log_in("crème brûlée").await.expect_problem(401, "bad-credentials");
        log_in("creme brulee").await.expect_problem(401, "bad-credentials");
        assert_eq!(stored_hash().await, old_hash);
        assert_eq!(id_of(&log_in(entered).await.expect_status(200)["user"]), dana.id());
        let new_hash = stored_hash().await;
        assert_ne!(new_hash, old_hash);
        for password in [entered, "crème brûlée"] {
            log_in(password).await.expect_status(200);
            assert_eq!(stored_hash().await, new_hash);
        }
        server.close().await;
    }
}

#[tokio::test]
async fn twenty_failed_logins_cause_a_lockout_of_a_minute() {
    let server = TestServer::start().await;
    let (dana, other) = (server.customer().await, server.customer().await);
    let wrong = json!({"username": dana.username(), "password": "wrong password"});
    let login = |form: &Value| server.anonymous().post("/api/auth/login").json(form.clone());
    for _ in 0..20 {
        login(&wrong).await.expect_problem(401, "bad-credentials");
    }
    let response = login(&wrong).await;
    assert!(response.header("retry-after").unwrap().parse::<u64>().unwrap() <= 60);
    response.expect_problem(429, "too-many-requests");
    let correct = json!({"username": dana.username().to_uppercase(), "password": PASSWORD});
    login(&correct).await.expect_problem(429, "too-many-requests");
    server.log_in(other.username()).await;
    server.close().await;
}

/// A lockout applies to a login name and an address: guessing from one address does not lock out logins from other addresses.
#[tokio::test]
async fn lockout_applies_to_one_address_only() {
    let server = TestServer::start_with(TestConfig { behind_proxy: true, ..TestConfig::default() }).await;
    let dana = server.customer().await;
    let log_in_from = |address: &str, password: &str| {
        let form = json!({"username": dana.username(), "password": password});
        server.anonymous().post("/api/auth/login").header("x-forwarded-for", address).json(form)
    };
    for _ in 0..20 {
        log_in_from("10.0.0.1", "wrong password").await.expect_problem(401, "bad-credentials");
    }
    log_in_from("10.0.0.1", PASSWORD).await.expect_problem(429, "too-many-requests");
    // A client cannot evade the lockout by claiming another address.
    log_in_from("10.0.0.2, 10.0.0.1", PASSWORD).await.expect_problem(429, "too-many-requests");

    log_in_from("10.0.0.2", "wrong password").await.expect_problem(401, "bad-credentials");
    let session = log_in_from("10.0.0.2", PASSWORD).await.expect_status(200);
    assert_eq!(id_of(&session["user"]), dana.id());
    log_in_from("10.0.0.1", PASSWORD).await.expect_problem(429, "too-many-requests");
    server.close().await;
}

on_every_engine! {
    async fn unknown_accounts_and_wrong_passwords_are_indistinguishable(db: Db) {
        let server = TestServer::start_on(db).await;
        let dana = server.customer().await;
        let login = |name: &str| {
            let form = json!({"username": name, "password": "wrong password"});
            server.anonymous().post("/api/auth/login").json(form).into_future()
        };
        let (known, unknown) = (login(dana.username()).await, login("unknown").await);
        let without_trace = |response: TestResponse| {
            let mut problem = response.expect_problem(401, "bad-credentials");
            problem.as_object_mut().unwrap().remove("trace_id");
            problem
        };
        assert_eq!(without_trace(known), without_trace(unknown));
        for unknown in [&"n".repeat(100_000), "da\0na", "", " ", "ƒ🍕"] {
            login(unknown).await.expect_problem(401, "bad-credentials");
        }
        server.close().await;
    }
}
