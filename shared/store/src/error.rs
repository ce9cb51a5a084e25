//! Classification of database errors.

use sqlx::mysql::MySqlDatabaseError;
use sqlx::sqlite::SqliteError;

/// An error of the database or its driver.
pub type Error = sqlx::Error;

/// The result of a database operation.
pub type Result<T> = std::result::Result<T, Error>;

/// Returns `true` if the statement violated a unique index: a row with the same key exists.
pub fn is_unique_violation(error: &Error) -> bool {
    error.as_database_error().is_some_and(sqlx::error::DatabaseError::is_unique_violation)
}

/// Returns `true` if the transaction may succeed when it is run again: after a deadlock, a serialization failure, a
/// timeout of a lock or statement, or a busy file.
pub fn is_transient(error: &Error) -> bool {
    let Some(error) = error.as_database_error() else { return false };
    if let Some(error) = error.try_downcast_ref::<MySqlDatabaseError>() {
        // Lock wait timeout and deadlock, by error number: a lock wait timeout has no SQLSTATE of its own.
        return matches!(error.number(), 1205 | 1213);
    }
    // PostgreSQL: serialization failure, deadlock, lock not available, statement timeout. SQLite: the busy codes.
    matches!(error.code().as_deref(), Some("40001" | "40P01" | "55P03" | "57014" | "5" | "261" | "517"))
}

/// Returns `true` if the database rejects the data: a violated constraint, or a value that the column cannot hold.
pub fn is_constraint_violation(error: &Error) -> bool {
    error.as_database_error().is_some_and(|error| {
        let Some(code) = error.code() else { return false };
        if error.try_downcast_ref::<SqliteError>().is_some() {
            // SQLITE_TOOBIG, SQLITE_CONSTRAINT, SQLITE_MISMATCH, SQLITE_RANGE; the low byte is the primary code.
            return code.parse::<i32>().is_ok_and(|code| matches!(code & 0xff, 18 | 19 | 20 | 25));
        }
        // SQLSTATE classes: 22 is a data exception, 23 an integrity constraint violation.
        code.starts_with("22") || code.starts_with("23")
    })
}

/// Returns `true` if the database cannot be used at present, for example because it is unreachable, all connections are in use,
/// or the disk of an SQLite database is full. Returns `false` if a usable database rejects a statement.
pub fn is_outage(error: &Error) -> bool {
    // sqlx reports a server that disconnects in the middle of a message as a protocol error.
    matches!(
        error,
        Error::Io(_)
            | Error::Tls(_)
            | Error::Protocol(_)
            | Error::PoolTimedOut
            | Error::PoolClosed
            | Error::WorkerCrashed
    ) || error.as_database_error().is_some_and(|error| {
        let Some(code) = error.code() else { return false };
        if error.try_downcast_ref::<SqliteError>().is_some() {
            // SQLITE_IOERR, SQLITE_FULL; the low byte is the primary code.
            return code.parse::<i32>().is_ok_and(|code| matches!(code & 0xff, 10 | 13));
        }
        // 57P0x: PostgreSQL is shutting down or starting; 53300: too many connections; 08xxx: connection exceptions.
        code.starts_with("57P0") || code.starts_with("08") || code == "53300"
    })
}
