//! `/api/users`: owners manage the accounts of their waiters, and admins manage all accounts.

use serde_json::{Value, json};
use testkit::api_client::id_of;

use crate::support::{PASSWORD, TestServer, UNKNOWN_ID};

#[tokio::test]
async fn owner_creates_and_archives_waiters() {
    let server = TestServer::start().await;
    let (owner, other) = (server.owner().await, server.owner().await);
    let form = json!({"name": "Wanda", "email": "Wanda@Example.com", "password": PASSWORD});
    let response = owner.post("/api/users").json(form).await;
    let location = response.header("location").unwrap().to_owned();
    let waiter = response.expect_status(201);
    assert_eq!(
        waiter,
        json!({
            "id": waiter["id"], "username": "wanda@example.com", "email": "wanda@example.com", "name": "Wanda",
            "role": "waiter", "business_id": owner.business_id(), "created_at": "2026-11-21T18:00:00.000Z",
        })
    );
    assert_eq!(owner.get(&location).await.expect_status(200), waiter);
    let wanda = server.log_in("wanda@example.com").await;
    assert_eq!(wanda.get("/api/users/me").await.expect_status(200), waiter);
    assert_eq!(wanda.get(&location).await.expect_status(200), waiter);
    wanda.get(format!("/api/users/{}", owner.id())).await.expect_problem(404, "not-found");
    other.get(&location).await.expect_problem(404, "not-found");
    other.delete(&location).await.expect_problem(404, "not-found");
    wanda.delete(&location).await.expect_problem(403, "forbidden");
    owner.delete(&location).await.expect_status(204);
    owner.get(&location).await.expect_problem(404, "not-found");
    owner.delete(&location).await.expect_problem(404, "not-found");
    server.close().await;
}

#[tokio::test]
async fn accounts_are_created_within_the_permissions_of_the_role() {
    let server = TestServer::start().await;
    let (owner, other, customer) = (server.owner().await, server.owner().await, server.customer().await);
    let form = |more: Value| {
        let mut form = json!({"name": "Wanda", "username": "wanda", "password": PASSWORD});
        form.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        form
    };
    let waiter = server.waiter(&owner).await;
    for role in ["admin", "business", "customer"] {
        owner.post("/api/users").json(form(json!({"role": role}))).await.expect_problem(403, "forbidden");
    }
    let other_business = form(json!({"business_id": other.business_id()}));
    owner.post("/api/users").json(other_business).await.expect_problem(403, "forbidden");
    for client in [&waiter, &customer] {
        client.post("/api/users").json(form(json!({}))).await.expect_problem(403, "forbidden");
        client.get("/api/users").await.expect_problem(403, "forbidden");
    }
    owner.delete(format!("/api/users/{}", owner.id())).await.expect_problem(403, "forbidden");
    owner.delete(format!("/api/users/{}", customer.id())).await.expect_problem(404, "not-found");
    owner.delete("/api/users/me").await.expect_problem(404, "not-found");
    let taken = form(json!({"username": waiter.username()}));
    owner.post("/api/users").json(taken).await.expect_problem(409, "taken");

    for (more, field) in [
        (json!({"username": null}), "email"),
        (json!({"username": "w"}), "username"),
        (json!({"email": "wanda"}), "email"),
        (json!({"password": "short"}), "password"),
        (json!({"name": ""}), "name"),
        (json!({"role": "chef"}), "role"),
        (json!({"tips": 1}), "tips"),
    ] {
        assert_eq!(owner.post("/api/users").json(form(more.clone())).await.expect_invalid_fields(), [field], "{more}");
    }
    server.close().await;
}

#[tokio::test]
async fn admin_creates_and_archives_any_account() {
    let server = TestServer::start().await;
    let (admin, owner, customer) = (server.admin().await, server.owner().await, server.customer().await);
    let create = |role: &str, business: &str| {
        let mut form =
            json!({"name": "Nora", "username": server.unique_name(role), "password": PASSWORD, "role": role});
        if !business.is_empty() {
            form["business_id"] = business.into();
        }
        admin.post("/api/users").json(form)
    };
    for role in ["admin", "customer"] {
        let account = create(role, "").await.expect_status(201);
        assert_eq!((&account["role"], &account["business_id"]), (&json!(role), &json!(null)));
    }
    let mut second = String::new();
    for role in ["waiter", "business"] {
        let account = create(role, owner.business_id()).await.expect_status(201);
        assert_eq!((&account["role"], &account["business_id"]), (&json!(role), &json!(owner.business_id())));
        second = account["username"].as_str().unwrap().to_owned();
        assert_eq!(create(role, "").await.expect_invalid_fields(), ["business_id"]);
        assert_eq!(create(role, UNKNOWN_ID).await.expect_invalid_fields(), ["business_id"]);
    }
    // An owner cannot archive another owner of the business.
    let second = server.log_in(&second).await;
    assert_eq!(second.business_id(), owner.business_id());
    owner.delete(format!("/api/users/{}", second.id())).await.expect_problem(403, "forbidden");

    admin.get(format!("/api/users/{}", customer.id())).await.expect_status(200);
    admin.delete(format!("/api/users/{}", customer.id())).await.expect_status(204);
    customer.get("/api/users/me").await.expect_problem(401, "unauthenticated");
    admin.delete(format!("/api/users/{}", admin.id())).await.expect_problem(403, "forbidden");
    let listed = owner.get("/api/users").await.expect_status(200);
    let listed: Vec<_> = listed["data"].as_array().unwrap().iter().map(id_of).collect();
    assert!(listed.contains(&owner.id()) && listed.contains(&second.id()) && !listed.contains(&customer.id()));
    server.close().await;
}

#[tokio::test]
async fn business_without_an_owner_is_closed() {
    let server = TestServer::start().await;
    let menu = server.business_with_items(&[("Margherita", 950, 3)]).await;
    let (admin, customer) = (server.admin().await, server.customer().await);
    let business = menu.owner.business_id();
    let form = json!({"name": "Gina", "username": "gina", "password": PASSWORD, "role": "business",
                      "business_id": business});
    let second = admin.post("/api/users").json(form).await.expect_status(201);
    let is_open = async || admin.get(format!("/api/businesses/{business}")).await.expect_status(200)["open"].clone();
    let waiter = server.waiter(&menu.owner).await;
    for (archived, stays_open) in [(menu.owner.id(), true), (id_of(&second), false)] {
        admin.delete(format!("/api/users/{archived}")).await.expect_status(204);
        assert_eq!(is_open().await, stays_open);
    }
    customer.place(&menu[0], 1).await.expect_problem(409, "business-closed");
    admin.delete(format!("/api/users/{}", waiter.id())).await.expect_status(204);
    server.close().await;
}

#[tokio::test]
async fn taken_username_does_not_block_archiving_an_account() {
    let server = TestServer::start().await;
    let (admin, customer) = (server.admin().await, server.customer().await);
    let form = json!({"username": format!("archived-{}", customer.id()), "password": PASSWORD, "role": "customer"});
    server.anonymous().post("/api/auth/register").json(form).await.expect_status(201);
    let form = json!({"username": format!("archived {}", customer.id()), "password": PASSWORD, "role": "customer"});
    assert_eq!(server.anonymous().post("/api/auth/register").json(form).await.expect_invalid_fields(), ["username"]);
    admin.delete(format!("/api/users/{}", customer.id())).await.expect_status(204);
    server.close().await;
}
