//! Rate limits: requests per account or IP address, and failed logins per login name and IP address.

use std::collections::HashMap;
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use domain::account::{UserId, normalize_login};
use governor::clock::{Clock as _, DefaultClock};
use governor::middleware::StateInformationMiddleware;
use governor::state::keyed::DefaultKeyedStateStore;
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use service::config::RateLimit;

use crate::error::{Error, Result};

/// Maximum burst of failed logins for one login name and IP address. A successful login does not reset the count.
const MAX_FAILED_LOGINS: NonZeroU32 = NonZeroU32::new(20).unwrap();
/// Time until one more failed login is allowed.
const LOCKOUT: Duration = Duration::from_mins(1);

/// The client to which a request is attributed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Client {
    /// The account of a valid access token.
    Account(UserId),
    /// The IP address of a request without a valid token.
    Address(IpAddr),
}

/// A login name and the client's IP address. Guessing from one address does not lock out logins from other addresses.
type LoginSource = (String, IpAddr);

/// Counts failed logins, and reports how many more are allowed.
type FailureLimiter =
    RateLimiter<LoginSource, DefaultKeyedStateStore<LoginSource>, DefaultClock, StateInformationMiddleware>;

/// The counters of this process. Clones share them.
#[derive(Clone, Debug)]
pub struct RateLimits(Arc<Counters>);

#[derive(Debug)]
struct Counters {
    requests: Option<DefaultKeyedRateLimiter<Client>>,
    failed_logins: FailureLimiter,
    /// End of each lockout. In a separate map because a limiter cannot be queried without counting a failure.
    lockouts: Mutex<HashMap<LoginSource, Instant>>,
    clock: DefaultClock,
}

impl RateLimits {
    /// Creates the counters. Failed logins are limited even if the number of requests is not.
    pub fn new(RateLimit(requests_per_minute): RateLimit) -> Self {
        let failed_login_quota = Quota::with_period(LOCKOUT).expect("the lockout is not zero");
        let failed_logins = RateLimiter::keyed(failed_login_quota.allow_burst(MAX_FAILED_LOGINS)).with_middleware();
        Self(Arc::new(Counters {
            requests: requests_per_minute.map(|limit| RateLimiter::keyed(Quota::per_minute(limit))),
            failed_logins,
            lockouts: Mutex::default(),
            clock: DefaultClock::default(),
        }))
    }

    /// Counts a request. `client` is only called if requests are limited.
    ///
    /// # Errors
    /// Returns [`Error::TooManyRequests`] if the client has exceeded its limit.
    pub fn count_request(&self, client: impl FnOnce() -> Client) -> Result<()> {
        let Counters { requests: Some(requests), clock, .. } = &*self.0 else { return Ok(()) };
        let result = requests.check_key(&client());
        result.map_err(|not_until| too_many_requests(not_until.wait_time_from(clock.now())))
    }

    /// Checks whether a password may be verified for this login name from this address.
    ///
    /// # Errors
    /// Returns [`Error::TooManyRequests`] after too many failures.
    pub fn check_login(&self, login: &str, address: IpAddr) -> Result<()> {
        let lockouts = self.0.lockouts.lock().unwrap_or_else(PoisonError::into_inner);
        let until = lockouts.get(&login_source(login, address)).copied();
        match until.map(|until| until.saturating_duration_since(Instant::now())) {
            Some(wait) if !wait.is_zero() => Err(too_many_requests(wait)),
            _ => Ok(()),
        }
    }

    /// Counts a failed login. The last allowed failure starts a lockout.
    pub fn count_failed_login(&self, login: &str, address: IpAddr) {
        let source = login_source(login, address);
        let is_exhausted = match self.0.failed_logins.check_key(&source) {
            Ok(snapshot) => snapshot.remaining_burst_capacity() == 0,
            Err(_) => true,
        };
        if is_exhausted {
            let mut lockouts = self.0.lockouts.lock().unwrap_or_else(PoisonError::into_inner);
            lockouts.insert(source, Instant::now() + LOCKOUT);
        }
    }

    /// Deletes the counters that no longer restrict a client.
    pub fn delete_expired(&self) {
        if let Some(requests) = &self.0.requests {
            requests.retain_recent();
        }
        self.0.failed_logins.retain_recent();
        let now = Instant::now();
        self.0.lockouts.lock().unwrap_or_else(PoisonError::into_inner).retain(|_, until| *until > now);
    }
}

fn login_source(login: &str, address: IpAddr) -> LoginSource {
    (normalize_login(login), address)
}

fn too_many_requests(wait: Duration) -> Error {
    Error::TooManyRequests { retry_after_seconds: wait.as_secs() + 1 }
}
