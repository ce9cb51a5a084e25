//! A worker's side: deliveries of the kitchen queue, each to be answered.

use std::sync::Arc;

use futures_util::{FutureExt, StreamExt};

use lapin::options::{
    BasicAckOptions, BasicCancelOptions, BasicConsumeOptions, BasicNackOptions, BasicQosOptions, BasicRejectOptions,
};
use lapin::types::FieldTable;
use lapin::{Acker, Channel, Connection, Consumer};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::link::{Role, supervise};
use super::{PATIENCE, Rabbit, Server, hang_up, wire, within};
use crate::broker::mailbox::Mailbox;
use crate::broker::{Delivery, Error};

const TAG: &str = "kitchen";

pub(in crate::broker) struct Work {
    /// Never longer than the prefetch: RabbitMQ sends no more.
    deliveries: Arc<Mailbox<Delivery>>,
    supervisor: Option<JoinHandle<()>>,
    stop: CancellationToken,
    /// The broker lives as long as somebody works.
    _rabbit: Rabbit,
}

impl Work {
    pub(super) fn start(rabbit: &Rabbit, prefetch: u16) -> Self {
        let house = &rabbit.0;
        let deliveries = Arc::new(Mailbox::default());
        let stop = house.closed.child_token();
        let worker = Worker { server: house.server.clone(), prefetch: prefetch.max(1), deliveries: deliveries.clone() };
        let supervisor = house.supervisors.spawn(supervise(worker, house.board.link("kitchen"), stop.clone()));
        Self { deliveries, supervisor: Some(supervisor), stop, _rabbit: rabbit.clone() }
    }

    pub(in crate::broker) async fn next(&mut self) -> Option<Delivery> {
        self.deliveries.next().await
    }

    pub(in crate::broker) async fn stop(&mut self) {
        self.stop.cancel();
        if let Some(supervisor) = self.supervisor.take() {
            let _ = tokio::time::timeout(PATIENCE, supervisor).await;
        }
    }
}

impl Drop for Work {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

struct Worker {
    server: Arc<Server>,
    prefetch: u16,
    deliveries: Arc<Mailbox<Delivery>>,
}

struct Session {
    connection: Connection,
    channel: Channel,
    consumer: Consumer,
}

impl Role for Worker {
    type Session = Session;

    async fn open(&self) -> Result<Session, Error> {
        let connection = self.server.connect("kitchen").await?;
        let channel = within("open a channel", connection.create_channel()).await?;
        self.server.topology.declare(&channel).await?;
        let consumer = within("let us work", async {
            channel.basic_qos(self.prefetch, BasicQosOptions::default()).await?;
            let queue = self.server.topology.kitchen.clone();
            channel.basic_consume(queue, TAG.into(), BasicConsumeOptions::default(), FieldTable::default()).await
        })
        .await?;
        Ok(Session { connection, channel, consumer })
    }

    async fn run(&self, mut session: Session, stop: &CancellationToken) -> Result<(), Error> {
        let outcome = self.fetch(&mut session, stop).await;
        if outcome.is_err() {
            self.deliveries.clear(); // they can no longer be answered
            hang_up(&session.connection).await;
        }
        // After a stop the connection lives on in the deliveries that were handed out.
        outcome
    }
}

impl Worker {
    async fn fetch(&self, session: &mut Session, stop: &CancellationToken) -> Result<(), Error> {
        while let Some(next) = stop.run_until_cancelled(session.consumer.next()).await {
            let Some(delivery) = next else { return Err(Error::Lost("the kitchen queue was deleted")) };
            self.deliveries.push(hand_out(delivery?, &session.channel));
        }
        within("stop our work", session.channel.basic_cancel(TAG.into(), BasicCancelOptions::default())).await?;
        self.deliveries.close();
        while let Some(delivery) = session.consumer.next().await {
            drop(hand_out(delivery?, &session.channel)); // back to the queue
        }
        Ok(())
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.deliveries.close(); // the supervisor has ended, so nothing will come
    }
}

fn hand_out(delivery: lapin::message::Delivery, channel: &Channel) -> Delivery {
    let held = Held { acker: delivery.acker, _channel: channel.clone() };
    Delivery {
        message: wire::read(&delivery.properties, delivery.data),
        redelivered: delivery.redelivered,
        held: crate::broker::Held::Rabbit(held),
    }
}

/// A message in a worker's hands; dropped, it goes back to the queue.
pub(in crate::broker) struct Held {
    acker: Acker,
    /// Keeps the connection open until the answer is given.
    _channel: Channel,
}

const REQUEUE: BasicNackOptions = BasicNackOptions { multiple: false, requeue: true };

impl Held {
    pub(in crate::broker) async fn ack(self) -> Result<(), Error> {
        in_time(within("take an acknowledgement", self.acker.ack(BasicAckOptions::default())).await?)
    }

    pub(in crate::broker) async fn retry(self) -> Result<(), Error> {
        in_time(within("take a message back", self.acker.nack(REQUEUE)).await?)
    }

    pub(in crate::broker) async fn reject(self) -> Result<(), Error> {
        let to_the_dead = BasicRejectOptions { requeue: false };
        in_time(within("bury a message", self.acker.reject(to_the_dead)).await?)
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        if self.acker.usable() {
            // Polled once, the answer is on its way to lapin's thread; nobody waits for more.
            let _ = self.acker.nack(REQUEUE).now_or_never();
        }
    }
}

/// lapin says false when the channel had ended before the answer.
fn in_time(answered: bool) -> Result<(), Error> {
    if answered { Ok(()) } else { Err(Error::Stale) }
}
