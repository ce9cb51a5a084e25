//! What a notifier tells Prometheus, and the others by its heartbeat.

use std::net::SocketAddr;
use std::time::Duration;

use notifier::{Options, Timing};
use shared::metrics::Metrics;
use shared::on_every_engine;
use shared::store::notifiers;
use shared::testing::{Engine, Exposition, database, eventually};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::kit::{Client, Heard, House, SOON};
use crate::limits::large;

/// A notifier as a service of its own.
struct Service {
    addr: SocketAddr,
    stop: CancellationToken,
    running: JoinHandle<anyhow::Result<()>>,
}

impl Service {
    async fn start(house: &House, timing: Timing) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let (addr, stop) = (listener.local_addr().unwrap(), CancellationToken::new());
        let options = Options { timing, metrics: Metrics::default(), ..Options::default() };
        let (db, broker) = (house.stall.db.clone(), house.broker.clone());
        let (tokens, clock) = (house.tokens.clone(), house.clock.clone());
        let running = tokio::spawn(notifier::run(listener, db, broker, tokens, clock, options, stop.clone()));
        Self { addr, stop, running }
    }

    async fn listen(&self, token: &str) -> Client {
        let mut client = Client::connect(self.addr).await;
        client.auth(token, None).await;
        client.ready().await;
        client
    }

    async fn tells(&self) -> Exposition {
        let answer = reqwest::get(format!("http://{}/metrics", self.addr)).await.unwrap();
        assert_eq!(answer.headers()["content-type"], "text/plain; version=0.0.4; charset=utf-8");
        Exposition::read(&answer.text().await.unwrap())
    }

    async fn stops(self) {
        self.stop.cancel();
        tokio::time::timeout(SOON, self.running).await.unwrap().unwrap().unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_tells_who_listens_and_what_they_were_sent() {
    let house = House::open(database(Engine::Sqlite).await).await;
    let service = Service::start(&house, Timing::default()).await;
    service.tells().await.says(&[("expediter_notifier_sockets", 0.0), ("expediter_notifier_frames_sent_total", 0.0)]);

    let mut clients = [service.listen(&house.diner()).await, service.listen(&house.diner()).await];
    let stream = reqwest::Client::new().get(format!("http://{}/events", service.addr)).bearer_auth(house.diner());
    let mut stream = stream.send().await.unwrap();
    assert!(stream.chunk().await.unwrap().is_some());
    let order = house.placed().await;
    for client in &mut clients {
        client.hears_next(&order).await;
    }
    assert!(stream.chunk().await.unwrap().is_some());
    // Each heard `ready`, and of the order.
    let told = service.tells().await;
    told.says(&[
        ("expediter_notifier_sockets", 3.0),
        ("expediter_notifier_frames_sent_total", 6.0),
        ("expediter_notifier_slow_clients_dropped_total", 0.0),
        (r#"expediter_http_requests_total{method="GET",route="/ws",status="101"}"#, 2.0),
        (r#"expediter_http_requests_total{method="GET",route="/events",status="200"}"#, 1.0),
    ]);
    assert!(told.families.contains_key("expediter_database_connections_in_use"));

    drop((clients, stream));
    eventually("all have left", SOON, async || {
        (service.tells().await.value("expediter_notifier_sockets") == 0.0).then_some(())
    })
    .await;
    service.stops().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_counts_whom_it_dropped_because_they_did_not_read() {
    let house = House::open(database(Engine::Sqlite).await).await;
    // The log itself stays empty here, so it is not to be asked.
    let patient = Timing { poll: Duration::from_hours(1), ..Timing::default() };
    let service = Service::start(&house, patient).await;
    let mut slow = service.listen(&house.diner()).await;
    let mut quick = service.listen(&house.diner()).await;
    for position in 1..=400 {
        house.broker.publish(&[large(&house, position)]).await.unwrap();
        assert!(matches!(quick.hear().await, Heard::Event { .. }));
    }
    while !matches!(slow.hear().await, Heard::Closed(1013)) {}
    service
        .tells()
        .await
        .says(&[("expediter_notifier_slow_clients_dropped_total", 1.0), ("expediter_notifier_sockets", 1.0)]);
    service.stops().await;
}

on_every_engine! {
    /// However many notifiers there are, the database knows how many listen to them together.
    async fn the_others_know_of_it_by_its_heartbeat(db: Db) {
        let house = House::open(db.clone()).await;
        let timing = Timing { beat: Duration::from_millis(100), ..Timing::default() };
        let known = async |what: &str, notifiers: i64, sockets: i64| {
            eventually(what, SOON, async || {
                let alive = notifiers::alive(&mut db.read().await.unwrap()).await.unwrap();
                (alive == (notifiers, sockets)).then_some(())
            })
            .await;
        };
        known("nobody", 0, 0).await;
        let (one, two) = (Service::start(&house, timing).await, Service::start(&house, timing).await);
        known("two notifiers", 2, 0).await;
        let mut clients = vec![one.listen(&house.diner()).await, one.listen(&house.diner()).await];
        clients.push(two.listen(&house.diner()).await);
        known("three clients", 2, 3).await;
        clients.pop();
        known("one has left", 2, 2).await;
        one.stops().await;
        known("one notifier has said goodbye", 1, 0).await;
        two.stops().await;
        known("nobody", 0, 0).await;
    }
}
