use domain::business::KitchenMode;
use domain::order::state::Status;
use domain::order::{Due, Estimate, Order};
use domain::wait_time::{KitchenForecast, round_to_seconds};
use store::{ReadConn, businesses, kitchen_workers};

use crate::app::App;
use crate::error::Result;

/// Estimates when an order will be ready, based on the kitchen's current capacity. Returns `None` if the order is finished or
/// waits for acceptance by staff, if staff prepare it, or if no kitchen worker is alive.
pub(super) async fn estimate(app: &App, read: &mut ReadConn, order: &Order) -> Result<Option<Estimate>> {
    let business = businesses::find(read, order.business_id).await?;
    let has_workers = business.is_some_and(|business| business.kitchen == KitchenMode::Automatic);
    let is_live = matches!(order.status, Status::Pending | Status::Accepted | Status::Processing);
    if !has_workers || !is_live {
        return Ok(None);
    }
    let now = app.clock.now();
    let Some(forecast) = KitchenForecast::new(&kitchen_workers::load_queue(read).await?, now) else {
        return Ok(None);
    };
    let (ahead, ready_in) = match (order.status, order.due, order.accepted_at, order.processing_at) {
        (Status::Pending, Some(Due::Accept(at)), ..) => forecast.ready_if_accepted_in(at.since(now)),
        (Status::Accepted, _, Some(accepted_at), _) => {
            let ahead = kitchen_workers::count_ahead(read, accepted_at).await?;
            (ahead, forecast.ready_in(ahead))
        }
        (Status::Processing, _, _, Some(started_at)) => (0, forecast.remaining(started_at, now)),
        _ => return Ok(None),
    };
    Ok(Some(Estimate { ahead, ready_in_seconds: round_to_seconds(ready_in) }))
}
