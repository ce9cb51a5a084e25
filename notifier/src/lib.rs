//! The notifier sends changes of orders to clients as they happen: `GET /ws` (WebSocket) and `GET /events` (Server-Sent Events).
//! `GET /socket/{user,biz}/{id}` is the same feed in the protocol of an earlier system.
//!
//! `log_follower` follows the event log without a loss, `hub` fans out, `client_stream` produces the messages of one
//! client, `menu_topics` sends the menus that clients are subscribed to, and `socket` and `sse` transport the messages. The notifier
//! reads the database, and writes only its own heartbeat and, on first use, the id of the database.

#![warn(missing_docs)]

mod client_queue;
mod client_stream;
mod cursor;
mod dialect;
mod frame;
mod handshake;
mod health;
mod heartbeat;
mod hub;
mod log_follower;
mod menu_topics;
mod metrics;
mod revocation;
mod server;
mod socket;
mod sse;
mod state;
mod subprotocol;
mod timing;

pub use server::{Notifier, router, run};
pub use state::Options;
pub use timing::Timing;
