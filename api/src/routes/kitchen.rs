//! The kitchen as its people see it, and as those do who wait for it.

mod overview;
mod show;

use shared::business::{Business, Kitchen};
use shared::estimate::{Outlook, seconds};
use shared::order::{Due, Estimate, Order, Status};
use shared::store::{Read, businesses, kitchen};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::error::Result;
use crate::state::App;

/// The routes of the kitchen's view and the admin's.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(show::kitchen)).routes(routes!(overview::overview))
}

/// When this order will be ready, by the kitchen's real capacity; none when it is over, waits for people, or no worker
/// is alive.
pub(super) async fn estimate(app: &App, read: &mut Read, order: &Order) -> Result<Option<Estimate>> {
    let business = businesses::find(read, order.business_id).await?;
    let by_workers = business.is_some_and(|business| business.kitchen == Kitchen::Automatic);
    let is_live = matches!(order.status, Status::Pending | Status::Accepted | Status::Processing);
    if !by_workers || !is_live {
        return Ok(None);
    }
    let (line, now) = (kitchen::line(read).await?, app.clock.now());
    let Some(outlook) = Outlook::of(&line, now) else { return Ok(None) };
    let (ahead, ready) = match (order.status, order.due, order.accepted_at, order.processing_at) {
        (Status::Pending, Some(Due::Accept(at)), ..) => outlook.ready_if_accepted_in(at.since(now)),
        (Status::Accepted, _, Some(accepted), _) => {
            let ahead = kitchen::ahead(read, accepted).await?;
            (ahead, outlook.ready_in(ahead))
        }
        (Status::Processing, _, _, Some(begun)) => (0, outlook.remains(begun, now)),
        _ => return Ok(None),
    };
    Ok(Some(Estimate { ahead, ready_in_seconds: seconds(ready) }))
}

/// How busy a business is, and how long a new order would take.
pub(super) struct Rush {
    outlook: Option<Outlook>,
    live: std::collections::BTreeMap<shared::business::BusinessId, i64>,
}

impl Rush {
    /// As it is now.
    pub(super) async fn now(app: &App, read: &mut Read) -> Result<Self> {
        let outlook = Outlook::of(&kitchen::line(read).await?, app.clock.now());
        let live = kitchen::live_orders(read).await?.into_iter().collect();
        Ok(Self { outlook, live })
    }

    /// In how many seconds an order would be ready that was placed now; none where people accept or cook.
    pub(super) fn wait_seconds(&self, business: &Business) -> Option<i64> {
        let automatic =
            business.kitchen == Kitchen::Automatic && business.acceptance == shared::business::Acceptance::Automatic;
        let outlook = self.outlook.as_ref().filter(|_| automatic)?;
        let grace = std::time::Duration::from_secs(u64::try_from(business.grace_seconds).unwrap_or(0));
        Some(seconds(outlook.ready_if_accepted_in(grace).1))
    }

    /// How busy its kitchen is.
    pub(super) fn load(&self, business: &Business) -> super::businesses::Load {
        use super::businesses::Load;
        let orders = self.live.get(&business.id).copied().unwrap_or(0);
        match (business.kitchen, &self.outlook) {
            (Kitchen::Automatic, Some(outlook)) if outlook.waiting == 0 && outlook.idle() > 0 => Load::Quiet,
            (Kitchen::Automatic, Some(outlook)) if outlook.waiting < 10 => Load::Busy,
            (Kitchen::Manual, _) if orders <= 2 => Load::Quiet,
            (Kitchen::Manual, _) if orders <= 10 => Load::Busy,
            // Also when no worker is alive.
            (Kitchen::Automatic | Kitchen::Manual, _) => Load::Packed,
        }
    }
}
