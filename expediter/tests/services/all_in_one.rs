//! The all-in-one process with SQLite and the in-process broker, as started by `cargo run`.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use domain::clock::Timestamp;
use reqwest::StatusCode;
use serde_json::{Value, json};
use testkit::feed_client::kinds_and_versions;
use testkit::fixture::COMPLETED_ORDER_EVENTS;
use testkit::service_processes::DEMO_PASSWORD;
use testkit::wait::RECOVERY_TIMEOUT;
use testkit::{ApiEndpoint, FeedClient, Process, TempDir, eventually};

use crate::support::{AllInOne, FEED_TIMEOUT, STOP_TIMEOUT};

/// Returns the `(kind, version)` pairs of the events for an order that is completed normally.
fn completed_order() -> Vec<(String, i64)> {
    COMPLETED_ORDER_EVENTS.into_iter().map(str::to_owned).zip(1..).collect()
}

fn seconds_between(event: &Value, from: &str, to: &str) -> f64 {
    let at = |field: &str| event["order"][field].as_str().unwrap().parse::<Timestamp>().unwrap();
    at(to).since(at(from)).as_secs_f64()
}

#[tokio::test]
async fn order_is_completed_and_its_stock_deducted() {
    let dir = TempDir::new();
    let server = AllInOne::start(&dir, "1.5").await;
    let customer = server.log_in("diner").await;
    let menu = customer.menu("trattoria").await;
    let mut feed = FeedClient::open(server.endpoint.addr(), &customer.token).await.with_timeout(FEED_TIMEOUT);

    let order = customer.place_lines(&[(&menu[0], 2), (&menu[2], 1)]).await.expect_status(201);
    let events = feed.events_until(1, "order.completed").await;

    assert_eq!(kinds_and_versions(&events), completed_order());
    assert!(events.iter().all(|event| event["order"]["id"] == order["id"]));
    let grace = seconds_between(&events[3], "placed_at", "accepted_at");
    let preparation = seconds_between(&events[3], "processing_at", "completed_at");
    assert!((5.0..7.0).contains(&grace), "accepted after {grace} s");
    assert!((1.5..2.5).contains(&preparation), "prepared for {preparation} s");
    for (item, quantity) in [(&menu[0], 2), (&menu[2], 1)] {
        assert_eq!(customer.stock(item).await, item["stock_quantity"].as_i64().unwrap() - quantity);
    }
}

#[tokio::test]
async fn cancellation_in_the_cancellation_window_restores_the_stock() {
    let dir = TempDir::new();
    let server = AllInOne::start(&dir, "1").await;
    let customer = server.log_in("diner").await;
    let menu = customer.menu("trattoria").await;
    let mut feed = FeedClient::open(server.endpoint.addr(), &customer.token).await.with_timeout(FEED_TIMEOUT);

    let order = customer.place_order(&menu[1], 3).await;
    assert_eq!(customer.stock(&menu[1]).await, menu[1]["stock_quantity"].as_i64().unwrap() - 3);
    customer.cancel(&order).await.expect_status(200);
    // A repeated command succeeds.
    customer.cancel(&order).await.expect_status(200);

    assert_eq!(customer.stock(&menu[1]).await, menu[1]["stock_quantity"].as_i64().unwrap());
    let events = feed.events_until(1, "order.cancelled").await;
    assert_eq!(kinds_and_versions(&events), [("order.placed".to_owned(), 1), ("order.cancelled".to_owned(), 2)]);
}

#[tokio::test]
async fn businesses_can_accept_and_prepare_manually() {
    let dir = TempDir::new();
    let server = AllInOne::start(&dir, "0.2").await;
    let customer = server.log_in("diner").await;

    let (noodles, ramen) = (server.log_in("noodles").await, customer.menu("noodle").await);
    let order = customer.place_order(&ramen[0], 1).await;
    noodles.command("accept", &order).await.expect_status(200);
    customer.wait_for_status(&order, "completed", RECOVERY_TIMEOUT).await;

    let (bakery, bread) = (server.log_in("bakery").await, customer.menu("bakery").await);
    let order = customer.place_order(&bread[0], 1).await;
    customer.wait_for_status(&order, "accepted", RECOVERY_TIMEOUT).await;
    for command in ["start", "complete", "hand-over"] {
        bakery.command(command, &order).await.expect_status(200);
    }
    let kinds = customer.event_kinds(&order).await;
    assert_eq!(kinds.last().map(String::as_str), Some("order.handed_over"));
}

