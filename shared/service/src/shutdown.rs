//! Shutdown: one signal, and a budget of 15 s. Only this module divides the budget among the stages.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

/// Maximum time from the signal to the end of the process.
const BUDGET: Duration = Duration::from_secs(15);

/// A stage of the shutdown. The stages end in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Orders in preparation are completed if they are ready in time. The claims on all others are released.
    FinishOrders,
    /// Requests are completed, and sockets and kitchen slots are closed.
    Drain,
    /// Queued placements are written, and heartbeats are deregistered.
    CloseServices,
    /// The relay publishes the outbox.
    Publish,
    /// Connections to the broker and the database are closed.
    Disconnect,
}

impl Stage {
    /// Returns the share of the budget at which the stage ends, in fifteenths. With the default budget, these are seconds.
    const fn ends_at(self) -> u32 {
        match self {
            Self::FinishOrders => 11,
            Self::Drain => 12,
            Self::CloseServices => 13,
            Self::Publish => 14,
            Self::Disconnect => 15,
        }
    }
}

/// The shutdown of a process. Clones share its state.
#[derive(Clone, Debug)]
pub struct Shutdown {
    token: CancellationToken,
    requested_at: Arc<OnceLock<Instant>>,
    budget: Duration,
}

impl Default for Shutdown {
    fn default() -> Self {
        Self::with_budget(BUDGET)
    }
}

impl Shutdown {
    /// Creates a shutdown with another budget, for tests.
    pub fn with_budget(budget: Duration) -> Self {
        Self { token: CancellationToken::new(), requested_at: Arc::default(), budget }
    }

    /// Creates a shutdown that is requested by SIGTERM or Ctrl-C.
    pub fn on_signal() -> Self {
        let shutdown = Self::default();
        let requested = shutdown.clone();
        tokio::spawn(async move {
            wait_for_signal().await;
            tracing::info!("shutdown signal received");
            requested.request();
        });
        shutdown
    }

    /// Requests the shutdown. The budget starts with the first request.
    pub fn request(&self) {
        self.requested_at.get_or_init(Instant::now);
        self.token.cancel();
    }

    /// Returns `true` if the shutdown was requested.
    pub fn is_requested(&self) -> bool {
        self.token.is_cancelled()
    }

    /// Waits until the shutdown is requested.
    pub async fn requested(&self) {
        self.token.cancelled().await;
    }

    /// Returns a token that is cancelled when the shutdown is requested.
    pub fn token(&self) -> CancellationToken {
        self.token.clone()
    }

    /// Returns the time at which a stage must have ended. If no shutdown was requested, assumes that it is requested now.
    pub fn deadline(&self, stage: Stage) -> Instant {
        let requested_at = self.requested_at.get().copied().unwrap_or_else(Instant::now);
        requested_at + self.budget * stage.ends_at() / Stage::Disconnect.ends_at()
    }

    /// Runs a step of a stage until the stage's deadline. Returns `None`, and logs the step, if it did not finish in time.
    pub async fn run_step<T>(&self, stage: Stage, step: &'static str, future: impl Future<Output = T>) -> Option<T> {
        let result = tokio::time::timeout_at(self.deadline(stage), future).await;
        if result.is_err() {
            tracing::warn!(step, "shutdown step exceeded its deadline");
        }
        result.ok()
    }
}

async fn wait_for_signal() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut terminate) => {
                tokio::select! {
                    _ = terminate.recv() => {}
                    _ = tokio::signal::ctrl_c() => {}
                }
            }
            Err(_) => drop(tokio::signal::ctrl_c().await),
        }
    }
    #[cfg(not(unix))]
    drop(tokio::signal::ctrl_c().await);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stages_end_in_order_within_the_budget() {
        let shutdown = Shutdown::default();
        shutdown.request();
        let requested_at = *shutdown.requested_at.get().unwrap();
        shutdown.request();
        let stages = [Stage::FinishOrders, Stage::Drain, Stage::CloseServices, Stage::Publish, Stage::Disconnect];
        let ends = stages.map(|stage| (shutdown.deadline(stage) - requested_at).as_secs());
        assert_eq!(ends, [11, 12, 13, 14, 15], "the budget starts with the first request");
    }

    #[tokio::test]
    async fn steps_are_cut_off_at_the_deadline_of_their_stage() {
        let shutdown = Shutdown::with_budget(Duration::from_millis(150));
        shutdown.request();
        let requested_at = *shutdown.requested_at.get().unwrap();
        assert_eq!(shutdown.run_step(Stage::Drain, "test", std::future::pending::<()>()).await, None);
        assert!(requested_at.elapsed() >= Duration::from_millis(120));
        assert_eq!(shutdown.run_step(Stage::Disconnect, "test", async { 7 }).await, Some(7));
    }
}
