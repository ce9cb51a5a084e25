//! The guarantees of a broker. `contract` runs on both implementations; `outages` covers failures of a server.

mod asyncapi;
mod contract;
mod outages;
