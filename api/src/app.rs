//! The state that every handler can access.

use std::ops::Deref;
use std::sync::Arc;

use auth::passwords::Passwords;
use auth::tokens::Tokens;
use domain::clock::Clock;
use messaging::Broker;
use service::metrics::Metrics;
use service::relay::Relay;
use service::revocation::RevocationCache;
use store::Db;
use tokio::sync::Notify;

use crate::placement::PlacementBatcher;
use crate::rate_limit::RateLimits;
use crate::verified_passwords::VerifiedPasswords;

/// The state that every handler can access. Cheap to clone.
#[derive(Clone)]
pub struct App(Arc<AppInner>);

/// The content of an [`App`].
pub struct AppInner {
    /// The database.
    pub db: Db,
    /// The broker, for queue depths and dead letters. Events are published through the outbox.
    pub broker: Broker,
    /// Publishes events after their transaction has committed.
    pub relay: Relay,
    /// The source of time and ids.
    pub clock: Clock,
    /// Issues and verifies access tokens.
    pub tokens: Tokens,
    /// Hashes and verifies passwords.
    pub passwords: Passwords,
    /// The fingerprints of passwords that were verified for HTTP Basic in the last minute.
    pub verified_passwords: VerifiedPasswords,
    /// Places orders.
    pub batcher: PlacementBatcher,
    /// Wakes the scheduler.
    pub scheduler_wake: Arc<Notify>,
    /// The recently archived accounts, whose access tokens may not have expired yet.
    pub revocations: RevocationCache,
    /// The rate limits of this process.
    pub limits: RateLimits,
    /// `true` if a reverse proxy reports the addresses of clients.
    pub is_behind_proxy: bool,
    /// The metrics of the process.
    pub metrics: Metrics,
}

impl App {
    /// Creates the state.
    pub fn new(inner: AppInner) -> Self {
        Self(Arc::new(inner))
    }
}

impl Deref for App {
    type Target = AppInner;

    fn deref(&self) -> &AppInner {
        &self.0
    }
}
