//! A stall, a broker and a relay, for kitchens to work in.

use std::time::Duration;

use kitchen_worker::{Tempo, Worker};
use shared::broker::{Broker, Message};
use shared::clock::Clock;
use shared::config;
use shared::event::Kind;
use shared::metrics::Metrics;
use shared::order::{Command, Order, OrderId, Status};
use shared::outbox::Relay;
use shared::store::{Db, events};
use shared::testing::{self, Engine, Stall, eventually};
use tokio::task::JoinHandle;
use tokio_util::sync::{CancellationToken, DropGuard};

/// Long enough for anything on a busy machine, even for a lease of the outbox whose relay is dead.
pub(crate) const SOON: Duration = Duration::from_mins(1);

/// The two sets of backends that Expediter runs on.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pair {
    /// All in one process.
    SqliteAndMemory,
    /// The full set.
    PostgresAndRabbit,
}

/// Runs a test on both pairs: `on_both_pairs!(async fn name(house: House) { … })`.
macro_rules! on_both_pairs {
    ($($(#[$doc:meta])* async fn $name:ident($house:ident: House) $body:block)+) => {
        $(
            $(#[$doc])*
            mod $name {
                use super::*;

                async fn run($house: House) $body

                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn sqlite() {
                    run(House::open(Pair::SqliteAndMemory).await).await;
                }

                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn postgres() {
                    run(House::open(Pair::PostgresAndRabbit).await).await;
                }
            }
        )+
    };
}
pub(crate) use on_both_pairs;

/// Everything but the kitchen.
pub(crate) struct House {
    pub(crate) stall: Stall,
    pub(crate) broker: Broker,
    pub(crate) relay: Relay,
    pub(crate) database_url: String,
    pub(crate) namespace: String,
    pub(crate) metrics: Metrics,
    _open: DropGuard,
}

/// A worker in this process.
pub(crate) struct Cook {
    pub(crate) id: uuid::Uuid,
    pub(crate) stop: CancellationToken,
    task: JoinHandle<anyhow::Result<()>>,
}

impl House {
    pub(crate) async fn open(pair: Pair) -> Self {
        Self::open_at(pair, Clock::system()).await
    }

    /// With another clock for its changes, and for its cooks.
    pub(crate) async fn open_at(pair: Pair, clock: Clock) -> Self {
        let (engine, broker_url) = match pair {
            Pair::SqliteAndMemory => (Engine::Sqlite, "memory:".to_owned()),
            Pair::PostgresAndRabbit => (Engine::Postgres, testing::rabbitmq_url()),
        };
        let (database_url, namespace) = (testing::database_url(engine).await, testing::namespace());
        let db = Db::connect(&database_url, 8).await.unwrap();
        let broker = Broker::connect(&broker_url, &namespace).await.unwrap();
        eventually("the broker is there", SOON, async || broker.health().ok()).await;
        let (stop, metrics) = (CancellationToken::new(), Metrics::default());
        let (relay, _ends_with_the_test) = Relay::start(db.clone(), broker.clone(), &metrics, stop.clone());
        Self {
            stall: Stall::open_at(db, clock).await,
            broker,
            relay,
            database_url,
            namespace,
            metrics,
            _open: stop.drop_guard(),
        }
    }

    /// A worker with two slots and times for tests.
    pub(crate) fn cook(&self, prep: Duration) -> Cook {
        self.cook_at(brisk(prep))
    }

    pub(crate) fn cook_at(&self, tempo: Tempo) -> Cook {
        self.cook_on(tempo, self.stall.db.clone())
    }

    pub(crate) fn cook_on(&self, tempo: Tempo, db: Db) -> Cook {
        let settings = config::Kitchen {
            kitchen_concurrency: 2,
            kitchen_prep_seconds: 0.0,
            kitchen_name: Some("stove".to_owned()),
        };
        let worker =
            Worker::with_tempo(&settings, tempo, db, self.relay.clone(), self.stall.clock.clone(), &self.metrics);
        let (id, stop) = (worker.id(), CancellationToken::new());
        let (broker, stopped) = (self.broker.clone(), stop.clone());
        Cook { id, stop, task: tokio::spawn(async move { worker.run(&broker, stopped).await }) }
    }

    /// Accepts so many orders, and tells the kitchen.
    pub(crate) async fn accepted(&self, count: usize) -> Vec<Order> {
        let orders = self.stall.accepted(count).await;
        self.relay.poke();
        orders
    }

    /// Waits until the order is in this state.
    pub(crate) async fn until(&self, id: OrderId, status: Status) -> Order {
        eventually(&format!("the order is {status}"), SOON, async || {
            Some(self.stall.order(id).await).filter(|order| order.status == status)
        })
        .await
    }

    /// What happened to the order, in words, oldest first.
    pub(crate) async fn history(&self, id: OrderId) -> Vec<&'static str> {
        let log = events::of_order(&mut self.stall.db.read().await.unwrap(), id).await.unwrap();
        log.iter().map(|entry| entry.kind.as_str()).collect()
    }

    /// Waits until the outbox and the kitchen's queue are empty.
    pub(crate) async fn quiet(&self) {
        eventually("outbox and queue are empty", SOON, async || {
            let left = shared::store::outbox::depth(&mut self.stall.db.read().await.unwrap()).await.unwrap();
            (left == 0 && self.broker.waiting().await.ok()? == 0).then_some(())
        })
        .await;
    }

    /// The kitchen is told of the order once more, as by the clockwork.
    pub(crate) async fn announce(&self, id: OrderId) {
        let mut tx = self.stall.db.begin().await.unwrap();
        shared::store::orders::announce_again(&mut tx, id, self.stall.clock.now()).await.unwrap();
        tx.commit().await.unwrap();
        self.relay.poke();
    }

    /// An order that this worker has begun; its message is dealt with.
    pub(crate) async fn begun_by(&self, worker: Option<uuid::Uuid>) -> Order {
        let mut order = self.accepted(1).await.remove(0);
        let mut work = self.broker.work(1);
        work.next().await.unwrap().ack().await.unwrap();
        work.stop().await;
        order.worker_id = worker;
        self.stall.does(order, Command::Start).await
    }

    /// The message of an accepted order, as the relay sends it.
    pub(crate) async fn message(&self, id: OrderId) -> Message {
        let log = events::of_order(&mut self.stall.db.read().await.unwrap(), id).await.unwrap();
        let entry = log.into_iter().find(|entry| entry.kind == Kind::Accepted).unwrap();
        Message {
            id: entry.id.0,
            kind: entry.kind,
            subject: id.0,
            position: entry.position,
            time: entry.occurred_at,
            traceparent: Some("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01".to_owned()),
            body: entry.payload.into(),
        }
    }
}

impl Cook {
    /// Asks it to stop, and waits until it has.
    pub(crate) async fn stops(self) {
        self.stop.cancel();
        self.task.await.unwrap().unwrap();
    }
}

/// A kitchen's times, for tests.
pub(crate) fn brisk(prep: Duration) -> Tempo {
    Tempo {
        beat: Duration::from_millis(200),
        silence: 1,
        patience: Duration::from_secs(1),
        close: Duration::from_secs(3),
        ..Tempo::new(prep)
    }
}

/// The whole life of an order that a kitchen cooked.
pub(crate) const COOKED: [&str; 4] = ["order.placed", "order.accepted", "order.processing", "order.completed"];
