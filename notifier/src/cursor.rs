//! How far a client has come: the text that it hands back as `since` or `Last-Event-ID`.

use std::fmt;
use std::str::FromStr;

use uuid::Uuid;

/// Everything up to `position` of this installation's log was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Cursor {
    /// Names the database: a cursor of another, or of one that was emptied since, is worth nothing.
    pub(crate) installation: u32,
    /// The watermark.
    pub(crate) position: i64,
}

/// The short name of an installation: the last 8 hexadecimal digits of its id. They are random, where the first
/// 8 of a `UUIDv7` are the minute it was made in.
pub(crate) fn short_name(installation: Uuid) -> u32 {
    let [.., a, b, c, d] = *installation.as_bytes();
    u32::from_be_bytes([a, b, c, d])
}

impl Cursor {
    /// The same installation, another place.
    pub(crate) const fn at(self, position: i64) -> Self {
        Self { position, ..self }
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:08x}.{}", self.installation, self.position)
    }
}

/// Not a cursor of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NoCursor;

impl FromStr for Cursor {
    type Err = NoCursor;

    fn from_str(text: &str) -> Result<Self, NoCursor> {
        let (name, position) = text.split_once('.').ok_or(NoCursor)?;
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_hexdigit());
        if name.len() != 8 || !digits(name) || !digits(position) {
            return Err(NoCursor);
        }
        Ok(Self {
            installation: u32::from_str_radix(name, 16).map_err(|_| NoCursor)?,
            position: position.parse().map_err(|_| NoCursor)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_reads_back_what_it_writes() {
        let cursor = Cursor { installation: 0x00c0_ffee, position: 42 };
        assert_eq!(cursor.to_string(), "00c0ffee.42");
        assert_eq!("00c0ffee.42".parse(), Ok(cursor));
        assert_eq!(cursor.at(0).to_string().parse(), Ok(cursor.at(0)));
    }

    #[test]
    fn anything_else_is_refused() {
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
            assert_eq!(text.parse::<Cursor>(), Err(NoCursor), "{text}");
        }
    }
}
