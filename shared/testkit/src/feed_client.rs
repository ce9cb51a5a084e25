//! A client of the live feed over a WebSocket.

use std::collections::{BTreeMap, HashMap};
use std::net::SocketAddr;
use std::time::Duration;

use domain::business::BusinessId;
use domain::order::Order;
use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::handshake::client::Response;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::tungstenite::{Error as WsError, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async_with_config};
use uuid::Uuid;

use crate::wait::{TIMEOUT, with_timeout};

/// Size of a client's read buffer. The default of 128 KiB is too large for tests with many clients.
const READ_BUFFER_BYTES: usize = 4096;
/// The close code that stands for a connection that ended without a close frame (RFC 6455).
const ABNORMAL_CLOSURE: u16 = 1006;

/// A message of the notifier, or the end of the connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Frame {
    /// The client is authenticated.
    Ready {
        /// The cursor with which the client can resume after this message.
        cursor: String,
    },
    /// An order changed.
    Event {
        /// The cursor with which the client can resume after this message.
        cursor: String,
        /// The id of the order.
        order_id: Uuid,
        /// The version of the order after the change.
        version: i64,
        /// The kind of the change.
        kind: String,
        /// The event as JSON.
        event: Value,
    },
    /// The client must fetch its orders again.
    Resync,
    /// A menu, or a change of it, as JSON.
    Menu(Value),
    /// The answer to a ping.
    Pong,
    /// The server closed the connection with this code.
    Closed(u16),
    /// The connection ended without a close frame, or was already closed.
    Disconnected,
}

impl Frame {
    /// Parses a message.
    #[track_caller]
    pub fn parse(text: &str) -> Self {
        let mut message: Value = serde_json::from_str(text).unwrap();
        let cursor = message["cursor"].as_str().unwrap_or_default().to_owned();
        match message["type"].as_str().unwrap() {
            "ready" => Self::Ready { cursor },
            "resync" => Self::Resync,
            "pong" => Self::Pong,
            "menu" => Self::Menu(message),
            "event" => {
                let event = message["event"].take();
                Self::Event {
                    cursor,
                    order_id: event["order"]["id"].as_str().unwrap().parse().unwrap(),
                    version: event["order"]["version"].as_i64().unwrap(),
                    kind: event["kind"].as_str().unwrap().to_owned(),
                    event,
                }
            }
            other => panic!("unknown message type {other}"),
        }
    }
}

/// A WebSocket client of the notifier.
pub struct FeedClient {
    /// The connection.
    pub socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
    cursor: String,
    timeout: Duration,
}

impl FeedClient {
    /// Connects to the notifier at this address, without authentication.
    pub async fn connect(addr: SocketAddr) -> Self {
        Self::connect_with(format!("ws://{addr}/ws")).await.unwrap().0
    }

    /// Opens a WebSocket with this request. Returns the client and the response.
    ///
    /// # Errors
    /// The server refuses the handshake.
    pub async fn connect_with(request: impl IntoClientRequest + Unpin) -> Result<(Self, Response), WsError> {
        let config = WebSocketConfig::default().read_buffer_size(READ_BUFFER_BYTES);
        let (socket, response) = connect_async_with_config(request, Some(config), true).await?;
        Ok((Self { socket, cursor: String::new(), timeout: TIMEOUT }, response))
    }

    /// Connects, authenticates and waits for `ready`. From then on, the client receives all events of its scope.
    pub async fn open(addr: SocketAddr, token: &str) -> Self {
        let mut client = Self::connect(addr).await;
        client.authenticate(token, None).await;
        client.expect_ready().await;
        client
    }

    /// Connects and authenticates, to resume after the cursor `since`. Does not wait for `ready`.
    pub async fn resume(addr: SocketAddr, token: &str, since: &str) -> Self {
        let mut client = Self::connect(addr).await;
        client.authenticate(token, Some(since)).await;
        client
    }

    /// Sets the maximum time to wait for a message, instead of [`TIMEOUT`].
    #[must_use]
    pub fn with_timeout(self, timeout: Duration) -> Self {
        Self { timeout, ..self }
    }

    /// Returns the last cursor that the client received, or an empty string before the first.
    pub fn cursor(&self) -> &str {
        &self.cursor
    }

    /// Sends a message.
    pub async fn send(&mut self, message: impl Into<Message>) {
        self.socket.send(message.into()).await.unwrap();
    }

    /// Sends the `auth` message.
    pub async fn authenticate(&mut self, token: &str, since: Option<&str>) {
        self.send(json!({"type": "auth", "token": token, "since": since}).to_string()).await;
    }

    /// Subscribes to the menu of a business.
    pub async fn subscribe(&mut self, business: BusinessId) {
        self.send(json!({"type": "subscribe", "business_id": business}).to_string()).await;
    }

    /// Waits for the next message, which must be about a menu, and returns it.
    pub async fn expect_menu(&mut self) -> Value {
        match self.next().await {
            Frame::Menu(menu) => menu,
            other => panic!("expected a menu, not {other:?}"),
        }
    }

    /// Waits for the next message and answers pings meanwhile.
    pub async fn next(&mut self) -> Frame {
        let frame = match self.next_message().await {
            Some(Message::Text(text)) => Frame::parse(&text),
            Some(Message::Close(Some(close))) => Frame::Closed(close.code.into()),
            Some(other) => panic!("unexpected message: {other:?}"),
            None => Frame::Disconnected,
        };
        if let Frame::Ready { cursor } | Frame::Event { cursor, .. } = &frame {
            cursor.clone_into(&mut self.cursor);
        }
        frame
    }

