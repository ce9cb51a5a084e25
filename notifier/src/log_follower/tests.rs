//! Randomized tests of the follower and its clients. Transactions commit late, messages are lost and repeated, and clients
//! disconnect and resume: in every case, each client receives each change once and in order.
//!
//! Events that are not committed yet are in the table `uncommitted`.

use std::collections::{BTreeMap, HashMap};

use auth::Account;
use domain::account::Role;
use domain::order::state::Command;
use rand::rngs::StdRng;
use rand::{Rng as _, RngExt as _, SeedableRng as _};
use service::bootstrap::Resources;
use service::metrics::Metrics;
use service::shutdown::Shutdown;
use store::{decoded, sql};
use testkit::brokers::memory_broker;
use testkit::fixture::tokens;
use testkit::{EVENING, Engine, Fixture, database};

use super::*;
use crate::client_stream::ClientStream;
use crate::frame::Outgoing;
use crate::state::{NotifierState, Options};

const ORDERS: usize = 12;
const COMMANDS: [Command; 4] = [Command::Accept, Command::Start, Command::Complete, Command::HandOver];

/// A log whose events are committed one by one.
struct Simulation {
    db: Db,
    state: Arc<NotifierState>,
    account: Account,
    /// The events of each order, by position.
    orders: Vec<Vec<EventRecord>>,
    /// Number of committed events of each order.
    committed: Vec<usize>,
    /// Number of published events of each order.
    published: Vec<usize>,
}

impl Simulation {
    async fn new(rng: &mut StdRng, timing: Timing) -> (Self, LogFollower) {
        let db = database(Engine::Sqlite).await;
        let clock = Clock::manual(EVENING);
        let fixture = Fixture::with_clock(db.clone(), clock.clone()).await;
        let mut open = fixture.place_orders(ORDERS).await;
        // In random order, so that the positions of different orders are interleaved.
        while !open.is_empty() {
            let order = open.swap_remove(rng.random_range(0..open.len()));
            let command = COMMANDS[usize::try_from(order.version - 1).unwrap()];
            let order = fixture.apply(order, command).await;
            if order.version <= i64::try_from(COMMANDS.len()).unwrap() {
                open.push(order);
            }
        }
        let mut orders: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for event in decoded(events::list_between(&mut db.read().await.unwrap(), 1, i64::MAX).await.unwrap()) {
            orders.entry(event.subject).or_default().push(event);
        }
        let orders: Vec<_> = orders.into_values().collect();
        let mut tx = db.begin().await.unwrap();
        sql!(tx, execute "create table uncommitted as select * from events").await.unwrap();
        sql!(tx, execute "delete from events").await.unwrap();
        tx.commit().await.unwrap();

        let (broker, metrics, shutdown) = (memory_broker().await, Metrics::default(), Shutdown::default());
        let resources = Resources { db: db.clone(), broker, clock, metrics, shutdown };
        let follower =
            LogFollower::start(db.clone(), resources.broker.clone(), resources.clock.clone(), timing).await.unwrap();
        let tokens = tokens();
        let admin = fixture.add_user(Role::Admin).await;
        let account = tokens.verify(&tokens.issue(&admin, EVENING), EVENING).unwrap();
        let options = Options { timing, ..Options::default() };
        let state = NotifierState::new(options, resources, tokens, follower.hub().clone());
        let none = vec![0; orders.len()];
        (Self { db, state, account, orders, committed: none.clone(), published: none }, follower)
    }

    /// Commits the next event of this order, if there is one.
    async fn commit(&mut self, order: usize) {
        let Some(event) = self.orders[order].get(self.committed[order]) else { return };
        let mut tx = self.db.begin().await.unwrap();
        sql!(tx, execute "insert into events select * from uncommitted where id = ?", event.id).await.unwrap();
        tx.commit().await.unwrap();
        self.committed[order] += 1;
    }

    /// Returns the next message about this order, or a repeated one. Returns `None` if there is no message, or if it is lost.
    fn publish(&mut self, order: usize, rng: &mut StdRng) -> Option<EventRecord> {
        if self.published[order] < self.committed[order] {
            self.published[order] += 1;
        }
        let last = self.published[order];
        let number = if rng.random_ratio(1, 5) { rng.random_range(0..=last) } else { last };
        let event = self.orders[order].get(number.checked_sub(1)?)?;
        (!rng.random_ratio(1, 4)).then(|| event.clone())
    }
}

/// A client and the versions that it has received.
struct Client {
    stream: ClientStream,
    cursor: Option<String>,
    /// The last version of each order on the current connection.
    on_connection: HashMap<String, i64>,
    /// The versions of each order that were new to the client.
    received: BTreeMap<String, Vec<i64>>,
}

impl Client {
    async fn connect(simulation: &Simulation) -> Self {
        let stream = ClientStream::open(&simulation.state, &simulation.account, None).await.unwrap();
        Self { stream, cursor: None, on_connection: HashMap::new(), received: BTreeMap::new() }
    }

    async fn reconnect(&mut self, simulation: &Simulation) {
        let cursor = self.cursor.as_deref();
        self.stream = ClientStream::open(&simulation.state, &simulation.account, cursor).await.unwrap();
        self.on_connection.clear();
    }

    /// Reads the available messages, at most `max`.
    async fn read(&mut self, max: usize) {
        let mut remaining = max;
        while remaining > 0 {
            let limit = Duration::from_millis(if self.stream.is_catching_up() { 10_000 } else { 0 });
            let Ok(messages) = timeout(limit, self.stream.next()).await else { return };
            // Messages that were taken from the stream but not read are lost with the connection.
            for message in messages.unwrap() {
                if remaining > 0 {
                    self.record(&message);
                    remaining -= 1;
                }
            }
        }
    }

