//! Clients that do not keep to the rules, and answers that the frameworks make.

use std::time::Duration;

use api::Patience;
use axum::Router;
use axum::routing::{get, post};
use serde_json::json;

use crate::kit::{House, Plan, Raw, id};

async fn panics() -> &'static str {
    panic!("the secret recipe at src/kitchen.rs")
}

/// A house whose patience is short, with two routes that fail.
async fn house() -> House {
    let patience = Patience { body: Duration::from_millis(300), answer: Duration::from_millis(1500) };
    let beside = Router::new()
        .route("/test/panic", get(panics).post(panics))
        .route("/test/slow", post(|| tokio::time::sleep(Duration::from_mins(1))));
    House::planned(Plan { patience, beside, ..Plan::default() }).await
}

#[tokio::test]
async fn bodies_that_cannot_be_read_are_refused() {
    let house = house().await;
    let (menu, diner) = (house.menu(&[("Margherita", 950, 9)]).await, house.diner().await);
    let order = |kind: &str| diner.post("/api/orders").header("content-type", kind);
    let good = format!(r#"{{"items":[{{"item_id":"{}","quantity":1}}]}}"#, id(&menu[0]));
    for bad in ["", " ", "{", "{\"items\":[}", "nul", "{'items':[]}", "\u{feff}{}", "[[[[", "{\"note\":\"\u{1}\"}"] {
        order("application/json").body(bad).await.refused(400, "malformed");
    }
    order("application/json").body(vec![b'{', b'"', 0xFF, b'"', b':', b'1', b'}']).await.refused(400, "malformed");
    order("application/json").body(format!("{good} {good}")).await.refused(400, "malformed");
    order("application/json").body("[".repeat(100_000)).await.refused(400, "malformed");
    for kind in ["text/plain", "application/x-www-form-urlencoded", "application/jsonp", "json", "", "text/json"] {
        order(kind).body(good.clone()).await.refused(415, "unsupported-media-type");
    }
    diner.post("/api/orders").body(good.clone()).await.refused(415, "unsupported-media-type");
    diner.post("/api/orders").await.refused(415, "unsupported-media-type");
    for kind in ["application/json; charset=utf-8", "Application/JSON", "application/vnd.expediter+json"] {
        order(kind).body(good.clone()).await.expect(201);
    }
    house.close().await;
}

#[tokio::test]
async fn a_body_is_at_most_256_kib() {
    let house = house().await;
    let (menu, diner) = (house.menu(&[("Margherita", 950, 9)]).await, house.diner().await);
    let order = |spaces: usize| {
        let body = format!(r#"{{"items":[{{"item_id":"{}","quantity":1}}]}}"#, id(&menu[0]));
        let body = format!("{body}{}", " ".repeat(spaces - body.len()));
        diner.post("/api/orders").header("content-type", "application/json").body(body)
    };
    order(256 * 1024).await.expect(201);
    order(256 * 1024 + 1).await.refused(413, "too-large");

    // Also without a length that is told beforehand.
    let mut raw = Raw::connect(&house).await;
    raw.say(&format!(
        "POST /api/orders HTTP/1.1\r\nhost: x\r\nconnection: close\r\nauthorization: Bearer {}\r\n\
         content-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n",
        diner.token
    ))
    .await;
    for _ in 0..5 {
        raw.say(&format!("10000\r\n{}\r\n", " ".repeat(0x10000))).await;
    }
    raw.answer(Duration::from_secs(5)).await.refused(413, "too-large");
    house.close().await;
}

fn begin(token: &str, length: usize) -> String {
    format!(
        "POST /api/orders HTTP/1.1\r\nhost: x\r\nconnection: close\r\nauthorization: Bearer {token}\r\n\
         content-type: application/json\r\ncontent-length: {length}\r\n\r\n{{\"items\""
    )
}

#[tokio::test]
async fn a_body_that_stops_on_its_way_is_not_waited_for() {
    let house = house().await;
    let diner = house.diner().await;
    let mut stalled = Raw::connect(&house).await;
    stalled.say(&begin(&diner.token, 100)).await;
    stalled.answer(Duration::from_secs(5)).await.refused(408, "timeout");

    let mut cut = Raw::connect(&house).await;
    cut.say(&begin(&diner.token, 100)).await;
    cut.fall_silent().await;
    let (heard, _) = cut.listen(Duration::from_secs(5)).await;
    assert!(heard.is_empty() || heard.starts_with("HTTP/1.1 400"), "{heard}");

    // Drop by drop: each in time, all together too slow.
    let mut drops = Raw::connect(&house).await;
    drops.say(&begin(&diner.token, 1000)).await;
    let dripping = async {
        for _ in 0..40 {
            drops.say(" ").await;
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        drops.answer(Duration::from_secs(5)).await
    };
    dripping.await.refused(503, "unavailable");
    house.close().await;
}

/// All that a request needs.
const WHOLE: &str = "GET /livez HTTP/1.1\r\nhost: x\r\n\r\n";

#[tokio::test]
async fn headers_that_do_not_come_are_not_waited_for() {
    let house = house().await;
    let six = Duration::from_millis(6500);
    let closed_after = |first: &'static str| {
        let house = &house;
        async move {
            let mut raw = Raw::connect(house).await;
            raw.say(first).await;
            raw.listen(six).await
        }
    };
    // Who has been answered may rest for longer than that; but who begins again has to go on.
    let rested = async {
        let mut raw = Raw::connect(&house).await;
        raw.say(WHOLE).await;
        raw.hears("200 OK").await;
        tokio::time::sleep(six).await;
        raw.say(WHOLE).await;
        raw.hears("200 OK").await;
        raw.say("GET /livez HTT").await;
        raw.listen(six).await
    };
    let (half, silent, preface, rested) = tokio::join!(
        closed_after("GET /livez HTTP/1.1\r\nhost: x\r\nx-half: "),
        closed_after(""),
        closed_after("PRI * HT"),
        rested,
    );
    for (heard, after) in [half, silent, preface, rested] {
        assert!(!heard.contains("200 OK"), "{heard}");
        assert!(after > Duration::from_secs(4), "{after:?}: {heard}");
    }
    house.close().await;
}

#[tokio::test]
async fn nonsense_is_answered_with_400_and_a_closed_door() {
    let house = house().await;
    for nonsense in ["\r\n\r\nnonsense\r\n\r\n", "GET\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "\0\0\0\0\r\n\r\n"] {
        let mut raw = Raw::connect(&house).await;
        raw.say(nonsense).await;
        let (heard, _) = raw.listen(Duration::from_secs(3)).await;
        assert!(heard.is_empty() || heard.starts_with("HTTP/1.1 400"), "{heard}");
    }
    house.stranger().get("/livez").await.expect(200);
    house.close().await;
}

#[tokio::test]
async fn a_panic_is_a_500_that_tells_nothing() {
    let house = house().await;
    for answer in [house.stranger().get("/test/panic").await, house.stranger().post("/test/panic").await] {
        let text = answer.text.clone();
        answer.refused(500, "internal");
        assert!(!text.contains("recipe") && !text.contains("kitchen"), "{text}");
    }
    house.stranger().get("/livez").await.expect(200);
    house.close().await;
}

#[tokio::test]
async fn an_answer_that_takes_too_long_is_a_503() {
    let house = house().await;
    house.stranger().post("/test/slow").await.refused(503, "unavailable");
    house.close().await;
}

#[tokio::test]
async fn unknown_addresses_and_wrong_methods_are_problems_too() {
    let house = house().await;
    let owner = house.owner().await;
    for nowhere in ["/nowhere", "/api", "/api/", "/api/orders/", "/api/nowhere", "/docs/nowhere.js", "/api/users/me/x"]
    {
        owner.get(nowhere).await.refused(404, "not-found");
        owner.post(nowhere).json(json!({})).await;
    }
    for (method, address, allowed) in [
        ("DELETE", "/api/orders", "GET,HEAD,POST"),
        ("PUT", "/api/items", "POST"),
        ("PATCH", "/livez", "GET,HEAD"),
        ("POST", "/api/businesses", "GET,HEAD"),
        ("GET", "/api/auth/login", "POST"),
    ] {
        let answer = owner.ask(method.parse().unwrap(), address).await;
        let mut methods: Vec<_> = answer.header("allow").unwrap().split(',').map(str::trim).collect();
        methods.sort_unstable();
        assert_eq!(methods.join(","), allowed);
        answer.refused(405, "method-not-allowed");
    }
    house.close().await;
}

#[tokio::test]
async fn head_is_get_without_the_body() {
    let house = house().await;
    let owner = house.owner().await;
    let head = |address: &str| owner.ask(reqwest::Method::HEAD, address);
    for (address, status) in [("/livez", 200), ("/api/orders", 200), ("/api/users/me", 200), ("/nowhere", 404)] {
        let answer = head(address).await;
        assert_eq!((answer.status, answer.text.as_str()), (status, ""), "{address}");
        let get = owner.get(address).await;
        assert_eq!(answer.header("content-type"), get.header("content-type"), "{address}");
    }
    house.close().await;
}

#[tokio::test]
async fn request_ids_are_given_or_kept() {
    let house = house().await;
    let nobody = house.stranger();
    let given = nobody.get("/livez").header("x-request-id", "mine-7").await;
    assert_eq!(given.header("x-request-id"), Some("mine-7"));
    let (one, two) = (nobody.get("/livez").await, nobody.get("/nowhere").await);
    assert_ne!(one.header("x-request-id"), two.header("x-request-id"));
    // What is not short and visible is not echoed, here or into a log: it gets one of ours.
    for bad in ["", " ", "with a blank", "caf\u{e9}", &"x".repeat(129)] {
        let answer = nobody.get("/livez").header("x-request-id", bad).await;
        let ours = answer.header("x-request-id").unwrap();
        assert!(ours.parse::<uuid::Uuid>().is_ok(), "{bad:?} became {ours:?}");
    }
    let longest = "x".repeat(128);
    assert_eq!(
        nobody.get("/livez").header("x-request-id", &longest).await.header("x-request-id"),
        Some(longest.as_str())
    );
    house.close().await;
}

#[tokio::test]
async fn readiness_has_a_line_for_each_thing_it_stands_on() {
    let house = house().await;
    let nobody = house.stranger();
    assert_eq!(nobody.get("/livez").await.expect(200), json!({"status": "ok"}));
    let ready = nobody.get("/readyz").await.expect(200);
    assert_eq!(ready["checks"]["database"], json!({"ok": true, "detail": "SQLite"}));
    assert_eq!(ready["checks"]["broker"], json!({"ok": true, "detail": "connected"}));
    house.close().await;
}
