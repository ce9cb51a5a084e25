//! One process, SQLite, the broker within: what `cargo run` starts.

use std::path::Path;
use std::time::{Duration, Instant};

use reqwest::StatusCode;
use shared::clock::Timestamp;
use shared::testing::eventually;

use crate::diner::Person;
use crate::feed::{Feed, story, whole_story};
use crate::process::Process;

const SOON: Duration = Duration::from_secs(30);

/// A folder of the test's own, gone when it ends.
pub(crate) struct Folder(pub(crate) std::path::PathBuf);

impl Folder {
    pub(crate) fn new() -> Self {
        let path = std::env::temp_dir().join(format!("expediter-{}", uuid::Uuid::new_v4()));
        std::fs::create_dir(&path).unwrap();
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.0));
    }
}

fn start(data: &Path, prep_seconds: &str) -> (Process, String) {
    let data = data.join("data");
    let house = Process::start(
        "expediter",
        &[("DATA_DIR", data.to_str().unwrap()), ("API_ADDR", "127.0.0.1:0"), ("KITCHEN_PREP_SECONDS", prep_seconds)],
    );
    let address = house.address();
    (house, address)
}

fn seconds_between(event: &serde_json::Value, from: &str, to: &str) -> f64 {
    let at = |field: &str| event["order"][field].as_str().unwrap().parse::<Timestamp>().unwrap();
    at(to).since(at(from)).as_secs_f64()
}

#[tokio::test]
async fn an_order_goes_all_the_way_and_takes_its_stock() {
    let folder = Folder::new();
    let (_house, address) = start(&folder.0, "1.5");
    let diner = Person::log_in(&address, "diner").await;
    let menu = diner.menu("trattoria").await;
    let mut feed = Feed::open(&address, &diner).await;

    let order = diner.orders(&[(&menu[0], 2), (&menu[2], 1)]).await;
    let events = feed.until(1, "order.completed").await;

    assert_eq!(story(&events), whole_story());
    assert!(events.iter().all(|event| event["order"]["id"] == order["id"]));
    let grace = seconds_between(&events[3], "placed_at", "accepted_at");
    let cooking = seconds_between(&events[3], "processing_at", "completed_at");
    assert!((5.0..7.0).contains(&grace), "accepted after {grace} s");
    assert!((1.5..2.5).contains(&cooking), "cooked for {cooking} s");
    for (item, taken) in [(&menu[0], 2), (&menu[2], 1)] {
        assert_eq!(diner.stock(item).await, item["stock_quantity"].as_i64().unwrap() - taken);
    }
}

#[tokio::test]
async fn an_order_taken_back_in_its_grace_gives_its_stock_back() {
    let folder = Folder::new();
    let (_house, address) = start(&folder.0, "1");
    let diner = Person::log_in(&address, "diner").await;
    let menu = diner.menu("trattoria").await;
    let mut feed = Feed::open(&address, &diner).await;

    let order = diner.orders(&[(&menu[1], 3)]).await;
    assert_eq!(diner.stock(&menu[1]).await, menu[1]["stock_quantity"].as_i64().unwrap() - 3);
    assert_eq!(diner.command(&order, "cancel").await.0, StatusCode::OK);
    assert_eq!(diner.command(&order, "cancel").await.0, StatusCode::OK, "the same answer again");

    assert_eq!(diner.stock(&menu[1]).await, menu[1]["stock_quantity"].as_i64().unwrap());
    let told = story(&feed.until(1, "order.cancelled").await);
    assert_eq!(told, [("order.placed".to_owned(), 1), ("order.cancelled".to_owned(), 2)]);
}

#[tokio::test]
async fn people_accept_and_cook_where_they_want_to() {
    let folder = Folder::new();
    let (_house, address) = start(&folder.0, "0.2");
    let diner = Person::log_in(&address, "diner").await;

    let (noodles, ramen) = (Person::log_in(&address, "noodles").await, diner.menu("noodle").await);
    let order = diner.orders(&[(&ramen[0], 1)]).await;
    assert_eq!(noodles.command(&order, "accept").await.0, StatusCode::OK);
    diner.waits_for(&order, "completed", SOON).await;

    let (bakery, bread) = (Person::log_in(&address, "bakery").await, diner.menu("bakery").await);
    let order = diner.orders(&[(&bread[0], 1)]).await;
    diner.waits_for(&order, "accepted", SOON).await;
    assert_eq!(bakery.command(&order, "start").await.0, StatusCode::OK);
    assert_eq!(bakery.command(&order, "complete").await.0, StatusCode::OK);
    assert_eq!(bakery.command(&order, "hand-over").await.0, StatusCode::OK);
    let history = diner.history(&order).await;
    assert_eq!(history.last().map(String::as_str), Some("order.handed_over"));
}

/// They share a database, a secret and the demo data, whoever made them.
#[tokio::test]
async fn two_that_start_together_in_an_empty_folder_both_open() {
    let folder = Folder::new();
    let data = folder.0.join("data");
    let settings = [("DATA_DIR", data.to_str().unwrap()), ("API_ADDR", "127.0.0.1:0")];
    let houses = [(); 3].map(|()| Process::start("expediter", &settings));
    for house in &houses {
        Person::log_in(&house.address(), "diner").await;
    }
}

