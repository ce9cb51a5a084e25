//! Archived accounts that may still have unexpired access tokens.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use domain::account::UserId;
use domain::clock::{Clock, Timestamp};
use store::{Db, users};

use crate::job::Job;

/// Interval at which accounts that were archived by other processes are read.
const REFRESH_INTERVAL: Duration = Duration::from_secs(2);
/// Time for which an archived account is kept beyond the token lifetime, to tolerate clock skew.
const CLOCK_SKEW: Duration = Duration::from_mins(1);

/// A cache of recently archived accounts. Clones share the cache. It is empty until the first refresh.
#[derive(Clone, Debug)]
pub struct RevocationCache {
    db: Db,
    clock: Clock,
    retention: Duration,
    /// Time at which each account was last found to be archived; `None` until the first read.
    archived: Arc<RwLock<Option<HashMap<UserId, Timestamp>>>>,
}

impl RevocationCache {
    /// Creates a cache for access tokens with this lifetime.
    pub fn new(db: Db, clock: Clock, token_ttl: Duration) -> Self {
        Self { db, clock, retention: token_ttl + CLOCK_SKEW, archived: Arc::default() }
    }

    /// Returns `true` if the cache contains the account. If the cache was never filled, fills it first. An account that another
    /// process has just archived is missing until the next refresh.
    ///
    /// # Errors
    /// The cache was never filled, and the database is unavailable.
    pub async fn is_revoked(&self, id: UserId) -> store::Result<bool> {
        if let Some(is_revoked) = self.lookup(id) {
            return Ok(is_revoked);
        }
        self.refresh().await?;
        Ok(self.lookup(id).unwrap_or(false))
    }

    /// Adds an account that this process archived. Has no effect before the first refresh, which reads the account.
    pub fn revoke(&self, id: UserId) {
        let now = self.clock.now();
        if let Some(archived) = self.archived.write().unwrap_or_else(PoisonError::into_inner).as_mut() {
            archived.insert(id, now);
        }
    }

    /// Reads the recently archived accounts from the database and returns all cached ones. Keeps accounts that this process
    /// archived meanwhile.
    ///
    /// # Errors
    /// The database is unavailable. The cache keeps its content.
    pub async fn refresh(&self) -> store::Result<HashSet<UserId>> {
        let now = self.clock.now();
        let since = now - self.retention;
        let found = users::list_archived_since(&mut self.db.read().await?, since).await?;
        let mut archived = self.archived.write().unwrap_or_else(PoisonError::into_inner);
        let archived = archived.get_or_insert_default();
        archived.extend(found.into_iter().map(|id| (id, now)));
        archived.retain(|_, found_at| *found_at > since);
        Ok(archived.keys().copied().collect())
    }

    fn lookup(&self, id: UserId) -> Option<bool> {
        let archived = self.archived.read().unwrap_or_else(PoisonError::into_inner);
        archived.as_ref().map(|archived| archived.contains_key(&id))
    }
}

/// Refreshes the cache every 2 s.
impl Job for RevocationCache {
    const NAME: &'static str = "revocation cache";

    async fn run_once(&self) -> store::Result<()> {
        self.refresh().await.map(drop)
    }

    async fn next_delay(&self) -> Duration {
        REFRESH_INTERVAL
    }
}
