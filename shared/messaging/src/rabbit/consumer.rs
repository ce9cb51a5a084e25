//! Consumes the kitchen queue.

use std::sync::Arc;

use futures_util::StreamExt;
use lapin::options::{BasicCancelOptions, BasicConsumeOptions, BasicQosOptions};
use lapin::types::FieldTable;
use lapin::{Channel, Connection, Consumer};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::ack::AckHandle;
use super::supervisor::{Supervised, supervise};
use super::timeout::{OPERATION_TIMEOUT, within_timeout};
use super::{RabbitBroker, Server, close_connection, codec};
use crate::delivery::{self, Delivery, check_payload};
use crate::error::Error;
use crate::queue::Queue;

const CONSUMER_TAG: &str = "kitchen";

pub(crate) struct KitchenConsumer {
    /// Contains at most `prefetch` deliveries, because RabbitMQ sends no more.
    deliveries: Arc<Queue<Delivery>>,
    supervisor: Option<JoinHandle<()>>,
    stop: CancellationToken,
    /// Keeps the broker alive.
    _broker: RabbitBroker,
}

impl KitchenConsumer {
    pub(super) fn start(broker: &RabbitBroker, prefetch: u16) -> Self {
        let shared = &broker.0;
        let deliveries = Arc::new(Queue::default());
        let stop = shared.closed.child_token();
        let fetcher =
            Fetcher { server: shared.server.clone(), prefetch: prefetch.max(1), deliveries: deliveries.clone() };
        let health = shared.connections.register("kitchen");
        let supervisor = shared.supervisors.spawn(supervise(fetcher, health, stop.clone()));
        Self { deliveries, supervisor: Some(supervisor), stop, _broker: broker.clone() }
    }

    pub(crate) async fn next(&mut self) -> Option<Delivery> {
        self.deliveries.next().await
    }

    pub(crate) async fn stop(&mut self) {
        self.stop.cancel();
        if let Some(supervisor) = self.supervisor.take() {
            let _ = tokio::time::timeout(OPERATION_TIMEOUT, supervisor).await;
        }
    }
}

impl Drop for KitchenConsumer {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

/// Fetches deliveries from RabbitMQ into the local queue.
struct Fetcher {
    server: Arc<Server>,
    prefetch: u16,
    deliveries: Arc<Queue<Delivery>>,
}

struct ConsumerLink {
    connection: Connection,
    channel: Channel,
    consumer: Consumer,
}

impl Supervised for Fetcher {
    type Link = ConsumerLink;

    async fn open(&self) -> Result<ConsumerLink, Error> {
        let connection = self.server.connect("kitchen").await?;
        let channel = within_timeout("open a channel", connection.create_channel()).await?;
        self.server.topology.declare(&channel).await?;
        let consumer = within_timeout("start the consumer", async {
            channel.basic_qos(self.prefetch, BasicQosOptions::default()).await?;
            let queue = self.server.topology.kitchen.clone();
            let tag = CONSUMER_TAG.into();
            channel.basic_consume(queue, tag, BasicConsumeOptions::default(), FieldTable::default()).await
        })
        .await?;
        Ok(ConsumerLink { connection, channel, consumer })
    }

    async fn run(&self, mut link: ConsumerLink, stop: &CancellationToken) -> Result<(), Error> {
        let result = self.fetch(&mut link, stop).await;
        if result.is_err() {
            // These deliveries can no longer be acknowledged.
            self.deliveries.clear();
            close_connection(&link.connection).await;
        }
        // After a stop, unacknowledged deliveries keep the connection open.
        result
    }
}

impl Fetcher {
    async fn fetch(&self, link: &mut ConsumerLink, stop: &CancellationToken) -> Result<(), Error> {
        while let Some(next) = stop.run_until_cancelled(link.consumer.next()).await {
            let Some(delivery) = next else { return Err(Error::ConnectionLost("the kitchen queue was deleted")) };
            self.deliveries.push(to_delivery(delivery?, &link.channel));
        }
        let cancel = link.channel.basic_cancel(CONSUMER_TAG.into(), BasicCancelOptions::default());
        within_timeout("cancel the consumer", cancel).await?;
        self.deliveries.close();
        while let Some(delivery) = link.consumer.next().await {
            // Dropping a delivery returns its message to the queue.
            drop(to_delivery(delivery?, &link.channel));
        }
        Ok(())
    }
}

impl Drop for Fetcher {
    fn drop(&mut self) {
        // The supervisor has ended: there will be no more deliveries.
        self.deliveries.close();
    }
}

fn to_delivery(message: lapin::message::Delivery, channel: &Channel) -> Delivery {
    let handle = AckHandle::new(message.acker, channel.clone());
    Delivery {
        event: codec::decode(&message.properties, message.data).and_then(check_payload),
        redelivered: message.redelivered,
        handle: delivery::AckHandle::Rabbit(handle),
    }
}
