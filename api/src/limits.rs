//! How much one account, or one address, may ask for.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::extract::{ConnectInfo, FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{Extensions, HeaderMap};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use shared::account::UserId;
use shared::config::RateLimit;

use crate::error::{Error, Result};
use crate::extract::bearer;
use crate::state::App;

/// Wrong passwords for one login name from one address, after which it has to wait.
const WRONG_PASSWORDS: u32 = 20;
/// How long they are remembered.
const WRONG_PASSWORD_WINDOW: Duration = Duration::from_mins(1);

/// Who is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Caller {
    Account(UserId),
    Address(IpAddr),
}

/// The counters.
#[derive(Debug)]
pub struct Limits {
    requests: Option<DefaultKeyedRateLimiter<Caller>>,
    wrong_passwords: Mutex<HashMap<(String, IpAddr), (u32, Instant)>>,
    clock: DefaultClock,
    behind_proxy: bool,
}

impl Limits {
    /// With so many requests a minute, or without a limit. Wrong passwords are always limited. Behind a proxy of ours,
    /// addresses are those that it tells.
    pub fn new(RateLimit(requests): RateLimit, behind_proxy: bool) -> Self {
        Self {
            behind_proxy,
            requests: requests.map(|requests| RateLimiter::keyed(Quota::per_minute(requests))),
            wrong_passwords: Mutex::default(),
            clock: DefaultClock::default(),
        }
    }

    fn request(&self, caller: impl FnOnce() -> Caller) -> Result<()> {
        let Some(limiter) = &self.requests else { return Ok(()) };
        limiter.check_key(&caller()).map_err(|until| too_many(until.wait_time_from(self.clock.now())))
    }

    /// Whether a password may be tried for this login name from this address: who guesses there keeps nobody else out.
    ///
    /// # Errors
    /// There were too many wrong ones lately.
    pub fn may_try(&self, login: &str, from: IpAddr) -> Result<()> {
        let wrong = self.wrong_passwords.lock().unwrap_or_else(PoisonError::into_inner);
        match wrong.get(&(key(login), from)) {
            Some((count, since)) if *count >= WRONG_PASSWORDS && since.elapsed() < WRONG_PASSWORD_WINDOW => {
                Err(too_many(WRONG_PASSWORD_WINDOW.saturating_sub(since.elapsed())))
            }
            _ => Ok(()),
        }
    }

    /// A password was wrong.
    pub fn wrong_password(&self, login: &str, from: IpAddr) {
        let mut wrong = self.wrong_passwords.lock().unwrap_or_else(PoisonError::into_inner);
        let (count, since) = wrong.entry((key(login), from)).or_insert_with(|| (0, Instant::now()));
        if since.elapsed() >= WRONG_PASSWORD_WINDOW {
            (*count, *since) = (0, Instant::now());
        }
        *count += 1;
    }

    /// Forgets callers that have not asked for a while.
    pub fn forget_old(&self) {
        if let Some(requests) = &self.requests {
            requests.retain_recent();
        }
        let mut wrong = self.wrong_passwords.lock().unwrap_or_else(PoisonError::into_inner);
        wrong.retain(|_, (_, since)| since.elapsed() < WRONG_PASSWORD_WINDOW);
    }
}

fn key(login: &str) -> String {
    login.trim().to_lowercase()
}

fn too_many(wait: Duration) -> Error {
    Error::TooMany(wait.as_secs() + 1)
}

/// Middleware: refuses whoever asks too much. Health checks are not counted.
pub async fn limit(State(app): State<App>, request: Request, next: Next) -> Response {
    let health = matches!(request.uri().path(), "/livez" | "/readyz");
    if !health && let Err(refusal) = app.limits.request(|| caller(&app, &request)) {
        return refusal.into_response();
    }
    next.run(request).await
}

/// The account whose good token is with the request, else the address that it came from.
fn caller(app: &App, request: &Request) -> Caller {
    let account = bearer(request.headers()).and_then(|token| app.tokens.verify(token, app.clock.now()).ok());
    match account {
        Some(account) => Caller::Account(account.id),
        None => Caller::Address(address(app, request.headers(), request.extensions())),
    }
}

/// Where a request came from: its peer, or what our own proxy says of it.
fn address(app: &App, headers: &HeaderMap, extensions: &Extensions) -> IpAddr {
    let told = || {
        let list = headers.get_all("x-forwarded-for").iter().next_back()?.to_str().ok()?;
        list.rsplit(',').next()?.trim().parse().ok()
    };
    let peer = || extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    let address = app.limits.behind_proxy.then(told).flatten().or_else(peer);
    address.unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED))
}

/// Where a request came from.
#[derive(Clone, Copy, Debug)]
pub struct Address(pub IpAddr);

impl FromRequestParts<App> for Address {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> std::result::Result<Self, Self::Rejection> {
        Ok(Self(address(app, &parts.headers, &parts.extensions)))
    }
}
