//! The clock: the only source of wall-clock time and of `UUIDv7` ids. All other code receives a [`Clock`], so that tests can
//! advance the time.

use std::fmt;
use std::str::FromStr;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;
use time::macros::format_description;
use uuid::Uuid;
use uuid::timestamp::context::ContextV7;

use crate::Invalid;

const EXPECTED_TIME: &str = "must be a time, such as 2026-11-21T18:30:00Z";
const ESCAPED_TIME: &str = "must be a time whose + is sent as %2B, such as 2026-11-21T19:30:00%2B01:00";

/// An instant in UTC with millisecond precision. JSON and all databases keep this precision.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, utoipa::ToSchema)]
#[schema(value_type = String, format = DateTime, example = "2026-11-21T18:30:00.000Z")]
pub struct Timestamp(i64);

impl Timestamp {
    /// The latest instant that every engine can store: 9999-12-31T23:59:59.999Z.
    pub const MAX: Self = Self(Self::MAX_MILLIS);
    const MAX_MILLIS: i64 = 253_402_300_799_999;
    /// 1970-01-01T00:00:00.000Z.
    pub const EPOCH: Self = Self(0);

    /// Creates a timestamp from milliseconds since the Unix epoch.
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// Returns the milliseconds since the Unix epoch.
    pub const fn as_millis(self) -> i64 {
        self.0
    }

    /// Returns the whole seconds since the Unix epoch.
    pub const fn as_seconds(self) -> i64 {
        self.0.div_euclid(1000)
    }

    /// Returns the time elapsed since `earlier`, or zero if `earlier` is after this instant.
    pub fn since(self, earlier: Self) -> Duration {
        Duration::from_millis(u64::try_from(self.0 - earlier.0).unwrap_or(0))
    }

    /// Returns the smallest `UUIDv7` of this instant, as a bound for keyset pages by time.
    pub fn first_id(self) -> Uuid {
        let millis = u64::try_from(self.0).unwrap_or(0) & 0xFFFF_FFFF_FFFF;
        Uuid::from_u64_pair((millis << 16) | 0x7000, 0x8000_0000_0000_0000)
    }

    /// Converts to the type of the `time` crate.
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

    fn add(self, duration: Duration) -> Self {
        let millis = i64::try_from(duration.as_millis()).unwrap_or(i64::MAX);
        Self(self.0.saturating_add(millis).min(Self::MAX.0))
    }
}

impl std::ops::Sub<Duration> for Timestamp {
    type Output = Self;

