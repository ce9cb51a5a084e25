//! How a kitchen behaves, on SQLite with the in-process broker and on PostgreSQL with RabbitMQ.

#[path = "kitchen/cooking.rs"]
mod cooking;
#[path = "kitchen/house.rs"]
mod house;
#[path = "kitchen/metrics.rs"]
mod metrics;
#[path = "kitchen/outages.rs"]
mod outages;
#[path = "kitchen/processes.rs"]
mod processes;
