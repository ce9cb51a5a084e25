//! A day of random traffic: ten customers place orders, staff handle them, owners edit their menus, and processes are killed and
//! restarted meanwhile. Afterwards, the stock balances, every feed is complete, and no error was logged.
//!
//! `TEST_ORDERS_PER_CUSTOMER=100` runs a longer day with 1,000 orders.

use std::collections::{BTreeMap, HashSet};
use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};
use reqwest::Method;
use serde_json::{Value, json};
use store::{Db, sql};
use testkit::api_client::{ApiEndpoint, id_of};
use testkit::brokers::rabbitmq_url;
use testkit::service_processes::DEMO_PASSWORD;
use testkit::{
    ApiClient, FeedClient, Process, ServiceProcesses, TempDir, Transcript, assert_consistent, eventually, with_timeout,
};
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::support::AllInOne;

const CUSTOMERS: usize = 10;
const DEFAULT_ORDERS_PER_CUSTOMER: usize = 30;
/// Number of times that a process is killed and restarted, each after the same number of further orders.
const RESTARTS: usize = 9;
/// Maximum time for each wait of the test.
const DAY: Duration = Duration::from_mins(5);
/// Delay before a failed request or connection attempt is repeated.
const RETRY_DELAY: Duration = Duration::from_millis(20);
const BUSINESSES: [&str; 3] = ["trattoria", "noodles", "bakery"];

fn orders_per_customer() -> usize {
    let orders = std::env::var("TEST_ORDERS_PER_CUSTOMER");
    orders.map_or(DEFAULT_ORDERS_PER_CUSTOMER, |orders| orders.parse().unwrap())
}

/// The running processes.
enum Processes {
    AllInOne { dir: TempDir, server: AllInOne },
    Services { services: Box<ServiceProcesses>, notifier: Process, workers: Vec<Process> },
}

/// An installation whose processes are killed and restarted.
struct Installation {
    processes: Processes,
    endpoint: Arc<ApiEndpoint>,
    /// The address of the live feed.
    feed: watch::Sender<SocketAddr>,
    restarts: usize,
    log: Vec<String>,
}

impl Installation {
    async fn all_in_one() -> Self {
        let dir = TempDir::new();
        let server = start_all_in_one(&dir).await;
        let endpoint = server.endpoint.clone();
        let feed = watch::Sender::new(endpoint.addr());
        Self { processes: Processes::AllInOne { dir, server }, endpoint, feed, restarts: 0, log: Vec::new() }
    }

    async fn services() -> Self {
        let services = ServiceProcesses::start(&rabbitmq_url()).await;
        let (notifier, addr) = services.start_notifier().await;
        let workers = vec![
            services.start_kitchen_worker("north", "0.05").await,
            services.start_kitchen_worker("south", "0.05").await,
        ];
        let endpoint = services.endpoint.clone();
        let services = Box::new(services);
        let processes = Processes::Services { services, notifier, workers };
        Self { processes, endpoint, feed: watch::Sender::new(addr), restarts: 0, log: Vec::new() }
    }

    /// Kills one of the processes, in turn, and starts it again.
    async fn restart_next(&mut self) {
        self.restarts += 1;
        let Self { processes, endpoint, feed, log, .. } = self;
        match processes {
            Processes::AllInOne { dir, server } => {
                log.append(&mut server.process.drain_log());
                server.process.signal("KILL");
                server.process.wait(DAY).await;
                let restarted = start_all_in_one(dir).await;
                endpoint.set_addr(restarted.endpoint.addr());
                feed.send_replace(restarted.endpoint.addr());
                *server = restarted;
            }
            Processes::Services { services, notifier, workers } => match self.restarts % 3 {
                0 => {
                    log.append(&mut services.api.drain_log());
                    services.api.signal("KILL");
                    services.api.wait(DAY).await;
                    services.api = services.start_process("api", &[("API_ADDR", "127.0.0.1:0")]);
                    endpoint.set_addr(services.api.wait_for_addr().await);
                }
                1 => {
                    log.append(&mut notifier.drain_log());
                    notifier.signal("KILL");
                    let (restarted, addr) = services.start_notifier().await;
                    *notifier = restarted;
                    feed.send_replace(addr);
                }
                _ => {
                    let mut killed = workers.remove(0);
                    log.append(&mut killed.drain_log());
                    killed.kill();
                    workers.push(services.start_kitchen_worker("successor", "0.05").await);
                }
            },
        }
    }

