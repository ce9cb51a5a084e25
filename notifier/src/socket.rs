//! `GET /ws` and `GET /socket/{user,biz}/{id}`: one client on a WebSocket, from its first message to the close frame.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use auth::Account;
use axum::extract::{FromRequestParts as _, Path, Request, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::account::UserId;
use domain::business::BusinessId;
use domain::clock::Timestamp;
use domain::order::OrderScope;
use futures_util::{SinkExt as _, StreamExt as _};
use hyper::upgrade::OnUpgrade;
use messaging::live_protocol::ClientMessage;
use service::problem::Problem;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::time::{Instant, sleep_until, timeout};
use tokio_tungstenite::tungstenite::error::{CapacityError, Error as WsError};
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::tungstenite::{Bytes, Message};

use crate::client_queue::DisconnectReason;
use crate::client_stream::{ClientStream, StreamError};
use crate::dialect::{Audience, Dialect, Incoming};
use crate::frame::Outgoing;
use crate::handshake::{Handshake, Socket, is_allowed_origin, open};
use crate::hub::AnonymousClient;
use crate::menu_topics::{MenuSubscriptions, TooManySubscriptions};
use crate::state::NotifierState;
use crate::subprotocol::HandshakeToken;

/// Maximum number of bytes that are read from a client after the close frame was sent to it.
const MAX_CLOSE_DRAIN_BYTES: u64 = 16 << 20;

/// The reason why a connection ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum CloseReason {
    /// The server closes the connection with this code and reason.
    Close(CloseCode, &'static str),
    /// The client closed the connection or is unreachable.
    Gone,
}

const SHUTTING_DOWN: CloseReason =
    CloseReason::Close(CloseCode::Restart, "the server is restarting: reconnect in a moment");
const NOT_AUTH: CloseReason = CloseReason::Close(
    CloseCode::Policy,
    r#"the first message must be {"type":"auth","token":"…"} or, on /ws, {"type":"subscribe","business_id":"…"}"#,
);
const NO_ACCOUNT: CloseReason =
    CloseReason::Close(CloseCode::Policy, "the connection has no account: reconnect and send auth first");
const AUTH_TIMED_OUT: CloseReason = CloseReason::Close(CloseCode::Policy, "no auth or subscribe message in time");
const TOKEN_EXPIRED: CloseReason = CloseReason::Close(CloseCode::Policy, "the access token has expired");
const UNKNOWN_MESSAGE: CloseReason = CloseReason::Close(
    CloseCode::Policy,
    "only auth and ping, and on /ws also subscribe and unsubscribe, with valid fields are supported",
);
const TOO_MANY_SUBSCRIPTIONS: CloseReason = CloseReason::Close(
    CloseCode::Policy,
    "a client can subscribe to at most 10 menus at a time, and at most 30 times per minute",
);
const WRONG_ACCOUNT: CloseReason = CloseReason::Close(
    CloseCode::Policy,
    "this URL is for another account: use /socket/user/{your id}, or /socket/biz/{id of your business}",
);
const ACCOUNT_CHANGED: CloseReason = CloseReason::Close(
    CloseCode::Policy,
    "the new token belongs to another account or gives access to other orders: reconnect",
);
// The web app recognizes this text.
const ACCOUNT_REVOKED: CloseReason = CloseReason::Close(CloseCode::Policy, "the account was closed");
const TOO_SLOW: CloseReason =
    CloseReason::Close(CloseCode::Again, "the client reads too slowly: reconnect with the last cursor");
const TOO_LARGE: CloseReason = CloseReason::Close(CloseCode::Size, "messages must not exceed 4 KiB");
const NOT_UTF8: CloseReason = CloseReason::Close(CloseCode::Invalid, "a text message must be UTF-8");
const PROTOCOL_VIOLATED: CloseReason = CloseReason::Close(CloseCode::Protocol, "the frame violates RFC 6455");
const LOG_UNAVAILABLE: CloseReason =
    CloseReason::Close(CloseCode::Error, "missed events cannot be sent at the moment: reconnect");

impl From<StreamError> for CloseReason {
    fn from(error: StreamError) -> Self {
        match error {
            StreamError::Disconnected(DisconnectReason::TooSlow) => TOO_SLOW,
            StreamError::Disconnected(DisconnectReason::AccountRevoked) => ACCOUNT_REVOKED,
            StreamError::LogUnavailable => LOG_UNAVAILABLE,
        }
    }
}

impl From<TooManySubscriptions> for CloseReason {
    fn from(_: TooManySubscriptions) -> Self {
        TOO_MANY_SUBSCRIPTIONS
    }
}

impl From<WsError> for CloseReason {
    fn from(error: WsError) -> Self {
        match error {
            WsError::Capacity(CapacityError::MessageTooLong { .. }) => TOO_LARGE,
            WsError::Utf8(_) => NOT_UTF8,
            WsError::Protocol(_) => PROTOCOL_VIOLATED,
            _ => Self::Gone,
        }
    }
}

/// `GET /ws`: upgrades the connection and serves the client in its own task.
pub(crate) async fn upgrade(State(state): State<Arc<NotifierState>>, request: Request) -> Result<Response, Problem> {
    accept(state, request, Dialect::Native, HandshakeToken::default()).await
}

/// `GET /socket/{user,biz}/{id}`: the order events of `/ws` in the protocol of the food ordering systems. The client can also
/// send its token in a header of the handshake.
pub(crate) async fn upgrade_food_ordering(
    State(state): State<Arc<NotifierState>>,
    Path((kind, id)): Path<(String, String)>,
    request: Request,
) -> Result<Response, Problem> {
    let Some(audience) = Audience::parse(&kind, &id) else {
        let detail =
            "Use /socket/user/{id of a customer}, or /socket/biz/{id of a business or of a member of its staff}.";
        return Err(Problem::new(StatusCode::NOT_FOUND, "not-found", "Not found", detail));
    };
    let token = HandshakeToken::from_headers(request.headers());
    accept(state, request, Dialect::FoodOrdering(audience), token).await
}

async fn accept(
    state: Arc<NotifierState>,
    request: Request,
    dialect: Dialect,
    HandshakeToken { token, selected }: HandshakeToken,
) -> Result<Response, Problem> {
    let (mut parts, _) = request.into_parts();
    if !is_allowed_origin(&parts.headers, &state.options.origins) {
        let detail = "Only pages of this site, and of the sites in CORS_ORIGINS, can connect to this URL.";
        return Err(Problem::new(StatusCode::FORBIDDEN, "forbidden", "Forbidden origin", detail));
    }
    let handshake = Handshake::from_request_parts(&mut parts, &()).await?;
    if state.shutdown.is_requested() {
        return Err(Problem::unavailable("The server is restarting. Reconnect in a moment."));
    }
    let (response, connection) = handshake.accept(selected);
    state.sockets.spawn(run(connection, state.clone(), dialect, token));
    Ok(response)
}

/// Serves a client until either side ends the connection.
///
/// A task uses as much memory as the largest future that it awaits, and a socket stays open for hours. The futures of the short
/// phases are therefore boxed.
async fn run(connection: OnUpgrade, state: Arc<NotifierState>, dialect: Dialect, token: Option<String>) {
    let Some(mut socket) = Box::pin(open(connection)).await else { return };
    let reason = tokio::select! {
        Err(reason) = serve_client(&mut socket, &state, dialect, token) => reason,
        () = state.shutdown.requested() => SHUTTING_DOWN,
    };
    tracing::debug!(?reason, "closing a socket");
    if reason == TOO_SLOW {
        state.metrics.slow_clients_dropped.inc();
    }
    // The connection of a client that does not read the close frame is dropped.
    let _ = timeout(state.options.timing.close_timeout, Box::pin(close(socket, reason))).await;
}

/// The account that a client has authenticated as.
struct Identity {
    user: UserId,
    scope: OrderScope,
    expires_at: Timestamp,
}

impl From<&Account> for Identity {
    fn from(account: &Account) -> Self {
        Self { user: account.id, scope: account.scope(), expires_at: account.expires_at }
    }
}

/// The sources of a client's messages: the events of its account, menus, or both.
struct Session {
    /// The account and the stream of its events. `None` for a client that receives only menus.
    account: Option<(Identity, ClientStream)>,
    /// `None` until the client subscribes to a menu.
    menus: Option<MenuSubscriptions>,
    _anonymous: Option<AnonymousClient>,
}

impl Session {
    /// Starts the session of a client that sent a token.
    async fn authenticate(
        state: &Arc<NotifierState>,
        dialect: Dialect,
        token: &str,
        since: Option<&str>,
    ) -> Result<Self, CloseReason> {
        let account = verify(state, token)?;
        if !dialect.admits(&account) {
            return Err(WRONG_ACCOUNT);
        }
        let stream = ClientStream::open(state, &account, since).await?;
        Ok(Self { account: Some((Identity::from(&account), stream)), menus: None, _anonymous: None })
    }

    /// Starts the session of a client without an account.
    fn anonymous(state: &NotifierState, business: BusinessId) -> Result<Self, CloseReason> {
        let mut session = Self { account: None, menus: None, _anonymous: Some(state.hub.count_anonymous()) };
        session.subscribe(state, business)?;
        Ok(session)
    }

    fn subscribe(&mut self, state: &NotifierState, business: BusinessId) -> Result<(), CloseReason> {
        let menus = self.menus.get_or_insert_with(|| MenuSubscriptions::new(state.hub.menus().clone()));
        Ok(menus.subscribe(business)?)
    }

    /// Returns the time until the token expires, or `None` for a client without an account.
    ///
    /// # Errors
    /// The token has expired.
    fn remaining(&self, state: &NotifierState) -> Result<Option<Duration>, CloseReason> {
        let Some((identity, _)) = &self.account else { return Ok(None) };
        let remaining = identity.expires_at.since(state.clock.now());
        if remaining.is_zero() { Err(TOKEN_EXPIRED) } else { Ok(Some(remaining)) }
    }

    /// Returns the stream of the account if it has not yet sent all events that the client missed.
    fn stream_catching_up(&mut self) -> Option<&mut ClientStream> {
        self.account.as_mut().map(|(_, stream)| stream).filter(|stream| stream.is_catching_up())
    }

    /// Waits for the next messages. Cancelling the wait loses nothing once the client has caught up.
    async fn next(&mut self) -> Result<Vec<Outgoing>, StreamError> {
        let Self { account, menus, .. } = self;
        let events = async {
            match account {
                Some((_, stream)) => stream.next().await,
                None => std::future::pending().await,
            }
        };
        let menus = async {
            match menus {
                Some(menus) => menus.queue().next().await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            events = events => events,
            menus = menus => menus.map(Vec::from).map_err(StreamError::Disconnected),
        }
    }

    /// Handles a message of the client, except for a ping.
    fn handle(&mut self, state: &NotifierState, message: ClientMessage) -> Result<(), CloseReason> {
        match message {
            ClientMessage::Auth { token, .. } => {
                let (identity, _) = self.account.as_mut().ok_or(NO_ACCOUNT)?;
                *identity = reauthenticate(state, identity, &token)?;
            }
            ClientMessage::Subscribe { business_id } => self.subscribe(state, business_id)?,
            ClientMessage::Unsubscribe { business_id } => {
                self.menus.iter_mut().for_each(|menus| menus.unsubscribe(business_id));
            }
            ClientMessage::Ping => {}
        }
        Ok(())
    }
}

/// Serves a client. Its token is in the handshake or in its first message. A client that wants only menus needs no token.
async fn serve_client(
    socket: &mut Socket,
    state: &Arc<NotifierState>,
    dialect: Dialect,
    token: Option<String>,
) -> Result<Infallible, CloseReason> {
    let timing = state.options.timing;
    let mut session = Box::pin(start_session(socket, state, dialect, token)).await?;
    let mut last_received_at = Instant::now();
    let mut ping_at = last_received_at + timing.ping_interval;
    loop {
        let now = Instant::now();
        let remaining = session.remaining(state)?;
        if now >= last_received_at + timing.idle_timeout {
            return Err(CloseReason::Gone);
        }
        if now >= ping_at {
            send_control(socket, Message::Ping(Bytes::new()), timing.write_timeout).await?;
            ping_at = now + timing.ping_interval;
        }
        if let Some(stream) = session.stream_catching_up() {
            let missed = stream.next().await?;
            send(socket, missed, state, dialect).await?;
            last_received_at = Instant::now(); // the client reads
            continue;
        }
        let wake_at = ping_at.min(last_received_at + timing.idle_timeout);
        let wake_at = remaining.map_or(wake_at, |remaining| wake_at.min(now + remaining));
        tokio::select! {
            received = socket.next() => {
                last_received_at = Instant::now();
                match parse_frame(received, dialect).map_err(|error| error.or_reason(UNKNOWN_MESSAGE))? {
                    Some(ClientMessage::Ping) => {
                        send_control(socket, Message::Text(dialect.pong()), timing.write_timeout).await?;
                    }
                    Some(message) => session.handle(state, message)?,
                    None => {}
                }
            }
            messages = session.next() => send(socket, messages?, state, dialect).await?,
            () = sleep_until(wake_at) => {}
        }
    }
}

/// Starts the session with the token of the handshake or the client's first message.
async fn start_session(
    socket: &mut Socket,
    state: &Arc<NotifierState>,
    dialect: Dialect,
    token: Option<String>,
) -> Result<Session, CloseReason> {
    if let Some(token) = token {
        return Session::authenticate(state, dialect, &token, None).await;
    }
    let first = timeout(state.options.timing.auth_timeout, read_first(socket, dialect));
    match first.await.map_err(|_| AUTH_TIMED_OUT)?? {
        ClientMessage::Auth { token, since } => Session::authenticate(state, dialect, &token, since.as_deref()).await,
        ClientMessage::Subscribe { business_id } => Session::anonymous(state, business_id),
        ClientMessage::Ping | ClientMessage::Unsubscribe { .. } => Err(NOT_AUTH),
    }
}

/// The reason why a frame contains no message.
enum FrameError {
    /// The connection has ended, or must be closed.
    Ended(CloseReason),
    /// The frame cannot be parsed.
    Unknown,
}

impl FrameError {
    /// Returns the reason to close the connection; `unknown` for a frame that cannot be parsed.
    const fn or_reason(self, unknown: CloseReason) -> CloseReason {
        match self {
            Self::Ended(reason) => reason,
            Self::Unknown => unknown,
        }
    }
}

/// Waits for the client's first message.
async fn read_first(socket: &mut Socket, dialect: Dialect) -> Result<ClientMessage, CloseReason> {
    loop {
        let frame = parse_frame(socket.next().await, dialect);
        if let Some(message) = frame.map_err(|error| error.or_reason(NOT_AUTH))? {
            return Ok(message);
        }
    }
}

/// Parses a frame. Returns `None` for frames without effect, such as the pings and pongs of the WebSocket protocol.
fn parse_frame(frame: Option<Result<Message, WsError>>, dialect: Dialect) -> Result<Option<ClientMessage>, FrameError> {
    match frame {
        Some(Ok(Message::Text(text))) => match dialect.parse(&text) {
            Some(Incoming::Message(message)) => Ok(Some(message)),
            Some(Incoming::Ignored) => Ok(None),
            None => Err(FrameError::Unknown),
        },
        Some(Ok(Message::Binary(_) | Message::Frame(_))) => Err(FrameError::Unknown),
        Some(Ok(Message::Ping(_) | Message::Pong(_))) => Ok(None),
        Some(Ok(Message::Close(_))) | None => Err(FrameError::Ended(CloseReason::Gone)),
        Some(Err(error)) => Err(FrameError::Ended(error.into())),
    }
}

fn verify(state: &NotifierState, token: &str) -> Result<Account, CloseReason> {
    let account = state.tokens.verify(token, state.clock.now());
    account.map_err(|reason| CloseReason::Close(CloseCode::Policy, reason))
}

/// Verifies a new token, which must belong to the same account and give access to the same orders.
fn reauthenticate(state: &NotifierState, current: &Identity, token: &str) -> Result<Identity, CloseReason> {
    let renewed = Identity::from(&verify(state, token)?);
    let is_same = renewed.user == current.user && renewed.scope == current.scope;
    if is_same { Ok(renewed) } else { Err(ACCOUNT_CHANGED) }
}

/// Sends messages of the stream. The timeout applies to each message: a slow connection is tolerated, a stalled one is not.
async fn send(
    socket: &mut Socket,
    messages: Vec<Outgoing>,
    state: &NotifierState,
    dialect: Dialect,
) -> Result<(), CloseReason> {
    let write_timeout = state.options.timing.write_timeout;
    let mut count = 0;
    for message in messages {
        let Some(text) = dialect.encode(&message)? else { continue };
        timeout(write_timeout, socket.feed(Message::Text(text))).await.map_err(|_| TOO_SLOW)??;
        count += 1;
    }
    timeout(write_timeout, socket.flush()).await.map_err(|_| TOO_SLOW)??;
    state.metrics.frames_sent.inc_by(count);
    Ok(())
}

/// Sends a ping or a pong.
async fn send_control(socket: &mut Socket, message: Message, write_timeout: Duration) -> Result<(), CloseReason> {
    Ok(timeout(write_timeout, socket.send(message)).await.map_err(|_| TOO_SLOW)??)
}

/// Sends the close frame, and then reads until the client closes its side. Closing the connection while the client is
/// sending would reset it, and the client would not receive the close frame.
async fn close(mut socket: Socket, reason: CloseReason) {
    let result = match reason {
        CloseReason::Close(code, reason) => socket.close(Some(CloseFrame { code, reason: reason.into() })).await,
        // Sends the answer to the client's close frame, if there was one.
        CloseReason::Gone => socket.flush().await,
    };
    if result.is_err() {
        return;
    }
    let mut connection = socket.into_inner();
    if connection.shutdown().await.is_ok() {
        let _ = tokio::io::copy(&mut connection.take(MAX_CLOSE_DRAIN_BYTES), &mut tokio::io::sink()).await;
    }
}
