//! Rows that processing skips because they cannot be decoded (a newer version wrote them, or they are damaged) or saved.

use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::clock::Timestamp;

text_enum! {
    /// A table whose rows can be isolated.
    IsolatedTable {
        /// Orders.
        Orders = "orders",
        /// The event log.
        Events = "events",
        /// Items on menus.
        Items = "items",
        /// Businesses.
        Businesses = "businesses",
        /// Accounts.
        Users = "users",
        /// The sums of the reports.
        Reports = "reports",
    }
}

text_enum! {
    /// The reason why a row is isolated.
    IsolationReason {
        /// A column contains a value that this version cannot decode.
        Undecodable = "undecodable",
        /// The database, or the state table, refuses the command that is due for a pending order.
        Rejected = "rejected",
    }
}

/// A row that processing skips until it is repaired. Other rows are processed, except that later events about the same order,
/// item or business wait for an event that cannot be decoded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct IsolatedRow {
    /// The table.
    pub table: IsolatedTable,
    /// The id of the row.
    pub id: Uuid,
    /// The reason why the row is isolated.
    pub reason: IsolationReason,
    /// The error, for operators.
    pub error: String,
    /// Time at which the row was first skipped.
    pub found_at: Timestamp,
    /// Time at which the row was last reported. A process reports a row at most once per hour.
    pub seen_at: Timestamp,
}