    /// Returns a connection to the database.
    async fn connect(&self) -> Db {
        let url = match &self.processes {
            Processes::AllInOne { dir, .. } => format!("sqlite:{}", dir.path().join("data/expediter.db").display()),
            Processes::Services { services, .. } => services.database_url().to_owned(),
        };
        Db::connect(&url, 2).await.unwrap()
    }

    /// Returns the lines that all processes have logged.
    fn take_log(&mut self) -> Vec<String> {
        let processes = match &mut self.processes {
            Processes::AllInOne { server, .. } => vec![&mut server.process],
            Processes::Services { services, notifier, workers } => {
                workers.iter_mut().chain([&mut services.api, notifier]).collect()
            }
        };
        let lines = processes.into_iter().flat_map(Process::drain_log);
        self.log.drain(..).chain(lines).collect()
    }
}

async fn start_all_in_one(dir: &TempDir) -> AllInOne {
    let data_dir = dir.path().join("data");
    let settings = [("DATA_DIR", data_dir.to_str().unwrap()), ("KITCHEN_PREP_SECONDS", "0.05"), ("RATE_LIMIT", "off")];
    AllInOne::start_with(&settings).await
}

/// Sends a request until the server answers it, because the server may be restarting. Placements need an idempotency key, so that
/// a repetition does not place a second order.
async fn send(client: &ApiClient, method: Method, path: &str, key: Option<&str>, body: &Value) -> (u16, Value) {
    let deadline = Instant::now() + DAY;
    loop {
        if let Some(answer) = try_send(client, method.clone(), path, key, body).await {
            return answer;
        }
        assert!(Instant::now() < deadline, "no answer to {method} {path}");
        sleep(RETRY_DELAY).await;
    }
}

/// Sends a request. Returns `None` if it must be repeated.
async fn try_send(
    client: &ApiClient,
    method: Method,
    path: &str,
    key: Option<&str>,
    body: &Value,
) -> Option<(u16, Value)> {
    let mut request = client.endpoint.http().request(method, client.endpoint.url(path));
    request = request.bearer_auth(&client.token).json(body);
    if let Some(key) = key {
        request = request.header("idempotency-key", key);
    }
    let response = request.send().await.ok()?;
    let status = response.status().as_u16();
    let body: Value = response.json().await.ok()?;
    let is_final = status < 500 && body["type"] != "/problems/idempotency-key-in-flight";
    is_final.then_some((status, body))
}

/// Follows the feed of an account across reconnects.
async fn follow(token: String, mut feed: watch::Receiver<SocketAddr>, transcript: Arc<Mutex<Transcript>>) {
    loop {
        let addr = *feed.borrow_and_update();
        let Ok((client, _)) = FeedClient::connect_with(format!("ws://{addr}/ws")).await else {
            sleep(RETRY_DELAY).await;
            continue;
        };
        let mut client = client.with_timeout(DAY);
        let since = transcript.lock().unwrap().cursor.clone();
        client.authenticate(&token, since.as_deref()).await;
        loop {
            match client.next().await {
                testkit::Frame::Closed(_) | testkit::Frame::Disconnected => break,
                frame => transcript.lock().unwrap().record(frame),
            }
        }
    }
}

/// Places orders, and cancels some of them. Returns the ids of the orders.
async fn run_customer(
    client: ApiClient,
    menus: Vec<Vec<Value>>,
    mut rng: StdRng,
    placed: Arc<AtomicUsize>,
) -> Vec<Uuid> {
    let mut orders = Vec::new();
    while orders.len() < orders_per_customer() {
        let menu = &menus[rng.random_range(0..menus.len())];
        let first = rng.random_range(0..menu.len());
        let lines = (0..rng.random_range(1..=3)).map(|offset| {
            let item = &menu[(first + offset) % menu.len()];
            let note = rng.random_ratio(1, 4).then_some("no onions");
            json!({"item_id": id_of(item), "quantity": rng.random_range(1..=3), "note": note})
        });
        let guest = json!({"name": format!("Zoë {}", orders.len()), "table": "12"});
        let body = json!({"items": lines.collect::<Vec<_>>(), "customer": guest});
        let key = Uuid::new_v4().to_string();
        let (status, order) = send(&client, Method::POST, "/api/orders", Some(&key), &body).await;
        if status != 201 {
            // Sold out, unavailable, or the business is closed.
            assert_eq!(status, 409, "{order}");
            continue;
        }
        orders.push(id_of(&order).parse().unwrap());
        placed.fetch_add(1, Ordering::Relaxed);
        if rng.random_ratio(1, 8) {
            let path = format!("/api/orders/{}/cancel", id_of(&order));
            let (status, body) = send(&client, Method::POST, &path, None, &json!({})).await;
            assert!([200, 403, 409].contains(&status), "{status} {body}");
        }
    }
    orders
}

