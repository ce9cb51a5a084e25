//! Support for the tests of kitchen workers: backends with a relay, and workers in this process or in their own.

mod worker_process;

use std::collections::BTreeSet;
use std::time::Duration;

use domain::clock::Clock;
use domain::event::{EventKind, EventRecord};
use domain::order::state::{Command, Status};
use domain::order::{Order, OrderId};
use kitchen_worker::{Timing, Worker};
use messaging::Broker;
use service::bootstrap::Resources;
use service::config::KitchenSettings;
use service::metrics::Metrics;
use service::relay::Relay;
use service::shutdown::Shutdown;
use store::{Db, orders};
use testkit::brokers::next_delivery;
use testkit::{Backends, Fixture, Namespace, eventually};
use tokio::task::JoinHandle;
use tokio_util::sync::{CancellationToken, DropGuard};
use uuid::Uuid;

pub(crate) use worker_process::WorkerProcess;

/// Maximum time for one step, even on a busy machine and if the outbox lease of a dead relay must expire first.
pub(crate) const STEP_TIMEOUT: Duration = Duration::from_mins(1);
/// The name of the workers in this process.
pub(crate) const WORKER_NAME: &str = "worker";

/// A business, a broker and a relay, without a worker.
pub(crate) struct TestKitchen {
    pub(crate) fixture: Fixture,
    pub(crate) broker: Broker,
    pub(crate) relay: Relay,
    pub(crate) metrics: Metrics,
    pub(crate) database_url: String,
    _stop_relay: DropGuard,
    pub(crate) namespace: Namespace,
}

/// A worker in this process.
pub(crate) struct RunningWorker {
    pub(crate) id: Uuid,
    shutdown: Shutdown,
    task: JoinHandle<()>,
}

impl TestKitchen {
    pub(crate) async fn open(backends: Backends) -> Self {
        Self::with_clock(backends, Clock::system()).await
    }

    /// Opens the kitchen with this clock, which the fixture and the workers use.
    pub(crate) async fn with_clock(backends: Backends, clock: Clock) -> Self {
        let backends = backends.open().await;
        let (stop_relay, metrics) = (CancellationToken::new(), Metrics::default());
        let (relay, _) = Relay::start(backends.db.clone(), backends.broker.clone(), &metrics, stop_relay.clone());
        Self {
            fixture: Fixture::with_clock(backends.db, clock).await,
            broker: backends.broker,
            relay,
            metrics,
            database_url: backends.database_url,
            _stop_relay: stop_relay.drop_guard(),
            namespace: backends.namespace,
        }
    }

    /// Starts a worker with two slots, this preparation time, and frequent heartbeats.
    pub(crate) fn start_worker(&self, preparation_time: Duration) -> RunningWorker {
        self.start_worker_with(frequent_heartbeats(preparation_time))
    }

    /// Starts a worker with two slots and these durations.
    pub(crate) fn start_worker_with(&self, timing: Timing) -> RunningWorker {
        self.start_worker_on(timing, self.fixture.db.clone())
    }

    /// Starts a worker with two slots that uses its own connections to the database.
    pub(crate) fn start_worker_on(&self, timing: Timing, db: Db) -> RunningWorker {
        let settings = KitchenSettings {
            kitchen_concurrency: 2,
            kitchen_prep_seconds: 0.0,
            kitchen_name: Some(WORKER_NAME.to_owned()),
        };
        let shutdown = Shutdown::default();
        let resources = Resources {
            db,
            broker: self.broker.clone(),
            clock: self.fixture.clock.clone(),
            metrics: self.metrics.clone(),
            shutdown: shutdown.clone(),
        };
        let worker = Worker::with_timing(&settings, timing, resources, self.relay.clone());
        RunningWorker { id: worker.id(), shutdown, task: tokio::spawn(worker.run()) }
    }

    /// Places and accepts orders, and announces them to the kitchen.
    pub(crate) async fn accept_orders(&self, count: usize) -> Vec<Order> {
        let orders = self.fixture.accept_orders(count).await;
        self.relay.wake();
        orders
    }