    fn record(&mut self, message: &Outgoing) {
        let frame = match message {
            Outgoing::Ready(cursor) => {
                self.cursor = Some(cursor.to_string());
                return;
            }
            Outgoing::Resync => panic!("nothing was lost"),
            Outgoing::Event(frame) => frame,
            Outgoing::Menu(_) => panic!("the client is not subscribed to a menu"),
        };
        let message: serde_json::Value = serde_json::from_str(&frame.text).unwrap();
        let order = message["event"]["order"]["id"].as_str().unwrap().to_owned();
        let version = message["event"]["order"]["version"].as_i64().unwrap();
        let last = self.on_connection.insert(order.clone(), version);
        assert!(last.is_none_or(|last| last < version), "{order}: {version} after {last:?}");
        let received = self.received.entry(order).or_default();
        if received.last().is_none_or(|last| *last < version) {
            received.push(version);
        }
        self.cursor = Some(message["cursor"].as_str().unwrap().to_owned());
    }
}

#[tokio::test]
async fn each_change_reaches_each_client_once_in_order() {
    for seed in 0..24 {
        println!("seed {seed}");
        simulate(seed).await;
    }
}

async fn simulate(seed: u64) {
    let mut rng = StdRng::seed_from_u64(seed);
    // The simulation decides when the follower reads the log and abandons positions.
    let timing = Timing { gap_timeout: Duration::from_hours(1), ..Timing::default() };
    let (mut simulation, mut follower) = Simulation::new(&mut rng, timing).await;
    let mut clients = Vec::new();
    for _ in 0..4 {
        let mut client = Client::connect(&simulation).await;
        client.read(1).await;
        clients.push(client);
    }
    // The transaction of one order's last event is rolled back.
    let rolled_back = simulation.orders[0].pop().unwrap().position;
    for _ in 0..400 {
        run_random_step(&mut simulation, &mut follower, &mut clients, &mut rng).await;
    }
    for order in 0..ORDERS {
        while simulation.committed[order] < simulation.orders[order].len() {
            simulation.commit(order).await;
        }
    }
    follower.poll().await;
    let all: BTreeMap<_, Vec<_>> = simulation
        .orders
        .iter()
        .map(|events| (events[0].subject.id().to_string(), (1..=i64::try_from(events.len()).unwrap()).collect()))
        .collect();
    for client in &mut clients {
        client.read(usize::MAX).await;
        assert_eq!(client.received, all, "seed {seed}");
    }
    // The position of the rolled back event limits the watermark until it is abandoned.
    let last = follower.positions.last();
    assert_eq!(follower.positions.watermark(), if rolled_back < last { rolled_back - 1 } else { last });
    follower.timing.gap_timeout = Duration::ZERO;
    follower.poll().await;
    assert_eq!((follower.positions.watermark(), follower.positions.missing_count()), (last, 0));
    for client in &mut clients {
        client.reconnect(&simulation).await;
        client.read(usize::MAX).await;
        assert_eq!(client.received, all, "seed {seed}, after another connection");
    }
}

async fn run_random_step(
    simulation: &mut Simulation,
    follower: &mut LogFollower,
    clients: &mut [Client],
    rng: &mut StdRng,
) {
    let order = rng.random_range(0..ORDERS);
    match rng.next_u32() % 8 {
        0..=2 => simulation.commit(order).await,
        3 | 4 => {
            if let Some(event) = simulation.publish(order, rng) {
                follower.on_event(event).await;
            }
        }
        5 if rng.random_ratio(1, 3) => follower.poll().await,
        6 if rng.random_ratio(1, 3) => {
            let client = &mut clients[rng.random_range(0..clients.len())];
            client.read(rng.random_range(0..30)).await;
            client.reconnect(simulation).await;
        }
        _ => {
            // The last client reads only at the end.
            let index = rng.random_range(0..clients.len() - 1);
            clients[index].read(usize::MAX).await;
        }
    }
}

#[tokio::test]
async fn follower_that_is_too_far_behind_resyncs_its_clients() {
    let mut rng = StdRng::seed_from_u64(0);
    let (simulation, mut follower) = Simulation::new(&mut rng, Timing::default()).await;
    let mut client = Client::connect(&simulation).await;
    client.read(1).await;
    let mut tx = simulation.db.begin().await.unwrap();
    sql!(tx, execute "insert into events select * from uncommitted").await.unwrap();
    sql!(tx, execute "update events set position = position + 20000").await.unwrap();
    tx.commit().await.unwrap();
    follower.poll().await;
    assert_eq!(follower.positions.last(), 20_000 + i64::try_from(ORDERS * 5).unwrap());
    let messages = client.stream.next().await.unwrap();
    assert!(matches!(messages[..], [Outgoing::Resync]), "{messages:?}");
    // The log is replaced by a shorter one.
    let mut tx = simulation.db.begin().await.unwrap();
    sql!(tx, execute "update events set position = position - 20000").await.unwrap();
    tx.commit().await.unwrap();
    follower.poll().await;
    assert_eq!(follower.positions.last(), i64::try_from(ORDERS * 5).unwrap());
    let messages = client.stream.next().await.unwrap();
    assert!(matches!(messages[..], [Outgoing::Resync]), "{messages:?}");
}