/// Handles the orders of a business as its staff do, until `stop` is cancelled and no unfinished order is left.
async fn run_staff(owner: ApiClient, mut rng: StdRng, stop: CancellationToken) {
    loop {
        let is_last = stop.is_cancelled();
        let path = "/api/orders?status=pending,accepted,processing&limit=100&order=oldest";
        let (_, page) = send(&owner, Method::GET, path, None, &Value::Null).await;
        let orders = page["data"].as_array().unwrap();
        if is_last && orders.is_empty() {
            return;
        }
        for order in orders {
            let command = match order["status"].as_str().unwrap() {
                "pending" if rng.random_ratio(1, 10) => "reject",
                "pending" => "accept",
                "accepted" => "start",
                _ => "complete",
            };
            let path = format!("/api/orders/{}/{command}", id_of(order));
            let (status, body) = send(&owner, Method::POST, &path, None, &json!({})).await;
            assert!([200, 409].contains(&status), "{status} {body}");
        }
        tokio::task::yield_now().await;
    }
}

/// Edits the menu and the settings of a business until `stop` is cancelled. Then opens it again.
async fn run_editor(owner: ApiClient, menu: Vec<Value>, mut rng: StdRng, stop: CancellationToken) {
    let business = format!("/api/businesses/{}", owner.business_id());
    while !stop.is_cancelled() {
        let item = format!("/api/items/{}", id_of(&menu[rng.random_range(0..menu.len())]));
        let (method, path, body) = match rng.random_range(0..20) {
            0 => (Method::PATCH, business.clone(), json!({"open": false})),
            1..=4 => (Method::PATCH, business.clone(), json!({"open": true})),
            5..=7 => (Method::PATCH, item, json!({"available": false})),
            8..=12 => (Method::PATCH, item, json!({"available": true})),
            13..=15 => (Method::PATCH, item, json!({"price_cents": rng.random_range(100..2_000)})),
            _ => (Method::POST, format!("{item}/stock"), json!({"delta": rng.random_range(-3..40)})),
        };
        let (status, body) = send(&owner, method, &path, None, &body).await;
        assert!([200, 422].contains(&status), "{status} {body}");
    }
    send(&owner, Method::PATCH, &business, None, &json!({"open": true})).await;
}

/// Returns the final version of each order by id, with its business and its customer.
async fn read_orders(db: &Db) -> BTreeMap<Uuid, (i64, Uuid, Option<Uuid>)> {
    let mut read = db.read().await.unwrap();
    let orders =
        sql!(read, all [Uuid, i64, Uuid, Option<Uuid>], "select id, version, business_id, customer_id from orders");
    let orders = orders.await.unwrap().into_iter();
    orders.map(|(id, version, business, customer)| (id, (version, business, customer))).collect()
}

/// The feed of an account, and the task that follows it.
type Feed = (ApiClient, Arc<Mutex<Transcript>>, JoinHandle<()>);

/// Waits until a feed contains every version of all orders that the account may see, and stops following the feed.
async fn assert_feed_complete((client, transcript, task): Feed, orders: &BTreeMap<Uuid, (i64, Uuid, Option<Uuid>)>) {
    let is_visible = |business: Uuid, customer: Option<Uuid>| match client.user["role"].as_str().unwrap() {
        "customer" => customer.is_some_and(|customer| customer.to_string() == client.id()),
        "business" => business.to_string() == client.business_id(),
        _ => true,
    };
    let visible = orders.iter().filter(|(_, (_, business, customer))| is_visible(*business, *customer));
    let expected: BTreeMap<_, Vec<_>> = visible.map(|(id, (version, ..))| (*id, (1..=*version).collect())).collect();
    assert!(expected.len() >= orders_per_customer(), "{} sees {} orders", client.username(), expected.len());
    let is_complete = async || (transcript.lock().unwrap().versions == expected).then_some(());
    eventually(&format!("the complete feed of {}", client.username()), DAY, is_complete).await;
    assert_eq!(transcript.lock().unwrap().resyncs, 0);
    task.abort();
}

