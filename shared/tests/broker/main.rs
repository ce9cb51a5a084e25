//! What a broker promises. One text for both: `contract` runs over RabbitMQ and in-process; `outages` is about
//! what only a server can do.

mod asyncapi;
mod contract;
mod kit;
mod outages;
