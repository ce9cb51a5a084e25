//! An account that ends takes its sockets with it, though its token has not expired.

use std::sync::Arc;
use std::time::Duration;

use shared::auth::ACCESS_LIFETIME;
use shared::clock::Clock;
use shared::store::{self, Db, users};

use crate::hub::Hub;

/// Looks for archived accounts, for ever.
pub(crate) async fn watch(db: Db, clock: Clock, hub: Arc<Hub>, every: Duration) {
    loop {
        if let Err(error) = look(&db, &clock, &hub).await {
            tracing::debug!(%error, "cannot look for archived accounts");
        }
        tokio::time::sleep(every).await;
    }
}

async fn look(db: &Db, clock: &Clock, hub: &Hub) -> Result<(), store::Error> {
    // Tokens from before that have expired. A minute more, for clocks that differ.
    let since = clock.now() - ACCESS_LIFETIME - Duration::from_mins(1);
    let archived = users::archived_since(&mut db.read().await?, since).await?;
    hub.archive(archived.into_iter().collect());
    Ok(())
}
