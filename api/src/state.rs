//! What every handler can reach.

use std::collections::HashMap;
use std::ops::Deref;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use shared::account::UserId;
use shared::auth::{ACCESS_LIFETIME, Passwords, Tokens};
use shared::broker::Broker;
use shared::clock::{Clock, Timestamp};
use shared::metrics::Metrics;
use shared::outbox::Relay;
use shared::store::{self, Db, users};
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use crate::limits::Limits;
use crate::order_desk::OrderDesk;

/// What every handler can reach. Cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Parts>);

/// The parts of an [`App`].
pub struct Parts {
    /// Where everything is kept.
    pub db: Db,
    /// Asked for its health only: what is published goes through the outbox.
    pub broker: Broker,
    /// Told of every change after its commit.
    pub relay: Relay,
    /// What time it is.
    pub clock: Clock,
    /// Makes and checks access tokens.
    pub tokens: Tokens,
    /// Hashes and checks passwords.
    pub passwords: Passwords,
    /// Where orders are placed.
    pub desk: OrderDesk,
    /// Woken when something may be due earlier than it thinks.
    pub clockwork: Arc<Notify>,
    /// Accounts that ended while their tokens are still good.
    pub archived: Archived,
    /// How much one account or address may ask for.
    pub limits: Limits,
    /// What the process counts.
    pub metrics: Metrics,
}

impl App {
    /// From its parts.
    pub fn new(parts: Parts) -> Self {
        Self(Arc::new(parts))
    }
}

impl Deref for App {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

/// How soon an account that was closed by another process can do nothing any more.
const REFRESH: Duration = Duration::from_secs(2);

/// Accounts that were closed within the lifetime of an access token, and when we learned of it. Few, so all processes
/// simply keep them in memory. Nothing, until they were read for the first time.
#[derive(Debug, Default)]
pub struct Archived(RwLock<Option<HashMap<UserId, Timestamp>>>);

impl Archived {
    /// The account was closed just now, by us.
    pub fn add(&self, id: UserId, now: Timestamp) {
        if let Some(known) = self.0.write().unwrap_or_else(PoisonError::into_inner).as_mut() {
            known.insert(id, now);
        }
    }

    fn knows(&self, id: UserId) -> Option<bool> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).as_ref().map(|known| known.contains_key(&id))
    }

    /// Adds these to those that were learned of after `since`. What we closed while they were being read stays.
    fn refresh(&self, closed: Vec<UserId>, since: Timestamp, now: Timestamp) {
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let known = known.get_or_insert_default();
        known.extend(closed.into_iter().map(|id| (id, now)));
        known.retain(|_, learned| *learned > since);
    }
}

impl App {
    /// Whether the account was closed while its tokens are still good.
    ///
    /// # Errors
    /// The database does not answer, and never has.
    pub async fn is_archived(&self, id: UserId) -> store::Result<bool> {
        if let Some(known) = self.archived.knows(id) {
            return Ok(known);
        }
        self.refresh_archived().await?;
        Ok(self.archived.knows(id).unwrap_or(false))
    }

    async fn refresh_archived(&self) -> store::Result<()> {
        let now = self.clock.now();
        let since = now - ACCESS_LIFETIME;
        let closed = users::archived_since(&mut self.db.read().await?, since).await?;
        self.archived.refresh(closed, since, now);
        Ok(())
    }
}

/// Keeps what is remembered of callers fresh, and small, until `stop` is cancelled.
pub async fn remember(app: App, stop: CancellationToken) {
    while !stop.is_cancelled() {
        // While the database is away, what is known stays.
        drop(app.refresh_archived().await);
        app.limits.forget_old();
        tokio::select! {
            () = tokio::time::sleep(REFRESH) => {}
            () = stop.cancelled() => {}
        }
    }
}
