//! The notifier sends changes of orders and menus to clients as they happen: `GET /ws` (WebSocket), and `GET /events` and
//! `GET /events/menus/{id}` (Server-Sent Events). `GET /socket/{user,biz}/{id}` sends the changes of orders in the protocol of
//! the food ordering systems.
//!
//! `log_follower` follows the event log without losing events, `hub` fans out, `client_stream` produces the messages of one
//! client, `menu_topics` sends the menus that clients are subscribed to, and `socket` and `sse` transport the messages. The
//! notifier reads the database, and writes only its own heartbeat, reports of the rows that it had to skip, and the id of the
//! database (on first use, and after the log lost events).

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
