use std::time::Duration;

use axum::extract::{FromRequestParts as _, Request, State};
use axum::response::{IntoResponse as _, Response};
use serde::Serialize;
use shared::auth::Account;
use shared::metrics::{Format, Seen};
use shared::order::Status;
use shared::problem::Problem;
use shared::store::orders::{self, Scope, Tally};
use shared::store::{self, kitchen, notifiers, outbox, reports};
use utoipa::ToSchema;

use crate::error::Result;
use crate::extract::Anyone;
use crate::state::App;

/// How long the database and the broker may take for what Prometheus is told of them.
const PATIENCE: Duration = Duration::from_secs(2);
/// Over how many of a customer's completed orders the average goes.
const LATEST: i64 = 1_000;

/// Orders and how long they take: those that the caller may see.
#[derive(Serialize, ToSchema)]
#[cfg_attr(test, derive(Debug, PartialEq))]
pub(super) struct OrderMetrics {
    /// All orders ever, cancelled and rejected ones included.
    total_orders: i64,
    /// How long completed orders were cooked, in seconds; 0 when there is none. Of a customer's, the latest 1,000.
    average_processing_time: f64,
    /// Those that nobody cooks yet: pending and accepted.
    pending_orders: i64,
    /// Those that are being cooked.
    processing_orders: i64,
    /// Those that are ready, handed over or not.
    completed_orders: i64,
}

/// Measure
///
/// To those whose `Accept` names `text/plain` or `application/openmetrics-text`, as Prometheus' does: all that this
/// process counts and measures, without a token. To everybody else, logged in: the orders that they may see, a
/// customer's own, a business's for the business and its waiters, all for an admin.
#[utoipa::path(
    get, path = "/metrics", tag = "system", security(("bearer" = []), ("password" = [])),
    responses(
        (status = 200, description = "Orders as JSON, or Prometheus' text", content(
            (OrderMetrics = "application/json"),
            (String = "application/openmetrics-text; version=1.0.0; charset=utf-8"),
            (String = "text/plain; version=0.0.4; charset=utf-8"),
        )),
        (status = 401, description = "Not logged in", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many requests", body = Problem, content_type = "application/problem+json"),
        (status = 500, description = "Something went wrong on our side", body = Problem,
         content_type = "application/problem+json"),
        (status = 503, description = "The service cannot take this now; try again", body = Problem,
         content_type = "application/problem+json"),
    )
)]
pub(super) async fn metrics(State(app): State<App>, request: Request) -> Result<Response> {
    if let Some(format) = Format::asked(request.headers()) {
        return Ok(app.metrics.answer(format, &seen(&app).await));
    }
    let (mut parts, _) = request.into_parts();
    let Anyone(account) = Anyone::from_request_parts(&mut parts, &app).await?;
    Ok(axum::Json(of(&app, &account).await?).into_response())
}

/// What is over was counted when it ended, what is live is few: neither grows with the history.
async fn of(app: &App, account: &Account) -> Result<OrderMetrics> {
    let mut read = app.db.read().await?;
    let scope = account.scope();
    let live = orders::live(&mut read, scope).await?;
    let count = |status: Status| {
        live.iter().filter(|tally: &&Tally| tally.status == status).map(|tally| tally.orders).sum::<i64>()
    };
    let (completed, others, average_ms) = match scope {
        Scope::Customer(customer) => {
            let (completed, others) = orders::ended(&mut read, customer).await?;
            let spans = orders::preparations(&mut read, customer, LATEST).await?;
            (completed, others, mean(spans.iter().sum(), i64::try_from(spans.len()).unwrap_or(LATEST)))
        }
        Scope::Business(_) | Scope::All => {
            let business = if let Scope::Business(business) = scope { Some(business) } else { None };
            let totals = reports::totals(&mut read, business).await?;
            let average = mean(totals.preparation_ms, totals.completed);
            (totals.completed, totals.cancelled + totals.rejected, average)
        }
    };
    let (pending, processing) = (count(Status::Pending) + count(Status::Accepted), count(Status::Processing));
    Ok(OrderMetrics {
        total_orders: pending + processing + completed + others,
        average_processing_time: average_ms / 1000.0,
        pending_orders: pending,
        processing_orders: processing,
        completed_orders: completed,
    })
}

#[expect(clippy::cast_precision_loss, reason = "nobody cooks for 2^53 ms")]
fn mean(total: i64, count: i64) -> f64 {
    if count == 0 { 0.0 } else { total as f64 / count as f64 }
}

/// What the database and the broker are asked for. What they do not answer in time is left out.
async fn seen(app: &App) -> Seen {
    let mut seen = Seen::default();
    let asked = tokio::join!(
        tokio::time::timeout(PATIENCE, stored(app)),
        tokio::time::timeout(PATIENCE, app.broker.waiting()),
        tokio::time::timeout(PATIENCE, app.broker.dead()),
    );
    if let Ok(Ok(figures)) = asked.0 {
        for (name, help, value) in figures {
            seen.note(name, help, value);
        }
    }
    for (name, help, count) in [
        ("expediter_kitchen_queue_messages", "Messages in the kitchen's queue that no worker has", asked.1),
        ("expediter_dead_letters", "Messages that no worker could finish", asked.2),
    ] {
        if let Ok(Ok(count)) = count {
            seen.note(name, help, i64::try_from(count).unwrap_or(i64::MAX));
        }
    }
    seen
}

/// The same from every api: take the maximum of several, not the sum.
async fn stored(app: &App) -> store::Result<[(&'static str, &'static str, i64); 8]> {
    let now = app.clock.now();
    let age = |since: Option<shared::clock::Timestamp>| {
        since.map_or(0, |since| i64::try_from(now.since(since).as_secs()).unwrap_or(i64::MAX))
    };
    let mut read = app.db.read().await?;
    let depth = outbox::depth(&mut read).await?;
    let oldest = age(outbox::oldest(&mut read).await?);
    let line = kitchen::line(&mut read).await?;
    let (notifiers, _) = notifiers::alive(&mut read).await?;
    let workers = i64::try_from(line.workers.len()).unwrap_or(i64::MAX);
    Ok([
        ("expediter_outbox_events", "Events that wait to be published", depth),
        ("expediter_outbox_oldest_age_seconds", "Since the change that has waited longest to be published", oldest),
        ("expediter_kitchen_workers", "Kitchen workers that are alive", workers),
        ("expediter_kitchen_slots", "Orders that they cook at once", line.workers.iter().map(|w| w.slots).sum()),
        ("expediter_kitchen_slots_busy", "Orders that they cook now", line.workers.iter().map(|w| w.busy).sum()),
        ("expediter_kitchen_waiting_orders", "Orders that wait for a kitchen worker", line.waiting),
        ("expediter_kitchen_oldest_wait_seconds", "Since the first of them was accepted", age(line.oldest)),
        ("expediter_notifiers", "Notifiers that are alive", notifiers),
    ])
}
