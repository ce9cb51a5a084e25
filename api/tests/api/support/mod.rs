//! Support for the tests of the API: the server and its accounts.

mod accounts;
mod server;

use std::sync::LazyLock;

pub use accounts::{Actors, Menu, PASSWORD};
pub use server::{TestConfig, TestServer};
use testkit::OpenApiContract;

/// An id that does not exist.
pub const UNKNOWN_ID: &str = "01900000-0000-7000-8000-000000000000";

/// Returns the contract from the `OpenAPI` document, against which the responses to every `ApiClient` are checked.
pub fn contract() -> &'static OpenApiContract {
    static CONTRACT: LazyLock<OpenApiContract> =
        LazyLock::new(|| OpenApiContract::new(serde_json::to_value(api::openapi::document()).unwrap()));
    &CONTRACT
}
