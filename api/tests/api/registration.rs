//! `POST /api/auth/register`.

use std::future::IntoFuture as _;

use futures_util::future::join_all;
use serde_json::{Value, json};
use testkit::api_client::id_of;
use testkit::on_every_engine;

use crate::support::{PASSWORD, TestServer};

/// Returns the JSON request body for the registration of a customer.
fn form(username: &str) -> Value {
    json!({"username": username, "password": PASSWORD, "role": "customer"})
}

/// Returns the form with this field added or replaced.
fn with(mut form: Value, name: &str, value: impl Into<Value>) -> Value {
    form[name] = value.into();
    form
}

#[tokio::test]
async fn customer_registers_and_is_logged_in() {
    let server = TestServer::start().await;
    let dana = with(form("Dana"), "email", "Dana@Example.com");
    let response = server.anonymous().post("/api/auth/register").json(dana).await;
    assert_eq!(response.header("cache-control"), Some("no-store"));
    let session = response.expect_status(201);
    assert_eq!((&session["token_type"], &session["expires_in"]), (&json!("bearer"), &json!(900)));
    let user = &session["user"];
    assert_eq!((&user["username"], &user["email"]), (&json!("dana"), &json!("dana@example.com")));
    assert_eq!(
        (&user["role"], &user["business_id"], &user["name"]),
        (&json!("customer"), &json!(null), &json!("dana"))
    );
    assert!(user.get("password").is_none() && user.get("password_hash").is_none());

    let dana = server.log_in(" DANA@example.com ").await;
    assert_eq!(dana.id(), id_of(user));
    let verified = dana.get("/api/auth/verify").await.expect_status(200);
    assert_eq!((&verified["valid"], id_of(&verified["user"])), (&json!(true), id_of(user)));
    assert_eq!(verified["expires_at"], "2026-11-21T18:15:00.000Z");
    server.close().await;
}

#[tokio::test]
async fn misleading_usernames_and_names_are_refused() {
    let server = TestServer::start().await;
    for username in ["dana@example.com", "d\u{430}na", "dan\u{3164}a", "\u{3164}\u{3164}\u{3164}", "dana\u{202e}"] {
        let refused = server.anonymous().post("/api/auth/register").json(form(username)).await;
        assert_eq!(refused.expect_invalid_fields(), ["username"], "{username}");
    }
    for name in [
        "\u{3164}",
        "\u{2800}",
        "\u{fe0f}",
        "\u{e0041}",
        &"\u{301}".repeat(180),
        &format!("e{}", "\u{301}".repeat(180)),
    ] {
        let refused = server.anonymous().post("/api/auth/register").json(with(form("dana"), "name", name)).await;
        assert_eq!(refused.expect_invalid_fields(), ["name"], "{}", name.escape_unicode());
    }
    let dana = with(form("ＤＡＮＡ"), "name", "\u{202e}Dana\u{200b} \u{2067}شاي\u{2069} 👩\u{200d}🍳");
    let user = server.anonymous().post("/api/auth/register").json(dana).await.expect_status(201)["user"].clone();
    assert_eq!((&user["username"], &user["name"]), (&json!("dana"), &json!("Dana شاي 👩\u{200d}🍳")));
    server.close().await;
}

#[tokio::test]
async fn owner_registers_together_with_a_business() {
    let server = TestServer::start().await;
    let owner = with(with(form("gina"), "role", "business"), "business_name", " Da Gina ");
    let owner = with(with(owner, "currency", "CHF"), "timezone", "Europe/Zurich");
    let session = server.anonymous().post("/api/auth/register").json(owner).await.expect_status(201);
    let business = session["user"]["business_id"].as_str().unwrap();
    let business = server.anonymous().get(format!("/api/businesses/{business}")).await.expect_status(200);
    assert_eq!(
        business,
        json!({
            "id": business["id"], "name": "Da Gina", "currency": "CHF", "timezone": "Europe/Zurich", "open": true,
            "acceptance": "automatic", "grace_seconds": 5, "kitchen": "automatic",
            // No kitchen worker is alive.
            "load": "packed", "wait_seconds": null,
        })
    );
    server.close().await;
}

