//! Messages between the services and to live clients: the broker (RabbitMQ, or in this process), the protocol of the live feed,
//! and the `AsyncAPI` document of both.

#![warn(missing_docs)]

pub mod asyncapi;
pub mod backoff;
mod broker;
pub mod live_protocol;
mod memory;
mod queue;
mod rabbit;

pub(crate) use broker::AckHandle;
pub use broker::{Broker, DELIVERY_LIMIT, DeadLetter, Delivery, Error, EventSubscriber, KitchenConsumer, Signal};
pub use memory::MemoryBroker;
pub use rabbit::RabbitBroker;
