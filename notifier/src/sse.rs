//! Server-Sent Events, for clients without WebSocket. `GET /events` streams the events of an account's orders, like `GET /ws`.
//! `GET /events/menus/{id}` streams the menu of the business with this id and its changes, and needs no account.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::sync::Arc;

use auth::tokens::bearer_token;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::sse::Event;
use axum::response::{IntoResponse as _, Response, Sse};
use domain::business::BusinessId;
use domain::clock::Timestamp;
use futures_util::stream;
use service::problem::Problem;
use tokio::time::{Instant, sleep_until};

use crate::client_queue::DisconnectReason;
use crate::client_stream::{ClientStream, StreamError};
use crate::frame::Outgoing;
use crate::hub::AnonymousClient;
use crate::menu_topics::MenuSubscriptions;
use crate::state::NotifierState;

/// `GET /events`: opens the stream of the account that `Authorization` identifies. `Last-Event-ID` is the cursor to resume at.
pub(crate) async fn subscribe(
    State(state): State<Arc<NotifierState>>,
    headers: HeaderMap,
) -> Result<Response, Response> {
    let source = Source::account(&state, &headers).await?;
    Ok(respond(state, source))
}

/// `GET /events/menus/{id}`: opens the stream of a business's menu and its changes. The client needs no account.
pub(crate) async fn subscribe_menu(
    State(state): State<Arc<NotifierState>>,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let Ok(business) = id.parse() else {
        let detail = "The path must end with the id of a business.";
        return Err(Problem::new(StatusCode::NOT_FOUND, "not-found", "Not found", detail));
    };
    let source = Source::menu(&state, business);
    Ok(respond(state, source))
}

fn respond(state: Arc<NotifierState>, source: Source) -> Response {
    let ping_at = Instant::now() + state.options.timing.ping_interval;
    let stream = SseStream { source, state, ping_at, pending: VecDeque::new() };
    let events = stream::unfold(stream, async |mut stream| Some((Ok::<_, Infallible>(stream.next().await?), stream)));
    let mut response = Sse::new(events).into_response();
    // Proxies must not buffer the stream.
    response.headers_mut().insert("x-accel-buffering", HeaderValue::from_static("no"));
    response
}

/// Opens the stream of the account that `Authorization` identifies.
async fn open_client(state: &Arc<NotifierState>, headers: &HeaderMap) -> Result<(ClientStream, Timestamp), Response> {
    let account = bearer_token(headers)
        .ok_or("Send an access token: `Authorization: Bearer …`.")
        .and_then(|token| state.tokens.verify(token, state.clock.now()))
        .map_err(unauthenticated)?;
    // A header that is not text is an invalid cursor, not a missing one.
    let since = headers.get("last-event-id").map(|since| since.to_str().unwrap_or("invalid"));
    let client = ClientStream::open(state, &account, since).await.map_err(|error| match error {
        StreamError::Disconnected(_) => unauthenticated("This account has been deactivated."),
        StreamError::LogUnavailable => {
            let detail = "Missed events are temporarily unavailable. Try again soon.";
            Problem::unavailable(detail).retry_after(2).into_response()
        }
    })?;
    Ok((client, account.expires_at))
}

/// Returns a 401 response. RFC 9110, section 15.5.2, requires it to name the authentication scheme.
fn unauthenticated(reason: &'static str) -> Response {
    ([(header::WWW_AUTHENTICATE, "Bearer")], Problem::unauthenticated(reason)).into_response()
}

/// The source of the messages of a stream.
enum Source {
    /// The events of an account, until its token expires.
    Account { client: Box<ClientStream>, expires_at: Timestamp },
    /// A menu and its changes.
    Menu { menus: MenuSubscriptions, _client: AnonymousClient },
}

impl Source {
    async fn account(state: &Arc<NotifierState>, headers: &HeaderMap) -> Result<Self, Response> {
        let (client, expires_at) = open_client(state, headers).await?;
        Ok(Self::Account { client: Box::new(client), expires_at })
    }

    fn menu(state: &NotifierState, business: BusinessId) -> Self {
        let mut menus = MenuSubscriptions::new(state.hub.menus().clone());
        // One subscription is always possible.
        let _ = menus.subscribe(business);
        Self::Menu { menus, _client: state.hub.count_anonymous() }
    }

    /// Returns the time at which the access token expires, and the stream with it. Returns `None` for the stream of a menu.
    const fn expires_at(&self) -> Option<Timestamp> {
        match self {
            Self::Account { expires_at, .. } => Some(*expires_at),
            Self::Menu { .. } => None,
        }
    }

    async fn next(&mut self) -> Result<VecDeque<Outgoing>, StreamError> {
        match self {
            Self::Account { client, .. } => client.next().await.map(VecDeque::from),
            Self::Menu { menus, .. } => menus.queue().next().await.map_err(StreamError::Disconnected),
        }
    }
}

/// The event stream of one client.
struct SseStream {
    source: Source,
    state: Arc<NotifierState>,
    ping_at: Instant,
    pending: VecDeque<Outgoing>,
}

impl SseStream {
    /// Waits for the next event or comment. Returns `None` if the token has expired, the stream of the client has ended, or
    /// the server shuts down.
    async fn next(&mut self) -> Option<Event> {
        loop {
            let now = Instant::now();
            let lifetime = self.source.expires_at().map(|expires_at| expires_at.since(self.state.clock.now()));
            if lifetime.is_some_and(|lifetime| lifetime.is_zero()) || self.state.shutdown.is_requested() {
                return None;
            }
            if let Some(message) = self.pending.pop_front() {
                self.state.metrics.frames_sent.inc();
                return Some(to_event(&message));
            }
            if now >= self.ping_at {
                self.ping_at = now + self.state.options.timing.ping_interval;
                return Some(Event::default().comment(""));
            }
            let wake_at = lifetime.map_or(self.ping_at, |lifetime| self.ping_at.min(now + lifetime));
            tokio::select! {
                messages = self.source.next() => match messages {
                    Ok(messages) => self.pending = messages,
                    Err(error) => {
                        if error == StreamError::Disconnected(DisconnectReason::TooSlow) {
                            self.state.metrics.slow_clients_dropped.inc();
                        }
                        return None;
                    }
                },
                () = sleep_until(wake_at) => {}
                () = self.state.shutdown.requested() => {}
            }
        }
    }
}

fn to_event(message: &Outgoing) -> Event {
    let mut event = Event::default().event(message.kind());
    if let Some(cursor) = message.cursor() {
        event = event.id(cursor.to_string());
    }
    event.data(message.text().as_str())
}
