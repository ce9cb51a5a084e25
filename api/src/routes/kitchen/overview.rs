use std::collections::BTreeMap;

use axum::extract::State;
use serde::Serialize;
use shared::clock::Timestamp;
use shared::money::Currency;
use shared::order::Status;
use shared::problem::Problem;
use shared::store::orders::Scope;
use shared::store::{kitchen, notifiers, orders, outbox};
use utoipa::ToSchema;

use crate::error::Result;
use crate::extract::Admin;
use crate::state::App;

/// How many orders are in each state: those that are live, and today's that are over.
#[derive(Default, Serialize, ToSchema)]
pub(super) struct Counts {
    pending: i64,
    accepted: i64,
    processing: i64,
    /// Since midnight, UTC.
    completed: i64,
    /// Since midnight, UTC.
    cancelled: i64,
    /// Since midnight, UTC.
    rejected: i64,
}

/// What orders of one currency are worth together.
#[derive(Serialize, ToSchema)]
pub(super) struct Revenue {
    currency: Currency,
    /// In minor units.
    revenue_cents: i64,
}

/// What an operator looks at first.
#[derive(Serialize, ToSchema)]
pub(super) struct Overview {
    orders: Counts,
    /// Placed since midnight, UTC.
    orders_today: i64,
    /// What today's orders that stand are worth, for each currency that they are in.
    revenue_today: Vec<Revenue>,
    /// How many events wait to be published.
    outbox_depth: i64,
    /// How long ago the change happened that has waited longest for it, in seconds.
    oldest_outbox_seconds: Option<u64>,
    /// How many orders wait for the kitchen.
    queue_depth: i64,
    /// For how many seconds the first of those has waited.
    oldest_wait_seconds: Option<u64>,
    /// How many messages nobody could cook; none while the broker is away.
    dead_letters: Option<u64>,
    /// How many clients listen to the live feed, by the notifiers' heartbeats.
    sockets: i64,
    /// How many notifiers were heard of within 15 s.
    notifiers: i64,
}

/// Show the installation at a glance
#[utoipa::path(
    get, path = "/api/overview", tag = "kitchen", security(("bearer" = []), ("password" = [])),
    responses(
        (status = 200, description = "Orders, queues and letters", body = Overview),
        (status = 403, description = "Not allowed", body = Problem),
    )
)]
pub(super) async fn overview(State(app): State<App>, _: Admin) -> Result<axum::Json<Overview>> {
    let now = app.clock.now();
    let midnight = Timestamp::from_millis(now.as_millis() - now.as_millis().rem_euclid(86_400_000));
    let mut read = app.db.read().await?;
    let running = orders::live(&mut read, Scope::All).await?;
    let today = orders::since(&mut read, midnight).await?;
    let line = kitchen::line(&mut read).await?;
    let outbox_depth = outbox::depth(&mut read).await?;
    let oldest_outbox = outbox::oldest(&mut read).await?;
    let (notifiers, sockets) = notifiers::alive(&mut read).await?;
    drop(read);
    let of_today = |status| today.iter().filter(|worth| worth.status == status).map(|worth| worth.orders).sum();
    let is_live = |status| running.iter().filter(|tally| tally.status == status).map(|tally| tally.orders).sum();
    let mut revenue = BTreeMap::<&Currency, i64>::new();
    for worth in today.iter().filter(|worth| !matches!(worth.status, Status::Cancelled | Status::Rejected)) {
        *revenue.entry(&worth.currency).or_default() += worth.cents;
    }
    let revenue =
        revenue.into_iter().map(|(currency, cents)| Revenue { currency: currency.clone(), revenue_cents: cents });
    Ok(axum::Json(Overview {
        orders: Counts {
            pending: is_live(Status::Pending),
            accepted: is_live(Status::Accepted),
            processing: is_live(Status::Processing),
            completed: of_today(Status::Completed),
            cancelled: of_today(Status::Cancelled),
            rejected: of_today(Status::Rejected),
        },
        orders_today: today.iter().map(|worth| worth.orders).sum(),
        revenue_today: revenue.collect(),
        outbox_depth,
        oldest_outbox_seconds: oldest_outbox.map(|oldest| now.since(oldest).as_secs()),
        queue_depth: line.waiting,
        oldest_wait_seconds: line.oldest.map(|oldest| now.since(oldest).as_secs()),
        dead_letters: app.broker.dead().await.ok(),
        sockets,
        notifiers,
    }))
}
