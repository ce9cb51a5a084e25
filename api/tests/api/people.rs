//! Accounts of a business's people.

use serde_json::json;

use crate::kit::{House, NOBODY, PASSWORD, id};

#[tokio::test]
async fn a_business_makes_its_waiters() {
    let house = House::open().await;
    let (owner, other) = (house.owner().await, house.owner().await);
    let form = json!({"name": "Wanda", "email": "Wanda@Example.com", "password": PASSWORD});
    let answer = owner.post("/api/users").json(form).await;
    let location = answer.header("location").unwrap().to_owned();
    let waiter = answer.expect(201);
    assert_eq!(
        waiter,
        json!({
            "id": waiter["id"], "username": "wanda@example.com", "email": "wanda@example.com", "name": "Wanda",
            "role": "waiter", "business_id": owner.business_id(), "created_at": "2026-11-21T18:00:00.000Z",
        })
    );
    assert_eq!(owner.get(&location).await.expect(200), waiter);
    let wanda = house.login("wanda@example.com").await;
    assert_eq!(wanda.get("/api/users/me").await.expect(200), waiter);
    assert_eq!(wanda.get(&location).await.expect(200), waiter);
    wanda.get(format!("/api/users/{}", owner.id())).await.refused(404, "not-found");
    other.get(&location).await.refused(404, "not-found");
    other.delete(&location).await.refused(404, "not-found");
    wanda.delete(&location).await.refused(403, "forbidden");
    owner.delete(&location).await.expect(204);
    owner.get(&location).await.refused(404, "not-found");
    owner.delete(&location).await.refused(404, "not-found");
    house.close().await;
}

#[tokio::test]
async fn nobody_makes_more_than_they_may() {
    let house = House::open().await;
    let (owner, other, diner) = (house.owner().await, house.owner().await, house.diner().await);
    let form = |more: serde_json::Value| {
        let mut form = json!({"name": "Wanda", "username": "wanda", "password": PASSWORD});
        form.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        form
    };
    let waiter = house.waiter(&owner).await;
    for role in ["admin", "business", "customer"] {
        owner.post("/api/users").json(form(json!({"role": role}))).await.refused(403, "forbidden");
    }
    let elsewhere = form(json!({"business_id": other.business_id()}));
    owner.post("/api/users").json(elsewhere).await.refused(403, "forbidden");
    for nobody in [&waiter, &diner] {
        nobody.post("/api/users").json(form(json!({}))).await.refused(403, "forbidden");
        nobody.get("/api/users").await.refused(403, "forbidden");
    }
    owner.delete(format!("/api/users/{}", owner.id())).await.refused(403, "forbidden");
    owner.delete(format!("/api/users/{}", diner.id())).await.refused(404, "not-found");
    owner.delete("/api/users/me").await.refused(404, "not-found");
    let taken = form(json!({"username": waiter.name()}));
    owner.post("/api/users").json(taken).await.refused(409, "taken");

    for (more, field) in [
        (json!({"username": null}), "email"),
        (json!({"username": "w"}), "username"),
        (json!({"email": "wanda"}), "email"),
        (json!({"password": "short"}), "password"),
        (json!({"name": ""}), "name"),
        (json!({"role": "chef"}), "role"),
        (json!({"tips": 1}), "tips"),
    ] {
        assert_eq!(owner.post("/api/users").json(form(more.clone())).await.invalid(), [field], "{more}");
    }
    house.close().await;
}

#[tokio::test]
async fn an_admin_makes_and_closes_any_account() {
    let house = House::open().await;
    let (admin, owner, diner) = (house.admin().await, house.owner().await, house.diner().await);
    let hire = |role: &str, business: &str| {
        let mut form = json!({"name": "Nobody", "username": house.name(role), "password": PASSWORD, "role": role});
        if !business.is_empty() {
            form["business_id"] = business.into();
        }
        admin.post("/api/users").json(form)
    };
    for role in ["admin", "customer"] {
        let made = hire(role, "").await.expect(201);
        assert_eq!((&made["role"], &made["business_id"]), (&json!(role), &json!(null)));
    }
    let mut second = String::new();
    for role in ["waiter", "business"] {
        let made = hire(role, owner.business_id()).await.expect(201);
        assert_eq!((&made["role"], &made["business_id"]), (&json!(role), &json!(owner.business_id())));
        second = made["username"].as_str().unwrap().to_owned();
        assert_eq!(hire(role, "").await.invalid(), ["business_id"]);
        assert_eq!(hire(role, NOBODY).await.invalid(), ["business_id"]);
    }
    // A second owner is not the first one's to close.
    let second = house.login(&second).await;
    assert_eq!(second.business_id(), owner.business_id());
    owner.delete(format!("/api/users/{}", second.id())).await.refused(403, "forbidden");

    admin.get(format!("/api/users/{}", diner.id())).await.expect(200);
    admin.delete(format!("/api/users/{}", diner.id())).await.expect(204);
    diner.get("/api/users/me").await.refused(401, "unauthenticated");
    admin.delete(format!("/api/users/{}", admin.id())).await.refused(403, "forbidden");
    let listed = owner.get("/api/users").await.expect(200);
    let listed: Vec<_> = listed["data"].as_array().unwrap().iter().map(id).collect();
    assert!(listed.contains(&owner.id()) && listed.contains(&second.id()) && !listed.contains(&diner.id()));
    house.close().await;
}

#[tokio::test]
async fn a_business_whose_last_owner_is_gone_takes_no_orders() {
    let house = House::open().await;
    let (menu, admin, diner) = (house.menu(&[("Margherita", 950, 3)]).await, house.admin().await, house.diner().await);
    let business = menu.owner.business_id();
    let form = json!({"name": "Gina", "username": "gina", "password": PASSWORD, "role": "business",
                      "business_id": business});
    let second = admin.post("/api/users").json(form).await.expect(201);
    let open = || async { admin.get(format!("/api/businesses/{business}")).await.expect(200)["open"].clone() };
    let waiter = house.waiter(&menu.owner).await;
    for (gone, left_open) in [(menu.owner.id(), true), (id(&second), false)] {
        admin.delete(format!("/api/users/{gone}")).await.expect(204);
        assert_eq!(open().await, left_open);
    }
    diner.places(&menu[0], 1).await.refused(409, "business-closed");
    admin.delete(format!("/api/users/{}", waiter.id())).await.expect(204);
    house.close().await;
}

#[tokio::test]
async fn nobody_can_keep_an_account_from_being_closed() {
    let house = House::open().await;
    let (admin, diner) = (house.admin().await, house.diner().await);
    let form = json!({"username": format!("archived-{}", diner.id()), "password": PASSWORD, "role": "customer"});
    house.stranger().post("/api/auth/register").json(form).await.expect(201);
    let form = json!({"username": format!("archived {}", diner.id()), "password": PASSWORD, "role": "customer"});
    assert_eq!(house.stranger().post("/api/auth/register").json(form).await.invalid(), ["username"]);
    admin.delete(format!("/api/users/{}", diner.id())).await.expect(204);
    house.close().await;
}
