use std::time::Duration;

use auth::Account;
use axum::extract::{FromRequestParts as _, Request, State};
use axum::response::{IntoResponse as _, Response};
use domain::clock::Timestamp;
use domain::order::OrderScope;
use domain::order::state::Status;
use serde::Serialize;
use service::metrics::{Format, Snapshot};
use service::problem::Problem;
use store::orders::{self, StatusCount};
use store::{kitchen_workers, notifiers, outbox, reports};
use tokio::time::timeout;
use utoipa::ToSchema;

use crate::app::App;
use crate::error::Result;
use crate::extract::BasicOrBearer;

/// Maximum time for the queries of a scrape.
const SNAPSHOT_TIMEOUT: Duration = Duration::from_secs(2);
/// Maximum number of completed orders in a customer's average.
const MAX_AVERAGED_ORDERS: i64 = 1_000;

/// Counts of the orders that are visible to the account, and their mean preparation time.
#[derive(Serialize, ToSchema)]
#[cfg_attr(test, derive(Debug, PartialEq))]
pub(super) struct OrderMetrics {
    /// Number of orders, including cancelled and rejected ones.
    total_orders: i64,
    /// Mean preparation time of completed orders, in seconds; 0 if there are none. For customers, only the last 1,000 completed
    /// orders count.
    average_processing_time: f64,
    /// Number of pending and accepted orders.
    pending_orders: i64,
    /// Number of orders in preparation.
    processing_orders: i64,
    /// Number of completed orders, handed over or not.
    completed_orders: i64,
}

/// Show metrics
///
/// If `Accept` prefers `text/plain` or `application/openmetrics-text` to `application/json`, as in requests from Prometheus,
/// returns the metrics of this process, the database and the broker, without authentication. Otherwise, returns the number of
/// orders that are visible to the account: customers see their own orders, staff see the orders of their business, and admins see
/// all orders.
#[utoipa::path(
    get, path = "/metrics", tag = "system", security(("bearer" = []), ("password" = []), ("basic" = [])),
    responses(
        (status = 200, description = "Orders as JSON, or metrics in a text format of Prometheus", content(
            (OrderMetrics = "application/json"),
            (String = "application/openmetrics-text; version=1.0.0; charset=utf-8"),
            (String = "text/plain; version=0.0.4; charset=utf-8"),
        )),
        (status = 401, description = "Login required", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many requests", body = Problem, content_type = "application/problem+json"),
        (status = 500, description = "Internal error", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "The service is busy or unavailable; try again", body = Problem,
         content_type = "application/problem+json"),
    )
)]
pub(super) async fn metrics(State(app): State<App>, request: Request) -> Result<Response> {
    if let Some(format) = Format::from_accept(request.headers()) {
        return Ok(app.metrics.to_response(format, &take_snapshot(&app).await));
    }
    let (mut parts, _) = request.into_parts();
    let account = match BasicOrBearer::from_request_parts(&mut parts, &app).await {
        Ok(BasicOrBearer(account)) => account,
        Err(rejection) => return Ok(rejection.into_response()),
    };
    Ok(axum::Json(count_orders(&app, &account).await?).into_response())
}

/// Counts the orders that are visible to the account. For staff and admins, the cost does not grow with the history: finished
/// orders were counted when they finished. For a customer, the cost grows with the number of finished orders, which are counted
/// in an index.
async fn count_orders(app: &App, account: &Account) -> Result<OrderMetrics> {
    let mut read = app.db.read().await?;
    let scope = account.scope();
    let live = orders::count_live(&mut read, scope).await?;
    let count = |status: Status| {
        live.iter().filter(|row: &&StatusCount| row.status == status).map(|row| row.orders).sum::<i64>()
    };
    let (completed, others, mean_ms) = match scope {
        OrderScope::Customer(customer) => {
            let (completed, others) = orders::count_finished(&mut read, customer).await?;
            let times = orders::list_preparation_times(&mut read, customer, MAX_AVERAGED_ORDERS).await?;
            let count = i64::try_from(times.len()).unwrap_or(MAX_AVERAGED_ORDERS);
            (completed, others, mean(times.iter().sum(), count))
        }
        OrderScope::Business(_) | OrderScope::All => {
            let business = if let OrderScope::Business(business) = scope { Some(business) } else { None };
            let totals = reports::totals(&mut read, business).await?;
            let mean_ms = mean(totals.preparation_ms, totals.completed);
            (totals.completed, totals.cancelled + totals.rejected, mean_ms)
        }
    };
    let (pending, processing) = (count(Status::Pending) + count(Status::Accepted), count(Status::Processing));
    Ok(OrderMetrics {
        total_orders: pending + processing + completed + others,
        average_processing_time: mean_ms / 1000.0,
        pending_orders: pending,
        processing_orders: processing,
        completed_orders: completed,
    })
}

