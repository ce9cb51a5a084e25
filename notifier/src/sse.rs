//! `GET /events`: the same feed as Server-Sent Events, for clients that have no WebSocket.

use std::collections::VecDeque;
use std::convert::Infallible;

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::sse::Event;
use axum::response::{IntoResponse as _, Response, Sse};
use futures_util::stream;
use shared::auth::bearer;
use shared::clock::Timestamp;
use shared::problem::Problem;
use tokio::time::{Instant, sleep_until};

use crate::Notifier;
use crate::feed::{Feed, Out, Over};
use crate::frame;
use crate::hub::Ended;

/// Opens an event stream for the account whose token is in `Authorization`, from `Last-Event-ID` on if that is given.
pub(crate) async fn listen(State(notifier): State<Notifier>, headers: HeaderMap) -> Result<Response, Response> {
    let account = bearer(&headers)
        .ok_or("Send your access token: Authorization: Bearer …")
        .and_then(|token| notifier.tokens().verify(token, notifier.clock().now()))
        .map_err(unauthenticated)?;
    let since = headers.get("last-event-id").map(|since| since.to_str().unwrap_or("unreadable"));
    let feed = Feed::open(&notifier, &account, since).await.map_err(|over| match over {
        Over::Ended(Ended::Archived | Ended::TooSlow) => unauthenticated("The account was closed."),
        Over::Unavailable => {
            let detail = "The history cannot be read now. Try again soon.";
            Problem::new(StatusCode::SERVICE_UNAVAILABLE, "unavailable", "Unavailable", detail)
                .retry_after(2)
                .into_response()
        }
    })?;
    let ping_at = Instant::now() + notifier.timing().ping;
    let show = Show { feed, notifier, expires_at: account.expires_at, ping_at, waiting: VecDeque::new() };
    let events = stream::unfold(show, async |mut show| Some((Ok::<_, Infallible>(show.next().await?), show)));
    let mut response = Sse::new(events).into_response();
    // Proxies must not collect what is live.
    response.headers_mut().insert("x-accel-buffering", HeaderValue::from_static("no"));
    Ok(response)
}

/// RFC 9110, 15.5.2: whoever is told to log in is told how.
fn unauthenticated(why: &'static str) -> Response {
    let problem = Problem::new(StatusCode::UNAUTHORIZED, "unauthenticated", "Log in first", why);
    ([(header::WWW_AUTHENTICATE, "Bearer")], problem).into_response()
}

struct Show {
    feed: Feed,
    notifier: Notifier,
    expires_at: Timestamp,
    ping_at: Instant,
    waiting: VecDeque<Out>,
}

impl Show {
    /// The next event or comment; none when the token has expired, the client was too slow, or the server stops.
    async fn next(&mut self) -> Option<Event> {
        loop {
            let (now, left) = (Instant::now(), self.expires_at.since(self.notifier.clock().now()));
            if left.is_zero() || self.notifier.stop().is_cancelled() {
                return None;
            }
            if let Some(out) = self.waiting.pop_front() {
                self.notifier.counts().frames.inc();
                return Some(event(out));
            }
            if now >= self.ping_at {
                self.ping_at = now + self.notifier.timing().ping;
                return Some(Event::default().comment(""));
            }
            let wake = self.ping_at.min(now + left);
            tokio::select! {
                news = self.feed.next() => match news {
                    Ok(news) => self.waiting = news.into(),
                    Err(over) => {
                        if over == Over::Ended(Ended::TooSlow) {
                            self.notifier.counts().slow_clients.inc();
                        }
                        return None;
                    }
                },
                () = sleep_until(wake) => {}
                () = self.notifier.stop().cancelled() => {}
            }
        }
    }
}

fn event(out: Out) -> Event {
    match out {
        Out::Ready(cursor) => {
            Event::default().event("ready").id(cursor.to_string()).data(frame::ready(cursor).as_str())
        }
        Out::Event(frame) => Event::default().event("event").id(frame.cursor.to_string()).data(frame.text.as_str()),
        Out::Resync => Event::default().event("resync").data(frame::resync().as_str()),
    }
}
