use axum::extract::State;
use axum::http::StatusCode;
use domain::account::{Role, UserId};
use service::problem::Problem;
use service::trace_context::TraceContext;
use store::{businesses, users};

use super::show::find_visible;
use crate::app::App;
use crate::error::{Error, Result, retry};
use crate::extract::{CanManageUsers, Path, Traced};
use crate::menu_log::record_business;

/// Deactivate an account
///
/// Owners can deactivate their waiters, and admins can deactivate any account except their own. The account can no longer log in,
/// its sessions end within about two seconds, and its orders and their history are kept. If the last owner of a business is
/// deactivated, the business is closed.
#[utoipa::path(
    delete, path = "/api/users/{id}", tag = "users", security(("bearer" = []), ("password" = [])),
    params(("id" = uuid::Uuid, Path, description = "The id of the account")),
    responses(
        (status = 204, description = "Deactivated"),
        (status = 403, description = "Not allowed", body = Problem),
        (status = 404, description = "No such account, or not visible to you", body = Problem),
    )
)]
pub(super) async fn archive(
    State(app): State<App>,
    manager: CanManageUsers,
    Traced(trace): Traced,
    Path(id): Path<UserId>,
) -> Result<StatusCode> {
    retry(|| try_archive(&app, &manager, &trace, id)).await
}

async fn try_archive(app: &App, manager: &CanManageUsers, trace: &TraceContext, id: UserId) -> Result<StatusCode> {
    let mut tx = app.db.begin().await?;
    let user = find_visible(&mut tx, manager, id).await?;
    if user.id == manager.id {
        return Err(Error::Forbidden("You can't deactivate your own account."));
    }
    if manager.role == Role::Business && user.role != Role::Waiter {
        return Err(Error::Forbidden("Owners can only deactivate waiters."));
    }
    let owned_business = user.business_id.filter(|_| user.role == Role::Business);
    // Lock the business first: if its last two owners are deactivated concurrently, one transaction sees that no owner is left.
    let business = match owned_business {
        Some(business) => businesses::lock(&mut tx, business).await?,
        None => None,
    };
    users::archive(&mut tx, id, app.clock.now()).await?;
    if let Some(mut business) = business
        && !users::has_owner(&mut tx, business.id).await?
    {
        business.open = false;
        businesses::update(&mut tx, &business).await?;
        record_business(&mut tx, app, (manager, trace), &business).await?;
    }
    tx.commit().await?;
    app.relay.wake();
    app.revocations.revoke(id);
    Ok(StatusCode::NO_CONTENT)
}
