//! A business: a restaurant, a stall, a shop; and how it takes and cooks its orders.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use time::Date;
use time::macros::format_description;
use time_tz::{OffsetDateTimeExt as _, TimeZone as _};
use utoipa::ToSchema;

use crate::Invalid;
use crate::account::Name;
use crate::clock::Timestamp;
use crate::money::Currency;

id! {
    /// A business.
    BusinessId
}

text_enum! {
    /// How pending orders become accepted.
    Acceptance {
        /// By itself, when the grace is over.
        Automatic = "automatic",
        /// By a person; forgotten orders are cancelled by the system.
        Manual = "manual",
    }
}

text_enum! {
    /// Who cooks accepted orders.
    Kitchen {
        /// Kitchen workers.
        Automatic = "automatic",
        /// People, who press start and complete.
        Manual = "manual",
    }
}

text! {
    /// A name of the IANA time zone database, like `Europe/Paris`.
    #[schema(example = "Europe/Paris")]
    Timezone, |raw| time_tz::timezones::get_by_name(raw)
        .map(|zone| zone.name().to_owned())
        .ok_or_else(|| Invalid::new("must be a time zone of the IANA database, like Europe/Paris"))
}

impl Timezone {
    /// The day and the hour (0 to 23) that it is there at this moment; of nowhere, in UTC.
    pub fn local(zone: Option<&Self>, at: Timestamp) -> (Day, i64) {
        let utc = at.to_offset();
        let zone = zone.and_then(|zone| time_tz::timezones::get_by_name(zone.as_str()));
        let local = zone.map_or(utc, |zone| utc.to_timezone(zone));
        (Day(local.date()), i64::from(local.hour()))
    }
}

/// A date of the calendar where a business is. Databases keep the number that it is written with: 20261121.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, ToSchema)]
#[schema(value_type = String, format = Date, example = "2026-11-21")]
pub struct Day(Date);

impl Day {
    /// The number that it is written with: 20261121.
    pub fn number(self) -> i64 {
        let (year, month, day) = self.0.to_calendar_date();
        i64::from(year) * 10_000 + i64::from(u8::from(month)) * 100 + i64::from(day)
    }

    fn of_number(number: i64) -> Result<Self, Invalid> {
        format!("{:04}-{:02}-{:02}", number / 10_000, number / 100 % 100, number % 100).parse()
    }

    /// So many days later, or earlier; the end of the calendar, where there is none.
    #[must_use]
    pub fn plus(self, days: i64) -> Self {
        let (first, last) = (Date::MIN.to_julian_day(), Date::MAX.to_julian_day());
        let day = i64::from(self.0.to_julian_day()).saturating_add(days).clamp(i64::from(first), i64::from(last));
        i32::try_from(day).ok().and_then(|day| Date::from_julian_day(day).ok()).map_or(self, Self)
    }

    /// How many days later the other is.
    pub fn until(self, later: Self) -> i64 {
        i64::from(later.0.to_julian_day()) - i64::from(self.0.to_julian_day())
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.0.to_calendar_date();
        write!(f, "{year:04}-{:02}-{day:02}", u8::from(month))
    }
}

impl FromStr for Day {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        let date = Date::parse(text, format_description!("[year]-[month]-[day]")).ok();
        // The year 0 is one of astronomers, and a sign is none of a date.
        date.filter(|date| text.len() == 10 && date.year() > 0)
            .map(Self)
            .ok_or_else(|| Invalid::new("must be a date of the calendar, like 2026-11-21"))
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

sql_as!(Day as i64, |day| day.number(), |raw| Ok(Self::of_number(raw)?));

/// A business as everyone may see it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Business {
    /// Identifies the business for ever.
    pub id: BusinessId,
    /// What its guests call it.
    pub name: Name,
    /// The currency of its prices.
    pub currency: Currency,
    /// Where its days begin and end.
    pub timezone: Timezone,
    /// Whether it takes orders now.
    pub open: bool,
    /// How pending orders become accepted.
    pub acceptance: Acceptance,
    /// How long a customer can still take an order back before it is accepted by itself, in seconds.
    #[schema(minimum = 0, maximum = 3600)]
    pub grace_seconds: i64,
    /// Who cooks.
    pub kitchen: Kitchen,
    /// When it was made.
    #[serde(skip)]
    pub created_at: Timestamp,
}

/// What a new business starts with, in seconds.
pub const DEFAULT_GRACE_SECONDS: i64 = 5;

/// The longest grace, in seconds.
pub const LONGEST_GRACE_SECONDS: i64 = 3600;
