//! A broker of one's own for each test, and what the tests do with it.

use std::panic::{AssertUnwindSafe, resume_unwind};
use std::time::Duration;

use futures_util::FutureExt;
use lapin::options::{ExchangeDeleteOptions, QueueDeleteOptions};
use lapin::{Channel, Connection, ConnectionProperties};
use shared::broker::{Broker, Delivery, Live, Message, Signal, Work};
use shared::clock::{Clock, Timestamp};
use shared::event::Kind;
use uuid::Uuid;

/// How long anything may take that must happen.
const DEADLINE: Duration = Duration::from_secs(30);

pub(crate) struct House {
    pub(crate) broker: Broker,
    /// The names on the server begin with it.
    pub(crate) namespace: String,
    server: Option<String>,
}

impl House {
    pub(crate) async fn memory() -> Self {
        Self::open("memory:".to_owned(), None).await
    }

    pub(crate) async fn rabbit() -> Self {
        Self::open(server(), Some(server())).await
    }

    /// Goes to the server by this address.
    pub(crate) async fn rabbit_at(url: String) -> Self {
        Self::open(url, Some(server())).await
    }

    async fn open(url: String, server: Option<String>) -> Self {
        let namespace = format!("test-{}", Uuid::new_v4());
        let broker = Broker::connect(&url, &namespace).await.expect("a broker");
        let house = Self { broker, namespace, server };
        house.healthy(true).await; // a busy server takes its time over the first queues
        house
    }

    /// Runs the test, and leaves nothing on the server.
    pub(crate) async fn host(self, test: impl AsyncFnOnce(&Self)) {
        let outcome = AssertUnwindSafe(test(&self)).catch_unwind().await;
        self.broker.close().await;
        if self.server.is_some() {
            self.sweep().await;
        }
        if let Err(panic) = outcome {
            resume_unwind(panic);
        }
    }

    async fn sweep(&self) {
        let (_connection, channel) = self.channel().await;
        for queue in ["kitchen", "kitchen.dead"] {
            channel.queue_delete(self.name(queue), QueueDeleteOptions::default()).await.expect("no queue is left");
        }
        for exchange in ["events", "dead"] {
            let options = ExchangeDeleteOptions::default();
            channel.exchange_delete(self.name(exchange), options).await.expect("no exchange is left");
        }
    }

    /// A way to the server that the broker knows nothing of.
    pub(crate) async fn channel(&self) -> (Connection, Channel) {
        let server = self.server.as_deref().expect("a server");
        let connection = Connection::connect(server, ConnectionProperties::default()).await.expect("RabbitMQ");
        let channel = connection.create_channel().await.expect("a channel");
        (connection, channel)
    }

    pub(crate) fn name<T: From<String>>(&self, what: &str) -> T {
        format!("{}.{what}", self.namespace).into()
    }

    pub(crate) async fn publishes(&self, batch: &[Message]) {
        soon("the confirms", self.broker.publish(batch)).await.expect("confirmed");
    }

    /// Publishes again and again until it succeeds, as the relay does.
    pub(crate) async fn publishes_at_last(&self, batch: &[Message]) {
        soon("a publish that succeeds", async {
            while self.broker.publish(batch).await.is_err() {
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        })
        .await;
    }

    /// Waits until so many wait in the kitchen queue.
    pub(crate) async fn waiting(&self, expected: u64) {
        let what = format!("{expected} to wait in the kitchen queue");
        eventually(&what, async || self.broker.waiting().await.ok() == Some(expected)).await;
    }

    /// Waits until the broker is (not) healthy.
    pub(crate) async fn healthy(&self, expected: bool) {
        let what = format!("the health to be {expected}");
        eventually(&what, async || self.broker.health().is_ok() == expected).await;
    }

    /// A subscriber that is connected.
    pub(crate) async fn listener(&self) -> Live {
        let mut live = self.broker.live();
        assert_eq!(heard(&mut live).await, Signal::Gap, "the first signal");
        live
    }
}

/// Where the tests find RabbitMQ.
pub(crate) fn server() -> String {
    std::env::var("TEST_RABBITMQ_URL").expect("run `cargo xtask test`, which starts RabbitMQ")
}

/// The result, which must come before the deadline.
pub(crate) async fn soon<T>(what: &str, future: impl Future<Output = T>) -> T {
    let Ok(result) = tokio::time::timeout(DEADLINE, future).await else { panic!("waited too long for {what}") };
    result
}

/// Looks again and again until it is so.
pub(crate) async fn eventually(what: &str, mut holds: impl AsyncFnMut() -> bool) {
    soon(what, async {
        while !holds().await {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    })
    .await;
}

/// The worker's next delivery.
pub(crate) async fn taken(work: &mut Work) -> Delivery {
    soon("a delivery", work.next()).await.expect("the worker still works")
}

/// The worker's next delivery, and which message it is.
pub(crate) async fn read(work: &mut Work) -> (Delivery, Message) {
    let delivery = taken(work).await;
    let message = delivery.message.clone().expect("readable");
    (delivery, message)
}

/// The subscriber's next signal.
pub(crate) async fn heard(live: &mut Live) -> Signal {
    soon("a signal", live.next()).await.expect("the subscription is open")
}

/// The next signals up to `last`, without the gaps.
pub(crate) async fn heard_until(live: &mut Live, last: &Message) -> Vec<Message> {
    let mut messages = Vec::new();
    while messages.last() != Some(last) {
        if let Signal::Message(message) = heard(live).await {
            messages.push(message);
        }
    }
    messages
}

/// An event of this kind, of an order of its own.
pub(crate) fn event(kind: Kind) -> Message {
    let clock = Clock::manual(Timestamp::from_millis(1_795_284_600_042));
    let id = Uuid::new_v4();
    let body = format!(r#"{{"id":"{id}","kind":"{kind}"}}"#);
    Message { id, kind, subject: Uuid::new_v4(), position: 42, time: clock.now(), traceparent: None, body: body.into() }
}

/// An accepted order.
pub(crate) fn accepted() -> Message {
    event(Kind::Accepted)
}

/// So many accepted orders.
pub(crate) fn accepted_orders(count: usize) -> Vec<Message> {
    std::iter::repeat_with(accepted).take(count).collect()
}
