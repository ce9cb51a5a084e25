//! Compares estimated with actual wait times, using real processes with PostgreSQL and RabbitMQ.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use domain::clock::{Clock, Timestamp};
use serde_json::Value;
use testkit::api_client::id_of;
use testkit::brokers::rabbitmq_url;
use testkit::{ApiClient, Process, ServiceProcesses, eventually};

const POLL_INTERVAL: Duration = Duration::from_millis(100);
const STOP_TIMEOUT: Duration = Duration::from_secs(20);

/// An estimate that the API returned.
struct Sample {
    observed_at: Timestamp,
    order_id: String,
    /// `true` for the first estimate of an order.
    is_first: bool,
    ready_in_seconds: f64,
}

/// The estimates for some orders, and the times at which the orders were ready. All processes use the clock of this machine.
#[derive(Default)]
struct Observations {
    samples: Vec<Sample>,
    ready_at: BTreeMap<String, Timestamp>,
    missing: usize,
}

impl Observations {
    /// Records the current estimate for each order that is not ready.
    async fn observe(&mut self, customer: &ApiClient, orders: &[Value]) {
        for order in orders {
            let id = id_of(order);
            if self.ready_at.contains_key(id) {
                continue;
            }
            let current = customer.order(order).await;
            let observed_at = Clock::system().now();
            if current["status"] == "completed" {
                self.ready_at.insert(id.to_owned(), current["completed_at"].as_str().unwrap().parse().unwrap());
                continue;
            }
            let Some(seconds) = current["estimate"]["ready_in_seconds"].as_i64() else {
                self.missing += 1;
                continue;
            };
            assert!(seconds >= 0 && current["estimate"]["ahead"].as_i64().unwrap() >= 0, "{current}");
            let is_first = !self.samples.iter().any(|sample| sample.order_id == id);
            let ready_in_seconds = f64::from(i32::try_from(seconds).unwrap());
            self.samples.push(Sample { observed_at, order_id: id.to_owned(), is_first, ready_in_seconds });
        }
    }

    /// Observes until all orders are ready.
    async fn observe_until_ready(&mut self, customer: &ApiClient, orders: &[Value]) {
        let deadline = Instant::now() + Duration::from_mins(2);
        while self.ready_at.len() < orders.len() {
            assert!(Instant::now() < deadline, "{} of {} are ready", self.ready_at.len(), orders.len());
            self.observe(customer, orders).await;
            tokio::time::sleep(POLL_INTERVAL).await;
        }
    }

    /// Returns the number of included samples, their mean relative error, and their mean absolute error in seconds.
    fn errors(&self, is_included: impl Fn(&Sample) -> bool) -> (u32, f64, f64) {
        let (mut count, mut relative, mut absolute) = (0_u32, 0.0, 0.0);
        for sample in self.samples.iter().filter(|sample| is_included(sample)) {
            let actual = self.ready_at[&sample.order_id].since(sample.observed_at).as_secs_f64();
            let error = (sample.ready_in_seconds - actual).abs();
            (count, relative, absolute) = (count + 1, relative + error / actual, absolute + error);
        }
        let count = count.max(1);
        (count, relative / f64::from(count), absolute / f64::from(count))
    }
}

async fn start_kitchen(
    prep_seconds: &str,
    worker_names: &[&str],
) -> (ServiceProcesses, Vec<Process>, ApiClient, Vec<Value>) {
    let services = ServiceProcesses::start(&rabbitmq_url()).await;
    services.accept_immediately().await;
    let mut workers = Vec::new();
    for name in worker_names {
        workers.push(services.start_kitchen_worker(name, prep_seconds).await);
    }
    let customer = services.log_in("diner").await;
    let menu = customer.menu("trattoria").await;
    (services, workers, customer, menu)
}

/// Places 20 orders. The mean relative error of their first estimates must be below `max_error`. Rounding the estimates to whole
/// seconds causes a mean error of 0.25 s.
async fn check_twenty_orders(worker_names: &[&str], prep_seconds: &str, max_error: f64) {
    let (_services, _workers, customer, menu) = start_kitchen(prep_seconds, worker_names).await;
    let (mut observations, mut orders) = (Observations::default(), Vec::new());
    for n in 0..20 {
        let order = customer.place_order(&menu[n % menu.len()], 1).await;
        eventually("the order to be accepted", Duration::from_secs(5), async || {
            (customer.order(&order).await["status"] != "pending").then_some(())
        })
        .await;
        observations.observe(&customer, std::slice::from_ref(&order)).await;
        orders.push(order);
    }
    observations.observe_until_ready(&customer, &orders).await;
    let (first_estimates, relative, absolute) = observations.errors(|sample| sample.is_first);
    println!(
        "{} workers: first estimates of {first_estimates} orders: mean error {:.1} %, {absolute:.2} s",
        worker_names.len(),
        relative * 100.0,
    );
    let (samples, waiting_relative, waiting_absolute) = observations.errors(|sample| sample.ready_in_seconds >= 2.0);
    println!(
        "  {samples} estimates of 2 s or more: mean error {:.1} %, {waiting_absolute:.2} s",
        waiting_relative * 100.0,
    );
    assert_eq!(observations.missing, 0);
    assert!(first_estimates >= 16, "only {first_estimates} orders were observed while they waited");
    assert!(relative < max_error, "the mean error is {:.1} %", relative * 100.0);
    assert!(waiting_absolute < 0.5, "the mean error while waiting is {waiting_absolute:.2} s");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn estimates_of_twenty_orders_match_the_actual_times() {
    // With a whole number of seconds, the rounding errors of all estimates would be equal, up to half a second.
    check_twenty_orders(&["north"], "1.3", 0.1).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn estimates_of_twenty_orders_with_two_workers_match_the_actual_times() {
    check_twenty_orders(&["north", "south"], "2", 0.15).await;
}

/// Until the heartbeat of a killed worker expires, estimates may be too short, but are never negative. Afterwards, they match the
/// capacity of the other worker. Without workers, there are no estimates.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn estimates_exclude_a_killed_worker_after_its_heartbeat_expires() {
    let (services, mut workers, customer, menu) = start_kitchen("3", &["north", "south"]).await;
    let (mut observations, mut orders) = (Observations::default(), Vec::new());
    for n in 0..40 {
        orders.push(customer.place_order(&menu[n % menu.len()], 1).await);
    }
    let last = orders.pop().unwrap();
    let estimate = async || {
        let order = customer.order(&last).await;
        (order["estimate"]["ready_in_seconds"].as_i64(), order["estimate"]["ahead"].as_i64())
    };
    workers.remove(0).kill();
    let admin = services.log_in("admin").await;
    let deadline = Instant::now() + Duration::from_secs(30);
    let count_workers = async || {
        let kitchen = admin.get("/api/kitchen").await.expect_status(200);
        kitchen["workers"].as_array().unwrap().len()
    };
    while count_workers().await > 1 {
        assert!(Instant::now() < deadline, "the heartbeat of the killed worker does not expire");
        observations.observe(&customer, &orders[30..]).await;
        tokio::time::sleep(POLL_INTERVAL).await;
    }
    let (Some(ready_in), Some(ahead)) = estimate().await else { panic!("one worker is alive") };
    // Three seconds per two orders ahead, plus three for the order itself, minus the progress of the orders in preparation.
    let full = (ahead / 2 + 1) * 3;
    assert!((full - 1..=full + 4).contains(&ready_in), "{ready_in} s for {ahead} orders ahead");
    assert!(workers.remove(0).terminate(STOP_TIMEOUT).await.success());
    assert_eq!(estimate().await, (None, None), "without workers, there is no estimate");
}
