//! Durations of the notifier.

use std::time::Duration;

/// The durations of a notifier. Tests use shorter ones.
#[derive(Clone, Copy, Debug)]
pub struct Timing {
    /// Maximum time until the first message of a socket, such as `auth`.
    pub auth_timeout: Duration,
    /// Interval of pings on a socket, and of comments on an event stream.
    pub ping_interval: Duration,
    /// Time without a frame from the client, such as a message or pong, after which a socket is dropped.
    pub idle_timeout: Duration,
    /// Maximum time for a client to read one message.
    pub write_timeout: Duration,
    /// Maximum time for a client to read the close frame and to close its side.
    pub close_timeout: Duration,
    /// Delay before a missing position of the log is looked up: the broker may still deliver its event. The delay doubles
    /// with each attempt, up to 2 s.
    pub gap_fill_delay: Duration,
    /// Interval at which the end of the log is read. While the broker is unavailable, it is read four times as often.
    pub poll_interval: Duration,
    /// Time after which a missing position is abandoned. It is longer than any transaction may last.
    pub gap_timeout: Duration,
    /// Interval at which archived accounts are read.
    pub revocation_interval: Duration,
    /// Interval of the notifier's heartbeats: a third of their timeout.
    pub heartbeat_interval: Duration,
}

impl Default for Timing {
    fn default() -> Self {
        Self {
            auth_timeout: Duration::from_secs(5),
            ping_interval: Duration::from_secs(20),
            idle_timeout: Duration::from_mins(1),
            write_timeout: Duration::from_secs(5),
            close_timeout: Duration::from_secs(2),
            gap_fill_delay: Duration::from_millis(250),
            poll_interval: Duration::from_millis(1500),
            gap_timeout: Duration::from_secs(30),
            revocation_interval: Duration::from_secs(2),
            heartbeat_interval: Duration::from_secs(5),
        }
    }
}
