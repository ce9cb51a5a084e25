//! The live feed over real sockets, databases and brokers.

mod accounts;
mod asyncapi;
mod crowd;
mod kit;
mod limits;
mod metrics;
mod outages;
mod replay;
mod scopes;
mod service;
mod streams;
mod wire;
