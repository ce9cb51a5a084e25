//! Access tokens and refresh tokens: what is good, for how long, and what is not.

use std::time::Duration;

use std::future::IntoFuture as _;

use futures_util::future::join_all;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde_json::{Value, json};

use crate::kit::{House, PASSWORD, Person, SECRET};

fn signed(claims: &Value, algorithm: Algorithm, secret: &str) -> String {
    let key = EncodingKey::from_secret(secret.as_bytes());
    jsonwebtoken::encode(&Header::new(algorithm), claims, &key).unwrap()
}

/// `{"alg":"none","typ":"JWT"}`
const NONE: &str = "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0";

#[tokio::test]
async fn forged_tokens_are_refused() {
    let house = House::open().await;
    let dana = house.diner().await;
    let now = house.clock.now().as_seconds();
    let claims = json!({
        "sub": dana.id(), "role": "admin", "name": "Dana", "exp": now + 600, "iat": now, "iss": "expediter",
        "aud": "expediter",
    });
    let changed = |name: &str, value: Value| {
        let mut claims = claims.clone();
        claims[name] = value;
        signed(&claims, Algorithm::HS256, SECRET)
    };
    let without = |name: &str| {
        let mut claims = claims.clone();
        claims.as_object_mut().unwrap().remove(name);
        signed(&claims, Algorithm::HS256, SECRET)
    };
    let good = signed(&claims, Algorithm::HS256, SECRET);
    dana.with_token(&good).get("/api/users").await.expect(200);

    let (head, rest) = good.split_once('.').unwrap();
    let (body, signature) = rest.split_once('.').unwrap();
    let customers = dana.token.split('.').nth(1).unwrap();
    let bad = [
        changed("exp", json!(now)),
        changed("exp", json!(now - 3600)),
        changed("exp", json!("tomorrow")),
        changed("aud", json!("another")),
        changed("iss", json!("another")),
        changed("role", json!("chef")),
        changed("sub", json!("dana")),
        without("exp"),
        without("aud"),
        without("iss"),
        without("sub"),
        signed(&claims, Algorithm::HS256, "another secret of at least 32 bytes"),
        signed(&claims, Algorithm::HS384, SECRET),
        signed(&claims, Algorithm::HS512, SECRET),
        format!("{NONE}.{body}."),
        format!("{NONE}.{body}.{signature}"),
        format!("{head}.{customers}.{signature}"),
        format!("{head}.{body}."),
        format!("{head}.{body}"),
        dana.refresh_token.clone(),
        "null".to_owned(),
        " ".to_owned(),
    ];
    for token in bad {
        dana.with_token(&token).get("/api/users").await.refused(401, "unauthenticated");
        dana.with_token(&token).get("/api/auth/verify").await.refused(401, "unauthenticated");
    }
    for header in ["Basic ZGFuYTpkYW5h", "Bearer", "Bearer ", &format!("Token {good}"), &good] {
        let ask = house.stranger().get("/api/users").header("authorization", header);
        ask.await.refused(401, "unauthenticated");
    }
    house.close().await;
}

#[tokio::test]
async fn a_token_is_good_for_a_quarter_of_an_hour() {
    let house = House::open().await;
    let dana = house.diner().await;
    house.later(Duration::from_secs(899));
    dana.get("/api/users/me").await.expect(200);
    house.later(Duration::from_secs(1));
    let problem = dana.get("/api/users/me").await.refused(401, "unauthenticated");
    assert_eq!(problem["detail"], "The access token has expired.");
    dana.refreshed().await.get("/api/users/me").await.expect(200);
    house.close().await;
}

fn refresh(person: &Person, token: &str) -> crate::kit::Ask {
    person.with_token("").post("/api/auth/refresh").json(json!({"refresh_token": token}))
}

#[tokio::test]
async fn a_refresh_token_that_comes_twice_ends_its_login_and_no_other() {
    let house = House::open().await;
    let dana = house.diner().await;
    let elsewhere = house.login(dana.name()).await;
    let second = dana.refreshed().await;
    let third = second.refreshed().await;
    assert_ne!(third.refresh_token, second.refresh_token);

    refresh(&dana, &dana.refresh_token).among_others().await.refused(401, "unauthenticated");
    for dead in [&dana, &second, &third] {
        refresh(dead, &dead.refresh_token).await.refused(401, "unauthenticated");
    }
    elsewhere.refreshed().await;
    house.close().await;
}

#[tokio::test]
async fn what_is_no_refresh_token_is_refused() {
    let house = House::open().await;
    let dana = house.diner().await;
    for token in ["", "x", &dana.token, &"x".repeat(100_000)] {
        refresh(&dana, token).await.refused(401, "unauthenticated");
    }
    let post = |body: Value| dana.post("/api/auth/refresh").json(body).into_future();
    assert_eq!(post(json!({})).await.invalid(), ["refresh_token"]);
    assert_eq!(post(json!({"refresh_token": 7})).await.invalid(), ["refresh_token"]);
    house.later(Duration::from_hours(30 * 24));
    refresh(&dana, &dana.refresh_token).await.refused(401, "unauthenticated");
    house.close().await;
}

shared::on_every_engine! {
    async fn of_twenty_refreshes_at_once_one_at_most_succeeds_and_the_login_ends(db: Db) {
        let house = House::on(db).await;
        let dana = house.diner().await;
        let all = (0..20).map(|_| refresh(&dana, &dana.refresh_token).among_others().into_future());
        let (good, bad): (Vec<_>, Vec<_>) = join_all(all).await.into_iter().partition(|answer| answer.status == 200);
        assert!(good.len() <= 1, "{} succeeded", good.len());
        for answer in bad {
            answer.refused(401, "unauthenticated");
        }
        for session in good {
            let successor = session.body["refresh_token"].as_str().unwrap();
            refresh(&dana, successor).await.refused(401, "unauthenticated");
        }
        refresh(&dana, &dana.refresh_token).await.refused(401, "unauthenticated");
        house.close().await;
    }
}

#[tokio::test]
async fn a_logout_ends_the_login() {
    let house = House::open().await;
    let dana = house.diner().await;
    let again = dana.refreshed().await;
    let logout = |token: &str| dana.post("/api/auth/logout").json(json!({"refresh_token": token})).into_future();
    logout(&again.refresh_token).await.expect(204);
    refresh(&again, &again.refresh_token).await.refused(401, "unauthenticated");
    logout(&again.refresh_token).await.expect(204);
    logout("never was one").await.expect(204);
    assert_eq!(dana.post("/api/auth/logout").json(json!({})).await.invalid(), ["refresh_token"]);
    house.close().await;
}

#[tokio::test]
async fn a_closed_account_can_do_nothing_with_its_good_token() {
    let mut house = House::open().await;
    let owner = house.owner().await;
    let waiter = house.waiter(&owner).await;
    waiter.get("/api/users/me").await.expect(200);
    owner.delete(format!("/api/users/{}", waiter.id())).await.expect(204);
    waiter.get("/api/users/me").await.refused(401, "unauthenticated");
    refresh(&waiter, &waiter.refresh_token).await.refused(401, "unauthenticated");
    let login = json!({"username": waiter.name(), "password": PASSWORD});
    house.stranger().post("/api/auth/login").json(login).await.refused(401, "bad-credentials");

    // Nor at a process that was started since.
    house.reopen().await;
    waiter.get("/api/orders").await.refused(401, "unauthenticated");
    // Its name is free again.
    let again = json!({"name": "Wanda", "username": waiter.name(), "password": PASSWORD});
    owner.post("/api/users").json(again).await.expect(201);
    house.close().await;
}
