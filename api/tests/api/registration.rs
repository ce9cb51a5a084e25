//! Accounts, logins and passwords.

use std::future::IntoFuture as _;

use futures_util::future::join_all;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

use crate::kit::{House, PASSWORD, id};

fn form(username: &str) -> Value {
    json!({"username": username, "password": PASSWORD, "role": "customer"})
}

/// The form with this member as well, or instead.
fn with(mut form: Value, name: &str, value: impl Into<Value>) -> Value {
    form[name] = value.into();
    form
}

#[tokio::test]
async fn a_customer_registers_and_is_logged_in() {
    let house = House::open().await;
    let dana = with(form("Dana"), "email", "Dana@Example.com");
    let answer = house.stranger().post("/api/auth/register").json(dana).await;
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    let session = answer.expect(201);
    assert_eq!((&session["token_type"], &session["expires_in"]), (&json!("bearer"), &json!(900)));
    let user = &session["user"];
    assert_eq!((&user["username"], &user["email"]), (&json!("dana"), &json!("dana@example.com")));
    assert_eq!(
        (&user["role"], &user["business_id"], &user["name"]),
        (&json!("customer"), &json!(null), &json!("dana"))
    );
    assert!(user.get("password").is_none() && user.get("password_hash").is_none());

    let dana = house.login(" DANA@example.com ").await;
    assert_eq!(dana.id(), id(user));
    let verified = dana.get("/api/auth/verify").await.expect(200);
    assert_eq!((&verified["valid"], id(&verified["user"])), (&json!(true), id(user)));
    assert_eq!(verified["expires_at"], "2026-11-21T18:15:00.000Z");
    house.close().await;
}

#[tokio::test]
async fn a_business_registers_together_with_its_business() {
    let house = House::open().await;
    let owner = with(with(form("gina"), "role", "business"), "business_name", " Da Gina ");
    let owner = with(with(owner, "currency", "CHF"), "timezone", "Europe/Zurich");
    let session = house.stranger().post("/api/auth/register").json(owner).await.expect(201);
    let business = session["user"]["business_id"].as_str().unwrap();
    let business = house.stranger().get(format!("/api/businesses/{business}")).await.expect(200);
    assert_eq!(
        business,
        json!({
            "id": business["id"], "name": "Da Gina", "currency": "CHF", "timezone": "Europe/Zurich", "open": true,
            "acceptance": "automatic", "grace_seconds": 5, "kitchen": "automatic",
            // No worker is alive here, and nobody can say how long it takes.
            "load": "packed", "wait_seconds": null,
        })
    );
    house.close().await;
}

#[tokio::test]
async fn what_cannot_be_registered_is_told_by_field() {
    let house = House::open().await;
    let nobody = house.stranger();
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
        let answer = nobody.post("/api/auth/register").json(form.clone()).await;
        assert_eq!(answer.invalid(), fields, "{form}");
    }
    house.close().await;
}

#[tokio::test]
async fn nobody_registers_as_admin_or_waiter() {
    let house = House::open().await;
    for role in ["admin", "waiter"] {
        let answer = house.stranger().post("/api/auth/register").json(with(form("dana"), "role", role)).await;
        answer.refused(403, "forbidden");
    }
    house.close().await;
}

#[tokio::test]
async fn a_name_and_an_address_belong_to_one_account_only() {
    let house = House::open().await;
    let register = |form: Value| house.stranger().post("/api/auth/register").json(form);
    register(with(form("dana"), "email", "dana@example.com")).await.expect(201);
    let cases = [
        (form("DANA"), "username"),
        (with(form("other"), "email", "DANA@example.com"), "email"),
        // A name that is somebody's address would take its login away.
        (form("dana@example.com"), "username"),
    ];
    for (form, field) in cases {
        let problem = register(form.clone()).await.refused(409, "taken");
        assert_eq!(problem["errors"][0]["field"], field, "{form}");
    }
    register(form("carl@example.com")).await.expect(201);
    let problem = register(with(form("carla"), "email", "carl@example.com")).await.refused(409, "taken");
    assert_eq!(problem["errors"][0]["field"], "email");
    house.close().await;
}

