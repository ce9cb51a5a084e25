//! A broker for each test: an in-process broker, or a private namespace on RabbitMQ.

use std::panic::{AssertUnwindSafe, resume_unwind};
use std::time::Duration;

use domain::business::BusinessId;
use domain::clock::Timestamp;
use domain::event::{EventId, EventKind, EventRecord, Subject};
use domain::order::OrderId;
use futures_util::FutureExt as _;
use lapin::options::{ExchangeDeleteOptions, QueueDeleteOptions};
use lapin::{Channel, Connection, ConnectionProperties};
use messaging::{Broker, Delivery, EventSubscriber, KitchenConsumer, Signal};
use uuid::Uuid;

use crate::test_servers::server_url;
use crate::wait::{RECOVERY_TIMEOUT, eventually, with_timeout};

/// Maximum time to delete the queues and exchanges of a dropped namespace.
const CLEANUP_TIMEOUT: Duration = Duration::from_secs(5);
/// Time of the events that [`event`] creates: 2026-11-21T18:10:00.042Z.
const EVENT_TIME: Timestamp = Timestamp::from_millis(1_795_284_600_042);
/// Delay before a failed publication is repeated.
const PUBLISH_RETRY_INTERVAL: Duration = Duration::from_millis(50);

/// Returns the URL of the RabbitMQ server.
pub fn rabbitmq_url() -> String {
    server_url("TEST_RABBITMQ_URL")
}

/// Returns an in-process broker.
pub async fn memory_broker() -> Broker {
    Broker::connect("memory:", "test").await.unwrap()
}

/// A namespace that no other test uses. Dropping it deletes its queues and exchanges on RabbitMQ, even if the test panics.
#[derive(Debug)]
pub struct Namespace {
    name: String,
    server: Option<String>,
}

impl Namespace {
    /// Creates a namespace for an in-process broker.
    pub fn in_memory() -> Self {
        Self::new(None)
    }

    /// Returns a namespace on the RabbitMQ server. Its brokers create the queues and exchanges.
    pub fn on_rabbitmq() -> Self {
        Self::new(Some(rabbitmq_url()))
    }

    fn new(server: Option<String>) -> Self {
        Self { name: format!("test-{}", Uuid::new_v4().simple()), server }
    }

    /// Returns the name of the namespace, for [`Broker::connect`] and `BROKER_NAMESPACE`.
    pub fn as_str(&self) -> &str {
        &self.name
    }

    /// Returns the name of a queue or exchange in this namespace.
    pub fn qualify<T: From<String>>(&self, name: &str) -> T {
        format!("{}.{name}", self.name).into()
    }

    /// Deletes the queues and exchanges.
    ///
    /// # Errors
    /// RabbitMQ is unreachable, or refuses the deletion.
    pub async fn delete(mut self) -> lapin::Result<()> {
        match self.server.take() {
            Some(server) => delete_namespace(&server, &self.name).await,
            None => Ok(()),
        }
    }
}

impl Drop for Namespace {
    fn drop(&mut self) {
        let Some(server) = self.server.take() else { return };
        let name = std::mem::take(&mut self.name);
        // Use a separate thread and runtime, because `drop` is not async and the test's runtime may be shutting down.
        let cleanup = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async {
                // If the server is unavailable, nothing needs to be deleted, because the server belongs to this test run.
                let _ = tokio::time::timeout(CLEANUP_TIMEOUT, delete_namespace(&server, &name)).await;
            });
        });
        // A panic in the cleanup must not hide the result of the test.
        let _ = cleanup.join();
    }
}

async fn delete_namespace(server: &str, namespace: &str) -> lapin::Result<()> {
    let connection = Connection::connect(server, ConnectionProperties::default()).await?;
    let channel = connection.create_channel().await?;
    for queue in ["kitchen", "kitchen.dead"] {
        channel.queue_delete(format!("{namespace}.{queue}").into(), QueueDeleteOptions::default()).await?;
    }
    for exchange in ["events", "dead"] {
        channel.exchange_delete(format!("{namespace}.{exchange}").into(), ExchangeDeleteOptions::default()).await?;
    }
    connection.close(200, "OK".into()).await
}

/// A broker in its own namespace.
pub struct TestBroker {
    /// The broker.
    pub broker: Broker,
    /// The namespace of its queues and exchanges.
    pub namespace: Namespace,
}

impl TestBroker {
    /// Opens an in-process broker.
    pub async fn memory() -> Self {
        Self::connect("memory:", Namespace::in_memory()).await
    }

    /// Connects to RabbitMQ.
    pub async fn rabbit() -> Self {
        Self::connect(&rabbitmq_url(), Namespace::on_rabbitmq()).await
    }

    /// Connects to RabbitMQ through this URL, such as the URL of a proxy.
    pub async fn rabbit_at(url: &str) -> Self {
        Self::connect(url, Namespace::on_rabbitmq()).await
    }

    async fn connect(url: &str, namespace: Namespace) -> Self {
        let broker = Broker::connect(url, namespace.as_str()).await.expect("a valid URL");
        let broker = Self { broker, namespace };
        // A busy server takes some time to declare the first queues.
        broker.wait_for_health(true).await;
        broker
    }

