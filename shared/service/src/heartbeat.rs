//! Heartbeats: a process that stops sending them is considered dead.

use std::time::Duration;

use messaging::backoff::Backoff;
use store::{Db, Tx};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::shutdown::{Shutdown, Stage};

/// Maximum number of heartbeats per interval, however often the state changes.
const MAX_PER_INTERVAL: u32 = 10;

/// The state that a heartbeat reports.
pub trait Heartbeat: Send + Sync + 'static {
    /// The name of the sender in logs.
    const NAME: &'static str;

    /// Records a heartbeat.
    fn record(&self, tx: &mut Tx) -> impl Future<Output = store::Result<()>> + Send;

    /// Deregisters the sender, so that other processes need not wait for its timeout.
    fn deregister(&self, tx: &mut Tx) -> impl Future<Output = store::Result<()>> + Send;

    /// Waits until the state differs from the last recorded state.
    fn changed(&self) -> impl Future<Output = ()> + Send;
}

/// A task that sends heartbeats until it is [stopped](Self::stop).
pub struct HeartbeatSender {
    stop: CancellationToken,
    task: JoinHandle<()>,
}

impl HeartbeatSender {
    /// Starts sending one heartbeat per interval, or earlier if the state changes.
    pub fn start(heartbeat: impl Heartbeat, db: Db, interval: Duration, shutdown: Shutdown) -> Self {
        let stop = CancellationToken::new();
        let task = tokio::spawn(run(heartbeat, db, interval, stop.clone(), shutdown));
        Self { stop, task }
    }

    /// Stops and deregisters the sender.
    pub async fn stop(self) {
        self.stop.cancel();
        // The task logs its own failures.
        let _ = self.task.await;
    }
}

/// Records the first heartbeat. Waits for the database if it is unavailable.
pub async fn register(heartbeat: &impl Heartbeat, db: &Db) {
    let mut backoff = Backoff::default();
    while let Err(error) = record(heartbeat, db).await {
        if backoff.failures() == 0 {
            tracing::warn!(sender = name(heartbeat), %error, "failed to record the first heartbeat; retrying");
        }
        tokio::time::sleep(backoff.next_delay()).await;
    }
}

async fn run<H: Heartbeat>(heartbeat: H, db: Db, interval: Duration, stop: CancellationToken, shutdown: Shutdown) {
    let mut is_failing = false;
    loop {
        let Some(result) = stop.run_until_cancelled(record(&heartbeat, &db)).await else { break };
        match &result {
            Ok(()) if is_failing => tracing::info!(sender = H::NAME, "heartbeat recovered"),
            Err(error) if !is_failing => tracing::warn!(sender = H::NAME, %error, "heartbeat failed"),
            Ok(()) | Err(_) => {}
        }
        is_failing = result.is_err();
        if stop.run_until_cancelled(pause(&heartbeat, interval)).await.is_none() {
            break;
        }
    }
    let deregister = async {
        let mut tx = db.begin().await?;
        heartbeat.deregister(&mut tx).await?;
        tx.commit().await
    };
    if let Some(Err(error)) = shutdown.run_step(Stage::CloseServices, "deregister the heartbeat", deregister).await {
        tracing::warn!(sender = H::NAME, %error, "failed to deregister; the heartbeat will expire");
    }
}

/// Waits until the next heartbeat is due.
async fn pause(heartbeat: &impl Heartbeat, interval: Duration) {
    let min_delay = interval / MAX_PER_INTERVAL;
    tokio::time::sleep(min_delay).await;
    // Waits for the end of the interval or a change, whichever comes first.
    let _ = tokio::time::timeout(interval.saturating_sub(min_delay), heartbeat.changed()).await;
}

async fn record(heartbeat: &impl Heartbeat, db: &Db) -> store::Result<()> {
    let mut tx = db.begin().await?;
    heartbeat.record(&mut tx).await?;
    tx.commit().await
}

const fn name<H: Heartbeat>(_: &H) -> &'static str {
    H::NAME
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU32, Ordering};

    use tokio::sync::Notify;

    use super::*;

    /// A heartbeat that the database never finishes recording.
    #[derive(Clone, Default)]
    struct Stalled {
        recording: Arc<Notify>,
        deregistrations: Arc<AtomicU32>,
    }

    impl Heartbeat for Stalled {
        const NAME: &'static str = "stalled";

        async fn record(&self, _tx: &mut Tx) -> store::Result<()> {
            self.recording.notify_one();
            std::future::pending().await
        }

        async fn deregister(&self, _tx: &mut Tx) -> store::Result<()> {
            self.deregistrations.fetch_add(1, Ordering::Relaxed);
            Ok(())
        }

        async fn changed(&self) {}
    }

    #[tokio::test]
    async fn stop_interrupts_a_heartbeat_and_deregisters() {
        let db = Db::connect("sqlite::memory:", 2).await.unwrap();
        let heartbeat = Stalled::default();
        let sender = HeartbeatSender::start(heartbeat.clone(), db, Duration::from_secs(5), Shutdown::default());
        heartbeat.recording.notified().await;
        tokio::time::timeout(Duration::from_secs(10), sender.stop()).await.unwrap();
        assert_eq!(heartbeat.deregistrations.load(Ordering::Relaxed), 1);
    }
}
