//! The services in separate processes, with PostgreSQL and RabbitMQ.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use domain::clock::{Clock, Timestamp};
use serde_json::{Value, json};
use testkit::api_client::ApiEndpoint;
use testkit::brokers::rabbitmq_url;
use testkit::feed_client::kinds_and_versions;
use testkit::fixture::COMPLETED_ORDER_EVENTS;
use testkit::service_processes::DEMO_PASSWORD;
use testkit::{FaultProxy, FeedClient, ServiceProcesses, TIMEOUT, eventually};

use crate::support::{FEED_TIMEOUT, STOP_TIMEOUT};

/// Returns the maximum number of orders prepared concurrently by each worker, and by all workers together.
fn max_concurrency(events: &[Value]) -> (BTreeMap<String, usize>, usize) {
    let mut changes: Vec<(Timestamp, bool, String)> = Vec::new();
    for event in events.iter().filter(|event| event["actor"]["role"] == "kitchen") {
        let at = event["occurred_at"].as_str().unwrap().parse().unwrap();
        let is_start = event["kind"] == "order.processing";
        changes.push((at, is_start, event["actor"]["name"].as_str().unwrap().to_owned()));
    }
    changes.sort();
    let (mut current, mut max, mut max_total) = (BTreeMap::<_, usize>::new(), BTreeMap::new(), 0);
    for (_, is_start, worker) in changes {
        let busy = current.entry(worker.clone()).or_default();
        *busy = if is_start { *busy + 1 } else { *busy - 1 };
        let busy = *busy;
        let worker_max = max.entry(worker).or_default();
        *worker_max = busy.max(*worker_max);
        max_total = max_total.max(current.values().sum());
    }
    (max, max_total)
}

async fn open_feed(addr: std::net::SocketAddr, token: &str) -> FeedClient {
    FeedClient::open(addr, token).await.with_timeout(FEED_TIMEOUT)
}

#[tokio::test]
async fn two_workers_prepare_four_orders_concurrently_and_both_notifiers_send_all_events() {
    let services = ServiceProcesses::start(&rabbitmq_url()).await;
    let admin = services.accept_immediately().await;
    let ((_notifier_1, addr_1), (_notifier_2, addr_2)) =
        (services.start_notifier().await, services.start_notifier().await);
    let _workers =
        [services.start_kitchen_worker("north", "1").await, services.start_kitchen_worker("south", "1").await];
    let (mut feed_1, mut feed_2) = (open_feed(addr_1, &admin.token).await, open_feed(addr_2, &admin.token).await);

    let customer = services.log_in("diner").await;
    let menu = customer.menu("trattoria").await;
    for item in &menu[..8] {
        customer.place_order(item, 1).await;
    }

    let (events_1, events_2) =
        tokio::join!(feed_1.events_until(8, "order.completed"), feed_2.events_until(8, "order.completed"));
    let ids = |events: &[Value]| events.iter().map(|event| event["id"].to_string()).collect::<HashSet<_>>();
    assert_eq!(ids(&events_1), ids(&events_2));
    assert_eq!((events_1.len(), events_2.len()), (32, 32), "four events for each of eight orders, once");
    for placed in events_1.iter().filter(|event| event["kind"] == "order.placed") {
        let is_same_order = |event: &&Value| event["order"]["id"] == placed["order"]["id"];
        let events: Vec<_> = events_1.iter().filter(is_same_order).cloned().collect();
        let expected: Vec<_> = COMPLETED_ORDER_EVENTS.into_iter().map(str::to_owned).zip(1..).collect();
        assert_eq!(kinds_and_versions(&events), expected);
    }
    let (per_worker, total) = max_concurrency(&events_1);
    assert_eq!(per_worker, [("north".to_owned(), 2), ("south".to_owned(), 2)].into());
    assert_eq!(total, 4);
}

#[tokio::test]
async fn order_of_a_killed_worker_is_completed_once_by_another() {
    let services = ServiceProcesses::start(&rabbitmq_url()).await;
    let admin = services.accept_immediately().await;
    let (_notifier, addr) = services.start_notifier().await;
    let mut feed = open_feed(addr, &admin.token).await;
    let killed = services.start_kitchen_worker("killed", "20").await;
    let customer = services.log_in("diner").await;
    let menu = customer.menu("trattoria").await;
    let order = customer.place_order(&menu[0], 1).await;
    feed.events_until(1, "order.processing").await;

    let _successor = services.start_kitchen_worker("successor", "1").await;
    killed.kill();

    let completed = feed.events_until(1, "order.completed").await;
    assert_eq!(completed[0]["actor"]["name"], "successor");
    assert_eq!(customer.event_kinds(&order).await, COMPLETED_ORDER_EVENTS);
}

