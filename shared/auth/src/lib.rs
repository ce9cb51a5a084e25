//! Authentication (access tokens, refresh tokens, passwords) and authorization (the orders that an account may see).

#![warn(missing_docs)]

pub mod authorization;
#[cfg(feature = "passwords")]
pub mod passwords;
pub mod refresh_tokens;
pub mod tokens;

pub use authorization::Account;
