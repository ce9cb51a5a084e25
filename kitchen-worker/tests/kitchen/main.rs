//! Tests of kitchen workers, on SQLite with the in-process broker and on PostgreSQL with RabbitMQ.

mod metrics;
mod outages;
mod preparation;
mod processes;
mod support;
