//! What the kitchen tells those who wait, against what then happens: real processes on PostgreSQL and RabbitMQ.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use reqwest::Method;
use serde_json::Value;
use shared::clock::{Clock, Timestamp};
use shared::testing::{eventually, rabbitmq_url};

use crate::diner::Person;
use crate::full_set::{Set, without_grace};

/// What was told of an order at one moment.
struct Told {
    at: Timestamp,
    order: String,
    first: bool,
    ready_in: f64,
}

/// What was told of some orders while they waited, and when each was ready: by one clock, since all run on one machine.
#[derive(Default)]
struct Watch {
    told: Vec<Told>,
    ready: BTreeMap<String, Timestamp>,
    unknown: usize,
}

impl Watch {
    /// Asks once for each of these that is not ready yet.
    async fn look(&mut self, diner: &Person, orders: &[Value]) {
        for order in orders {
            let id = order["id"].as_str().unwrap();
            if self.ready.contains_key(id) {
                continue;
            }
            let (_, now) = diner.ask(Method::GET, &format!("/api/orders/{id}"), None).await;
            let at = Clock::system().now();
            if now["status"] == "completed" {
                self.ready.insert(id.to_owned(), now["completed_at"].as_str().unwrap().parse().unwrap());
                continue;
            }
            let Some(ready_in) = now["estimate"]["ready_in_seconds"].as_i64() else {
                self.unknown += 1;
                continue;
            };
            assert!(ready_in >= 0 && now["estimate"]["ahead"].as_i64().unwrap() >= 0, "{now}");
            let first = !self.told.iter().any(|told| told.order == id);
            let ready_in = f64::from(i32::try_from(ready_in).unwrap());
            self.told.push(Told { at, order: id.to_owned(), first, ready_in });
        }
    }

    /// Looks until all are ready.
    async fn until_ready(&mut self, diner: &Person, orders: &[Value]) {
        let deadline = Instant::now() + Duration::from_mins(2);
        while self.ready.len() < orders.len() {
            assert!(Instant::now() < deadline, "{} of {} are ready", self.ready.len(), orders.len());
            self.look(diner, orders).await;
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    /// The mean of the errors, each in parts of what then happened; and the seconds that they were off by.
    fn errors(&self, which: impl Fn(&Told) -> bool) -> (u32, f64, f64) {
        let (mut count, mut parts, mut off) = (0_u32, 0.0, 0.0);
        for told in self.told.iter().filter(|told| which(told)) {
            let happened = self.ready[&told.order].since(told.at).as_secs_f64();
            let error = (told.ready_in - happened).abs();
            (count, parts, off) = (count + 1, parts + error / happened, off + error);
        }
        let count = count.max(1);
        (count, parts / f64::from(count), off / f64::from(count))
    }
}

async fn kitchen(prep: &str, workers: &[&str]) -> (Set, Vec<crate::process::Process>, Person, Vec<Value>) {
    let set = Set::open(&rabbitmq_url()).await;
    without_grace(&set).await;
    let workers = workers.iter().map(|name| set.kitchen_worker(name, prep)).collect();
    let diner = Person::log_in(&set.address, "diner").await;
    let menu = diner.menu("trattoria").await;
    (set, workers, diner, menu)
}

/// 20 orders before a kitchen: the mean error of what each is told when it gets in line. Whole seconds are told, which is
/// a quarter of a second off in the mean, whatever the kitchen does.
async fn twenty(workers: &[&str], prep: &str, most: f64) {
    let (_set, _workers, diner, menu) = kitchen(prep, workers).await;
    let (mut watch, mut orders) = (Watch::default(), Vec::new());
    for n in 0..20 {
        let order = diner.orders(&[(&menu[n % menu.len()], 1)]).await;
        let path = format!("/api/orders/{}", order["id"].as_str().unwrap());
        eventually("the order to be in line", Duration::from_secs(5), async || {
            (diner.ask(Method::GET, &path, None).await.1["status"] != "pending").then_some(())
        })
        .await;
        watch.look(&diner, std::slice::from_ref(&order)).await;
        orders.push(order);
    }
    watch.until_ready(&diner, &orders).await;
    let (firsts, error, off) = watch.errors(|told| told.first);
    println!(
        "{} workers: {firsts} orders, told when they got in line: mean error {:.1} %, {off:.2} s",
        workers.len(),
        error * 100.0,
    );
    let (moments, waiting, off) = watch.errors(|told| told.ready_in >= 2.0);
    println!("  and at {moments} moments while they waited: mean error {:.1} %, {off:.2} s", waiting * 100.0);
    assert_eq!(watch.unknown, 0);
    assert!(firsts >= 16, "only {firsts} were seen in line");
    assert!(error < most, "the mean error is {:.1} %", error * 100.0);
    assert!(off < 0.5, "while they waited, the mean error is {off:.2} s");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_twenty_orders_are_told_is_what_happens() {
    twenty(&["north"], "1", 0.1).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_twenty_orders_are_told_by_two_workers_is_what_happens() {
    twenty(&["north", "south"], "2", 0.15).await;
}

/// One of two workers is killed: while it is not missed yet, what is told may be too soon, but it is never negative;
/// then it is what the other can do. When that one is stopped, too, nothing is promised.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_killed_worker_is_not_counted_on_for_long() {
    let (set, mut workers, diner, menu) = kitchen("3", &["north", "south"]).await;
    let (mut watch, mut orders) = (Watch::default(), Vec::new());
    for n in 0..40 {
        orders.push(diner.orders(&[(&menu[n % menu.len()], 1)]).await);
    }
    let last = orders.pop().unwrap();
    let told = async || {
        let (_, now) = diner.ask(Method::GET, &format!("/api/orders/{}", last["id"].as_str().unwrap()), None).await;
        (now["estimate"]["ready_in_seconds"].as_i64(), now["estimate"]["ahead"].as_i64())
    };
    workers.remove(0).kill();
    let admin = Person::log_in(&set.address, "admin").await;
    let deadline = Instant::now() + Duration::from_secs(30);
    while admin.ask(Method::GET, "/api/kitchen", None).await.1["workers"].as_array().unwrap().len() > 1 {
        assert!(Instant::now() < deadline, "the killed worker is not missed");
        watch.look(&diner, &orders[30..]).await;
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let (Some(ready_in), Some(ahead)) = told().await else { panic!("one worker is left") };
    // Three seconds for each two that are before it, and for itself; less what is on the stoves already.
    let whole = (ahead / 2 + 1) * 3;
    assert!((whole - 1..=whole + 4).contains(&ready_in), "{ready_in} s for {ahead} ahead");
    assert!(workers.remove(0).stop().success());
    assert_eq!(told().await, (None, None), "nobody cooks, nothing is promised");
}
