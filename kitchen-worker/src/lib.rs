//! The kitchen worker: takes accepted orders from the kitchen queue and prepares several of them concurrently.
//!
//! The database decides which worker prepares an order. An order's version fences its start and its completion: each takes
//! effect once, even if a message is repeated, or if a worker completes an order that another worker has taken over.

#![warn(missing_docs)]

pub mod health;
mod heartbeat;
mod prepare;
mod state;
mod timing;
mod worker;

pub use timing::Timing;
pub use worker::{Worker, run};
