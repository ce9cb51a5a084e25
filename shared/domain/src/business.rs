//! Businesses (restaurants, stalls, shops) and their settings.

use serde::Serialize;
use utoipa::ToSchema;

use crate::calendar::Timezone;
use crate::clock::Timestamp;
use crate::money::Currency;
use crate::text::Name;

id! {
    /// The id of a business.
    BusinessId
}

text_enum! {
    /// How pending orders are accepted.
    Acceptance {
        /// Automatically, after the cancellation window.
        Automatic = "automatic",
        /// By the owner or an admin. Orders that are not accepted in time are cancelled.
        Manual = "manual",
    }
}

text_enum! {
    /// How accepted orders are prepared.
    KitchenMode {
        /// By kitchen workers.
        Automatic = "automatic",
        /// By the owner or an admin, who start and complete each order.
        Manual = "manual",
    }
}

/// Cancellation window of a new business, in seconds.
pub const DEFAULT_GRACE_SECONDS: i64 = 5;

/// Maximum cancellation window, in seconds.
pub const MAX_GRACE_SECONDS: i64 = 3600;

/// A business, as shown to everyone.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct Business {
    /// The id of the business. It never changes.
    pub id: BusinessId,
    /// The name that customers see.
    pub name: Name,
    /// The currency of the business's prices.
    pub currency: Currency,
    /// The time zone in which the business's days begin and end.
    pub timezone: Timezone,
    /// `true` while the business takes orders.
    pub open: bool,
    /// How pending orders are accepted.
    pub acceptance: Acceptance,
    /// Cancellation window, in seconds: the time after which a pending order is accepted automatically. Until then, the customer
    /// can cancel it, unless the business accepts or rejects it earlier. Not used if `acceptance` is `manual`.
    #[schema(minimum = 0, maximum = 3600)]
    pub grace_seconds: i64,
    /// How accepted orders are prepared.
    pub kitchen: KitchenMode,
    /// Time of creation.
    #[serde(skip)]
    pub created_at: Timestamp,
}