shared::on_every_engine! {
    async fn of_ten_who_want_one_name_one_gets_it(db: Db) {
        let house = House::on(db).await;
        let all = (0..10).map(|_| {
            let owner = with(with(form("dana"), "role", "business"), "business_name", "Da Noi");
            house.stranger().post("/api/auth/register").json(owner).among_others().into_future()
        });
        let answers = join_all(all).await;
        let registered = answers.iter().filter(|answer| answer.status == 201).count();
        assert_eq!(registered, 1, "{:?}", answers.iter().map(|answer| answer.status).collect::<Vec<_>>());
        for answer in answers.into_iter().filter(|answer| answer.status != 201) {
            answer.refused(409, "taken");
        }
        let businesses = house.stranger().get("/api/businesses").await.expect(200);
        assert_eq!(businesses["data"].as_array().unwrap().len(), 1, "a business without an owner");
        house.close().await;
    }
}

#[tokio::test]
async fn logs_in_with_json_and_with_the_form_of_oauth() {
    let house = House::open().await;
    let dana = house.diner().await;
    let login = |ask: crate::kit::Ask| async move { ask.await.expect(200) };
    let post = || house.stranger().post("/api/auth/login");
    let by_json = login(post().json(json!({"username": dana.name(), "password": PASSWORD}))).await;
    assert_eq!((id(&by_json["user"]), &by_json["role"]), (dana.id(), &json!("customer")));
    let form = [("grant_type", "password"), ("username", dana.name()), ("password", PASSWORD), ("scope", "")];
    let by_form = login(post().form(&form)).await;
    assert_eq!(id(&by_form["user"]), dana.id());
    let charset = "application/x-www-form-urlencoded; charset=UTF-8";
    let body = format!("username={}&password=a+table%20for+two", dana.name());
    login(post().header("content-type", charset).body(body)).await;

    assert_eq!(post().json(json!({"password": PASSWORD})).await.invalid(), ["username"]);
    assert_eq!(post().json(json!({"username": "dana"})).await.invalid(), ["password"]);
    post().body("username=a&password=b").await.refused(415, "unsupported-media-type");
    post().header("content-type", "text/plain").body("{}").await.refused(415, "unsupported-media-type");
    house.close().await;
}

#[tokio::test]
async fn twenty_wrong_passwords_have_to_wait_a_minute() {
    let house = House::open().await;
    let (dana, other) = (house.diner().await, house.diner().await);
    let wrong = json!({"username": dana.name(), "password": "wrong password"});
    let login = |form: &Value| house.stranger().post("/api/auth/login").json(form.clone());
    for _ in 0..20 {
        login(&wrong).await.refused(401, "bad-credentials");
    }
    let answer = login(&wrong).await;
    assert!(answer.header("retry-after").unwrap().parse::<u64>().unwrap() <= 60);
    answer.refused(429, "too-many-requests");
    let right_but_late = json!({"username": dana.name().to_uppercase(), "password": PASSWORD});
    login(&right_but_late).await.refused(429, "too-many-requests");
    house.login(other.name()).await;
    house.close().await;
}

shared::on_every_engine! {
async fn who_does_not_exist_is_refused_like_who_has_forgotten(db: Db) {
    let house = House::on(db).await;
    let dana = house.diner().await;
    let login = |name: &str| {
        let form = json!({"username": name, "password": "wrong password"});
        house.stranger().post("/api/auth/login").json(form).into_future()
    };
    let (known, unknown) = (login(dana.name()).await, login("nobody").await);
    let without_trace = |answer: crate::kit::Answer| {
        let mut problem = answer.refused(401, "bad-credentials");
        problem.as_object_mut().unwrap().remove("trace_id");
        problem
    };
    assert_eq!(without_trace(known), without_trace(unknown));
    for nobodys in [&"n".repeat(100_000), "da\0na", "", " ", "ƒ🍕"] {
        login(nobodys).await.refused(401, "bad-credentials");
    }
    house.close().await;
}

}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_flood_of_logins_does_not_stop_the_pulse() {
    let house = House::open().await;
    let dana = house.diner().await;
    let form = json!({"username": dana.name(), "password": PASSWORD});
    let flood = join_all((0..150).map(|_| {
        let login = house.stranger().post("/api/auth/login").json(form.clone()).among_others();
        async move { login.await.status }
    }));
    let pulse = async {
        let mut slowest = Duration::ZERO;
        for _ in 0..30 {
            let asked = Instant::now();
            house.stranger().get("/livez").among_others().await.expect(200);
            slowest = slowest.max(asked.elapsed());
        }
        slowest
    };
    let (statuses, slowest) = tokio::join!(flood, pulse);
    println!("slowest /livez during 150 logins: {slowest:?}");
    assert!(slowest < Duration::from_secs(1), "{slowest:?}");
    assert!(statuses.iter().all(|status| matches!(status, 200 | 503)), "{statuses:?}");
    assert!(statuses.contains(&200) && statuses.contains(&503), "{statuses:?}");
    house.close().await;
}
