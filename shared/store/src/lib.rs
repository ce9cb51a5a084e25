//! The database: connections, transactions, and all SQL except the migrations.
//!
//! Each statement is written once for PostgreSQL, MySQL and SQLite (see [`sql!`]). Functions that only read take a
//! [`ReadConn`]. Functions that write take a [`Tx`] or begin one, so that nothing is written outside a transaction.

#![warn(missing_docs)]

#[macro_use]
mod row;
#[macro_use]
mod insert;

mod db;
mod error;
mod isolation;
mod json;
mod retry;
pub mod sql;
mod tx;

pub mod backup;
pub mod businesses;
pub mod database_id;
pub mod events;
pub mod idempotency_keys;
pub mod isolated_rows;
pub mod items;
pub mod kitchen_workers;
pub mod notifiers;
pub mod orders;
pub mod outbox;
pub mod placements;
pub mod refresh_tokens;
pub mod reports;
pub mod restore;
pub mod sequences;
pub mod users;

pub use db::{Db, Pool, PoolStatus};
pub use error::{Error, Result, is_constraint_violation, is_outage, is_transient, is_unique_violation};
pub use isolation::{IsolationLog, Listed, decoded};
pub use retry::retry;
pub use row::Row;
pub use tx::{Connection, ReadConn, Tx};

/// Returns the time of the database's clock.
pub async fn now(read: &mut ReadConn) -> Result<domain::clock::Timestamp> {
    let (now,) = sql!(read, one[domain::clock::Timestamp], "select {now}").await?;
    Ok(now)
}
