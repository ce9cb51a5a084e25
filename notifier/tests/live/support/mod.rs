//! A house with notifiers, and clients that keep a diary of what they hear.

use std::collections::{BTreeMap, HashMap};
use std::net::SocketAddr;
use std::time::Duration;

use axum::middleware::from_fn;
use futures_util::{SinkExt as _, StreamExt as _};
use notifier::{Notifier, Options, Timing};
use serde_json::{Value, json};
use shared::account::User;
use shared::auth::Tokens;
use shared::broker::Broker;
use shared::clock::Clock;
use shared::config::Secret;
use shared::order::{Command, Order};
use shared::outbox;
use shared::store::{Db, events};
use shared::testing::{EVENING, Stall, memory_broker};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async_with_config};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

/// What every test may take for one step, at most.
pub(crate) const SOON: Duration = Duration::from_secs(10);
pub(crate) const SECRET: &str = "b7f1d3a95c0e4f6288aa17cd52e90b34";

/// A database, a broker, and a clock that the test moves.
pub(crate) struct House {
    pub(crate) stall: Stall,
    pub(crate) broker: Broker,
    pub(crate) clock: Clock,
    pub(crate) tokens: Tokens,
}

impl House {
    pub(crate) async fn open(db: Db) -> Self {
        Self::with(db, memory_broker().await).await
    }

    pub(crate) async fn with(db: Db, broker: Broker) -> Self {
        let clock = Clock::manual(EVENING);
        let tokens = Tokens::new(&Secret::new(SECRET));
        let stall = Stall::open_at(db, clock.clone()).await;
        Self { stall, broker, clock, tokens }
    }

    /// A notifier with the usual patience.
    pub(crate) async fn notifier(&self) -> Station {
        self.notifier_with(Timing::default()).await
    }

    pub(crate) async fn notifier_with(&self, timing: Timing) -> Station {
        let (stop, db) = (CancellationToken::new(), self.stall.db.clone());
        let options = Options { timing, ..Default::default() };
        let started =
            Notifier::start(db, self.broker.clone(), self.tokens.clone(), self.clock.clone(), options, stop.clone());
        let (notifier, closed) = started.await.unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let addr = listener.local_addr().unwrap();
        let routes = notifier::router(notifier.clone()).layer(from_fn(shared::problem::document));
        let serving = tokio::spawn(shared::http::serve(listener, routes, stop.clone()));
        Station { notifier, addr, stop, closed, serving }
    }

    pub(crate) fn token(&self, user: &User) -> String {
        self.tokens.issue(user, self.clock.now())
    }

    /// The customer's token.
    pub(crate) fn diner(&self) -> String {
        self.token(&self.stall.customer)
    }

    /// The relay's work, all of it.
    pub(crate) async fn publish(&self) {
        while outbox::step(&self.stall.db, &self.broker).await.unwrap() > 0 {}
    }

    /// An order is placed, and everyone is told.
    pub(crate) async fn placed(&self) -> Order {
        let order = self.stall.place(1).await.remove(0);
        self.publish().await;
        order
    }

    /// The owner does this to an order, and everyone is told.
    pub(crate) async fn does(&self, order: Order, command: Command) -> Order {
        let order = self.stall.does(order, command).await;
        self.publish().await;
        order
    }

    /// The last place of the log.
    pub(crate) async fn head(&self) -> i64 {
        events::head(&mut self.stall.db.read().await.unwrap()).await.unwrap()
    }
}

/// A running notifier.
pub(crate) struct Station {
    pub(crate) notifier: Notifier,
    pub(crate) addr: SocketAddr,
    pub(crate) stop: CancellationToken,
    pub(crate) closed: JoinHandle<()>,
    pub(crate) serving: JoinHandle<()>,
}

impl Station {
    pub(crate) async fn connect(&self) -> Client {
        Client::connect(self.addr).await
    }

    /// A client that has heard `ready`.
    pub(crate) async fn listen(&self, token: &str) -> Client {
        let mut client = self.connect().await;
        client.auth(token, None).await;
        client.ready().await;
        client
    }

    /// The cursor of one who comes now.
    pub(crate) async fn connect_and_leave(&self, token: &str) -> String {
        let mut client = self.connect().await;
        client.auth(token, None).await;
        client.ready().await
    }

    /// A client that goes on from a cursor; what it hears first is for the test to see.
    pub(crate) async fn resume(&self, token: &str, since: &str) -> Client {
        let mut client = self.connect().await;
        client.auth(token, Some(since)).await;
        client
    }
}

