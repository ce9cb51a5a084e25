use axum::extract::State;
use serde::Deserialize;
use shared::order::{Command, Note, Order, OrderId, Refusal};
use shared::problem::Problem;
use shared::store::{events, orders};
use shared::telemetry::Trace;
use utoipa::ToSchema;

use super::show::visible;
use crate::error::{Error, Result, retried};
use crate::extract::{Anyone, OptionalJson, Path, Traced};
use crate::state::App;

/// Why.
#[derive(Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Reason {
    /// Told to the guest when the order is cancelled or rejected.
    reason: Option<Note>,
}

/// Move an order on
///
/// `accept`, `reject`, `start` and `complete` are the business's; `hand-over` also its waiters'; `cancel` the customer's,
/// the waiter's who placed it and the business's while it is pending, and the business's while it is accepted. An admin
/// may do all. What the same account has done already is answered with 200 and the order as it is, as long as it stands:
/// what somebody has accepted and somebody else cancelled since is a 409.
#[utoipa::path(
    post, path = "/api/orders/{id}/{command}", tag = "orders", request_body = Option<Reason>,
    security(("bearer" = []), ("password" = [])),
    params(
        ("id" = String, Path, description = "The order's id, or its number like ORD1001"),
        ("command" = Command, Path, description = "What to do"),
    ),
    responses(
        (status = 200, description = "The order after it", body = Order),
        (status = 403, description = "Not allowed", body = Problem),
        (status = 404, description = "No such order, or not yours", body = Problem),
        (status = 409, description = "Its state does not allow it (any more)", body = Problem),
    )
)]
pub(super) async fn command(
    State(app): State<App>,
    account: Anyone,
    Traced(trace): Traced,
    Path((id, command)): Path<(String, Command)>,
    OptionalJson(Reason { reason }): OptionalJson<Reason>,
) -> Result<axum::Json<Order>> {
    let reason = reason.filter(|reason| !reason.as_str().is_empty()).map(|reason| reason.to_string());
    carry_out(&app, &account, &trace, &id, command, reason).await.map(axum::Json)
}

/// Carries out a command of this account's: the order after it.
pub(in crate::routes) async fn carry_out(
    app: &App,
    account: &Anyone,
    trace: &Trace,
    id: &str,
    command: Command,
    reason: Option<String>,
) -> Result<Order> {
    retried(|| give(app, account, trace, id, command, reason.clone())).await
}

async fn give(
    app: &App,
    account: &Anyone,
    trace: &Trace,
    id: &str,
    command: Command,
    reason: Option<String>,
) -> Result<Order> {
    let mut tx = app.db.begin().await?;
    let OrderId(id) = visible(&mut tx, account, id).await?.id;
    let order = orders::lock(&mut tx, OrderId(id)).await?.ok_or(Error::NotFound("order"))?;
    let actor = account.actor();
    let (order, mut event) = match order.clone().apply(command, &actor, reason, app.clock.stamp()) {
        Ok(applied) => applied,
        Err(Refusal::NotAllowed) => return Err(Error::Forbidden("This account cannot do this to an order.")),
        // A double tap, or an answer that was lost on its way: the same person gets the same answer, unless it has come
        // to nothing since.
        Err(Refusal::WrongState)
            if command.stands(order.status, order.handed_over_at.is_some())
                && events::by_actor(&mut tx, order.id, command.kind(), actor.id).await?.is_some() =>
        {
            return Ok(order);
        }
        Err(Refusal::WrongState) => return Err(Error::WrongState(Box::new(order), command, app.clock.now())),
    };
    event.traceparent = Some(trace.header());
    if !orders::save(&mut tx, &order, &event).await? {
        return Err(Error::WrongState(Box::new(order), command, app.clock.now()));
    }
    tx.commit().await?;
    app.relay.tell([&event]);
    Ok(order)
}