/// The broker within is gone with the process; the database remembers what was to be cooked.
#[tokio::test]
async fn a_power_cut_loses_no_order() {
    let folder = Folder::new();
    let (house, address) = start(&folder.0, "3");
    let noodles = Person::log_in(&address, "noodles").await;
    let diner = Person::log_in(&address, "diner").await;
    let menu = diner.menu("noodle").await;
    let mut feed = Feed::open(&address, &diner).await;
    let mut orders = Vec::new();
    for item in &menu[..5] {
        let order = diner.orders(&[(item, 1)]).await;
        assert_eq!(noodles.command(&order, "accept").await.0, StatusCode::OK);
        orders.push(order);
    }
    // Two are on the stove, three wait.
    let before = feed.until(2, "order.processing").await;
    let cursor = feed.cursor.clone();
    house.kill();

    let (_house, address) = start(&folder.0, "0.5");
    let diner = Person::log_in(&address, "diner").await;
    let mut feed = Feed::open_since(&address, &diner, Some(&cursor)).await;
    let after = feed.until(5, "order.completed").await;
    for order in &orders {
        let mut told: Vec<_> =
            before.iter().chain(&after).filter(|e| e["order"]["id"] == order["id"]).cloned().collect();
        // At least once, and in order: what comes twice is known by its version.
        told.dedup_by_key(|event| event["order"]["version"].as_i64());
        assert_eq!(story(&told), whole_story());
        assert_eq!(diner.history(order).await.len(), 4);
    }
}

#[tokio::test]
async fn a_stop_is_orderly_and_soon() {
    let folder = Folder::new();
    let (mut house, address) = start(&folder.0, "2");
    let (noodles, diner) = (Person::log_in(&address, "noodles").await, Person::log_in(&address, "diner").await);
    let menu = diner.menu("noodle").await;
    let mut feed = Feed::open(&address, &diner).await;
    let order = diner.orders(&[(&menu[0], 1)]).await;
    noodles.command(&order, "accept").await;
    feed.until(1, "order.processing").await;

    let begun = Instant::now();
    let closing = tokio::spawn(feed.close_code());
    let status = tokio::task::spawn_blocking(move || house.stop()).await.unwrap();
    assert!(status.success());
    assert!(begun.elapsed() < Duration::from_secs(15));
    assert_eq!(closing.await.unwrap(), 1012);

    // What was on the stove was finished, or is finished now.
    let (_house, address) = start(&folder.0, "2");
    let diner = Person::log_in(&address, "diner").await;
    diner.waits_for(&order, "completed", SOON).await;
}

#[tokio::test]
async fn whoever_looks_around_finds_the_logins_and_the_docs() {
    let folder = Folder::new();
    let (_house, address) = start(&folder.0, "1");
    let get = async |path: &str| {
        let answer = reqwest::get(format!("http://{address}{path}")).await.unwrap();
        (answer.status(), answer.text().await.unwrap())
    };
    let (status, page) = get("/").await;
    assert_eq!(status, StatusCode::OK);
    // The app, where it was built; it asks who can log in.
    let told = if page.contains(r#"id="root""#) { get("/api/demo").await.1 } else { page };
    assert!(told.contains("diner") && told.contains("expediter"), "{told}");
    assert_eq!(get("/docs/").await.0, StatusCode::OK);
    let openapi: serde_json::Value = serde_json::from_str(&get("/api/openapi.json").await.1).unwrap();
    assert!(openapi["openapi"].as_str().unwrap().starts_with("3.1"));
    eventually("the process to be ready", SOON, async || (get("/readyz").await.0 == StatusCode::OK).then_some(()))
        .await;
}

/// Some addresses are a page for browsers and the API's for programs; where the web app was not built, only the latter.
#[tokio::test]
async fn a_browser_gets_the_page_where_a_program_gets_its_answer() {
    let folder = Folder::new();
    let (_house, address) = start(&folder.0, "1");
    let built = Path::new(env!("CARGO_MANIFEST_DIR")).join("../web/dist/index.html").exists();
    let http = reqwest::Client::new();
    let get = async |path: &str, accept: &str| {
        let answer = http.get(format!("http://{address}{path}")).header("accept", accept).send().await.unwrap();
        let (status, kind) = (answer.status().as_u16(), answer.headers()["content-type"].to_str().unwrap().to_owned());
        let varies = answer.headers().get_all("vary").iter().any(|vary| vary == "accept");
        (status, kind, varies)
    };
    let navigation = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
    let problem = "application/problem+json";
    for (path, status, kind) in [
        ("/orders", 401, problem),
        ("/orders?status=PENDING", 401, problem),
        ("/order/ORD1001", 401, problem),
        ("/login", 405, problem),
        ("/register", 405, problem),
        ("/products?page=1&limit=10", 200, "application/json"),
    ] {
        for accept in ["*/*", "application/json"] {
            assert_eq!(get(path, accept).await, (status, kind.to_owned(), built), "{path} {accept}");
        }
        let browser = get(path, navigation).await;
        if built {
            assert_eq!(browser, (200, "text/html".to_owned(), true), "{path}");
        } else {
            assert_eq!(browser, (status, kind.to_owned(), false), "{path}");
        }
    }
    // Deep links that are no address of the API's.
    for path in ["/board", "/orders/01a1fdd3-0000-7000-8000-000000000001"] {
        assert_eq!(get(path, navigation).await.0, if built { 200 } else { 404 }, "{path}");
    }
    // For programs whoever looks, and by whatever method.
    for path in ["/api/orders", "/metrics"] {
        assert_eq!(get(path, "text/html").await.0, 401, "{path}");
    }
    assert_eq!(get("/livez", navigation).await.0, 200);
    let form = [("username", "diner"), ("password", "expediter")];
    let login = http.post(format!("http://{address}/login")).header("accept", navigation).form(&form).send().await;
    let session: serde_json::Value = login.unwrap().json().await.unwrap();
    assert_eq!(session["token_type"], "bearer");
}
