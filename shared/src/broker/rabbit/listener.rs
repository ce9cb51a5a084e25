//! A notifier's side: a copy of every event, while it listens.

use std::sync::Arc;

use futures_util::StreamExt;
use lapin::options::BasicConsumeOptions;
use lapin::types::FieldTable;
use lapin::{Channel, Connection, Consumer};
use tokio_util::sync::CancellationToken;

use super::link::{Role, supervise};
use super::{Rabbit, Server, hang_up, wire, within};
use crate::broker::mailbox::Mailbox;
use crate::broker::{Error, Live, Signal};

pub(super) fn start(rabbit: &Rabbit) -> Live {
    let house = &rabbit.0;
    let signals = Arc::new(Mailbox::default());
    let stop = house.closed.child_token();
    let listener = Listener { server: house.server.clone(), signals: signals.clone() };
    house.supervisors.spawn(supervise(listener, house.board.link("notifier"), stop.clone()));
    Live { signals, _open: stop.drop_guard() }
}

struct Listener {
    server: Arc<Server>,
    signals: Arc<Mailbox<Signal>>,
}

struct Session {
    connection: Connection,
    _channel: Channel,
    consumer: Consumer,
}

impl Role for Listener {
    type Session = Session;

    async fn open(&self) -> Result<Session, Error> {
        let connection = self.server.connect("notifier").await?;
        let channel = within("open a channel", connection.create_channel()).await?;
        self.server.topology.declare(&channel).await?;
        let queue = self.server.topology.declare_listener(&channel).await?;
        // What is lost on the way is in the database: nothing to acknowledge.
        let unanswered = BasicConsumeOptions { no_ack: true, ..Default::default() };
        let listening = channel.basic_consume(queue, "notifier".into(), unanswered, FieldTable::default());
        let consumer = within("let us listen", listening).await?;
        Ok(Session { connection, _channel: channel, consumer })
    }

    async fn run(&self, mut session: Session, stop: &CancellationToken) -> Result<(), Error> {
        self.signals.gap();
        let outcome = self.listen(&mut session.consumer, stop).await;
        hang_up(&session.connection).await;
        outcome
    }
}

impl Listener {
    async fn listen(&self, consumer: &mut Consumer, stop: &CancellationToken) -> Result<(), Error> {
        while let Some(next) = stop.run_until_cancelled(consumer.next()).await {
            let Some(delivery) = next else { return Err(Error::Lost("the queue for live events was deleted")) };
            let delivery = delivery?;
            match wire::read(&delivery.properties, delivery.data) {
                Ok(message) => self.signals.tell(message),
                Err(_) => self.signals.gap(),
            }
        }
        Ok(())
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.signals.close();
    }
}
