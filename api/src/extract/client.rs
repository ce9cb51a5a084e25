//! Identifies the client of a request for rate limiting.

use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use auth::tokens::bearer_token;
use axum::extract::{ConnectInfo, FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{Extensions, HeaderMap};

use crate::app::App;
use crate::rate_limit::Client;

/// The IP address of the client.
#[derive(Clone, Copy, Debug)]
pub struct ClientAddress(pub IpAddr);

impl FromRequestParts<App> for ClientAddress {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Self::Rejection> {
        Ok(Self(client_address(app, &parts.headers, &parts.extensions)))
    }
}

/// Returns the account of the request's access token, or the IP address if there is no valid token.
pub fn identify_client(app: &App, request: &Request) -> Client {
    let account = bearer_token(request.headers()).and_then(|token| app.tokens.verify(token, app.clock.now()).ok());
    match account {
        Some(account) => Client::Account(account.id),
        None => Client::Address(client_address(app, request.headers(), request.extensions())),
    }
}

/// Returns the client address that the reverse proxy reports. Without a proxy, or if its header is missing or invalid, returns
/// the address of the peer.
pub(super) fn client_address(app: &App, headers: &HeaderMap, extensions: &Extensions) -> IpAddr {
    let forwarded_for = || {
        let addresses = headers.get_all("x-forwarded-for").iter().next_back()?.to_str().ok()?;
        // The proxy appends the address of its peer. All other addresses come from the client and cannot be trusted.
        addresses.rsplit(',').next()?.trim().parse().ok()
    };
    let peer = || extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    let address = app.is_behind_proxy.then(forwarded_for).flatten().or_else(peer);
    address.unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED))
}
