//! Cursors, with which clients resume (`since` or `Last-Event-ID`).

use std::fmt;
use std::str::FromStr;

use uuid::Uuid;

/// A resume point: the client has received all events of its scope up to `position` in the log of this database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Cursor {
    /// The short id of the database. A cursor with another id is invalid: it comes from another database, or from before this
    /// database lost events and received a new id.
    pub(crate) database: u32,
    /// The position in the log.
    pub(crate) position: i64,
}

/// Returns the short id of a database: the last 8 hexadecimal digits of its id. They are random, whereas the first 8 digits of a
/// `UUIDv7` encode the time of its creation.
pub(crate) fn short_database_id(id: Uuid) -> u32 {
    let [.., a, b, c, d] = *id.as_bytes();
    u32::from_be_bytes([a, b, c, d])
}

impl Cursor {
    /// Returns a cursor of the same database with another position.
    pub(crate) const fn at(self, position: i64) -> Self {
        Self { position, ..self }
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:08x}.{}", self.database, self.position)
    }
}

/// The text is not a cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct InvalidCursor;

impl FromStr for Cursor {
    type Err = InvalidCursor;

    fn from_str(text: &str) -> Result<Self, InvalidCursor> {
        let (database, position) = text.split_once('.').ok_or(InvalidCursor)?;
        let is_hex = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_hexdigit());
        if database.len() != 8 || !is_hex(database) || !is_hex(position) {
            return Err(InvalidCursor);
        }
        Ok(Self {
            database: u32::from_str_radix(database, 16).map_err(|_| InvalidCursor)?,
            position: position.parse().map_err(|_| InvalidCursor)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cursors_round_trip_as_text() {
        let cursor = Cursor { database: 0x00c0_ffee, position: 42 };
        assert_eq!(cursor.to_string(), "00c0ffee.42");
        assert_eq!("00c0ffee.42".parse(), Ok(cursor));
        assert_eq!(cursor.at(0).to_string().parse(), Ok(cursor.at(0)));
    }

    #[test]
    fn malformed_cursors_are_rejected() {
        for text in [
            "",
            ".",
            "42",
            "c0ffee.42",
            "00c0ffee.",
            "00c0ffee.-1",
            "+0c0ffee.1",
            "00c0ffee.4a",
            "x0c0ffee.1",
            "00c0ffee.99999999999999999999",
            "00c0ffee.1 ",
            "00c0ffee.1.2",
        ] {
            assert_eq!(text.parse::<Cursor>(), Err(InvalidCursor), "{text}");
        }
    }
}
