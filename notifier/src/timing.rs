//! How long things take.

use std::time::Duration;

/// The notifier's patience. Tests have less.
#[derive(Clone, Copy, Debug)]
pub struct Timing {
    /// How long a socket may take to authenticate.
    pub hello: Duration,
    /// How often a socket is pinged, and an event stream gets a comment.
    pub ping: Duration,
    /// After how long without a sign of life a socket is dropped.
    pub silence: Duration,
    /// How long a client may take to read what it is sent.
    pub write: Duration,
    /// How long a client may take to read why it is closed.
    pub farewell: Duration,
    /// How long the broker may take to bring a place of the log that another has overtaken; waited longer each time.
    pub gap: Duration,
    /// How often the log is looked at anyway; more often while the broker is away.
    pub poll: Duration,
    /// After how long a place of the log that is still empty stays empty: longer than any transaction may last.
    pub dead: Duration,
    /// How often archived accounts are looked for.
    pub accounts: Duration,
    /// How often the notifier says that it is there: three times within the silence that it is allowed.
    pub beat: Duration,
}

impl Default for Timing {
    fn default() -> Self {
        Self {
            hello: Duration::from_secs(5),
            ping: Duration::from_secs(20),
            silence: Duration::from_mins(1),
            write: Duration::from_secs(5),
            farewell: Duration::from_secs(2),
            gap: Duration::from_millis(250),
            poll: Duration::from_millis(1500),
            dead: Duration::from_secs(30),
            accounts: Duration::from_secs(2),
            beat: Duration::from_secs(5),
        }
    }
}
