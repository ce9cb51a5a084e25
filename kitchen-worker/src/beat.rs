//! The worker's heartbeat: who does not beat is taken for dead, and its orders are taken over.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use shared::backoff::backoff;
use shared::store::{self, kitchen};
use tokio_util::sync::CancellationToken;

use crate::Kitchen;

/// How long the last words may take.
const FAREWELL: Duration = Duration::from_secs(1);

/// Beats for the first time, however long the database is away.
pub(crate) async fn first(kitchen: &Kitchen) {
    let mut failures = 0;
    while let Err(error) = beat(kitchen).await {
        if failures == 0 {
            tracing::warn!(%error, "the kitchen waits for the database");
        }
        failures += 1;
        tokio::time::sleep(backoff(failures)).await;
    }
}

/// Beats again and again, and soon when the worker has more or less to do; says goodbye when it is `gone`.
pub(crate) async fn keep(kitchen: Arc<Kitchen>, gone: CancellationToken) {
    let mut silent = false;
    loop {
        let waited = gone.run_until_cancelled(pause(&kitchen)).await;
        if waited.is_none() {
            break;
        }
        match beat(&kitchen).await {
            Ok(()) if silent => tracing::info!("the kitchen's heartbeat is back"),
            Err(error) if !silent => tracing::warn!(%error, "the kitchen's heartbeat fails"),
            Ok(()) | Err(_) => {
                continue;
            }
        }
        silent = !silent;
    }
    if !matches!(tokio::time::timeout(FAREWELL, leave(&kitchen)).await, Ok(Ok(()))) {
        tracing::warn!("could not say goodbye; the others will notice the silence");
    }
}

/// Until the next beat. However fast the orders come and go, the database hears of it ten times a beat at most.
async fn pause(kitchen: &Kitchen) {
    let least = kitchen.tempo.beat / 10;
    tokio::time::sleep(least).await;
    let _whichever_is_first =
        tokio::time::timeout(kitchen.tempo.beat.saturating_sub(least), kitchen.changed.notified()).await;
}

async fn beat(kitchen: &Kitchen) -> store::Result<()> {
    let busy = i64::try_from(kitchen.busy()).unwrap_or(i64::MAX);
    let mut tx = kitchen.db.begin().await?;
    let prep_ms = kitchen.prep_ms.load(Ordering::Relaxed);
    kitchen::beat(&mut tx, kitchen.id, &kitchen.name, kitchen.slots.into(), busy, prep_ms).await?;
    tx.commit().await
}

async fn leave(kitchen: &Kitchen) -> store::Result<()> {
    let mut tx = kitchen.db.begin().await?;
    kitchen::leave(&mut tx, kitchen.id).await?;
    tx.commit().await
}
