//! `GET /ws` becomes a socket.
//!
//! axum has an extractor for this; but what it makes cannot be read to its end once a client has sent too large a
//! frame, so that the client would see its connection reset, and never the 1009 that explains it.

use axum::extract::{FromRequestParts, Request, State};
use axum::http::uri::Authority;
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse as _, Response};
use hyper::upgrade::{OnUpgrade, Upgraded};
use hyper_util::rt::TokioIo;
use shared::problem::Problem;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;
use tokio_tungstenite::tungstenite::protocol::{Role, WebSocketConfig};

use crate::{Notifier, socket};

/// The largest frame, and message, that a client may send: nobody has more to say than a token.
const LARGEST: usize = 4 * 1024;

/// A client's connection.
pub(crate) type Socket = WebSocketStream<TokioIo<Upgraded>>;

/// Upgrades the connection (RFC 6455, 4.2) and lets [`socket::attend`] have it.
pub(crate) async fn upgrade(State(notifier): State<Notifier>, request: Request) -> Result<Response, Problem> {
    let (mut parts, _) = request.into_parts();
    if !is_of_this_site(&parts.headers, notifier.origins()) {
        let detail = "Pages of this site, and those that CORS_ORIGINS names, may listen here.";
        return Err(Problem::new(StatusCode::FORBIDDEN, "forbidden", "Another site", detail));
    }
    let Handshake { accept, connection } = Handshake::from_request_parts(&mut parts, &()).await?;
    if notifier.stop().is_cancelled() {
        let detail = "This notifier is stopping. Connect again in a second.";
        return Err(Problem::new(StatusCode::SERVICE_UNAVAILABLE, "unavailable", "Stopping", detail).retry_after(1));
    }
    notifier.tasks().spawn(socket::attend(connection, notifier.clone()));
    let headers = [
        (header::CONNECTION, HeaderValue::from_static("upgrade")),
        (header::UPGRADE, HeaderValue::from_static("websocket")),
        (header::SEC_WEBSOCKET_ACCEPT, accept),
    ];
    Ok((StatusCode::SWITCHING_PROTOCOLS, headers).into_response())
}

/// The connection as a socket, as soon as it is one; none if the client has gone meanwhile.
pub(crate) async fn open(connection: OnUpgrade) -> Option<Socket> {
    let connection = TokioIo::new(connection.await.ok()?);
    // Small buffers: there may be ten thousand of these, at rest most of the time.
    let config = WebSocketConfig::default()
        .read_buffer_size(1024)
        .write_buffer_size(4 * 1024)
        .max_write_buffer_size(2 << 20)
        .max_message_size(Some(LARGEST))
        .max_frame_size(Some(LARGEST));
    Some(Socket::from_raw_socket(connection, Role::Server, Some(config)).await)
}

/// A request to speak WebSocket, found in order.
struct Handshake {
    accept: HeaderValue,
    connection: OnUpgrade,
}

impl<S: Sync> FromRequestParts<S> for Handshake {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut axum::http::request::Parts, _: &S) -> Result<Self, Problem> {
        let says = |name, word: &str| {
            let values = parts.headers.get_all(name).into_iter().filter_map(|value| value.to_str().ok());
            values.flat_map(|value| value.split(',')).any(|value| value.trim().eq_ignore_ascii_case(word))
        };
        let key = parts.headers.get(header::SEC_WEBSOCKET_KEY);
        let accept = key.and_then(|key| HeaderValue::from_str(&derive_accept_key(key.as_bytes())).ok());
        let asks = says(header::CONNECTION, "upgrade") && says(header::UPGRADE, "websocket");
        let speaks = says(header::SEC_WEBSOCKET_VERSION, "13");
        match (accept, parts.extensions.remove::<OnUpgrade>()) {
            (Some(accept), Some(connection)) if asks && speaks => Ok(Self { accept, connection }),
            _ => {
                let detail = "This address speaks WebSocket (RFC 6455, version 13) over HTTP/1.1.";
                Err(Problem::new(StatusCode::UPGRADE_REQUIRED, "upgrade-required", "Not a WebSocket", detail))
            }
        }
    }
}

/// Browsers say which site a page is from. The token in the first frame is what protects; this only spares the others
/// a connection.
fn is_of_this_site(headers: &HeaderMap, allowed: &[String]) -> bool {
    let Some(origin) = headers.get(header::ORIGIN) else { return true };
    let Ok(origin) = origin.to_str() else { return false };
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()?.parse::<Authority>().ok());
    let from = origin.parse::<Uri>().ok();
    let same = from.as_ref().and_then(Uri::host).zip(host.as_ref().map(Authority::host));
    same.is_some_and(|(from, host)| from.eq_ignore_ascii_case(host))
        || allowed.iter().any(|allowed| allowed.trim_end_matches('/').eq_ignore_ascii_case(origin))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_of_other_sites_are_refused() {
        let check = |origin: Option<&'static str>| {
            let mut headers = HeaderMap::new();
            headers.insert(header::HOST, HeaderValue::from_static("eat.example:8080"));
            if let Some(origin) = origin {
                headers.insert(header::ORIGIN, HeaderValue::from_static(origin));
            }
            is_of_this_site(&headers, &["https://app.example".to_owned()])
        };
        for origin in [None, Some("http://eat.example:8080"), Some("https://EAT.example"), Some("https://app.example")]
        {
            assert!(check(origin), "{origin:?}");
        }
        for origin in ["https://evil.example", "null", "", "https://eat.example.evil.example", "http://app.example"] {
            assert!(!check(Some(origin)), "{origin:?}");
        }
    }
}
