//! Tests of the live feed over real sockets, databases and brokers.

mod asyncapi;
mod authentication;
mod event_stream;
mod food_ordering;
mod handshake;
mod limits;
mod menus;
mod metrics;
mod outages;
mod replaced_log;
mod replay;
mod scopes;
mod service;
mod streams;
mod support;