async fn run_day(mut installation: Installation) {
    let seed = rand::rng().random();
    eprintln!("seed {seed}");
    let mut rng = StdRng::seed_from_u64(seed);
    let endpoint = installation.endpoint.clone();
    let mut owners = Vec::new();
    for name in BUSINESSES {
        owners.push(endpoint.log_in(name, DEMO_PASSWORD).await);
    }
    let admin = endpoint.log_in("admin", DEMO_PASSWORD).await;
    for owner in &owners {
        let path = format!("/api/businesses/{}", owner.business_id());
        owner.patch(path).json(json!({"grace_seconds": 0})).await.expect_status(200);
    }
    let mut customers = Vec::new();
    for index in 0..CUSTOMERS {
        let form = json!({"username": format!("guest{index}"), "password": DEMO_PASSWORD, "role": "customer"});
        customers.push(endpoint.register(form).await);
    }
    let mut menus = Vec::new();
    for name in ["trattoria", "noodle", "bakery"] {
        menus.push(admin.menu(name).await);
    }

    // Every feed starts before the first order.
    let mut feeds = Vec::new();
    for client in customers.iter().chain(&owners).chain([&admin]) {
        let first = FeedClient::open(*installation.feed.borrow(), &client.token).await;
        let transcript = Arc::new(Mutex::new(Transcript::starting_at(first.cursor())));
        let task = tokio::spawn(follow(client.token.clone(), installation.feed.subscribe(), transcript.clone()));
        feeds.push((client.clone(), transcript, task));
    }
    let (placed, stop) = (Arc::new(AtomicUsize::new(0)), CancellationToken::new());
    let mut staff = Vec::new();
    for (owner, menu) in owners.iter().zip(&menus) {
        staff.push(tokio::spawn(run_staff(owner.clone(), StdRng::seed_from_u64(rng.random()), stop.clone())));
        let editor_rng = StdRng::seed_from_u64(rng.random());
        staff.push(tokio::spawn(run_editor(owner.clone(), menu.clone(), editor_rng, stop.clone())));
    }
    let customer_tasks: Vec<_> = customers
        .iter()
        .map(|client| {
            let rng = StdRng::seed_from_u64(rng.random());
            tokio::spawn(run_customer(client.clone(), menus.clone(), rng, placed.clone()))
        })
        .collect();

    let total = CUSTOMERS * orders_per_customer();
    for restart in 1..=RESTARTS {
        let threshold = total * restart / (RESTARTS + 1);
        let enough = async || (placed.load(Ordering::Relaxed) >= threshold).then_some(());
        eventually("more orders", DAY, enough).await;
        installation.restart_next().await;
    }
    let mut placed_orders = HashSet::new();
    for task in customer_tasks {
        placed_orders.extend(with_timeout("the customers", DAY, task).await.unwrap());
    }
    stop.cancel();
    for task in staff {
        with_timeout("the staff", DAY, task).await.unwrap();
    }

    // Every order that a customer received exists once, and there are no others.
    let db = installation.connect().await;
    let orders = read_orders(&db).await;
    assert_eq!(orders.keys().copied().collect::<HashSet<_>>(), placed_orders);
    assert_eq!(orders.len(), total);
    assert_consistent(&db).await;
    for feed in feeds {
        assert_feed_complete(feed, &orders).await;
    }
    let errors: Vec<_> = installation.take_log().into_iter().filter(|line| line.contains(" ERROR ")).collect();
    assert!(errors.is_empty(), "{errors:#?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_lost_on_a_day_with_restarts_of_the_all_in_one() {
    run_day(Installation::all_in_one().await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_lost_on_a_day_with_restarts_of_the_services() {
    run_day(Installation::services().await).await;
}
