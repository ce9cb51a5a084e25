//! The domain of Expediter: orders, items, accounts, businesses, money and time.
//!
//! Everything here is pure: no database, no HTTP, and no I/O except for the clock and the time zone rules of the system. A value
//! is validated once, when it enters the system. With the feature `sqlx`, the types can be bound and decoded as database columns.
//! Stored texts and amounts are not validated again.

#![warn(missing_docs)]

#[macro_use]
mod newtype;

pub mod account;
pub mod business;
pub mod calendar;
pub mod clock;
pub mod collation;
pub mod event;
pub mod isolation;
pub mod item;
pub mod kitchen;
pub mod menu_event;
pub mod money;
pub mod order;
pub mod report;
pub mod search;
pub mod text;
pub mod wait_time;
pub mod whole_number;

pub use newtype::Invalid;
