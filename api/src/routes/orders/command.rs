use axum::extract::State;
use domain::order::state::{Command, Refusal};
use domain::order::{Note, Order};
use serde::Deserialize;
use service::problem::Problem;
use service::trace_context::TraceContext;
use store::events;
use store::orders::{self, UnitOfWork};
use utoipa::ToSchema;

use super::show::find_visible;
use crate::app::App;
use crate::error::{Error, Result, retry};
use crate::extract::{Authenticated, OptionalJson, Path, Traced};

/// The reason for a command.
#[derive(Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Reason {
    /// The reason for a cancellation or rejection, shown to the customer. Other commands ignore it.
    reason: Option<Note>,
}

/// Apply a command to an order
///
/// Owners may `accept`, `reject`, `start` and `complete`; owners and all waiters of the business may `hand-over`. A pending
/// order may be cancelled by its customer, the waiter who placed it, and owners; an accepted order only by owners. Admins may
/// do the same as owners. If the same account repeats a command, it receives 200 and the current order, as long as the command's
/// effect still stands: a repeated `accept` is refused if the order was cancelled in the meantime.
#[utoipa::path(
    post, path = "/api/orders/{id}/{command}", tag = "orders", request_body = Option<Reason>,
    security(("bearer" = []), ("password" = [])),
    params(
        ("id" = String, Path, description = "The id of the order, or its number, such as ORD1001"),
        ("command" = Command, Path, description = "The command"),
    ),
    responses(
        (status = 200, description = "The order after the command", body = Order),
        (status = 403, description = "Not allowed", body = Problem),
        (status = 404, description = "No such order, or not visible to you", body = Problem),
        (status = 409, description = "The status of the order does not allow the command", body = Problem),
    )
)]
pub(super) async fn command(
    State(app): State<App>,
    account: Authenticated,
    Traced(trace): Traced,
    Path((id, command)): Path<(String, Command)>,
    OptionalJson(Reason { reason }): OptionalJson<Reason>,
) -> Result<axum::Json<Order>> {
    let reason = reason.filter(|reason| !reason.as_str().is_empty()).map(|reason| reason.to_string());
    apply_command(&app, &account, &trace, &id, command, reason).await.map(axum::Json)
}

/// Applies a command on behalf of the account to the order with this id or number. Returns the order after the command, or the
/// current order if the account repeats a command whose effect still stands.
pub(in crate::routes) async fn apply_command(
    app: &App,
    account: &Authenticated,
    trace: &TraceContext,
    id: &str,
    command: Command,
    reason: Option<String>,
) -> Result<Order> {
    retry(|| try_apply_command(app, account, trace, id, command, reason.clone())).await
}

async fn try_apply_command(
    app: &App,
    account: &Authenticated,
    trace: &TraceContext,
    id: &str,
    command: Command,
    reason: Option<String>,
) -> Result<Order> {
    let mut unit = UnitOfWork::begin(&app.db).await?;
    let id = find_visible(&mut unit, account, id).await?.id;
    let order = orders::lock(&mut unit, id).await?.ok_or(Error::NotFound("order"))?;
    let actor = account.actor();
    let mut event = match order.clone().apply(command, &actor, reason, app.clock.stamp()) {
        Ok(event) => event,
        Err(Refusal::NotAllowed) => return Err(Error::Forbidden("Your account can't do this to this order.")),
        // A double tap, or a retry after a lost response: the repeated command succeeds while its effect still stands.
        Err(Refusal::WrongStatus)
            if command.still_stands(order.status, order.handed_over_at.is_some())
                && events::find_by_actor(&mut unit, order.id, command.event_kind(), actor.id).await?.is_some() =>
        {
            return Ok(order);
        }
        Err(Refusal::WrongStatus) => return Err(Error::WrongStatus(Box::new(order), command)),
    };
    event.traceparent = Some(trace.to_header());
    if !unit.save(&event).await? {
        return Err(Error::WrongStatus(Box::new(event.order), command));
    }
    unit.commit().await?;
    app.relay.notify([&event]);
    Ok(event.order)
}
