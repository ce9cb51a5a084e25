//! One client on a WebSocket, from its first frame to its last.

use std::time::Duration;

use futures_util::{SinkExt as _, StreamExt as _};
use hyper::upgrade::OnUpgrade;
use shared::account::UserId;
use shared::auth::Account;
use shared::clock::Timestamp;
use shared::feed::Said;
use shared::store::events::Scope;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::time::{Instant, sleep_until, timeout};
use tokio_tungstenite::tungstenite::error::{CapacityError, Error as WsError};
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::tungstenite::{Bytes, Message};

use crate::Notifier;
use crate::feed::{Feed, Out, Over};
use crate::frame;
use crate::hub::Ended;
use crate::upgrade::{Socket, open};

/// How much a client that is being closed may still send, so that it gets to read why.
const LAST_WORDS: u64 = 16 << 20;

/// How a conversation ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Parting {
    /// We close, and say why.
    Close(CloseCode, &'static str),
    /// The client closed, or is gone.
    Gone,
}

const STOPPING: Parting = Parting::Close(CloseCode::Restart, "the server restarts: connect again in a moment");
const NOT_AUTH: Parting = Parting::Close(CloseCode::Policy, r#"the first frame must be {"type":"auth","token":"…"}"#);
const SILENT: Parting = Parting::Close(CloseCode::Policy, "not authenticated in time");
const EXPIRED: Parting = Parting::Close(CloseCode::Policy, "the access token has expired");
const UNKNOWN: Parting = Parting::Close(CloseCode::Policy, "only frames of the types auth and ping are understood");
const ANOTHER: Parting = Parting::Close(CloseCode::Policy, "the token is another account's: connect anew");
const ARCHIVED: Parting = Parting::Close(CloseCode::Policy, "the account was closed");
const TOO_SLOW: Parting = Parting::Close(CloseCode::Again, "too slow: connect again with your last cursor");
const TOO_LARGE: Parting = Parting::Close(CloseCode::Size, "frames have at most 4 KiB");
const UNAVAILABLE: Parting = Parting::Close(CloseCode::Error, "the history cannot be read now: connect again");

impl From<Over> for Parting {
    fn from(over: Over) -> Self {
        match over {
            Over::Ended(Ended::TooSlow) => TOO_SLOW,
            Over::Ended(Ended::Archived) => ARCHIVED,
            Over::Unavailable => UNAVAILABLE,
        }
    }
}

impl From<WsError> for Parting {
    fn from(error: WsError) -> Self {
        match error {
            WsError::Capacity(CapacityError::MessageTooLong { .. }) => TOO_LARGE,
            WsError::Utf8(_) => Self::Close(CloseCode::Invalid, "a text frame must hold UTF-8"),
            WsError::Protocol(_) => Self::Close(CloseCode::Protocol, "not RFC 6455"),
            _ => Self::Gone,
        }
    }
}

/// Talks to a client until either has enough.
///
/// A task's future is as large as the largest thing that it may ever wait for, and it stays so for hours: what is over
/// soon waits on the heap.
pub(crate) async fn attend(connection: OnUpgrade, notifier: Notifier) {
    let Some(mut socket) = Box::pin(open(connection)).await else { return };
    let parting = tokio::select! {
        Err(parting) = converse(&mut socket, &notifier) => parting,
        () = notifier.stop().cancelled() => STOPPING,
    };
    tracing::debug!(?parting, "a socket closes");
    if parting == TOO_SLOW {
        notifier.counts().slow_clients.inc();
    }
    // A client that does not read its farewell goes without.
    let _in_vain = timeout(notifier.timing().farewell, Box::pin(part(socket, parting))).await;
}

/// Who the client has proved to be.
struct Caller {
    id: UserId,
    scope: Scope,
    expires_at: Timestamp,
}

impl From<&Account> for Caller {
    fn from(account: &Account) -> Self {
        Self { id: account.id, scope: account.scope(), expires_at: account.expires_at }
    }
}

async fn converse(socket: &mut Socket, notifier: &Notifier) -> Result<std::convert::Infallible, Parting> {
    let timing = notifier.timing();
    let (mut caller, mut feed) = {
        let hello = timeout(timing.hello, hear(socket));
        let said = hello.await.map_err(|_| SILENT)?.map_err(|parting| parting.unwrap_or(NOT_AUTH))?;
        let Said::Auth { token, since } = said else { return Err(NOT_AUTH) };
        let account = verify(notifier, &token)?;
        let feed = Box::pin(Feed::open(notifier, &account, since.as_deref())).await?;
        (Caller::from(&account), feed)
    };
    let mut heard = Instant::now();
    let mut ping_at = heard + timing.ping;
    loop {
        let now = Instant::now();
        if caller.expires_at <= notifier.clock().now() {
            return Err(EXPIRED);
        }
        if now >= heard + timing.silence {
            return Err(Parting::Gone);
        }
        if now >= ping_at {
            write(socket, [Message::Ping(Bytes::new())], timing.write).await?;
            ping_at = now + timing.ping;
        }
        if feed.is_catching_up() {
            let missed = feed.next().await?;
            tell(socket, missed, notifier).await?;
            heard = Instant::now(); // it reads, at least
            continue;
        }
        let expires = now + caller.expires_at.since(notifier.clock().now());
        let wake = ping_at.min(heard + timing.silence).min(expires);
        tokio::select! {
            said = socket.next() => {
                heard = Instant::now();
                match understood(said).map_err(|parting| parting.unwrap_or(UNKNOWN))? {
                    Some(Said::Auth { token, .. }) => caller = renewed(notifier, &caller, &token)?,
                    Some(Said::Ping) => write(socket, [Message::Text(frame::pong())], timing.write).await?,
                    None => {}
                }
            }
            news = feed.next() => tell(socket, news?, notifier).await?,
            () = sleep_until(wake) => {}
        }
    }
}

/// The first thing that the client says. `None` for an error: something that cannot be understood.
async fn hear(socket: &mut Socket) -> Result<Said, Option<Parting>> {
    loop {
        if let Some(said) = understood(socket.next().await)? {
            return Ok(said);
        }
    }
}

/// What the client says, if it is more than a sign of life.
fn understood(said: Option<Result<Message, WsError>>) -> Result<Option<Said>, Option<Parting>> {
    match said {
        Some(Ok(Message::Text(text))) => serde_json::from_str(&text).map(Some).map_err(|_| None),
        Some(Ok(Message::Binary(_) | Message::Frame(_))) => Err(None),
        Some(Ok(Message::Ping(_) | Message::Pong(_))) => Ok(None),
        Some(Ok(Message::Close(_))) | None => Err(Some(Parting::Gone)),
        Some(Err(error)) => Err(Some(error.into())),
    }
}

fn verify(notifier: &Notifier, token: &str) -> Result<Account, Parting> {
    let account = notifier.tokens().verify(token, notifier.clock().now());
    account.map_err(|why| Parting::Close(CloseCode::Policy, why))
}

fn renewed(notifier: &Notifier, caller: &Caller, token: &str) -> Result<Caller, Parting> {
    let again = Caller::from(&verify(notifier, token)?);
    if again.id == caller.id && again.scope == caller.scope { Ok(again) } else { Err(ANOTHER) }
}

fn message(out: Out) -> Message {
    Message::Text(match out {
        Out::Ready(cursor) => frame::ready(cursor),
        Out::Event(frame) => frame.text.clone(),
        Out::Resync => frame::resync(),
    })
}

async fn tell(socket: &mut Socket, news: Vec<Out>, notifier: &Notifier) -> Result<(), Parting> {
    let frames = news.len() as u64;
    write(socket, news.into_iter().map(message), notifier.timing().write).await?;
    notifier.counts().frames.inc_by(frames);
    Ok(())
}

/// `patience` is for each message: a slow line is no reason to give up, one that stands still is.
async fn write(
    socket: &mut Socket,
    messages: impl IntoIterator<Item = Message>,
    patience: Duration,
) -> Result<(), Parting> {
    for message in messages {
        timeout(patience, socket.feed(message)).await.map_err(|_| TOO_SLOW)??;
    }
    timeout(patience, socket.flush()).await.map_err(|_| TOO_SLOW)??;
    Ok(())
}

/// Says why, then lets the client finish its sentence: to close while it speaks would reset the connection, and take
/// the farewell with it.
async fn part(mut socket: Socket, parting: Parting) {
    let said = match parting {
        Parting::Close(code, reason) => socket.close(Some(CloseFrame { code, reason: reason.into() })).await,
        // If it closed, this sends our answer.
        Parting::Gone => socket.flush().await,
    };
    if said.is_err() {
        return;
    }
    let mut connection = socket.into_inner();
    if connection.shutdown().await.is_ok() {
        let _until_it_closes = tokio::io::copy(&mut connection.take(LAST_WORDS), &mut tokio::io::sink()).await;
    }
}
