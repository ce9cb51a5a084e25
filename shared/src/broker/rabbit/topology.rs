//! Our exchanges and queues. Every connection declares all of them, so that services can start in any order and a
//! deleted queue comes back.

use lapin::options::{ExchangeDeclareOptions, QueueBindOptions, QueueDeclareOptions};
use lapin::types::{AMQPValue, FieldTable, ShortString};
use lapin::{Channel, ExchangeKind};
use tokio::sync::Mutex;

use super::within;
use crate::broker::{DELIVERY_LIMIT, Error};
use crate::event::Kind;

pub(crate) struct Topology {
    /// Takes every event; its kind is the routing key.
    pub(crate) events: ShortString,
    /// Accepted orders, for whichever worker is free.
    pub(crate) kitchen: ShortString,
    /// Takes what the kitchen queue gives up.
    dead: ShortString,
    /// And this is where it stays.
    pub(super) kitchen_dead: ShortString,
    listener: String,
    /// RabbitMQ crashes the channel, or refuses messages, while a second connection declares the same new queue.
    declaring: Mutex<()>,
}

impl Topology {
    pub(crate) fn new(namespace: &str) -> Self {
        let name = |what: &str| ShortString::from(format!("{namespace}.{what}"));
        Self {
            events: name("events"),
            kitchen: name("kitchen"),
            dead: name("dead"),
            kitchen_dead: name("kitchen.dead"),
            listener: format!("{namespace}.notifier"),
            declaring: Mutex::default(),
        }
    }

    /// Makes what is not there yet.
    pub(super) async fn declare(&self, channel: &Channel) -> Result<(), Error> {
        within("declare its queues", async {
            let _alone = self.declaring.lock().await;
            self.declare_all(channel).await
        })
        .await
    }

    async fn declare_all(&self, channel: &Channel) -> lapin::Result<()> {
        let durable = ExchangeDeclareOptions { durable: true, ..Default::default() };
        channel.exchange_declare(self.events.clone(), ExchangeKind::Topic, durable, FieldTable::default()).await?;
        channel.exchange_declare(self.dead.clone(), ExchangeKind::Fanout, durable, FieldTable::default()).await?;

        // RabbitMQ 4 would drop a dead letter that was looked at twenty times.
        let forever = quorum([("x-delivery-limit", AMQPValue::LongInt(i32::MAX))]);
        channel.queue_declare(self.kitchen_dead.clone(), QueueDeclareOptions::durable(), forever).await?;
        bind(channel, &self.kitchen_dead, &self.dead, "").await?;

        let limit = i32::try_from(DELIVERY_LIMIT).unwrap_or(i32::MAX);
        // Not "x-dead-letter-strategy: at-least-once": when its workers crash, RabbitMQ leaves the whole queue without
        // a leader (rabbitmq-server#16652; 3.10 does so when any such queue is deleted at the wrong moment). A dead
        // letter that gets lost is no lost order, since the database announces it again; a lost queue is.
        let arguments = quorum([
            ("x-delivery-limit", AMQPValue::LongInt(limit)),
            ("x-dead-letter-exchange", text(self.dead.as_str())),
        ]);
        channel.queue_declare(self.kitchen.clone(), QueueDeclareOptions::durable(), arguments).await?;
        bind(channel, &self.kitchen, &self.events, Kind::Accepted.as_str()).await
    }

    /// A fresh queue that gets a copy of every event and goes with its connection. We name it: a name given by the
    /// server could not be declared again.
    pub(super) async fn declare_listener(&self, channel: &Channel) -> Result<ShortString, Error> {
        let queue = ShortString::from(format!("{}.{}", self.listener, uuid::Uuid::new_v4()));
        let ours = QueueDeclareOptions::exclusive().auto_delete();
        within("declare a queue for live events", async {
            channel.queue_declare(queue.clone(), ours, FieldTable::default()).await?;
            bind(channel, &queue, &self.events, "order.*").await
        })
        .await?;
        Ok(queue)
    }
}

async fn bind(channel: &Channel, queue: &ShortString, exchange: &ShortString, key: &str) -> lapin::Result<()> {
    let (queue, exchange) = (queue.clone(), exchange.clone());
    channel.queue_bind(queue, exchange, key.into(), QueueBindOptions::default(), FieldTable::default()).await
}

fn quorum<const N: usize>(arguments: [(&str, AMQPValue); N]) -> FieldTable {
    let mut table = FieldTable::default();
    table.insert("x-queue-type".into(), text("quorum"));
    for (name, value) in arguments {
        table.insert(name.into(), value);
    }
    table
}

fn text(value: &str) -> AMQPValue {
    AMQPValue::LongString(value.into())
}
