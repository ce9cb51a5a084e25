//! The kitchen worker: takes accepted orders from the kitchen queue and prepares several of them concurrently.
//!
//! The database decides which worker prepares an order. An order's version fences all writes, so that a repeated message, or a
//! worker that was cut off and returns, changes nothing.

#![warn(missing_docs)]

pub mod health;
mod heartbeat;
mod prepare;
mod state;
mod timing;
mod worker;

pub use timing::Timing;
pub use worker::{Worker, run};
