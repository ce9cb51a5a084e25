//! The words of the live feed: what a client says on its WebSocket, and what every client is told.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use utoipa::ToSchema;

use crate::event::Event;

/// What a client says.
#[derive(Deserialize, ToSchema)]
#[serde(tag = "type", rename_all = "lowercase")]
pub enum Said {
    /// Who the client is, and how far it has come: its first frame, and again when its token was renewed.
    Auth {
        /// An access token.
        token: String,
        /// The last cursor that the client has seen: what happened after it comes first.
        since: Option<String>,
    },
    /// Is anybody there? For clients that do not get to see the protocol's own pings.
    Ping,
}

/// What a client is told.
#[derive(Serialize, ToSchema)]
#[serde(tag = "type", rename_all = "lowercase")]
pub enum Told {
    /// The client is known; whatever happens from now on comes.
    Ready {
        /// Up to where the client is told everything.
        cursor: String,
    },
    /// An order has changed.
    Event {
        /// Up to where the client was told everything, with this frame.
        cursor: String,
        /// The change, as it was written with it.
        #[schema(value_type = Event)]
        event: Box<RawValue>,
    },
    /// What happened since the client's cursor cannot be told any more: fetch the orders anew.
    Resync,
    /// The answer to the client's own `ping`.
    Pong,
}

/// The codes that the server closes a WebSocket with, and what each says.
pub const CLOSE_CODES: [(u16, &str); 7] = [
    (1002, "What came is not RFC 6455"),
    (1007, "A text frame must hold UTF-8"),
    (1008, "Not authenticated (in time), the token has expired, or the account was closed"),
    (1009, "Frames have at most 4 KiB"),
    (1011, "The history cannot be read now: connect again"),
    (1012, "The server restarts: connect again in a moment"),
    (1013, "Too slow: connect again with the last cursor"),
];
