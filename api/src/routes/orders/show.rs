use axum::extract::State;
use shared::auth::Account;
use shared::order::{Order, OrderId, OrderNumber};
use shared::problem::Problem;
use shared::store::{Read, orders};

use crate::error::{Error, Result};
use crate::extract::{Anyone, Path};
use crate::routes::kitchen;
use crate::state::App;

/// Show an order
#[utoipa::path(
    get, path = "/api/orders/{id}", tag = "orders", security(("bearer" = []), ("password" = [])),
    params(("id" = String, Path, description = "The order's id, or its number like ORD1001")),
    responses(
        (status = 200, description = "The order as it is now", body = Order),
        (status = 404, description = "No such order, or not yours", body = Problem),
    )
)]
pub(super) async fn show(State(app): State<App>, account: Anyone, Path(id): Path<String>) -> Result<axum::Json<Order>> {
    let mut read = app.db.read().await?;
    let mut order = visible(&mut read, &account, &id).await?;
    order.estimate = kitchen::estimate(&app, &mut read, &order).await?;
    Ok(axum::Json(order))
}

/// The order with this id or number, if this account may see it; else it is as if it were not there.
pub(in crate::routes) async fn visible(read: &mut Read, account: &Account, id: &str) -> Result<Order> {
    let order = match (id.parse::<OrderId>(), id.parse::<OrderNumber>()) {
        (Ok(id), _) => orders::find(read, id).await?,
        (_, Ok(number)) => orders::find_by_number(read, number).await?,
        _ => None,
    };
    order.filter(|order| account.may_see(order)).ok_or(Error::NotFound("order"))
}