    /// Places and accepts an order, and announces it to the kitchen.
    pub(crate) async fn accept_order(&self) -> Order {
        self.accept_orders(1).await.remove(0)
    }

    /// Waits until the order has this status.
    pub(crate) async fn wait_for_status(&self, id: OrderId, status: Status) -> Order {
        self.fixture.wait_for_status(id, status, STEP_TIMEOUT).await
    }

    /// Waits until a worker has started the order, which may be completed by then.
    pub(crate) async fn wait_until_started(&self, id: OrderId) -> Order {
        eventually("a started order", STEP_TIMEOUT, async || {
            Some(self.fixture.order(id).await).filter(|order| order.processing_at.is_some())
        })
        .await
    }

    /// Waits until the outbox is empty, and no message waits in the kitchen queue. Workers may still be handling messages that
    /// they have received.
    pub(crate) async fn wait_until_delivered(&self) {
        eventually("an empty outbox and kitchen queue", STEP_TIMEOUT, async || {
            let is_published = self.fixture.outbox_count().await == 0;
            (is_published && self.broker.kitchen_queue_depth().await.ok()? == 0).then_some(())
        })
        .await;
    }

    /// Waits until these workers have handled all previously published messages. Workers receive messages in the order of
    /// publication, so this accepts further orders until each worker has completed one of them.
    ///
    /// Without this wait, a worker that is stopped could return a received message to the queue before it has handled it.
    pub(crate) async fn wait_until_handled(&self, workers: &[&RunningWorker]) {
        self.wait_until_delivered().await;
        // The business of the test may have a manual kitchen.
        let fixture = self.fixture.add_business().await;
        let mut waiting: BTreeSet<_> = workers.iter().map(|worker| worker.id).collect();
        eventually("an order completed by each worker", STEP_TIMEOUT, async || {
            let accepted = fixture.accept_orders(workers.len()).await;
            self.relay.wake();
            for order in accepted {
                let completed = self.wait_for_status(order.id, Status::Completed).await;
                waiting.remove(&completed.worker_id.unwrap());
            }
            waiting.is_empty().then_some(())
        })
        .await;
    }

    /// Returns an order that a worker has started and whose events were published. If they were not, a worker that is then killed
    /// or suspended could hold their outbox lease, and they would be published only after the lease expires.
    pub(crate) async fn order_in_preparation(&self) -> Order {
        let order = self.accept_order().await;
        let order = self.wait_for_status(order.id, Status::Processing).await;
        self.wait_until_delivered().await;
        order
    }

    /// Announces the order to the kitchen again, as the reconciler does.
    pub(crate) async fn reannounce(&self, id: OrderId) {
        let mut tx = self.fixture.db.begin().await.unwrap();
        orders::reannounce(&mut tx, id, self.fixture.clock.now()).await.unwrap();
        tx.commit().await.unwrap();
        self.relay.wake();
    }

    /// Returns an order that the worker with this id has started. Its message was acknowledged.
    pub(crate) async fn started_order(&self, worker: Uuid) -> Order {
        let mut order = self.accept_order().await;
        let mut consumer = self.broker.consume_kitchen(1);
        next_delivery(&mut consumer).await.ack().await.unwrap();
        consumer.stop().await;
        order.worker_id = Some(worker);
        self.fixture.apply(order, Command::Start).await
    }

    /// Returns the message that announces an accepted order.
    pub(crate) async fn accepted_event(&self, id: OrderId) -> EventRecord {
        let events = self.fixture.events(id).await;
        let event = events.into_iter().find(|event| event.kind == EventKind::Accepted).unwrap();
        let traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        EventRecord { traceparent: Some(traceparent.to_owned()), ..event }
    }
}

impl RunningWorker {
    /// Requests the shutdown of the worker, and waits until it has stopped.
    pub(crate) async fn stop(self) {
        self.shutdown.request();
        self.task.await.unwrap();
    }
}

/// The durations of a worker with frequent heartbeats.
pub(crate) const fn frequent_heartbeats(preparation_time: Duration) -> Timing {
    Timing { heartbeat_interval: Duration::from_millis(200), ..Timing::new(preparation_time) }
}