    /// Runs a test, closes the broker, and deletes its queues and exchanges.
    pub async fn run(self, test: impl AsyncFnOnce(&Self)) {
        let outcome = AssertUnwindSafe(test(&self)).catch_unwind().await;
        self.broker.close().await;
        let deleted = self.namespace.delete().await;
        if let Err(panic) = outcome {
            resume_unwind(panic);
        }
        deleted.expect("RabbitMQ deletes the queues and exchanges");
    }

    /// Opens a separate connection to RabbitMQ, never through a proxy, and a channel on it.
    pub async fn open_channel(&self) -> (Connection, Channel) {
        let connection = Connection::connect(&rabbitmq_url(), ConnectionProperties::default()).await.expect("RabbitMQ");
        let channel = connection.create_channel().await.expect("a channel");
        (connection, channel)
    }

    /// Publishes a batch. Every event must be confirmed.
    pub async fn publish(&self, batch: &[EventRecord]) {
        let confirmed = with_timeout("the confirmations", RECOVERY_TIMEOUT, self.broker.publish(batch)).await;
        confirmed.expect("the broker confirms the events");
    }

    /// Publishes a batch repeatedly until it succeeds, as the relay does.
    pub async fn publish_with_retries(&self, batch: &[EventRecord]) {
        with_timeout("a successful publication", RECOVERY_TIMEOUT, async {
            while self.broker.publish(batch).await.is_err() {
                tokio::time::sleep(PUBLISH_RETRY_INTERVAL).await;
            }
        })
        .await;
    }

    /// Waits until the kitchen queue contains this number of messages that are not delivered to a worker.
    pub async fn wait_for_queue_depth(&self, expected: u64) {
        let what = format!("{expected} messages in the kitchen queue");
        eventually(&what, RECOVERY_TIMEOUT, async || {
            (self.broker.kitchen_queue_depth().await.ok() == Some(expected)).then_some(())
        })
        .await;
    }

    /// Waits until the broker is healthy, or unhealthy if `expected` is `false`.
    pub async fn wait_for_health(&self, expected: bool) {
        let what = if expected { "a healthy broker" } else { "an unhealthy broker" };
        eventually(what, RECOVERY_TIMEOUT, async || (self.broker.health().is_ok() == expected).then_some(())).await;
    }

    /// Waits until the ten oldest dead letters include this event with this reason.
    pub async fn wait_for_dead_letter(&self, event: &EventRecord, reason: &str) {
        eventually("the dead letter", RECOVERY_TIMEOUT, async || {
            let letters = self.broker.list_dead_letters(10).await.expect("a list of dead letters");
            letters.iter().any(|letter| letter.event.as_ref() == Ok(event) && letter.reason == reason).then_some(())
        })
        .await;
    }

    /// Subscribes and waits until the subscriber is connected.
    pub async fn subscribe(&self) -> EventSubscriber {
        let mut subscriber = self.broker.subscribe();
        assert_eq!(next_signal(&mut subscriber).await, Signal::Gap, "the first signal");
        subscriber
    }
}

/// Waits for the next delivery.
pub async fn next_delivery(consumer: &mut KitchenConsumer) -> Delivery {
    with_timeout("a delivery", RECOVERY_TIMEOUT, consumer.next()).await.expect("the consumer is running")
}

/// Waits for the next delivery and returns it with its event.
pub async fn next_event(consumer: &mut KitchenConsumer) -> (Delivery, EventRecord) {
    let delivery = next_delivery(consumer).await;
    let event = delivery.event.clone().expect("a message that can be decoded");
    (delivery, event)
}

/// Waits for the next signal.
pub async fn next_signal(subscriber: &mut EventSubscriber) -> Signal {
    with_timeout("a signal", RECOVERY_TIMEOUT, subscriber.next()).await.expect("the subscription is open")
}

/// Collects the events up to and including `last`, and ignores gaps.
pub async fn events_until(subscriber: &mut EventSubscriber, last: &EventRecord) -> Vec<EventRecord> {
    let mut events = Vec::new();
    while events.last() != Some(last) {
        if let Signal::Event(event) = next_signal(subscriber).await {
            events.push(event);
        }
    }
    events
}

/// Returns an event of this kind with position 42 about an order with a random id.
pub fn event(kind: EventKind) -> EventRecord {
    let id = Uuid::new_v4();
    EventRecord {
        position: 42,
        id: EventId(id),
        subject: Subject::Order(OrderId(Uuid::new_v4())),
        version: 1,
        kind: kind.into(),
        business_id: BusinessId(Uuid::new_v4()),
        customer_id: None,
        occurred_at: EVENT_TIME,
        traceparent: None,
        payload: format!(r#"{{"id":"{id}","kind":"{kind}"}}"#).into(),
    }
}

/// Returns `order.accepted` events about this number of new orders.
pub fn accepted_events(count: usize) -> Vec<EventRecord> {
    std::iter::repeat_with(|| event(EventKind::Accepted)).take(count).collect()
}
