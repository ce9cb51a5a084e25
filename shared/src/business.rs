//! A business: a restaurant, a stall, a shop; and how it takes and cooks its orders.

use serde::Serialize;
use time_tz::TimeZone as _;
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
    Timezone, |raw| time_tz::timezones::get_by_name(raw)
        .map(|zone| zone.name().to_owned())
        .ok_or_else(|| Invalid::new("must be a time zone of the IANA database, like Europe/Paris"))
}

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