    /// Waits for the next message, which must be text, and returns it unparsed.
    pub async fn next_text(&mut self) -> String {
        match self.next_message().await {
            Some(Message::Text(text)) => text.to_string(),
            other => panic!("not a text message: {other:?}"),
        }
    }

    /// Waits for the next message other than pings. Returns `None` if the connection ended without a close frame.
    async fn next_message(&mut self) -> Option<Message> {
        let next = async {
            loop {
                match self.socket.next().await {
                    Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                    Some(Ok(message)) => return Some(message),
                    Some(Err(_)) | None => return None,
                }
            }
        };
        with_timeout("a message of the notifier", self.timeout, next).await
    }

    /// Waits for the next message, which must be `ready`, and returns its cursor.
    pub async fn expect_ready(&mut self) -> String {
        match self.next().await {
            Frame::Ready { cursor } => cursor,
            other => panic!("expected ready, not {other:?}"),
        }
    }

    /// Waits for the next message, which must be an event, and returns its JSON.
    pub async fn expect_event(&mut self) -> Value {
        match self.next().await {
            Frame::Event { event, .. } => event,
            other => panic!("expected an event, not {other:?}"),
        }
    }

    /// Waits for the next message, which must be an event, and returns the id and version of its order.
    pub async fn expect_version(&mut self) -> (Uuid, i64) {
        match self.next().await {
            Frame::Event { order_id, version, .. } => (order_id, version),
            other => panic!("expected an event, not {other:?}"),
        }
    }

    /// Asserts that the next message is an event about this version of the order.
    pub async fn expect_change_of(&mut self, order: &Order) {
        assert_eq!(self.expect_version().await, (order.id.0, order.version));
    }

    /// Waits until the server closes the connection and returns the close code. Panics if another message arrives first, or if
    /// the close frame is missing.
    pub async fn expect_close(&mut self) -> u16 {
        match self.next().await {
            Frame::Closed(code) => code,
            other => panic!("expected the end of the connection, not {other:?}"),
        }
    }

    /// Waits until the connection ends and returns the close code, or 1006 without a close frame. Ignores all messages that
    /// arrive first.
    pub async fn wait_for_close(&mut self) -> u16 {
        loop {
            match self.next().await {
                Frame::Closed(code) => return code,
                Frame::Disconnected => return ABNORMAL_CLOSURE,
                _ => {}
            }
        }
    }

    /// Collects events until `count` events of this kind have arrived.
    pub async fn events_until(&mut self, count: usize, kind: &str) -> Vec<Value> {
        let (mut events, mut matching) = (Vec::new(), 0);
        while matching < count {
            let event = self.expect_event().await;
            matching += usize::from(event["kind"] == kind);
            events.push(event);
        }
        events
    }
}

/// Returns the kind and order version of each event.
pub fn kinds_and_versions(events: &[Value]) -> Vec<(String, i64)> {
    let pair =
        |event: &Value| (event["kind"].as_str().unwrap().to_owned(), event["order"]["version"].as_i64().unwrap());
    events.iter().map(pair).collect()
}

/// The state of a client that follows the rules of the live feed: it resumes at the last cursor, and ignores versions of an order
/// that are not higher than the last one received since the last resync.
#[derive(Debug, Default)]
pub struct Transcript {
    /// The last cursor.
    pub cursor: Option<String>,
    /// The versions of each order that were new to the client, in order of arrival.
    pub versions: BTreeMap<Uuid, Vec<i64>>,
    /// Number of events that the client ignored.
    pub repeated: usize,
    /// Number of times that the client had to fetch its orders again.
    pub resyncs: usize,
    last_versions: HashMap<Uuid, i64>,
}

impl Transcript {
    /// Creates the transcript of a client that resumes at this cursor.
    pub fn starting_at(cursor: impl Into<String>) -> Self {
        Self { cursor: Some(cursor.into()), ..Self::default() }
    }

    /// Records a message.
    #[track_caller]
    pub fn record(&mut self, frame: Frame) {
        match frame {
            Frame::Ready { cursor } => self.cursor = Some(cursor),
            Frame::Event { cursor, order_id, version, .. } => {
                self.cursor = Some(cursor);
                let last = self.last_versions.entry(order_id).or_default();
                if version > *last {
                    *last = version;
                    self.versions.entry(order_id).or_default().push(version);
                } else {
                    self.repeated += 1;
                }
            }
            Frame::Resync => {
                self.resyncs += 1;
                self.last_versions.clear();
            }
            other => panic!("unexpected {other:?}"),
        }
    }

    /// Returns the number of events that were new to the client.
    pub fn event_count(&self) -> usize {
        self.versions.values().map(Vec::len).sum()
    }

    /// Asserts that the client received versions 1 to `last_version` of each of these orders in ascending order, no events of
    /// other orders, and no resync. Ignores repeated events.
    #[track_caller]
    pub fn assert_complete(&self, orders: impl IntoIterator<Item = Uuid>, last_version: i64) {
        let versions = |order| (order, (1..=last_version).collect());
        let expected: BTreeMap<_, Vec<_>> = orders.into_iter().map(versions).collect();
        assert_eq!(self.versions, expected);
        assert_eq!(self.resyncs, 0);
    }
}
