//! Supervision: what the connections say of themselves, and the loop that rebuilds them.

use std::sync::{Arc, Mutex, Weak};
use std::time::{Duration, Instant};

use tokio_util::sync::CancellationToken;

use crate::broker::{Error, lock};

const SHORTEST_PAUSE: Duration = Duration::from_millis(200);
const LONGEST_PAUSE: Duration = Duration::from_secs(5);

/// Where the connections of one broker report; a connection that is no longer wanted disappears from it.
#[derive(Default)]
pub(super) struct Board(Mutex<Vec<Weak<Link>>>);

impl Board {
    /// A place on the board.
    pub(super) fn link(&self, role: &'static str) -> Arc<Link> {
        let state = State::Down { since: Instant::now(), why: "not connected yet".to_owned() };
        let link = Arc::new(Link { role, state: Mutex::new(state) });
        let mut links = lock(&self.0);
        links.retain(|link| link.strong_count() > 0);
        links.push(Arc::downgrade(&link));
        link
    }

    /// Ok if all is well, else what is not.
    pub(super) fn health(&self) -> Result<(), String> {
        let links: Vec<_> = lock(&self.0).iter().filter_map(Weak::upgrade).collect();
        let troubles: Vec<_> = links.iter().filter_map(|link| link.trouble()).collect();
        if troubles.is_empty() { Ok(()) } else { Err(troubles.join("; ")) }
    }
}

/// How one role is connected.
pub(super) struct Link {
    role: &'static str,
    state: Mutex<State>,
}

enum State {
    Up,
    Blocked(String),
    Down { since: Instant, why: String },
}

impl Link {
    /// It works (again).
    pub(super) fn up(&self) {
        let before = std::mem::replace(&mut *lock(&self.state), State::Up);
        if let State::Down { since, .. } = before {
            tracing::info!(role = self.role, after = ?since.elapsed(), "connected to RabbitMQ");
        }
    }

    /// It does not work. Only the first of several failures in a row is worth a line in the log.
    pub(super) fn down(&self, error: &Error) {
        let mut state = lock(&self.state);
        match &mut *state {
            State::Down { why, .. } => *why = error.to_string(),
            State::Up | State::Blocked(_) => {
                tracing::warn!(role = self.role, %error, "lost RabbitMQ, connecting again");
                *state = State::Down { since: Instant::now(), why: error.to_string() };
            }
        }
    }

    /// RabbitMQ has an alarm, and reads nothing from publishers.
    pub(super) fn block(&self, reason: String) {
        tracing::warn!(role = self.role, reason, "RabbitMQ takes no messages");
        *lock(&self.state) = State::Blocked(reason);
    }

    /// The alarm is over.
    pub(super) fn unblock(&self) {
        let mut state = lock(&self.state);
        if matches!(*state, State::Blocked(_)) {
            tracing::info!(role = self.role, "RabbitMQ takes messages again");
            *state = State::Up;
        }
    }

    /// Why nothing can be published now, if there is an alarm.
    pub(super) fn blocked(&self) -> Option<String> {
        match &*lock(&self.state) {
            State::Blocked(reason) => Some(reason.clone()),
            State::Up | State::Down { .. } => None,
        }
    }

    fn trouble(&self) -> Option<String> {
        let role = self.role;
        match &*lock(&self.state) {
            State::Up => None,
            State::Blocked(reason) => Some(format!("{role}: RabbitMQ takes no messages: {reason}")),
            State::Down { since, why } => {
                Some(format!("{role}: disconnected for {} s: {why}", since.elapsed().as_secs()))
            }
        }
    }
}

/// Something that needs a connection.
pub(super) trait Role: Send + Sync + 'static {
    /// A connection with all that was declared on it.
    type Session: Send;

    /// Connects and declares.
    fn open(&self) -> impl Future<Output = Result<Self::Session, Error>> + Send;

    /// Uses the connection until `stop`; an error as soon as anything is wrong with it.
    fn run(&self, session: Self::Session, stop: &CancellationToken) -> impl Future<Output = Result<(), Error>> + Send;
}

/// Keeps a role connected until `stop`.
pub(super) async fn supervise(role: impl Role, link: Arc<Link>, stop: CancellationToken) {
    let mut pause = SHORTEST_PAUSE;
    loop {
        let Some(opened) = stop.run_until_cancelled(role.open()).await else { return };
        let ended = match opened {
            Ok(session) => {
                pause = SHORTEST_PAUSE;
                link.up();
                role.run(session, &stop).await
            }
            Err(error) => Err(error),
        };
        let Err(error) = ended else { return };
        link.down(&error);
        pause = (pause * 2).min(LONGEST_PAUSE);
        let jittered = rand::random_range(SHORTEST_PAUSE..=pause);
        if stop.run_until_cancelled(tokio::time::sleep(jittered)).await.is_none() {
            return;
        }
    }
}
