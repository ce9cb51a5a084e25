//! Time zones and calendar days.

mod rules;

use std::fmt;
use std::str::FromStr;

pub use rules::rules_version;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use utoipa::ToSchema;

use crate::Invalid;
use crate::clock::Timestamp;

text! {
    /// The name of a time zone in the IANA database, such as `Europe/Paris`.
    #[schema(example = "Europe/Paris")]
    Timezone, |raw| rules::find(raw)
        // jiff ignores case and accepts a name for an unknown time zone; both are rejected here. `Factory` is the time zone of
        // computers whose time zone has not been set.
        .filter(|zone| zone.iana_name() == Some(raw) && !zone.is_unknown() && raw != "Factory")
        .map(|_| if raw == "UTC" { "Etc/UTC" } else { raw }.to_owned())
        .ok_or_else(|| Invalid::new("must be an IANA time zone, such as Europe/Paris"))
}

/// Returns the local day and hour (0 to 23) at this instant. Uses UTC if the time zone is missing or unknown.
pub fn local_day_and_hour(zone: Option<&Timezone>, at: Timestamp) -> (Day, i64) {
    let zone = zone.and_then(|zone| rules::find(zone.as_str())).unwrap_or(TimeZone::UTC);
    let local = jiff::Timestamp::from_millisecond(at.as_millis()).unwrap_or_default().to_zoned_datetime(zone);
    (Day(local.date()), local.hour().into())
}

/// A calendar date in a business's time zone. Databases store it as the number `yyyymmdd`, such as 20261121.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, ToSchema)]
#[schema(value_type = String, format = Date, example = "2026-11-21")]
pub struct Day(Date);

impl Day {
    /// Returns the date as the number `yyyymmdd`.
    pub fn number(self) -> i64 {
        i64::from(self.0.year()) * 10_000 + i64::from(self.0.month()) * 100 + i64::from(self.0.day())
    }

    #[cfg(feature = "sqlx")]
    fn from_number(number: i64) -> Result<Self, Invalid> {
        format!("{:04}-{:02}-{:02}", number / 10_000, number / 100 % 100, number % 100).parse()
    }

    /// Returns the date `days` later (or earlier, if negative), clamped to the calendar's range.
    #[must_use]
    pub fn add_days(self, days: i64) -> Self {
        let end = if days < 0 { Date::MIN } else { Date::MAX };
        Self(jiff::Span::new().try_days(days).map_or(end, |span| self.0.saturating_add(span)))
    }

    /// Returns the number of days from this date to `later`.
    pub fn days_until(self, later: Self) -> i64 {
        self.0.until(later.0).map_or(i64::MAX, |span| span.get_days().into())
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for Day {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        // jiff also accepts other notations, year 0, and dates followed by a time.
        let date = text.parse::<Date>().ok().filter(|date| date.year() > 0 && date.to_string() == text);
        date.map(Self).ok_or_else(|| Invalid::new("must be a calendar date, such as 2026-11-21"))
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        std::borrow::Cow::<str>::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

sql_as!(Day as i64, |day| day.number(), |raw| Ok(Self::from_number(raw)?));
