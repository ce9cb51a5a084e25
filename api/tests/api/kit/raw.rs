//! A client that does not keep to the rules.

use std::time::{Duration, Instant};

use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use super::{Answer, House};

/// A bare connection.
pub struct Raw {
    pub stream: TcpStream,
}

impl Raw {
    pub async fn connect(house: &House) -> Self {
        let addr = *house.wire.addr.lock().unwrap();
        Self { stream: TcpStream::connect(addr).await.unwrap() }
    }

    /// Says something; that nobody listens any more is no failure.
    pub async fn say(&mut self, text: &str) {
        let _nobody_listens = self.stream.write_all(text.as_bytes()).await;
    }

    /// Says no more, but still listens.
    pub async fn fall_silent(&mut self) {
        self.stream.shutdown().await.unwrap();
    }

    /// Waits for an answer that contains this.
    pub async fn hears(&mut self, what: &str) {
        let mut heard = [0; 4096];
        let length = tokio::time::timeout(Duration::from_secs(5), self.stream.read(&mut heard)).await.unwrap().unwrap();
        let heard = String::from_utf8_lossy(&heard[..length]).into_owned();
        assert!(heard.contains(what), "{heard}");
    }

    /// All that comes until the other side hangs up, and how long that took.
    pub async fn listen(&mut self, at_most: Duration) -> (String, Duration) {
        let began = Instant::now();
        let mut heard = Vec::new();
        // A connection that is reset was closed, too.
        let ended = tokio::time::timeout(at_most, self.stream.read_to_end(&mut heard)).await;
        assert!(ended.is_ok(), "still open after {at_most:?}: {}", String::from_utf8_lossy(&heard));
        (String::from_utf8_lossy(&heard).into_owned(), began.elapsed())
    }

    /// The answer, once the other side has hung up.
    pub async fn answer(&mut self, at_most: Duration) -> Answer {
        let (said, _) = self.listen(at_most).await;
        let (head, text) = said.split_once("\r\n\r\n").unwrap_or_else(|| panic!("no answer: {said:?}"));
        let mut lines = head.lines();
        let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
        let headers = lines.filter_map(|line| {
            let (name, value) = line.split_once(": ")?;
            Some((name.parse::<reqwest::header::HeaderName>().ok()?, value.parse().ok()?))
        });
        let body: Value = serde_json::from_str(text).unwrap_or_default();
        let answer = Answer { what: "raw".to_owned(), status, headers: headers.collect(), text: text.to_owned(), body };
        answer.is_well_formed();
        answer
    }
}