/// What a notifier says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Heard {
    Ready {
        cursor: String,
    },
    Event {
        cursor: String,
        order: Uuid,
        version: i64,
        kind: String,
    },
    Resync,
    Pong,
    Closed(u16),
    /// Without a word.
    Gone,
}

impl Heard {
    pub(crate) fn read(text: &str) -> Self {
        let frame: Value = serde_json::from_str(text).unwrap();
        let cursor = frame["cursor"].as_str().unwrap_or_default().to_owned();
        match frame["type"].as_str().unwrap() {
            "ready" => Self::Ready { cursor },
            "resync" => Self::Resync,
            "pong" => Self::Pong,
            "event" => Self::Event {
                cursor,
                order: frame["event"]["order"]["id"].as_str().unwrap().parse().unwrap(),
                version: frame["event"]["order"]["version"].as_i64().unwrap(),
                kind: frame["event"]["kind"].as_str().unwrap().to_owned(),
            },
            other => panic!("nobody says {other}"),
        }
    }
}

pub(crate) struct Client {
    pub(crate) socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
}

impl Client {
    pub(crate) async fn connect(addr: SocketAddr) -> Self {
        let config = WebSocketConfig::default().read_buffer_size(4096);
        let (socket, _) = connect_async_with_config(format!("ws://{addr}/ws"), Some(config), true).await.unwrap();
        Self { socket }
    }

    pub(crate) async fn say(&mut self, message: impl Into<Message>) {
        self.socket.send(message.into()).await.unwrap();
    }

    pub(crate) async fn auth(&mut self, token: &str, since: Option<&str>) {
        let auth = json!({"type": "auth", "token": token, "since": since});
        self.say(auth.to_string()).await;
    }

    /// The next thing that is said; pings are answered on the way.
    pub(crate) async fn hear(&mut self) -> Heard {
        tokio::time::timeout(SOON, self.listen()).await.expect("nothing was said")
    }

    async fn listen(&mut self) -> Heard {
        loop {
            match self.socket.next().await {
                Some(Ok(Message::Text(text))) => return Heard::read(&text),
                Some(Ok(Message::Close(Some(close)))) => return Heard::Closed(close.code.into()),
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                Some(Ok(other)) => panic!("nobody says {other:?}"),
                Some(Err(_)) | None => return Heard::Gone,
            }
        }
    }

    pub(crate) async fn ready(&mut self) -> String {
        match self.hear().await {
            Heard::Ready { cursor } => cursor,
            other => panic!("{other:?} is not ready"),
        }
    }

    /// The next event's order and version.
    pub(crate) async fn event(&mut self) -> (Uuid, i64) {
        match self.hear().await {
            Heard::Event { order, version, .. } => (order, version),
            other => panic!("{other:?} is no event"),
        }
    }

    pub(crate) async fn closed(&mut self) -> u16 {
        match self.hear().await {
            Heard::Closed(code) => code,
            other => panic!("{other:?}, and not closed"),
        }
    }

    /// Nothing is said about anything before this order's event, which was just published.
    pub(crate) async fn hears_next(&mut self, order: &Order) {
        assert_eq!(self.event().await, (order.id.0, order.version));
    }
}

/// What a client knows: the contract's rule, and proof that it is enough.
#[derive(Default)]
pub(crate) struct Diary {
    pub(crate) cursor: Option<String>,
    pub(crate) last: HashMap<Uuid, i64>,
    /// Each order's versions as they were taken note of.
    pub(crate) heard: BTreeMap<Uuid, Vec<i64>>,
    /// How many frames told nothing new.
    pub(crate) repeated: usize,
    pub(crate) resyncs: usize,
}

impl Diary {
    pub(crate) fn note(&mut self, heard: Heard) {
        match heard {
            Heard::Ready { cursor } => self.cursor = Some(cursor),
            Heard::Event { cursor, order, version, .. } => {
                self.cursor = Some(cursor);
                let last = self.last.entry(order).or_default();
                if version > *last {
                    *last = version;
                    self.heard.entry(order).or_default().push(version);
                } else {
                    self.repeated += 1;
                }
            }
            Heard::Resync => self.resyncs += 1,
            other => panic!("{other:?}"),
        }
    }

    pub(crate) fn events(&self) -> usize {
        self.heard.values().map(Vec::len).sum()
    }

    /// Each of these orders' changes, once, in order.
    pub(crate) fn assert_complete(&self, orders: impl IntoIterator<Item = Uuid>, versions: i64) {
        let expected: BTreeMap<_, Vec<_>> = orders.into_iter().map(|order| (order, (1..=versions).collect())).collect();
        assert_eq!(self.heard, expected);
        assert_eq!(self.resyncs, 0);
    }
}
