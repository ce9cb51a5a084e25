//! A house that is open: real HTTP, a real database, a real relay, and a clock that the test moves.

mod answer;
mod books;
mod contract;
mod house;
mod person;
mod raw;

use std::time::Duration;

pub use answer::Answer;
pub use contract::{Contract, contract};
pub use house::{House, Menu, Plan, SECRET};
pub use person::{Ask, Person, id};
pub use raw::Raw;

/// What every test may take for one step, at most.
pub const SOON: Duration = Duration::from_secs(15);
/// Everybody's password.
pub const PASSWORD: &str = "a table for two";
/// Nobody's id.
pub const NOBODY: &str = "01900000-0000-7000-8000-000000000000";
