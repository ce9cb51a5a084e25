//! The exchanges and queues. Publishers, consumers and subscribers declare all durable ones on each new connection, so that
//! services can start in any order and a deleted queue is recreated.

use domain::event::EventKind;
use lapin::options::{ExchangeDeclareOptions, QueueBindOptions, QueueDeclareOptions};
use lapin::types::{AMQPValue, FieldTable, ShortString};
use lapin::{Channel, ExchangeKind};
use tokio::sync::Mutex;

use super::within_timeout;
use crate::delivery::DELIVERY_LIMIT;
use crate::error::Error;

pub(crate) struct Topology {
    /// The exchange of all events. The routing key is the kind of the event.
    pub(crate) events: ShortString,
    /// The queue of accepted orders.
    pub(crate) kitchen: ShortString,
    /// The exchange of dead letters.
    dead: ShortString,
    /// The queue of the kitchen's dead letters.
    pub(super) kitchen_dead: ShortString,
    subscriber_prefix: String,
    /// Serializes declarations. If two connections declare the same new queue concurrently, RabbitMQ crashes the channel or
    /// refuses messages.
    declaring: Mutex<()>,
}

impl Topology {
    pub(crate) fn new(namespace: &str) -> Self {
        let name = |suffix: &str| ShortString::from(format!("{namespace}.{suffix}"));
        Self {
            events: name("events"),
            kitchen: name("kitchen"),
            dead: name("dead"),
            kitchen_dead: name("kitchen.dead"),
            subscriber_prefix: format!("{namespace}.notifier"),
            declaring: Mutex::default(),
        }
    }

    /// Declares all exchanges and durable queues.
    pub(super) async fn declare(&self, channel: &Channel) -> Result<(), Error> {
        within_timeout("declare the queues", async {
            let _guard = self.declaring.lock().await;
            self.declare_all(channel).await
        })
        .await
    }

    async fn declare_all(&self, channel: &Channel) -> lapin::Result<()> {
        let durable = ExchangeDeclareOptions { durable: true, ..Default::default() };
        channel.exchange_declare(self.events.clone(), ExchangeKind::Topic, durable, FieldTable::default()).await?;
        channel.exchange_declare(self.dead.clone(), ExchangeKind::Fanout, durable, FieldTable::default()).await?;

        // With its default limit, RabbitMQ 4 would drop a dead letter after it was listed twenty times.
        let unlimited = quorum_arguments([("x-delivery-limit", AMQPValue::LongInt(i32::MAX))]);
        channel.queue_declare(self.kitchen_dead.clone(), QueueDeclareOptions::durable(), unlimited).await?;
        bind(channel, &self.kitchen_dead, &self.dead, "").await?;

        let limit = i32::try_from(DELIVERY_LIMIT).unwrap_or(i32::MAX);
        // Does not set "x-dead-letter-strategy: at-least-once": when consumers crash, RabbitMQ can leave such a queue without a
        // leader (rabbitmq-server#16652; 3.10 also does so when any such queue is deleted at the wrong moment). A lost dead
        // letter is harmless, because its order is re-announced from the database. A lost queue is not.
        let arguments = quorum_arguments([
            ("x-delivery-limit", AMQPValue::LongInt(limit)),
            ("x-dead-letter-exchange", long_string(self.dead.as_str())),
        ]);
        channel.queue_declare(self.kitchen.clone(), QueueDeclareOptions::durable(), arguments).await?;
        bind(channel, &self.kitchen, &self.events, EventKind::Accepted.as_str()).await
    }

    /// Declares a new queue that receives every event and is deleted with its connection. The client generates the name, because
    /// a queue with a server-assigned name cannot be declared again.
    pub(super) async fn declare_subscriber(&self, channel: &Channel) -> Result<ShortString, Error> {
        let queue = ShortString::from(format!("{}.{}", self.subscriber_prefix, uuid::Uuid::new_v4()));
        let options = QueueDeclareOptions::exclusive().auto_delete();
        within_timeout("declare a queue for a subscriber", async {
            channel.queue_declare(queue.clone(), options, FieldTable::default()).await?;
            for pattern in ["order.*", "item.*", "business.*"] {
                bind(channel, &queue, &self.events, pattern).await?;
            }
            Ok(())
        })
        .await?;
        Ok(queue)
    }
}

async fn bind(channel: &Channel, queue: &ShortString, exchange: &ShortString, key: &str) -> lapin::Result<()> {
    let (queue, exchange) = (queue.clone(), exchange.clone());
    channel.queue_bind(queue, exchange, key.into(), QueueBindOptions::default(), FieldTable::default()).await
}

fn quorum_arguments<const N: usize>(arguments: [(&str, AMQPValue); N]) -> FieldTable {
    let mut table = FieldTable::default();
    table.insert("x-queue-type".into(), long_string("quorum"));
    for (name, value) in arguments {
        table.insert(name.into(), value);
    }
    table
}

fn long_string(value: &str) -> AMQPValue {
    AMQPValue::LongString(value.into())
}
