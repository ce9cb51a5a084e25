use axum::extract::State;
use axum::http::StatusCode;
use shared::account::{Role, UserId};
use shared::problem::Problem;
use shared::store::{businesses, users};

use super::show::visible;
use crate::error::{Error, Result, retried};
use crate::extract::{Manager, Path};
use crate::state::App;

/// Close an account
///
/// A business closes its waiters', an admin anybody's but their own. It logs in no more, its tokens end at once, its
/// orders and their history stay. A business whose last owner is gone takes no more orders.
#[utoipa::path(
    delete, path = "/api/users/{id}", tag = "users", security(("bearer" = []), ("password" = [])),
    params(("id" = uuid::Uuid, Path, description = "The account's id")),
    responses(
        (status = 204, description = "Closed"),
        (status = 403, description = "Not allowed", body = Problem),
        (status = 404, description = "No such account, or not yours", body = Problem),
    )
)]
pub(super) async fn archive(State(app): State<App>, manager: Manager, Path(id): Path<UserId>) -> Result<StatusCode> {
    retried(|| close(&app, &manager, id)).await
}

async fn close(app: &App, manager: &Manager, id: UserId) -> Result<StatusCode> {
    let mut tx = app.db.begin().await?;
    let user = visible(&mut tx, manager, id).await?;
    if user.id == manager.id {
        return Err(Error::Forbidden("Nobody closes their own account here."));
    }
    if manager.role == Role::Business && user.role != Role::Waiter {
        return Err(Error::Forbidden("A business closes the accounts of its waiters only."));
    }
    let now = app.clock.now();
    let owned = user.business_id.filter(|_| user.role == Role::Business);
    // Locked first, so that of the last two owners, closed at once, one is the last.
    let business = match owned {
        Some(business) => businesses::lock(&mut tx, business).await?,
        None => None,
    };
    users::archive(&mut tx, id, now).await?;
    if let Some(mut business) = business
        && !users::has_owner(&mut tx, business.id).await?
    {
        business.open = false;
        businesses::update(&mut tx, &business).await?;
    }
    tx.commit().await?;
    app.archived.add(id, now);
    Ok(StatusCode::NO_CONTENT)
}