#[expect(clippy::cast_precision_loss, reason = "sums stay below 2^53")]
fn mean(total: i64, count: i64) -> f64 {
    if count == 0 { 0.0 } else { total as f64 / count as f64 }
}

/// Reads the gauges from the database and the broker. Values that cannot be read in time are omitted.
async fn take_snapshot(app: &App) -> Snapshot {
    let mut snapshot = Snapshot::default();
    let (gauges, queue_depth, dead_letters) = tokio::join!(
        timeout(SNAPSHOT_TIMEOUT, read_gauges(app)),
        timeout(SNAPSHOT_TIMEOUT, app.broker.kitchen_queue_depth()),
        timeout(SNAPSHOT_TIMEOUT, app.broker.dead_letter_count()),
    );
    if let Ok(Ok(gauges)) = gauges {
        for (name, help, value) in gauges {
            snapshot.set(name, help, value);
        }
    }
    for (name, help, count) in [
        ("expediter_kitchen_queue_messages", "Messages in the kitchen queue that no worker has received", queue_depth),
        ("expediter_dead_letters", "Messages in the dead letter queue", dead_letters),
    ] {
        if let Ok(Ok(count)) = count {
            snapshot.set(name, help, i64::try_from(count).unwrap_or(i64::MAX));
        }
    }
    snapshot
}

/// Reads the gauges that have the same value in every API process: aggregate them with `max`, not with `sum`.
async fn read_gauges(app: &App) -> store::Result<[(&'static str, &'static str, i64); 8]> {
    let now = app.clock.now();
    let age = |since: Option<Timestamp>| {
        since.map_or(0, |since| i64::try_from(now.since(since).as_secs()).unwrap_or(i64::MAX))
    };
    let mut read = app.db.read().await?;
    let outbox_depth = outbox::count(&mut read).await?;
    let outbox_age = age(outbox::oldest_occurred_at(&mut read).await?);
    let queue = kitchen_workers::load_queue(&mut read).await?;
    let (notifiers, _) = notifiers::count_alive(&mut read).await?;
    let workers = i64::try_from(queue.workers.len()).unwrap_or(i64::MAX);
    let slots = queue.workers.iter().map(|worker| worker.slots).sum();
    let busy = queue.workers.iter().map(|worker| worker.busy).sum();
    Ok([
        ("expediter_outbox_events", "Events that wait to be published", outbox_depth),
        ("expediter_outbox_oldest_age_seconds", "Age of the oldest event that waits to be published", outbox_age),
        ("expediter_kitchen_workers", "Live kitchen workers", workers),
        ("expediter_kitchen_slots", "Maximum number of orders that the kitchen workers prepare concurrently", slots),
        ("expediter_kitchen_slots_busy", "Orders that the kitchen workers are preparing", busy),
        ("expediter_kitchen_waiting_orders", "Accepted orders that wait for a kitchen worker", queue.waiting),
        (
            "expediter_kitchen_oldest_wait_seconds",
            "Time for which the oldest accepted order has waited for a kitchen worker",
            age(queue.oldest_accepted_at),
        ),
        ("expediter_notifiers", "Live notifiers", notifiers),
    ])
}