/// The routes and the socket of the food ordering web app, also with a trailing slash.
#[tokio::test]
async fn food_ordering_app_places_an_order_that_the_business_receives() {
    let dir = TempDir::new();
    let server = AllInOne::start(&dir, "0.2").await;
    let (customer, noodles) = (server.log_in("diner").await, server.log_in("noodles").await);
    let menu = customer.menu("noodle").await;
    let id = noodles.get("/auth/biz/info/").await.expect_status(200)["id"].as_str().unwrap().to_owned();
    let url = format!("ws://{}/socket/biz/{id}/", server.endpoint.addr());
    let (client, _) = FeedClient::connect_with(url).await.unwrap();
    let mut client = client.with_timeout(FEED_TIMEOUT);
    client.authenticate(&noodles.token, None).await;
    client.send("ping").await;
    assert_eq!(client.next_text().await, r#"{"type":"pong","message":"pong"}"#);

    let list = json!([{"menu_id": menu[0]["id"], "quantity": 2}]);
    customer.post("/order/add/order").json(list).await.expect_status(200);
    let added: Value = serde_json::from_str(&client.next_text().await).unwrap();
    assert_eq!((&added["type"], &added["data"][0]["state"]), (&json!("order_add"), &json!("waiting")));
    let order = added["data"][0]["order_id"].as_str().unwrap();
    let update = noodles.request(reqwest::Method::PUT, format!("/order/update/{order}"));
    update.json(json!({"state": "pending"})).await.expect_status(200);
    let updated: Value = serde_json::from_str(&client.next_text().await).unwrap();
    assert_eq!((&updated["type"], &updated["data"][0]["order_id"]), (&json!("order_update"), &json!(order)));
}

/// The processes share the database, the signing key and the demo data, regardless of which process creates them.
#[tokio::test]
async fn concurrent_starts_in_an_empty_data_directory_succeed() {
    let dir = TempDir::new();
    let data_dir = dir.path().join("data");
    let settings = [("DATA_DIR", data_dir.to_str().unwrap()), ("API_ADDR", "127.0.0.1:0")];
    let processes = [(); 3].map(|()| Process::start("expediter", &settings));
    for mut process in processes {
        let endpoint = Arc::new(ApiEndpoint::new(process.wait_for_addr().await));
        endpoint.log_in("diner", DEMO_PASSWORD).await;
    }
}

/// The messages of the in-process broker are lost with the process, but accepted orders are in the database.
#[tokio::test]
async fn killed_process_loses_no_order() {
    let dir = TempDir::new();
    let server = AllInOne::start(&dir, "3").await;
    let noodles = server.log_in("noodles").await;
    let customer = server.log_in("diner").await;
    let menu = customer.menu("noodle").await;
    let mut feed = FeedClient::open(server.endpoint.addr(), &customer.token).await.with_timeout(FEED_TIMEOUT);
    let mut orders = Vec::new();
    for item in &menu[..5] {
        let order = customer.place_order(item, 1).await;
        noodles.command("accept", &order).await.expect_status(200);
        orders.push(order);
    }
    // Two orders are being prepared, and three are waiting.
    let before = feed.events_until(2, "order.processing").await;
    let cursor = feed.cursor().to_owned();
    server.process.kill();

    let server = AllInOne::start(&dir, "0.5").await;
    let customer = server.log_in("diner").await;
    let addr = server.endpoint.addr();
    let mut feed = FeedClient::resume(addr, &customer.token, &cursor).await.with_timeout(FEED_TIMEOUT);
    feed.expect_ready().await;
    let after = feed.events_until(5, "order.completed").await;
    for order in &orders {
        let mut events: Vec<_> =
            before.iter().chain(&after).filter(|event| event["order"]["id"] == order["id"]).cloned().collect();
        // Events are delivered in order and at least once. Duplicates have the same version.
        events.dedup_by_key(|event| event["order"]["version"].as_i64());
        assert_eq!(kinds_and_versions(&events), completed_order());
        assert_eq!(customer.events(order).await.len(), 4);
    }
}

#[tokio::test]
async fn shutdown_is_graceful_and_within_15_seconds() {
    let dir = TempDir::new();
    let mut server = AllInOne::start(&dir, "2").await;
    let (noodles, customer) = (server.log_in("noodles").await, server.log_in("diner").await);
    let menu = customer.menu("noodle").await;
    let mut feed = FeedClient::open(server.endpoint.addr(), &customer.token).await.with_timeout(FEED_TIMEOUT);
    let order = customer.place_order(&menu[0], 1).await;
    noodles.command("accept", &order).await.expect_status(200);
    feed.events_until(1, "order.processing").await;

    let started = Instant::now();
    let close_code = tokio::spawn(async move { feed.wait_for_close().await });
    assert!(server.process.terminate(STOP_TIMEOUT).await.success());
    assert!(started.elapsed() < Duration::from_secs(15));
    assert_eq!(close_code.await.unwrap(), 1012);

    // The order was completed during the shutdown, or is completed after the restart.
    let server = AllInOne::start(&dir, "2").await;
    let customer = server.log_in("diner").await;
    customer.wait_for_status(&order, "completed", RECOVERY_TIMEOUT).await;
}

#[tokio::test]
async fn demo_accounts_and_documentation_are_served() {
    let dir = TempDir::new();
    let server = AllInOne::start(&dir, "1").await;
    let get = async |path: &str| {
        let response = reqwest::get(server.endpoint.url(path)).await.unwrap();
        (response.status(), response.text().await.unwrap())
    };
    let (status, page) = get("/").await;
    assert_eq!(status, StatusCode::OK);
    // The web app fetches the demo accounts. The fallback page contains them.
    let accounts = if page.contains(r#"id="root""#) { get("/api/demo").await.1 } else { page };
    assert!(accounts.contains("diner") && accounts.contains("expediter"), "{accounts}");
    assert_eq!(get("/docs/").await.0, StatusCode::OK);
    let openapi: Value = serde_json::from_str(&get("/api/openapi.json").await.1).unwrap();
    assert!(openapi["openapi"].as_str().unwrap().starts_with("3.1"));
    let is_ready = async || (get("/readyz").await.0 == StatusCode::OK).then_some(());
    eventually("the process to be ready", RECOVERY_TIMEOUT, is_ready).await;
}

/// Some URLs are both a page for browsers and a route of the API. If the web app was not built, they are only API routes.
#[tokio::test]
async fn shared_urls_serve_the_web_app_to_browsers_only() {
    let dir = TempDir::new();
    let server = AllInOne::start(&dir, "1").await;
    let is_built = Path::new(env!("CARGO_MANIFEST_DIR")).join("../web/dist/index.html").exists();
    let http = reqwest::Client::new();
    let get = async |path: &str, accept: &str| {
        let response = http.get(server.endpoint.url(path)).header("accept", accept).send().await.unwrap();
        let media_type = response.headers()["content-type"].to_str().unwrap().to_owned();
        let varies = response.headers().get_all("vary").iter().any(|vary| vary == "accept");
        (response.status().as_u16(), media_type, varies)
    };
    let navigation = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
    let problem = "application/problem+json";
    for (path, status, media_type) in [
        ("/orders", 401, problem),
        ("/orders?status=PENDING", 401, problem),
        ("/order/ORD1001", 401, problem),
        ("/login", 405, problem),
        ("/register", 405, problem),
        ("/products?page=1&limit=10", 200, "application/json"),
    ] {
        for accept in ["*/*", "application/json"] {
            assert_eq!(get(path, accept).await, (status, media_type.to_owned(), is_built), "{path} {accept}");
        }
        let browser = get(path, navigation).await;
        if is_built {
            assert_eq!(browser, (200, "text/html".to_owned(), true), "{path}");
        } else {
            assert_eq!(browser, (status, media_type.to_owned(), false), "{path}");
        }
    }
    // Deep links into the web app.
    for path in ["/board", "/orders/01a1fdd3-0000-7000-8000-000000000001"] {
        assert_eq!(get(path, navigation).await.0, if is_built { 200 } else { 404 }, "{path}");
    }
    // Other clients receive 404, even for a WebSocket handshake.
    for path in ["/board", "/menu-and-instore", "/orders/01a1fdd3-0000-7000-8000-000000000001/lines", "/socket/biz/1"] {
        for accept in ["*/*", "application/json", "text/html;q=0"] {
            assert_eq!(get(path, accept).await, (404, problem.to_owned(), is_built), "{path} {accept}");
        }
        let handshake =
            http.get(server.endpoint.url(path)).header("connection", "upgrade").header("upgrade", "websocket");
        let handshake =
            handshake.header("sec-websocket-version", "13").header("sec-websocket-key", "c2l4dGVlbiBieXRlcyE=");
        assert_eq!(handshake.send().await.unwrap().status(), 404, "{path}");
    }
    if is_built {
        assert_eq!(get("/", "*/*").await.0, 200);
    }
    // These URLs are always routes of the API, regardless of `Accept`. `/login` is a page only for `GET`.
    for path in ["/api/orders", "/metrics"] {
        assert_eq!(get(path, "text/html").await.0, 401, "{path}");
    }
    assert_eq!(get("/livez", navigation).await.0, 200);
    let form = [("username", "diner"), ("password", "expediter")];
    let login = http.post(server.endpoint.url("/login")).header("accept", navigation).form(&form).send().await;
    let session: Value = login.unwrap().json().await.unwrap();
    assert_eq!(session["token_type"], "bearer");
}