#[tokio::test]
async fn orders_placed_during_a_rabbitmq_outage_are_completed_after_it() {
    let proxy = FaultProxy::start(&rabbitmq_url()).await;
    let services = ServiceProcesses::start(&proxy.url()).await;
    let admin = services.accept_immediately().await;
    let settings = [("KITCHEN_PREP_SECONDS", "0"), ("KITCHEN_NAME", "worker")];
    let _worker = services.start_process("kitchen-worker", &settings);
    let (_notifier, addr) = services.start_notifier().await;
    let mut feed = open_feed(addr, &admin.token).await;
    proxy.refuse();

    let customer = services.log_in("diner").await;
    let menu = customer.menu("trattoria").await;
    let mut orders = Vec::new();
    for _ in 0..100 {
        orders.push(customer.place_order(&menu[12], 1).await);
    }
    // Without the broker, the notifier reads the events from the database.
    feed.events_until(100, "order.accepted").await;
    proxy.restore();

    feed.events_until(100, "order.completed").await;
    for order in &orders {
        assert_eq!(customer.events(order).await.len(), 4);
    }
}

#[tokio::test]
async fn all_services_stop_in_time() {
    let mut services = ServiceProcesses::start(&rabbitmq_url()).await;
    let (mut notifier, _) = services.start_notifier().await;
    let mut worker = services.start_kitchen_worker("worker", "1").await;
    let customer = services.log_in("diner").await;
    let menu = customer.menu("trattoria").await;
    customer.place_order(&menu[0], 1).await;
    for process in [&mut services.api, &mut notifier, &mut worker] {
        let status = process.terminate(STOP_TIMEOUT).await;
        assert!(status.success(), "{status:?}");
    }
}

/// Returns the library that moves the clock of a process when it is preloaded.
fn find_libfaketime() -> String {
    let directories = std::fs::read_dir("/usr/lib").unwrap().map(|entry| entry.unwrap().path());
    let library = directories.map(|path| path.join("faketime/libfaketime.so.1")).find(|path| path.exists());
    library.expect("libfaketime is missing (sudo apt-get install libfaketime)").to_str().unwrap().to_owned()
}

/// The clock of the API process is 16 minutes fast, and orders must be accepted within 15 minutes.
#[tokio::test]
async fn wrong_clock_of_a_process_does_not_move_due_times() {
    let services = ServiceProcesses::start(&rabbitmq_url()).await;
    let library = find_libfaketime();
    let settings = [("API_ADDR", "127.0.0.1:0"), ("LD_PRELOAD", library.as_str()), ("FAKETIME", "+16m")];
    let mut fast = services.start_process("api", &settings);
    let addr = fast.wait_for_addr().await;
    fast.wait_until_ready(addr).await;
    let endpoint = Arc::new(ApiEndpoint::new(addr));
    let customer = endpoint.log_in("diner", DEMO_PASSWORD).await;
    let ready = customer.get("/readyz").await.expect_status(200);
    let clock = ready["checks"]["clock"]["detail"].as_str().unwrap();
    assert!(clock.starts_with("system clock 9") && clock.ends_with("ahead of the database; corrected"), "{clock}");

    let owner = endpoint.log_in("trattoria", DEMO_PASSWORD).await;
    let update = async |settings: Value| {
        let path = format!("/api/businesses/{}", owner.business_id());
        owner.patch(path).json(settings).await.expect_status(200);
    };
    update(json!({"acceptance": "manual"})).await;
    let menu = customer.menu("trattoria").await;
    let manual = services.log_in("diner").await.place_order(&menu[0], 1).await;
    // Only the scheduler of the process with the wrong clock remains.
    services.api.kill();
    update(json!({"acceptance": "automatic", "grace_seconds": 1})).await;
    let automatic = customer.place_order(&menu[0], 1).await;
    let accepted = async || (customer.order(&automatic).await["status"] != "pending").then_some(());
    eventually("the automatic acceptance", TIMEOUT, accepted).await;
    assert_eq!(customer.order(&manual).await["status"], "pending");
    let placed_at: Timestamp = automatic["placed_at"].as_str().unwrap().parse().unwrap();
    let now = Clock::system().now();
    assert!(now + Duration::from_mins(1) > placed_at && placed_at + Duration::from_mins(1) > now, "{placed_at} {now}");
}
