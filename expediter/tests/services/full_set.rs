//! The services in processes of their own, on PostgreSQL and RabbitMQ.

use std::collections::{BTreeMap, HashSet};
use std::time::Duration;

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use shared::clock::Timestamp;
use shared::testing::{Engine, Proxy, database_url, namespace, rabbitmq_url};

use crate::diner::Person;
use crate::feed::{Feed, story, whole_story};
use crate::process::{Process, program};

const SECRET: &str = "0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a6978";
const A_WHILE: Duration = Duration::from_mins(1);

/// An api, with whatever kitchen workers and notifiers a test adds.
pub(crate) struct Set {
    database: String,
    broker: String,
    namespace: String,
    api: Process,
    pub(crate) address: String,
}

impl Set {
    pub(crate) async fn open(broker: &str) -> Self {
        let (database, namespace) = (database_url(Engine::Postgres).await, namespace());
        let demo = program("expediter").arg("demo").env("DATABASE_URL", &database).output().unwrap();
        assert!(demo.status.success(), "{}", String::from_utf8_lossy(&demo.stderr));
        let settings = [
            ("DATABASE_URL", database.as_str()),
            ("BROKER_URL", broker),
            ("BROKER_NAMESPACE", &namespace),
            ("JWT_SECRET", SECRET),
            ("API_ADDR", "127.0.0.1:0"),
        ];
        let api = Process::start("api", &settings);
        let address = api.address();
        Self { database, broker: broker.to_owned(), namespace, api, address }
    }

    fn notifier(&self) -> (Process, String) {
        let notifier = self.start("notifier", &[("NOTIFIER_ADDR", "127.0.0.1:0")]);
        let address = notifier.address();
        (notifier, address)
    }

    pub(crate) fn kitchen_worker(&self, name: &str, prep_seconds: &str) -> Process {
        let worker = self.start("kitchen-worker", &[("KITCHEN_PREP_SECONDS", prep_seconds), ("KITCHEN_NAME", name)]);
        worker.says("the kitchen is open");
        worker
    }

    fn start(&self, program: &str, more: &[(&str, &str)]) -> Process {
        let settings = [
            ("DATABASE_URL", self.database.as_str()),
            ("BROKER_URL", &self.broker),
            ("BROKER_NAMESPACE", &self.namespace),
            ("JWT_SECRET", SECRET),
        ];
        Process::start(program, &[&settings, more].concat())
    }
}

/// Everybody accepts at once here, so that tests need not wait.
pub(crate) async fn without_grace(set: &Set) -> Person {
    let admin = Person::log_in(&set.address, "admin").await;
    let (_, businesses) = admin.ask(Method::GET, "/api/businesses", None).await;
    for business in businesses["data"].as_array().unwrap() {
        let settings = json!({"grace_seconds": 0, "acceptance": "automatic", "kitchen": "automatic"});
        let path = format!("/api/businesses/{}", business["id"].as_str().unwrap());
        assert_eq!(admin.ask(Method::PATCH, &path, Some(settings)).await.0, StatusCode::OK);
    }
    admin
}

/// How many orders were on each worker's stoves at once, at the most, and on all of them together.
fn busiest(events: &[Value]) -> (BTreeMap<String, usize>, usize) {
    let mut moves: Vec<(Timestamp, bool, String)> = Vec::new();
    for event in events.iter().filter(|event| event["actor"]["role"] == "kitchen") {
        let at = event["occurred_at"].as_str().unwrap().parse().unwrap();
        moves.push((at, event["kind"] == "order.processing", event["actor"]["name"].as_str().unwrap().to_owned()));
    }
    moves.sort();
    let (mut now, mut most, mut most_of_all) = (BTreeMap::<_, usize>::new(), BTreeMap::new(), 0);
    for (_, begins, worker) in moves {
        let stoves = now.entry(worker.clone()).or_default();
        *stoves = if begins { *stoves + 1 } else { *stoves - 1 };
        let stoves = *stoves;
        let peak = most.entry(worker).or_default();
        *peak = stoves.max(*peak);
        most_of_all = most_of_all.max(now.values().sum());
    }
    (most, most_of_all)
}

