//! Tests of the test support itself: a check that never fails would hide errors in the services.

mod api_client;
mod backends;
mod brokers;
mod feed_client;
mod process;
mod prometheus_text;
mod strict_schema;
