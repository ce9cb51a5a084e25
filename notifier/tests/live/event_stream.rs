//! A client of `GET /events`.

use std::net::SocketAddr;

use domain::business::BusinessId;
use reqwest::{Client, RequestBuilder, Response, StatusCode};
use testkit::wait::with_timeout;
use testkit::{Frame, TIMEOUT};

/// An open event stream.
pub(crate) struct EventStream {
    response: Response,
    received: String,
}

/// An event of a stream.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct StreamEvent {
    pub(crate) event: String,
    pub(crate) id: Option<String>,
    pub(crate) data: String,
}

impl StreamEvent {
    /// Parses a block of lines. Returns `None` for a comment.
    fn parse(block: &str) -> Option<Self> {
        let field = |name: &str| block.lines().find_map(|line| line.strip_prefix(&format!("{name}: ")));
        let data = field("data")?.to_owned();
        Some(Self { event: field("event").unwrap().to_owned(), id: field("id").map(str::to_owned), data })
    }

    /// Parses the data.
    pub(crate) fn frame(&self) -> Frame {
        Frame::parse(&self.data)
    }
}

impl EventStream {
    /// Returns a request without credentials.
    pub(crate) fn request(addr: SocketAddr) -> RequestBuilder {
        Client::builder().no_proxy().build().unwrap().get(format!("http://{addr}/events"))
    }

    pub(crate) async fn open(addr: SocketAddr, token: &str, last_event_id: Option<&str>) -> Self {
        let mut request = Self::request(addr).bearer_auth(token);
        if let Some(id) = last_event_id {
            request = request.header("last-event-id", id);
        }
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        Self { response, received: String::new() }
    }

    /// Opens the stream of a menu, without credentials.
    pub(crate) async fn open_menu(addr: SocketAddr, business: BusinessId) -> Self {
        let url = format!("http://{addr}/events/menus/{business}");
        let response = Client::builder().no_proxy().build().unwrap().get(url).send().await.unwrap();
        assert_eq!(response.status(), StatusCode::OK);
        Self { response, received: String::new() }
    }

    /// Waits for the next block of lines. Returns `None` at the end of the stream.
    pub(crate) async fn next_block(&mut self) -> Option<String> {
        loop {
            if let Some((block, rest)) = self.received.split_once("\n\n") {
                let (block, rest) = (block.to_owned(), rest.to_owned());
                self.received = rest;
                return Some(block);
            }
            let chunk = with_timeout("a chunk of the stream", TIMEOUT, self.response.chunk()).await.unwrap()?;
            self.received.push_str(std::str::from_utf8(&chunk).unwrap());
        }
    }

    /// Waits for the next event and skips comments. Returns `None` at the end of the stream.
    pub(crate) async fn next(&mut self) -> Option<StreamEvent> {
        loop {
            if let Some(event) = StreamEvent::parse(&self.next_block().await?) {
                return Some(event);
            }
        }
    }
}
