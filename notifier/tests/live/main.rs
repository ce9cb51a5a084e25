//! The live feed over real sockets, databases and brokers.

mod accounts;
mod asyncapi;
mod crowd;
mod kit;
mod limits;
mod outages;
mod replay;
mod scopes;
mod service;
mod streams;
mod wire;
