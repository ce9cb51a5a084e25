//! Test support for all crates: databases, brokers, fixtures, servers, processes and clients.
//!
//! Tests run against real components. PostgreSQL, MariaDB and RabbitMQ are found through the environment variables
//! `TEST_POSTGRES_URL`, `TEST_MYSQL_URL` and `TEST_RABBITMQ_URL`; `cargo xtask test` starts the servers and sets the variables.
//! Each test has its own database and its own namespace on the broker, so that tests can run concurrently.
//!
//! Functions that do not return a `Result` panic if a step fails, because a broken setup is a failed test.

#![warn(missing_docs)]

pub mod api_client;
pub mod backends;
pub mod brokers;
pub mod databases;
pub mod fault_proxy;
pub mod feed_client;
pub mod fixture;
pub mod http_server;
pub mod json_references;
pub mod openapi_contract;
pub mod process;
pub mod prometheus_text;
pub mod raw_client;
pub mod records;
pub mod service_processes;
pub mod strict_schema;
pub mod temp_dir;
pub mod test_response;
mod test_servers;
pub mod wait;

pub use api_client::{ApiClient, ApiEndpoint, RequestBuilder};
pub use backends::{Backends, OpenBackends};
pub use brokers::{Namespace, TestBroker};
pub use databases::{Engine, database, database_url, empty_database_url, shorten_log};
pub use fault_proxy::FaultProxy;
pub use feed_client::{FeedClient, Frame, Transcript};
pub use fixture::{EVENING, Fixture};
pub use http_server::HttpServer;
pub use json_references::collect_references;
pub use openapi_contract::{Coverage, DocumentedResponse, OpenApiContract};
pub use process::Process;
pub use prometheus_text::PrometheusText;
pub use raw_client::RawClient;
pub use records::{RecordCounts, assert_consistent};
pub use service_processes::ServiceProcesses;
pub use temp_dir::TempDir;
pub use test_response::TestResponse;
pub use wait::{TIMEOUT, eventually, with_timeout};
