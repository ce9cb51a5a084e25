use std::collections::BTreeMap;
use std::time::Duration;

use domain::business::{Acceptance, Business, BusinessId, KitchenMode};
use domain::wait_time::{KitchenForecast, round_to_seconds};
use serde::Serialize;
use store::{ReadConn, kitchen_workers};
use utoipa::ToSchema;

use crate::app::App;
use crate::error::Result;

/// An automatic kitchen with at most this many waiting orders is at most [`LoadLevel::Busy`].
const MAX_BUSY_QUEUE: i64 = 9;
/// A manual kitchen with at most this many orders (accepted or in preparation) is [`LoadLevel::Quiet`].
const MAX_QUIET_ORDERS: i64 = 2;
/// A manual kitchen with at most this many orders (accepted or in preparation) is at most [`LoadLevel::Busy`].
const MAX_BUSY_ORDERS: i64 = 10;

/// The load of a business's kitchen. All automatic kitchens share the kitchen workers and their queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum LoadLevel {
    /// A kitchen worker can start a new order immediately. In a manual kitchen: at most 2 orders are accepted or in preparation.
    Quiet,
    /// At most 9 orders wait for a kitchen worker. In a manual kitchen: at most 10 orders are accepted or in preparation.
    Busy,
    /// More than 9 orders wait for a kitchen worker, or no kitchen worker is alive. In a manual kitchen: more than 10 orders are
    /// accepted or in preparation.
    Packed,
}

/// A business with the current load of its kitchen.
#[derive(Serialize, ToSchema)]
pub(super) struct BusinessWithLoad {
    #[serde(flatten)]
    pub(super) business: Business,
    /// Seconds until an order placed now would be ready; `null` if staff accept or prepare the orders, or if no kitchen worker is
    /// alive.
    wait_seconds: Option<i64>,
    /// The load of the kitchen.
    load: LoadLevel,
}

impl BusinessWithLoad {
    pub(super) fn new(business: Business, kitchen: &KitchenLoad) -> Self {
        Self { wait_seconds: kitchen.wait_seconds(&business), load: kitchen.level(&business), business }
    }
}

/// The current load of all kitchens.
pub(super) struct KitchenLoad {
    forecast: Option<KitchenForecast>,
    orders_in_kitchen: BTreeMap<BusinessId, i64>,
}

impl KitchenLoad {
    /// Reads the queue of the kitchen workers, and the number of orders in the kitchen of each business.
    pub(super) async fn load(app: &App, read: &mut ReadConn) -> Result<Self> {
        let forecast = KitchenForecast::new(&kitchen_workers::load_queue(read).await?, app.clock.now());
        let orders_in_kitchen = kitchen_workers::count_in_kitchen(read).await?.into_iter().collect();
        Ok(Self { forecast, orders_in_kitchen })
    }

    /// Returns the seconds until an order placed now would be ready. Returns `None` if staff accept or prepare the orders, or if
    /// no kitchen worker is alive.
    fn wait_seconds(&self, business: &Business) -> Option<i64> {
        let is_automatic = business.kitchen == KitchenMode::Automatic && business.acceptance == Acceptance::Automatic;
        let forecast = self.forecast.as_ref().filter(|_| is_automatic)?;
        let grace = Duration::from_secs(u64::try_from(business.grace_seconds).unwrap_or(0));
        let (_, ready_in) = forecast.ready_if_accepted_in(grace);
        Some(round_to_seconds(ready_in))
    }

    fn level(&self, business: &Business) -> LoadLevel {
        let orders = self.orders_in_kitchen.get(&business.id).copied().unwrap_or(0);
        match (business.kitchen, &self.forecast) {
            (KitchenMode::Automatic, Some(forecast)) if forecast.waiting == 0 && forecast.idle_slots() > 0 => {
                LoadLevel::Quiet
            }
            (KitchenMode::Automatic, Some(forecast)) if forecast.waiting <= MAX_BUSY_QUEUE => LoadLevel::Busy,
            (KitchenMode::Manual, _) if orders <= MAX_QUIET_ORDERS => LoadLevel::Quiet,
            (KitchenMode::Manual, _) if orders <= MAX_BUSY_ORDERS => LoadLevel::Busy,
            (KitchenMode::Automatic | KitchenMode::Manual, _) => LoadLevel::Packed,
        }
    }
}
