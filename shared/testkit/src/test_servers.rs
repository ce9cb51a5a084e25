//! The URLs of the servers that tests use.

/// Returns the value of an environment variable that `cargo xtask test` sets.
pub(crate) fn server_url(variable: &str) -> String {
    std::env::var(variable)
        .unwrap_or_else(|_| panic!("{variable} is not set: run `cargo xtask test`, which starts the servers"))
}