#[tokio::test]
async fn invalid_registrations_are_reported_by_field() {
    let server = TestServer::start().await;
    let anonymous = server.anonymous();
    let cases = [
        (with(form("dana"), "admin", true), vec!["admin"]),
        (form("ab"), vec!["username"]),
        (form("not a name"), vec!["username"]),
        (form(&"a".repeat(65)), vec!["username"]),
        (with(form("dana"), "username", 7), vec!["username"]),
        (with(form("dana"), "password", "seven77"), vec!["password"]),
        (with(form("dana"), "password", "p".repeat(129)), vec!["password"]),
        (with(form("dana"), "password", Value::Null), vec!["password"]),
        (with(form("dana"), "email", "dana"), vec!["email"]),
        (with(form("dana"), "role", "chef"), vec!["role"]),
        (with(form("dana"), "role", "business"), vec!["business_name"]),
        (with(with(form("dana"), "role", "business"), "business_name", " "), vec!["business_name"]),
        (with(form("dana"), "currency", "euro"), vec!["currency"]),
        (with(form("dana"), "timezone", "Mars/Olympus"), vec!["timezone"]),
        (json!({"username": "dana", "password": PASSWORD}), vec!["role"]),
        (json!({}), vec!["username"]),
        (json!([]), vec![""]),
        (json!("dana"), vec![""]),
    ];
    for (form, fields) in cases {
        let response = anonymous.post("/api/auth/register").json(form.clone()).await;
        assert_eq!(response.expect_invalid_fields(), fields, "{form}");
    }
    server.close().await;
}

#[tokio::test]
async fn admins_and_waiters_cannot_register() {
    let server = TestServer::start().await;
    for role in ["admin", "waiter"] {
        let response = server.anonymous().post("/api/auth/register").json(with(form("dana"), "role", role)).await;
        response.expect_problem(403, "forbidden");
    }
    server.close().await;
}

#[tokio::test]
async fn username_and_email_address_belong_to_one_account() {
    let server = TestServer::start().await;
    let register = |form: Value| server.anonymous().post("/api/auth/register").json(form);
    register(with(form("dana"), "email", "dana@example.com")).await.expect_status(201);
    let cases = [(form("DANA"), "username"), (with(form("other"), "email", "DANA@example.com"), "email")];
    for (form, field) in cases {
        let problem = register(form.clone()).await.expect_problem(409, "taken");
        assert_eq!(problem["errors"][0]["field"], field, "{form}");
    }
    // A username that equals another account's email address would make logins ambiguous.
    assert_eq!(register(form("dana@example.com")).await.expect_invalid_fields(), ["username"]);
    // The username of an account without a chosen one is its email address.
    let carl = json!({"name": "Carl", "email": "carl@example.com", "password": PASSWORD, "role": "customer"});
    let carl = server.admin().await.post("/api/users").json(carl).await.expect_status(201);
    assert_eq!(carl["username"], "carl@example.com");
    let problem = register(with(form("carla"), "email", "carl@example.com")).await.expect_problem(409, "taken");
    assert_eq!(problem["errors"][0]["field"], "email");
    server.close().await;
}

on_every_engine! {
    async fn concurrent_registrations_of_one_username_succeed_once(db: Db) {
        let server = TestServer::start_on(db).await;
        let registrations = (0..10).map(|_| {
            let owner = with(with(form("dana"), "role", "business"), "business_name", "Da Noi");
            server.anonymous().post("/api/auth/register").json(owner).skip_record_check().into_future()
        });
        let responses = join_all(registrations).await;
        let registered = responses.iter().filter(|response| response.status == 201).count();
        assert_eq!(registered, 1, "{:?}", responses.iter().map(|response| response.status).collect::<Vec<_>>());
        for response in responses.into_iter().filter(|response| response.status != 201) {
            response.expect_problem(409, "taken");
        }
        let businesses = server.anonymous().get("/api/businesses").await.expect_status(200);
        assert_eq!(businesses["data"].as_array().unwrap().len(), 1, "a business without an owner");
        server.close().await;
    }
}
