//! Subscribes to all events.

use std::sync::Arc;

use futures_util::StreamExt;
use lapin::options::BasicConsumeOptions;
use lapin::types::FieldTable;
use lapin::{Channel, Connection, Consumer};
use tokio_util::sync::CancellationToken;

use super::supervisor::{Supervised, supervise};
use super::{RabbitBroker, Server, close_connection, codec, within_timeout};
use crate::delivery::check_payload;
use crate::error::Error;
use crate::event_subscriber::{EventSubscriber, Signal};
use crate::queue::Queue;

pub(super) fn start(broker: &RabbitBroker) -> EventSubscriber {
    let shared = &broker.0;
    let signals = Arc::new(Queue::default());
    let stop = shared.closed.child_token();
    let subscriber = Subscriber { server: shared.server.clone(), signals: signals.clone() };
    let health = shared.connections.register("notifier");
    shared.supervisors.spawn(supervise(subscriber, health, stop.clone()));
    EventSubscriber { signals, _guard: stop.drop_guard() }
}

struct Subscriber {
    server: Arc<Server>,
    signals: Arc<Queue<Signal>>,
}

struct SubscriberLink {
    connection: Connection,
    _channel: Channel,
    consumer: Consumer,
}

impl Supervised for Subscriber {
    type Link = SubscriberLink;

    async fn open(&self) -> Result<SubscriberLink, Error> {
        let connection = self.server.connect("notifier").await?;
        let channel = within_timeout("open a channel", connection.create_channel()).await?;
        self.server.topology.declare(&channel).await?;
        let queue = self.server.topology.declare_subscriber(&channel).await?;
        // No acknowledgements are needed, because lost events are read from the database.
        let options = BasicConsumeOptions { no_ack: true, ..Default::default() };
        let consume = channel.basic_consume(queue, "notifier".into(), options, FieldTable::default());
        let consumer = within_timeout("start the subscriber", consume).await?;
        Ok(SubscriberLink { connection, _channel: channel, consumer })
    }

    async fn run(&self, mut link: SubscriberLink, stop: &CancellationToken) -> Result<(), Error> {
        self.signals.push_gap();
        let result = self.receive(&mut link.consumer, stop).await;
        close_connection(&link.connection).await;
        result
    }
}

impl Subscriber {
    async fn receive(&self, consumer: &mut Consumer, stop: &CancellationToken) -> Result<(), Error> {
        while let Some(next) = stop.run_until_cancelled(consumer.next()).await {
            let Some(delivery) = next else { return Err(Error::ConnectionLost("the subscriber's queue was deleted")) };
            let delivery = delivery?;
            match codec::decode(&delivery.properties, delivery.data).and_then(check_payload) {
                Ok(event) => self.signals.push_event(event),
                Err(_) => self.signals.push_gap(),
            }
        }
        Ok(())
    }
}

impl Drop for Subscriber {
    fn drop(&mut self) {
        self.signals.close();
    }
}
