//! Tests of the API over real HTTP, with a real database and a clock that tests advance. Unless a test opts out, every response
//! is checked against the `OpenAPI` document, a request with an error response must not change anything, and the database must
//! be consistent at the end of the test.

#![expect(unreachable_pub, reason = "the items of the support module are public for the modules of the suites")]

mod access_control;
mod businesses;
mod clock;
mod compat;
mod contention;
mod currencies;
mod database_outages;
mod deadlocks;
mod idempotency;
mod isolated_rows;
mod items;
mod kitchen;
mod lists;
mod login;
mod malformed_requests;
mod metrics;
mod openapi;
mod order_commands;
mod permissions;
mod placement_batcher;
mod placing_orders;
mod registration;
mod report_downloads;
mod reports;
mod scheduler;
mod support;
mod tokens;
mod users;
