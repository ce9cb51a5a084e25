//! What every service of Expediter stands on: the domain, the store, the broker, the relay
//! between them, and the small tools (clock, settings, telemetry) that they share.

#[macro_use]
mod values;

pub mod account;
pub mod asyncapi;
pub mod auth;
pub mod backoff;
pub mod broker;
pub mod business;
pub mod clock;
pub mod config;
pub mod estimate;
pub mod event;
pub mod feed;
pub mod health;
pub mod http;
pub mod item;
pub mod metrics;
pub mod money;
pub mod order;
pub mod outbox;
pub mod problem;
pub mod store;
pub mod telemetry;
#[cfg(feature = "testing")]
pub mod testing;

pub use values::Invalid;
