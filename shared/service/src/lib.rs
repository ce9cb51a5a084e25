//! The parts that every process needs: settings, startup and shutdown, HTTP, logs, metrics, heartbeats, background jobs and the
//! outbox relay.

#![warn(missing_docs)]

pub mod bootstrap;
pub mod clock_sync;
pub mod config;
pub mod health;
pub mod heartbeat;
pub mod http;
mod isolation;
pub mod job;
pub mod metrics;
pub mod problem;
pub mod relay;
pub mod revocation;
pub mod shutdown;
pub mod telemetry;
pub mod trace_context;
