//! The api as its clients meet it: real HTTP, a real database, a clock that the test moves. Every answer is held against
//! the OpenAPI document; a refusal that changed anything fails; at the end of every test the books must be right.

#![expect(unreachable_pub, reason = "the kit's items are pub for the modules of this one binary")]

mod businesses;
mod deadlocks;
mod desk;
mod doors;
mod grace;
mod idempotency;
mod items;
mod kit;
mod kitchen;
mod lists;
mod matrix;
mod metrics;
mod openapi;
mod outage;
mod people;
mod placing;
mod races;
mod registration;
mod reports;
mod seeds;
mod states;
mod tokens;
mod wire;
