//! Messages between the services and to live clients: the broker (RabbitMQ or in-process), the protocols of the live feed, and the
//! `AsyncAPI` document of both.

#![warn(missing_docs)]

pub mod asyncapi;
pub mod backoff;
mod broker;
mod delivery;
mod error;
mod event_subscriber;
pub mod food_ordering_protocol;
pub mod live_protocol;
mod memory;
mod queue;
mod rabbit;

pub use broker::{Broker, KitchenConsumer};
pub use delivery::{DELIVERY_LIMIT, DeadLetter, Delivery, PurgedMessages};
pub use error::Error;
pub use event_subscriber::{EventSubscriber, Signal};
pub use memory::MemoryBroker;
pub use rabbit::RabbitBroker;
