//! The notifier's heartbeat: by it the admin sees how many listen, whichever notifier they listen to.

use std::time::Duration;

use shared::store::{self, notifiers};
use shared::telemetry::host_and_process;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::Notifier;

/// How long the last words may take.
const FAREWELL: Duration = Duration::from_secs(1);

/// Beats again and again, and soon when clients come or go; says goodbye when it is `gone`.
pub(crate) async fn keep(notifier: Notifier, gone: CancellationToken) {
    let id = notifier.clock().new_id();
    // No longer than its column.
    let name: String = host_and_process("notifier").chars().take(200).collect();
    let mut silent = false;
    loop {
        let told = notifier.sockets();
        let beaten = beat(&notifier, id, &name, told).await;
        match &beaten {
            Ok(()) if silent => tracing::info!("the notifier's heartbeat is back"),
            Err(error) if !silent => tracing::warn!(%error, "the notifier's heartbeat fails"),
            Ok(()) | Err(_) => {}
        }
        silent = beaten.is_err();
        if gone.run_until_cancelled(pause(&notifier, told)).await.is_none() {
            break;
        }
    }
    if !matches!(tokio::time::timeout(FAREWELL, leave(&notifier, id)).await, Ok(Ok(()))) {
        tracing::warn!("the notifier could not say goodbye; the others will notice the silence");
    }
}

/// Until the next beat. However many clients come and go, the database hears of it ten times a beat at most.
async fn pause(notifier: &Notifier, told: usize) {
    let beat = notifier.timing().beat;
    for _ in 0..10 {
        tokio::time::sleep(beat / 10).await;
        if notifier.sockets() != told {
            return;
        }
    }
}

async fn beat(notifier: &Notifier, id: Uuid, name: &str, sockets: usize) -> store::Result<()> {
    let mut tx = notifier.db().begin().await?;
    notifiers::beat(&mut tx, id, name, i64::try_from(sockets).unwrap_or(i64::MAX)).await?;
    tx.commit().await
}

async fn leave(notifier: &Notifier, id: Uuid) -> store::Result<()> {
    let mut tx = notifier.db().begin().await?;
    notifiers::leave(&mut tx, id).await?;
    tx.commit().await
}
