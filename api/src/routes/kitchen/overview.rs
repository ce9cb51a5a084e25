use std::collections::BTreeMap;

use axum::extract::State;
use domain::clock::Timestamp;
use domain::money::Currency;
use domain::order::OrderScope;
use domain::order::state::Status;
use serde::Serialize;
use service::problem::Problem;
use store::{isolated_rows, kitchen_workers, notifiers, orders, outbox};
use utoipa::ToSchema;

use crate::app::App;
use crate::error::Result;
use crate::extract::Admin;

const MILLIS_PER_DAY: i64 = 86_400_000;

/// Number of orders by status: all live orders, and the finished orders that were placed today.
#[derive(Default, Serialize, ToSchema)]
pub(super) struct OrderCounts {
    pending: i64,
    accepted: i64,
    processing: i64,
    /// Number of completed orders that were placed since midnight UTC.
    completed: i64,
    /// Number of cancelled orders that were placed since midnight UTC.
    cancelled: i64,
    /// Number of rejected orders that were placed since midnight UTC.
    rejected: i64,
}

/// The revenue in one currency.
#[derive(Serialize, ToSchema)]
pub(super) struct Revenue {
    /// The currency.
    currency: Currency,
    /// The revenue in minor units.
    revenue_cents: i64,
}

/// The state of the installation.
#[derive(Serialize, ToSchema)]
pub(super) struct Overview {
    /// Number of orders by status.
    orders: OrderCounts,
    /// Number of orders placed since midnight UTC.
    orders_today: i64,
    /// Value of today's orders by currency, excluding cancelled and rejected orders.
    revenue_today: Vec<Revenue>,
    /// Number of events waiting to be published.
    outbox_depth: i64,
    /// Age of the oldest event waiting to be published, in seconds; `null` if there is none.
    oldest_outbox_seconds: Option<u64>,
    /// Number of accepted orders waiting for a kitchen worker.
    queue_depth: i64,
    /// Seconds since the acceptance of the accepted order that has waited longest for a kitchen worker; `null` if no order waits.
    oldest_wait_seconds: Option<u64>,
    /// Number of dead letters; `null` while the broker is unavailable.
    dead_letters: Option<u64>,
    /// Number of rows that cannot be decoded or saved. It can include rows that were repaired in the last minute.
    isolated_rows: i64,
    /// Number of live feed connections, according to the notifiers' heartbeats.
    sockets: i64,
    /// Number of notifiers with a heartbeat in the last 15 s.
    notifiers: i64,
}

/// Show the state of the installation
#[utoipa::path(
    get, path = "/api/overview", tag = "kitchen", security(("bearer" = []), ("password" = [])),
    responses(
        (status = 200, description = "Orders, queues and dead letters", body = Overview),
        (status = 403, description = "Not allowed", body = Problem),
    )
)]
pub(super) async fn overview(State(app): State<App>, _: Admin) -> Result<axum::Json<Overview>> {
    let now = app.clock.now();
    let midnight = Timestamp::from_millis(now.as_millis() - now.as_millis().rem_euclid(MILLIS_PER_DAY));
    let mut read = app.db.read().await?;
    let live = orders::count_live(&mut read, OrderScope::All).await?;
    let today = orders::sum_revenue_since(&mut read, midnight).await?;
    let queue = kitchen_workers::load_queue(&mut read).await?;
    let outbox_depth = outbox::count(&mut read).await?;
    let oldest_event = outbox::oldest_occurred_at(&mut read).await?;
    let isolated_rows = isolated_rows::count(&mut read).await?;
    let (notifiers, sockets) = notifiers::count_alive(&mut read).await?;
    drop(read);
    let count_today = |status| today.iter().filter(|row| row.status == status).map(|row| row.orders).sum();
    let count_live = |status| live.iter().filter(|row| row.status == status).map(|row| row.orders).sum();
    let mut revenue = BTreeMap::<&Currency, i64>::new();
    for row in today.iter().filter(|row| !matches!(row.status, Status::Cancelled | Status::Rejected)) {
        *revenue.entry(&row.currency).or_default() += row.total_cents;
    }
    let revenue_today = revenue
        .into_iter()
        .map(|(currency, revenue_cents)| Revenue { currency: currency.clone(), revenue_cents })
        .collect();
    Ok(axum::Json(Overview {
        orders: OrderCounts {
            pending: count_live(Status::Pending),
            accepted: count_live(Status::Accepted),
            processing: count_live(Status::Processing),
            completed: count_today(Status::Completed),
            cancelled: count_today(Status::Cancelled),
            rejected: count_today(Status::Rejected),
        },
        orders_today: today.iter().map(|row| row.orders).sum(),
        revenue_today,
        outbox_depth,
        oldest_outbox_seconds: oldest_event.map(|occurred_at| now.since(occurred_at).as_secs()),
        queue_depth: queue.waiting,
        oldest_wait_seconds: queue.oldest_accepted_at.map(|accepted_at| now.since(accepted_at).as_secs()),
        dead_letters: app.broker.dead_letter_count().await.ok(),
        isolated_rows,
        sockets,
        notifiers,
    }))
}
