//! The live feed, as a client sees it.

use std::time::Duration;

use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

use crate::diner::Person;

/// A socket that is authenticated.
pub(crate) struct Feed {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
    /// Up to where everything was sent.
    pub(crate) cursor: String,
}

impl Feed {
    /// Opens the feed of this account at the notifier at this address.
    pub(crate) async fn open(address: &str, person: &Person) -> Self {
        Self::open_since(address, person, None).await
    }

    /// The same, beginning with what happened after a cursor.
    pub(crate) async fn open_since(address: &str, person: &Person, since: Option<&str>) -> Self {
        let (mut socket, _) = connect_async(format!("ws://{address}/ws")).await.unwrap();
        let mut hello = json!({"type": "auth", "token": person.token});
        if let Some(since) = since {
            hello["since"] = since.into();
        }
        socket.send(Message::text(hello.to_string())).await.unwrap();
        let mut feed = Self { socket, cursor: String::new() };
        let ready = feed.frame().await;
        assert_eq!(ready["type"], "ready", "{ready}");
        ready["cursor"].as_str().unwrap().clone_into(&mut feed.cursor);
        feed
    }

    async fn frame(&mut self) -> Value {
        let next = async {
            loop {
                match self.socket.next().await.expect("the feed goes on").unwrap() {
                    Message::Text(text) => return serde_json::from_str(text.as_str()).unwrap(),
                    Message::Ping(_) | Message::Pong(_) => {}
                    other => panic!("not a frame: {other:?}"),
                }
            }
        };
        tokio::time::timeout(Duration::from_mins(1), next).await.expect("a frame in time")
    }

    /// The next event.
    pub(crate) async fn event(&mut self) -> Value {
        let frame = self.frame().await;
        assert_eq!(frame["type"], "event", "{frame}");
        frame["cursor"].as_str().unwrap().clone_into(&mut self.cursor);
        frame["event"].clone()
    }

    /// The next events, until one of these many is this one.
    pub(crate) async fn until(&mut self, count: usize, kind: &str) -> Vec<Value> {
        let (mut events, mut seen) = (Vec::new(), 0);
        while seen < count {
            let event = self.event().await;
            seen += usize::from(event["kind"] == kind);
            events.push(event);
        }
        events
    }

    /// Waits for the server to close, and answers its code.
    pub(crate) async fn close_code(mut self) -> u16 {
        let end = async {
            while let Some(Ok(message)) = self.socket.next().await {
                if let Message::Close(Some(close)) = message {
                    return close.code.into();
                }
            }
            1006
        };
        tokio::time::timeout(Duration::from_secs(20), end).await.expect("the end in time")
    }
}

/// Kind and version of each event.
pub(crate) fn story(events: &[Value]) -> Vec<(String, i64)> {
    let of = |event: &Value| (event["kind"].as_str().unwrap().to_owned(), event["order"]["version"].as_i64().unwrap());
    events.iter().map(of).collect()
}

/// The whole life of an order that nobody disturbs.
pub(crate) fn whole_story() -> Vec<(String, i64)> {
    let kinds = ["order.placed", "order.accepted", "order.processing", "order.completed"];
    kinds.into_iter().map(str::to_owned).zip(1..).collect()
}
