//! The only place that asks what time it is. Everything else is handed a [`Clock`], so tests can move time.

use std::fmt;
use std::str::FromStr;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sqlx::encode::IsNull;
use sqlx::error::BoxDynError;
use sqlx::{Database, MySql, Postgres, Sqlite};
use time::format_description::well_known::Rfc3339;
use time::macros::format_description;
use time::{OffsetDateTime, PrimitiveDateTime};
use uuid::Uuid;
use uuid::timestamp::context::ContextV7;

use crate::Invalid;

/// An instant in UTC, exact to the millisecond: what JSON shows and what every database keeps.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, utoipa::ToSchema)]
#[schema(value_type = String, format = DateTime, example = "2026-11-21T18:30:00.000Z")]
pub struct Timestamp(i64);

impl Timestamp {
    /// The latest instant that every engine can store: 9999-12-31T23:59:59.999Z.
    pub const MAX: Self = Self(253_402_300_799_999);
    /// 1970-01-01T00:00:00.000Z.
    pub const EPOCH: Self = Self(0);

    /// Milliseconds since 1970-01-01T00:00:00Z.
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// Milliseconds since 1970-01-01T00:00:00Z.
    pub const fn as_millis(self) -> i64 {
        self.0
    }

    /// Whole seconds since 1970-01-01T00:00:00Z.
    pub const fn as_seconds(self) -> i64 {
        self.0.div_euclid(1000)
    }

    /// How long ago `earlier` was; zero if it is not over yet.
    pub fn since(self, earlier: Self) -> Duration {
        Duration::from_millis(u64::try_from(self.0 - earlier.0).unwrap_or(0))
    }

    /// The smallest `UUIDv7` that can be made at this instant: a bound for keyset pages by time.
    pub fn first_id(self) -> Uuid {
        let millis = u64::try_from(self.0).unwrap_or(0) & 0xFFFF_FFFF_FFFF;
        Uuid::from_u64_pair((millis << 16) | 0x7000, 0x8000_0000_0000_0000)
    }

    /// As the `time` crate's type.
    pub fn to_offset(self) -> OffsetDateTime {
        OffsetDateTime::from_unix_timestamp_nanos(i128::from(self.0) * 1_000_000).unwrap_or(OffsetDateTime::UNIX_EPOCH)
    }
}

impl From<OffsetDateTime> for Timestamp {
    fn from(at: OffsetDateTime) -> Self {
        Self(i64::try_from(at.unix_timestamp_nanos().div_euclid(1_000_000)).unwrap_or(i64::MAX).min(Self::MAX.0))
    }
}

impl std::ops::Add<Duration> for Timestamp {
    type Output = Self;

    fn add(self, span: Duration) -> Self {
        let millis = i64::try_from(span.as_millis()).unwrap_or(i64::MAX);
        Self(self.0.saturating_add(millis).min(Self::MAX.0))
    }
}

impl std::ops::Sub<Duration> for Timestamp {
    type Output = Self;

