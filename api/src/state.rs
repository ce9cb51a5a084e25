//! What every handler can reach.

use std::collections::HashSet;
use std::ops::Deref;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use shared::account::UserId;
use shared::auth::{ACCESS_LIFETIME, Passwords, Tokens};
use shared::broker::Broker;
use shared::clock::Clock;
use shared::outbox::Relay;
use shared::store::{Db, users};
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
    /// Poked after every commit that wrote an event.
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

/// Accounts that were closed within the lifetime of an access token. Few, so all processes simply keep them in memory.
#[derive(Debug, Default)]
pub struct Archived(RwLock<HashSet<UserId>>);

impl Archived {
    /// Whether the account was closed.
    pub fn contains(&self, id: UserId) -> bool {
        self.0.read().unwrap_or_else(PoisonError::into_inner).contains(&id)
    }

    /// The account was closed just now, by us.
    pub fn add(&self, id: UserId) {
        self.0.write().unwrap_or_else(PoisonError::into_inner).insert(id);
    }
}

/// Keeps [`Archived`] fresh until `stop` is cancelled.
pub async fn watch_archived(app: App, stop: CancellationToken) {
    while !stop.is_cancelled() {
        let since = app.clock.now() - ACCESS_LIFETIME;
        let closed = async { users::archived_since(&mut app.db.read().await?, since).await };
        // While the database is away, what is known stays.
        if let Ok(closed) = closed.await {
            *app.archived.0.write().unwrap_or_else(PoisonError::into_inner) = closed.into_iter().collect();
        }
        tokio::select! {
            () = tokio::time::sleep(REFRESH) => {}
            () = stop.cancelled() => {}
        }
    }
}
