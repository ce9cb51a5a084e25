//! The kitchen worker: takes accepted orders from the kitchen queue and prepares several of them concurrently.
//!
//! The database decides which worker prepares an order. An order's version fences all writes: a repeated message changes
//! nothing, and a worker that has lost an order to another worker can no longer change it.

#![warn(missing_docs)]

pub mod health;
mod heartbeat;
mod prepare;
mod state;
mod timing;
mod worker;

pub use timing::Timing;
pub use worker::{Worker, run};
