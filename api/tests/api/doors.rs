//! Who may come in, from where, and how often.

use reqwest::Method;
use serde_json::json;

use crate::kit::{House, Plan};

fn limited(behind_proxy: bool) -> Plan {
    Plan { rate_limit: Some(5), behind_proxy, ..Plan::default() }
}

#[tokio::test]
async fn a_rate_limit_counts_each_account_for_itself() {
    let house = House::planned(limited(true)).await;
    // Registering and logging in count for the address: each comes from its own.
    let from = |address: &str, username: &str| {
        let form = json!({"username": username, "password": "a table for two", "role": "customer"});
        house.stranger().post("/api/auth/register").header("x-forwarded-for", address).json(form)
    };
    let one = from("10.0.0.1", "one").await.expect(201);
    let two = from("10.0.0.2", "two").await.expect(201);
    let (one, two) = (crate::kit::Person::of(&house.wire, &one), crate::kit::Person::of(&house.wire, &two));
    for _ in 0..5 {
        one.get("/api/orders").await.expect(200);
    }
    let answer = one.get("/api/orders").await;
    assert!((1..=13).contains(&answer.header("retry-after").unwrap().parse::<u64>().unwrap()));
    answer.refused(429, "too-many-requests");
    two.get("/api/orders").await.expect(200);
    // Health checks are not counted.
    for _ in 0..20 {
        one.get("/livez").await.expect(200);
        house.stranger().get("/readyz").await.expect(200);
    }
    house.close().await;
}

#[tokio::test]
async fn without_an_account_the_address_is_counted_as_our_proxy_tells_it() {
    let house = House::planned(limited(true)).await;
    let ask = |told: &str| house.stranger().get("/api/businesses").header("x-forwarded-for", told);
    for n in 0..5 {
        // What the client claims itself stands before what our proxy adds.
        ask(&format!("1.2.3.{n}, 10.0.0.1")).await.expect(200);
    }
    ask("10.0.0.1").await.refused(429, "too-many-requests");
    ask("10.0.0.2").await.expect(200);
    // A token that is not good is no account.
    let forged = house.stranger().with_token("forged");
    let answer = forged.get("/api/businesses").header("x-forwarded-for", "10.0.0.1").await;
    answer.refused(429, "too-many-requests");
    house.close().await;

    let house = House::planned(limited(false)).await;
    let ask = |told: &str| house.stranger().get("/api/businesses").header("x-forwarded-for", told);
    for n in 0..5 {
        ask(&format!("10.0.0.{n}")).await.expect(200);
    }
    ask("10.0.0.9").await.refused(429, "too-many-requests");
    house.close().await;
}

#[tokio::test]
async fn pages_of_named_origins_may_call_and_no_others() {
    let ours = "https://orders.example.com";
    let house = House::planned(Plan { cors: vec![ours.to_owned()], ..Plan::default() }).await;
    let preflight = |origin: &str| {
        house
            .stranger()
            .ask(Method::OPTIONS, "/api/orders")
            .header("origin", origin)
            .header("access-control-request-method", "POST")
            .header("access-control-request-headers", "authorization,content-type,idempotency-key,if-match")
    };
    let allowed = preflight(ours).await;
    assert_eq!(allowed.status, 200);
    assert_eq!(allowed.header("access-control-allow-origin"), Some(ours));
    let headers = allowed.header("access-control-allow-headers").unwrap();
    assert!(["authorization", "idempotency-key", "if-match"].iter().all(|name| headers.contains(name)), "{headers}");
    assert!(allowed.header("access-control-allow-methods").unwrap().contains("PATCH"));
    for other in
        ["https://evil.example.com", "https://orders.example.com.evil.example", "null", "http://orders.example.com"]
    {
        assert_eq!(preflight(other).await.header("access-control-allow-origin"), None, "{other}");
    }
    // Refusals can be read by our pages as well.
    let refused = house.stranger().get("/api/orders").header("origin", ours).await;
    assert_eq!(refused.header("access-control-allow-origin"), Some(ours));
    assert!(refused.header("access-control-expose-headers").unwrap().contains("x-request-id"));
    refused.refused(401, "unauthenticated");
    let elsewhere = house.stranger().get("/livez").header("origin", "https://evil.example.com").await;
    assert_eq!(elsewhere.header("access-control-allow-origin"), None);
    house.close().await;

    let house = House::open().await;
    let answer = house.stranger().get("/livez").header("origin", ours).await;
    assert_eq!(answer.header("access-control-allow-origin"), None);
    house.close().await;
}

#[tokio::test]
async fn nothing_stands_in_a_frame() {
    let house = House::open().await;
    for address in ["/livez", "/docs/", "/nowhere"] {
        let answer = house.stranger().get(address).await;
        assert_eq!(answer.header("x-frame-options"), Some("DENY"), "{address}");
        assert_eq!(answer.header("referrer-policy"), Some("no-referrer"), "{address}");
    }
    house.close().await;
}