    fn sub(self, duration: Duration) -> Self {
        let millis = i64::try_from(duration.as_millis()).unwrap_or(i64::MAX);
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
        let parse = |text: &str| OffsetDateTime::parse(text, &Rfc3339).map(Self::from);
        parse(text).map_err(|_| {
            // In a query string, an unescaped `+` is decoded as a space.
            let has_lost_plus = text.contains(' ') && parse(&text.replace(' ', "+")).is_ok();
            Invalid::new(if has_lost_plus { ESCAPED_TIME } else { EXPECTED_TIME })
        })
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

/// An instant and a new id created at that instant, for recording a change.
#[derive(Clone, Copy, Debug)]
pub struct Stamp {
    /// The instant.
    pub at: Timestamp,
    /// A `UUIDv7` of that instant.
    pub id: Uuid,
}

/// The source of time and ids. Clones share their state.
#[derive(Clone, Debug)]
pub struct Clock {
    manual: Option<Arc<AtomicI64>>,
    /// Milliseconds that are added to the system's clock, to agree with the clock of the database.
    offset: Arc<AtomicI64>,
    /// Makes the ids created in the same millisecond ascend (RFC 9562, section 6.2, method 1).
    counter: Arc<Mutex<ContextV7>>,
}

impl Clock {
    /// Creates a clock that follows the system's clock, with an offset of zero.
    pub fn system() -> Self {
        Self { manual: None, offset: Arc::default(), counter: Arc::default() }
    }

    /// Creates a clock that stands still until [`advance`](Self::advance) moves it. Its clones move with it.
    pub fn manual(start: Timestamp) -> Self {
        Self { manual: Some(Arc::new(AtomicI64::new(start.0))), offset: Arc::default(), counter: Arc::default() }
    }

    /// Moves a manual clock forward. Has no effect on the system's clock.
    pub fn advance(&self, duration: Duration) {
        if let Some(manual) = &self.manual {
            manual.fetch_add(i64::try_from(duration.as_millis()).unwrap_or(i64::MAX), Ordering::SeqCst);
        }
    }

    /// Returns the current time, rounded down to milliseconds.
    pub fn now(&self) -> Timestamp {
        match &self.manual {
            Some(manual) => Timestamp(manual.load(Ordering::SeqCst)),
            None => Timestamp(system_now().0 + self.offset_millis()),
        }
    }

    /// Returns the time of the system's clock, without the offset.
    pub fn unadjusted_now(&self) -> Timestamp {
        system_now()
    }

    /// Returns the milliseconds that are added to the system's clock.
    pub fn offset_millis(&self) -> i64 {
        self.offset.load(Ordering::SeqCst)
    }

    /// Sets the milliseconds that are added to the system's clock. Has no effect on a manual clock.
    pub fn set_offset_millis(&self, offset: i64) {
        self.offset.store(offset, Ordering::SeqCst);
    }

    /// Returns a new `UUIDv7`. The ids of a clock and its clones ascend.
    pub fn new_id(&self) -> Uuid {
        self.stamp().id
    }

    /// Returns the current time and a new id created at that time.
    pub fn stamp(&self) -> Stamp {
        let at = self.now();
        let millis = u64::try_from(at.0).unwrap_or(0);
        let nanos = u32::try_from(millis % 1000).unwrap_or(0) * 1_000_000;
        let id = Uuid::new_v7(uuid::Timestamp::from_unix(&*self.counter, millis / 1000, nanos));
        Stamp { at, id }
    }
}

#[expect(clippy::disallowed_methods, reason = "the clock is the one place that reads the system time")]
fn system_now() -> Timestamp {
    OffsetDateTime::now_utc().into()
}

/// Timestamps as database columns: `timestamptz` (PostgreSQL), `datetime(6)` (MySQL) and integer milliseconds (SQLite).
#[cfg(feature = "sqlx")]
mod columns {
    use sqlx::encode::IsNull;
    use sqlx::error::BoxDynError;
    use sqlx::postgres::{PgHasArrayType, PgTypeInfo, PgValueFormat, PgValueRef};
    use sqlx::{Database, MySql, Postgres, Sqlite};
    use time::{OffsetDateTime, PrimitiveDateTime};

    use super::Timestamp;

    /// Microseconds from the Unix epoch to PostgreSQL's epoch, 2000-01-01.
    const POSTGRES_EPOCH_MICROS: i64 = 946_684_800_000_000;

    /// Stores timestamps as `$stored` in one engine. `$decode` decodes a value.
    macro_rules! stored_as {
        ($db:ty as $stored:ty, |$at:ident| $to:expr, $decode:path) => {
            impl sqlx::Type<$db> for Timestamp {
                fn type_info() -> <$db as Database>::TypeInfo {
                    <$stored as sqlx::Type<$db>>::type_info()
                }

                fn compatible(ty: &<$db as Database>::TypeInfo) -> bool {
                    <$stored as sqlx::Type<$db>>::compatible(ty)
                }
            }

            impl<'q> sqlx::Encode<'q, $db> for Timestamp {
                fn encode_by_ref(&self, buf: &mut <$db as Database>::ArgumentBuffer) -> Result<IsNull, BoxDynError> {
                    let $at = *self;
                    <$stored as sqlx::Encode<'q, $db>>::encode($to, buf)
                }
            }

            impl<'r> sqlx::Decode<'r, $db> for Timestamp {
                fn decode(value: <$db as Database>::ValueRef<'r>) -> Result<Self, BoxDynError> {
                    $decode(value)
                }
            }
        };
    }

    /// Converts milliseconds since the Unix epoch. Fails for times outside the years 1970 to 9999, and for `None`, which stands
    /// for an overflow.
    fn check_range(millis: Option<i64>) -> Result<Timestamp, BoxDynError> {
        match millis {
            Some(millis @ 0..=Timestamp::MAX_MILLIS) => Ok(Timestamp(millis)),
            _ => Err("the time must be between the years 1970 and 9999".into()),
        }
    }

    /// Decodes the microseconds since [`POSTGRES_EPOCH_MICROS`]. sqlx would panic at `infinity` and at years after 9999.
    fn decode_postgres(value: PgValueRef<'_>) -> Result<Timestamp, BoxDynError> {
        if value.format() == PgValueFormat::Text {
            return Ok(<OffsetDateTime as sqlx::Decode<'_, Postgres>>::decode(value)?.into());
        }
        let micros = <i64 as sqlx::Decode<'_, Postgres>>::decode(value)?;
        check_range(micros.checked_add(POSTGRES_EPOCH_MICROS).map(|micros| micros.div_euclid(1_000)))
    }

    fn decode_mysql(value: <MySql as Database>::ValueRef<'_>) -> Result<Timestamp, BoxDynError> {
        Ok(<PrimitiveDateTime as sqlx::Decode<'_, MySql>>::decode(value)?.assume_utc().into())
    }

    fn decode_sqlite(value: <Sqlite as Database>::ValueRef<'_>) -> Result<Timestamp, BoxDynError> {
        check_range(Some(<i64 as sqlx::Decode<'_, Sqlite>>::decode(value)?))
    }

    stored_as!(Postgres as OffsetDateTime, |at| at.to_offset(), decode_postgres);
    // A `datetime` has no time zone. sqlx would send a value with a time zone as a `timestamp`, which ends in 2038.
    stored_as!(
        MySql as PrimitiveDateTime,
        |at| PrimitiveDateTime::new(at.to_offset().date(), at.to_offset().time()),
        decode_mysql
    );
    // SQLite has no time type. Integers sort correctly; texts of varying length do not.
    stored_as!(Sqlite as i64, |at| at.0, decode_sqlite);

    impl PgHasArrayType for Timestamp {
        fn array_type_info() -> PgTypeInfo {
            <OffsetDateTime as PgHasArrayType>::array_type_info()
        }

        fn array_compatible(ty: &PgTypeInfo) -> bool {
            <OffsetDateTime as PgHasArrayType>::array_compatible(ty)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn timestamps_round_trip_as_text() {
        let at = Timestamp::from_millis(1_795_284_600_042);
        assert_eq!(at.to_string(), "2026-11-21T18:10:00.042Z");
        assert_eq!(at.to_string().parse(), Ok(at));
        assert_eq!("2026-11-21T19:10:00.0429+01:00".parse(), Ok(at));
    }

    #[test]
    fn offset_whose_plus_became_a_space_is_explained() {
        let reason = |text: &str| text.parse::<Timestamp>().unwrap_err().0;
        assert_eq!(reason("2026-01-01T00:00:00 01:00"), ESCAPED_TIME);
        for text in ["", "yesterday", "2026-01-01", "2026-01-01 00:00:00", "2026-13-01T00:00:00 01:00"] {
            assert_eq!(reason(text), EXPECTED_TIME, "{text}");
        }
    }

    #[test]
    fn ids_ascend_within_one_millisecond() {
        let clock = Clock::manual(Timestamp::from_millis(1_795_284_600_042));
        let ids: Vec<_> = (0..1000).map(|_| clock.new_id()).collect();
        assert!(ids.is_sorted());
        assert!(ids.iter().all(|id| *id >= clock.now().first_id()));
        clock.advance(Duration::from_millis(1));
        assert!(ids.iter().all(|id| *id < clock.now().first_id()));
    }
}
