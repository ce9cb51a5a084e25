//! Access tokens in `Sec-WebSocket-Protocol`, the only header of the handshake that web pages can set.

use auth::tokens::bearer_token;
use axum::http::{HeaderMap, HeaderValue, header};

/// The subprotocol that clients can offer together with a token.
const BEARER: &str = "bearer";

/// The access token of a handshake, and the subprotocol to select.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct HandshakeToken {
    /// The token, if the client sent one.
    pub(crate) token: Option<String>,
    /// The subprotocol of the response. Browsers close a connection if the server selects none of the offered ones.
    pub(crate) selected: Option<HeaderValue>,
}

impl HandshakeToken {
    /// Reads the token from `Sec-WebSocket-Protocol: bearer, <token>` or `Sec-WebSocket-Protocol: <token>`, or, for clients that
    /// are not web pages, from `Authorization`.
    pub(crate) fn from_headers(headers: &HeaderMap) -> Self {
        let values = headers.get_all(header::SEC_WEBSOCKET_PROTOCOL).into_iter();
        let offered = values.filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(',')).map(str::trim);
        let (bearer, others): (Vec<_>, Vec<_>) =
            offered.filter(|protocol| !protocol.is_empty()).partition(|protocol| protocol.eq_ignore_ascii_case(BEARER));
        let token = others.first().copied();
        // The token itself is selected only if there is no other choice.
        let selected = bearer.first().copied().or(token).and_then(|protocol| HeaderValue::from_str(protocol).ok());
        Self { token: token.or_else(|| bearer_token(headers)).map(str::to_owned), selected }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn token_is_read_and_a_subprotocol_selected() {
        let read = |protocols: &[&'static str], authorization: Option<&'static str>| {
            let mut headers = HeaderMap::new();
            for protocol in protocols {
                headers.append(header::SEC_WEBSOCKET_PROTOCOL, HeaderValue::from_static(protocol));
            }
            headers.extend(authorization.map(|value| (header::AUTHORIZATION, HeaderValue::from_static(value))));
            let HandshakeToken { token, selected } = HandshakeToken::from_headers(&headers);
            (token, selected.map(|selected| selected.to_str().unwrap().to_owned()))
        };
        let expect =
            |token: Option<&str>, selected: Option<&str>| (token.map(str::to_owned), selected.map(str::to_owned));
        assert_eq!(read(&[], None), expect(None, None));
        assert_eq!(read(&["bearer, a.b.c"], None), expect(Some("a.b.c"), Some("bearer")));
        assert_eq!(read(&["a.b.c", "Bearer"], None), expect(Some("a.b.c"), Some("Bearer")));
        assert_eq!(read(&["a.b.c"], None), expect(Some("a.b.c"), Some("a.b.c")));
        assert_eq!(read(&["bearer"], Some("Bearer d.e.f")), expect(Some("d.e.f"), Some("bearer")));
        assert_eq!(read(&[" , "], Some("Bearer d.e.f")), expect(Some("d.e.f"), None));
    }
}
