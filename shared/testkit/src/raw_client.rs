//! A client that sends arbitrary text, for tests of malformed HTTP.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use reqwest::header::HeaderName;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::test_response::TestResponse;
use crate::wait::with_timeout;

/// Maximum time for a response on a connection that stays open.
const RESPONSE_TIMEOUT: Duration = Duration::from_secs(5);

/// A bare TCP connection.
#[derive(Debug)]
pub struct RawClient {
    /// The connection.
    pub stream: TcpStream,
}

impl RawClient {
    /// Connects to a server.
    pub async fn connect(addr: SocketAddr) -> Self {
        Self { stream: TcpStream::connect(addr).await.unwrap() }
    }

    /// Sends text. Ignores errors, because the server may have closed the connection.
    pub async fn send(&mut self, text: &str) {
        let _ = self.stream.write_all(text.as_bytes()).await;
    }

    /// Closes the sending half of the connection.
    pub async fn finish_sending(&mut self) {
        self.stream.shutdown().await.unwrap();
    }

    /// Waits for data and asserts that it contains this text.
    pub async fn expect_text(&mut self, expected: &str) {
        let mut buffer = [0; 4096];
        let length = with_timeout("a response", RESPONSE_TIMEOUT, self.stream.read(&mut buffer)).await.unwrap();
        let received = String::from_utf8_lossy(&buffer[..length]).into_owned();
        assert!(received.contains(expected), "{received}");
    }

    /// Reads until the server closes the connection, which must happen within `timeout`. Returns the received text and the
    /// elapsed time.
    pub async fn read_to_end(&mut self, timeout: Duration) -> (String, Duration) {
        let started = Instant::now();
        let mut received = Vec::new();
        // A connection reset counts as closed.
        let closed = tokio::time::timeout(timeout, self.stream.read_to_end(&mut received)).await;
        assert!(closed.is_ok(), "still open after {timeout:?}: {}", String::from_utf8_lossy(&received));
        (String::from_utf8_lossy(&received).into_owned(), started.elapsed())
    }

    /// Reads a response until the server closes the connection, which must happen within `timeout`, and asserts that it is
    /// well-formed.
    pub async fn read_response(&mut self, timeout: Duration) -> TestResponse {
        let (received, _) = self.read_to_end(timeout).await;
        let (head, text) = received.split_once("\r\n\r\n").unwrap_or_else(|| panic!("no response: {received:?}"));
        let mut lines = head.lines();
        let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
        let headers = lines.filter_map(|line| {
            let (name, value) = line.split_once(": ")?;
            Some((name.parse::<HeaderName>().ok()?, value.parse().ok()?))
        });
        let response = TestResponse::new("raw".to_owned(), status, headers.collect(), text.to_owned());
        response.assert_well_formed();
        response
    }
}