    fn sub(self, span: Duration) -> Self {
        let millis = i64::try_from(span.as_millis()).unwrap_or(i64::MAX);
        Self(self.0.saturating_sub(millis).max(0))
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let format = format_description!("[year]-[month]-[day]T[hour]:[minute]:[second].[subsecond digits:3]Z");
        f.pad(&self.to_offset().format(&format).map_err(|_| fmt::Error)?)
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Timestamp {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        OffsetDateTime::parse(text, &Rfc3339)
            .map(Self::from)
            .map_err(|_| Invalid::new("must be a time like 2026-11-21T18:30:00Z"))
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        std::borrow::Cow::<str>::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// `timestamptz` and `datetime(6)` go through the `time` crate's types.
macro_rules! stored_as_time {
    ($db:ty as $time:ty, |$at:ident| $to:expr, |$raw:ident| $from:expr) => {
        impl sqlx::Type<$db> for Timestamp {
            fn type_info() -> <$db as Database>::TypeInfo {
                <$time as sqlx::Type<$db>>::type_info()
            }

            fn compatible(ty: &<$db as Database>::TypeInfo) -> bool {
                <$time as sqlx::Type<$db>>::compatible(ty)
            }
        }

        impl<'q> sqlx::Encode<'q, $db> for Timestamp {
            fn encode_by_ref(&self, buf: &mut <$db as Database>::ArgumentBuffer) -> Result<IsNull, BoxDynError> {
                let $at = self.to_offset();
                <$time as sqlx::Encode<'q, $db>>::encode($to, buf)
            }
        }

        impl<'r> sqlx::Decode<'r, $db> for Timestamp {
            fn decode(value: <$db as Database>::ValueRef<'r>) -> Result<Self, BoxDynError> {
                let $raw = <$time as sqlx::Decode<'r, $db>>::decode(value)?;
                Ok($from)
            }
        }
    };
}

stored_as_time!(Postgres as OffsetDateTime, |at| at, |at| Self::from(at));
// Without a zone, which is a `datetime`: one with a zone would be sent as a `timestamp`, which ends in 2038.
stored_as_time!(MySql as PrimitiveDateTime, |at| PrimitiveDateTime::new(at.date(), at.time()), |at| at
    .assume_utc()
    .into());

// SQLite has no time type; text of varying length would sort wrongly, an integer cannot.
impl sqlx::Type<Sqlite> for Timestamp {
    fn type_info() -> <Sqlite as Database>::TypeInfo {
        <i64 as sqlx::Type<Sqlite>>::type_info()
    }

    fn compatible(ty: &<Sqlite as Database>::TypeInfo) -> bool {
        <i64 as sqlx::Type<Sqlite>>::compatible(ty)
    }
}

impl<'q> sqlx::Encode<'q, Sqlite> for Timestamp {
    fn encode_by_ref(&self, buf: &mut <Sqlite as Database>::ArgumentBuffer) -> Result<IsNull, BoxDynError> {
        <i64 as sqlx::Encode<'q, Sqlite>>::encode(self.0, buf)
    }
}

impl<'r> sqlx::Decode<'r, Sqlite> for Timestamp {
    fn decode(value: <Sqlite as Database>::ValueRef<'r>) -> Result<Self, BoxDynError> {
        <i64 as sqlx::Decode<'r, Sqlite>>::decode(value).map(Self)
    }
}

/// A moment and a fresh id made at it: what a change needs to be recorded.
#[derive(Clone, Copy, Debug)]
pub struct Stamp {
    /// When.
    pub at: Timestamp,
    /// A `UUIDv7` of that time.
    pub id: Uuid,
}

/// Where time and ids come from. Clones share both.
#[derive(Clone, Debug)]
pub struct Clock {
    manual: Option<Arc<AtomicI64>>,
    /// Makes ids of the same millisecond rise (RFC 9562, 6.2, method 1).
    counter: Arc<Mutex<ContextV7>>,
}

impl Clock {
    /// The system's clock.
    pub fn system() -> Self {
        Self { manual: None, counter: Arc::default() }
    }

    /// A clock that stands still until [`advance`](Self::advance) moves it; its clones move together.
    pub fn manual(start: Timestamp) -> Self {
        Self { manual: Some(Arc::new(AtomicI64::new(start.0))), counter: Arc::default() }
    }

    /// Moves a manual clock forward; the system's clock takes no orders.
    pub fn advance(&self, span: Duration) {
        if let Some(manual) = &self.manual {
            manual.fetch_add(i64::try_from(span.as_millis()).unwrap_or(i64::MAX), Ordering::SeqCst);
        }
    }

    /// The present, to the millisecond.
    pub fn now(&self) -> Timestamp {
        match &self.manual {
            Some(manual) => Timestamp(manual.load(Ordering::SeqCst)),
            None => system_now(),
        }
    }

    /// A fresh `UUIDv7` of the present; ids made by one process rise.
    pub fn new_id(&self) -> Uuid {
        self.stamp().id
    }

    /// The present and a fresh id of it.
    pub fn stamp(&self) -> Stamp {
        let at = self.now();
        let millis = u64::try_from(at.0).unwrap_or(0);
        let nanos = u32::try_from(millis % 1000).unwrap_or(0) * 1_000_000;
        let id = Uuid::new_v7(uuid::Timestamp::from_unix(&*self.counter, millis / 1000, nanos));
        Stamp { at, id }
    }
}

#[expect(clippy::disallowed_methods, reason = "this is the clock that everything else asks")]
fn system_now() -> Timestamp {
    OffsetDateTime::now_utc().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_timestamp_reads_back_what_it_writes() {
        let at = Timestamp::from_millis(1_795_284_600_042);
        assert_eq!(at.to_string(), "2026-11-21T18:10:00.042Z");
        assert_eq!(at.to_string().parse(), Ok(at));
        assert_eq!("2026-11-21T19:10:00.0429+01:00".parse(), Ok(at));
    }

    #[test]
    fn ids_of_a_standing_clock_rise() {
        let clock = Clock::manual(Timestamp::from_millis(1_795_284_600_042));
        let ids: Vec<_> = (0..1000).map(|_| clock.new_id()).collect();
        assert!(ids.is_sorted());
        assert!(ids.iter().all(|id| *id >= clock.now().first_id()));
        clock.advance(Duration::from_millis(1));
        assert!(ids.iter().all(|id| *id < clock.now().first_id()));
    }
}
