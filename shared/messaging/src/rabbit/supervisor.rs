//! Supervision of connections: their health, and the loop that re-establishes them.

use std::sync::{Arc, Mutex, Weak};
use std::time::Instant;

use tokio_util::sync::CancellationToken;

use crate::backoff::Backoff;
use crate::error::Error;
use crate::queue::lock;

/// The health of all connections of one broker. Dropped connections are removed.
#[derive(Default)]
pub(super) struct ConnectionRegistry(Mutex<Vec<Weak<ConnectionHealth>>>);

impl ConnectionRegistry {
    /// Registers a connection with this purpose.
    pub(super) fn register(&self, purpose: &'static str) -> Arc<ConnectionHealth> {
        let state = State::Down { since: Instant::now(), reason: "not connected yet".to_owned() };
        let health = Arc::new(ConnectionHealth { purpose, state: Mutex::new(state) });
        let mut connections = lock(&self.0);
        connections.retain(|connection| connection.strong_count() > 0);
        connections.push(Arc::downgrade(&health));
        health
    }

    /// Returns an error that lists the problems of all connections, if there are any.
    pub(super) fn health(&self) -> Result<(), String> {
        let connections: Vec<_> = lock(&self.0).iter().filter_map(Weak::upgrade).collect();
        let problems: Vec<_> = connections.iter().filter_map(|connection| connection.problem()).collect();
        if problems.is_empty() { Ok(()) } else { Err(problems.join("; ")) }
    }
}

/// The health of one connection.
pub(super) struct ConnectionHealth {
    purpose: &'static str,
    state: Mutex<State>,
}

enum State {
    Up,
    Blocked(String),
    Down { since: Instant, reason: String },
}

impl ConnectionHealth {
    /// Records that the connection was established.
    pub(super) fn set_up(&self) {
        let before = std::mem::replace(&mut *lock(&self.state), State::Up);
        if let State::Down { since, .. } = before {
            tracing::info!(connection = self.purpose, downtime = ?since.elapsed(), "connected to RabbitMQ");
        }
    }

    /// Records that the connection is lost or cannot be established. Only the loss of a connection is logged.
    pub(super) fn set_down(&self, error: &Error) {
        let mut state = lock(&self.state);
        match &mut *state {
            State::Down { reason, .. } => *reason = error.to_string(),
            State::Up | State::Blocked(_) => {
                tracing::warn!(connection = self.purpose, %error, "RabbitMQ connection lost; reconnecting");
                *state = State::Down { since: Instant::now(), reason: error.to_string() };
            }
        }
    }

    /// Records a resource alarm, during which RabbitMQ does not read from publishers.
    pub(super) fn set_blocked(&self, reason: String) {
        tracing::warn!(connection = self.purpose, reason, "RabbitMQ blocked the connection");
        *lock(&self.state) = State::Blocked(reason);
    }

    /// Records the end of a resource alarm.
    pub(super) fn set_unblocked(&self) {
        let mut state = lock(&self.state);
        if matches!(*state, State::Blocked(_)) {
            tracing::info!(connection = self.purpose, "RabbitMQ no longer blocks the connection");
            *state = State::Up;
        }
    }

    /// Returns the reason of the resource alarm, if there is one.
    pub(super) fn blocked_reason(&self) -> Option<String> {
        match &*lock(&self.state) {
            State::Blocked(reason) => Some(reason.clone()),
            State::Up | State::Down { .. } => None,
        }
    }

    fn problem(&self) -> Option<String> {
        let purpose = self.purpose;
        match &*lock(&self.state) {
            State::Up => None,
            State::Blocked(reason) => Some(format!("{purpose}: RabbitMQ accepts no messages: {reason}")),
            State::Down { since, reason } => {
                Some(format!("{purpose}: disconnected for {} s: {reason}", since.elapsed().as_secs()))
            }
        }
    }
}

/// A task that needs a connection.
pub(super) trait Supervised: Send + Sync + 'static {
    /// An open connection with its channels and consumers.
    type Link: Send;

    /// Connects, and declares the exchanges and queues.
    fn open(&self) -> impl Future<Output = Result<Self::Link, Error>> + Send;

    /// Uses the connection until `stop` is cancelled. Fails at the first problem with the connection.
    fn run(&self, link: Self::Link, stop: &CancellationToken) -> impl Future<Output = Result<(), Error>> + Send;
}

/// Runs a task and reconnects it after every failure, until `stop` is cancelled.
pub(super) async fn supervise(task: impl Supervised, health: Arc<ConnectionHealth>, stop: CancellationToken) {
    let mut backoff = Backoff::default();
    loop {
        let Some(opened) = stop.run_until_cancelled(task.open()).await else { return };
        let result = match opened {
            Ok(link) => {
                backoff.reset();
                health.set_up();
                task.run(link, &stop).await
            }
            Err(error) => Err(error),
        };
        let Err(error) = result else { return };
        health.set_down(&error);
        if stop.run_until_cancelled(tokio::time::sleep(backoff.next_delay())).await.is_none() {
            return;
        }
    }
}