#[tokio::test]
async fn two_workers_cook_four_at_once_and_both_notifiers_tell_everything() {
    let set = Set::open(&rabbitmq_url()).await;
    let admin = without_grace(&set).await;
    let ((_n1, first), (_n2, second)) = (set.notifier(), set.notifier());
    let _workers = [set.kitchen_worker("north", "1"), set.kitchen_worker("south", "1")];
    let (mut one, mut two) = (Feed::open(&first, &admin).await, Feed::open(&second, &admin).await);

    let diner = Person::log_in(&set.address, "diner").await;
    let menu = diner.menu("trattoria").await;
    for item in &menu[..8] {
        diner.orders(&[(item, 1)]).await;
    }

    let (one, two) = tokio::join!(one.until(8, "order.completed"), two.until(8, "order.completed"));
    let ids = |events: &[Value]| events.iter().map(|event| event["id"].to_string()).collect::<HashSet<_>>();
    assert_eq!(ids(&one), ids(&two));
    assert_eq!((one.len(), two.len()), (32, 32), "four events for each of eight orders, once");
    for order in one.iter().filter(|event| event["kind"] == "order.placed") {
        let of: Vec<_> = one.iter().filter(|event| event["order"]["id"] == order["order"]["id"]).cloned().collect();
        assert_eq!(story(&of), whole_story());
    }
    let (each, all) = busiest(&one);
    assert_eq!(each, [("north".to_owned(), 2), ("south".to_owned(), 2)].into());
    assert_eq!(all, 4);
}

#[tokio::test]
async fn an_order_of_a_killed_worker_is_completed_by_another_once() {
    let set = Set::open(&rabbitmq_url()).await;
    let admin = without_grace(&set).await;
    let (_notifier, notifier) = set.notifier();
    let mut feed = Feed::open(&notifier, &admin).await;
    let doomed = set.kitchen_worker("doomed", "20");
    let diner = Person::log_in(&set.address, "diner").await;
    let menu = diner.menu("trattoria").await;
    let order = diner.orders(&[(&menu[0], 1)]).await;
    feed.until(1, "order.processing").await;

    let _heir = set.kitchen_worker("heir", "1");
    doomed.kill();

    let completed = feed.until(1, "order.completed").await;
    assert_eq!(completed[0]["actor"]["name"], "heir");
    let history = diner.history(&order).await;
    assert_eq!(history, ["order.placed", "order.accepted", "order.processing", "order.completed"]);
}

#[tokio::test]
async fn orders_are_taken_while_rabbitmq_is_away_and_cooked_when_it_is_back() {
    let wire = Proxy::to(&rabbitmq_url()).await;
    let set = Set::open(&wire.url()).await;
    let admin = without_grace(&set).await;
    let _worker = set.start("kitchen-worker", &[("KITCHEN_PREP_SECONDS", "0"), ("KITCHEN_NAME", "patient")]);
    let (_notifier, notifier) = set.notifier();
    let mut feed = Feed::open(&notifier, &admin).await;
    wire.close();

    let diner = Person::log_in(&set.address, "diner").await;
    let menu = diner.menu("trattoria").await;
    let mut orders = Vec::new();
    for _ in 0..100 {
        orders.push(diner.orders(&[(&menu[12], 1)]).await);
    }
    // The database tells of them already, though nobody could publish them.
    feed.until(100, "order.accepted").await;
    wire.open();

    feed.until(100, "order.completed").await;
    for order in &orders {
        assert_eq!(diner.history(order).await.len(), 4);
    }
}

#[tokio::test]
async fn every_service_stops_within_its_time() {
    let set = Set::open(&rabbitmq_url()).await;
    let (mut notifier, _) = set.notifier();
    let mut worker = set.kitchen_worker("calm", "1");
    let Set { mut api, address, .. } = set;
    let diner = Person::log_in(&address, "diner").await;
    let menu = diner.menu("trattoria").await;
    diner.orders(&[(&menu[0], 1)]).await;
    let stopped = tokio::task::spawn_blocking(move || [api.stop(), notifier.stop(), worker.stop()]);
    let stopped = tokio::time::timeout(A_WHILE, stopped).await.unwrap().unwrap();
    assert!(stopped.iter().all(std::process::ExitStatus::success), "{stopped:?}");
}
