//! The WebSocket handshake (RFC 6455, section 4.2).
//!
//! axum has an extractor for this, but its sockets cannot be read to the end after a client has sent a frame that is too large.
//! The client would see its connection reset instead of the close code 1009 that explains it.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::uri::Authority;
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse as _, Response};
use hyper::upgrade::{OnUpgrade, Upgraded};
use hyper_util::rt::TokioIo;
use service::problem::Problem;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;
use tokio_tungstenite::tungstenite::protocol::{Role, WebSocketConfig};

/// Maximum size of a client's frames and messages, in bytes. The largest message contains an access token.
const MAX_MESSAGE_BYTES: usize = 4 * 1024;

/// The connection of a client.
pub(crate) type Socket = WebSocketStream<TokioIo<Upgraded>>;

/// A valid request for a WebSocket.
pub(crate) struct Handshake {
    accept_key: HeaderValue,
    connection: OnUpgrade,
}

impl<S: Sync> FromRequestParts<S> for Handshake {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let has_token = |name, token: &str| {
            let values = parts.headers.get_all(name).into_iter().filter_map(|value| value.to_str().ok());
            values.flat_map(|value| value.split(',')).any(|value| value.trim().eq_ignore_ascii_case(token))
        };
        let key = parts.headers.get(header::SEC_WEBSOCKET_KEY);
        let accept_key = key.and_then(|key| HeaderValue::from_str(&derive_accept_key(key.as_bytes())).ok());
        let is_upgrade = has_token(header::CONNECTION, "upgrade") && has_token(header::UPGRADE, "websocket");
        let is_supported = has_token(header::SEC_WEBSOCKET_VERSION, "13");
        match (accept_key, parts.extensions.remove::<OnUpgrade>()) {
            (Some(accept_key), Some(connection)) if is_upgrade && is_supported => Ok(Self { accept_key, connection }),
            _ => {
                let detail = "This URL supports only WebSocket (RFC 6455, version 13) over HTTP/1.1.";
                Err(Problem::new(StatusCode::UPGRADE_REQUIRED, "upgrade-required", "WebSocket required", detail))
            }
        }
    }
}

impl Handshake {
    /// Accepts the request and selects a subprotocol. Returns the response, and the connection, which becomes a socket once the
    /// response has been sent.
    pub(crate) fn accept(self, subprotocol: Option<HeaderValue>) -> (Response, OnUpgrade) {
        let headers = [
            (header::CONNECTION, HeaderValue::from_static("upgrade")),
            (header::UPGRADE, HeaderValue::from_static("websocket")),
            (header::SEC_WEBSOCKET_ACCEPT, self.accept_key),
        ];
        let mut response = (StatusCode::SWITCHING_PROTOCOLS, headers).into_response();
        let subprotocol = subprotocol.map(|subprotocol| (header::SEC_WEBSOCKET_PROTOCOL, subprotocol));
        response.headers_mut().extend(subprotocol);
        (response, self.connection)
    }
}

/// Waits until the connection is a socket. Returns `None` if the client disconnects first.
pub(crate) async fn open(connection: OnUpgrade) -> Option<Socket> {
    let connection = TokioIo::new(connection.await.ok()?);
    // Small buffers: there may be ten thousand sockets, most of them idle.
    let config = WebSocketConfig::default()
        .read_buffer_size(1024)
        .write_buffer_size(4 * 1024)
        .max_write_buffer_size(2 << 20)
        .max_message_size(Some(MAX_MESSAGE_BYTES))
        .max_frame_size(Some(MAX_MESSAGE_BYTES));
    Some(Socket::from_raw_socket(connection, Role::Server, Some(config)).await)
}

/// Returns `true` if the request comes from a page on the same host (with any scheme and port) or on one of the `allowed`
/// origins, or has no `Origin` header: all browsers send one. The access token is the actual protection; this check only keeps
/// pages of other sites from opening connections.
pub(crate) fn is_allowed_origin(headers: &HeaderMap, allowed: &[String]) -> bool {
    let Some(origin) = headers.get(header::ORIGIN) else { return true };
    let Ok(origin) = origin.to_str() else { return false };
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()?.parse::<Authority>().ok());
    let origin_uri = origin.parse::<Uri>().ok();
    let hosts = origin_uri.as_ref().and_then(Uri::host).zip(host.as_ref().map(Authority::host));
    hosts.is_some_and(|(origin, host)| origin.eq_ignore_ascii_case(host))
        || allowed.iter().any(|allowed| allowed.trim_end_matches('/').eq_ignore_ascii_case(origin))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn foreign_origins_are_rejected() {
        let check = |origin: Option<&'static str>| {
            let mut headers = HeaderMap::new();
            headers.insert(header::HOST, HeaderValue::from_static("eat.example:8080"));
            if let Some(origin) = origin {
                headers.insert(header::ORIGIN, HeaderValue::from_static(origin));
            }
            is_allowed_origin(&headers, &["https://app.example".to_owned()])
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
