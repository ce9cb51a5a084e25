use auth::Account;
use axum::extract::State;
use domain::order::{Order, OrderId, OrderNumber};
use service::problem::Problem;
use store::{ReadConn, orders};

use super::estimate::estimate;
use crate::app::App;
use crate::error::{Error, Result};
use crate::extract::{Authenticated, Path};

/// Show an order
#[utoipa::path(
    get, path = "/api/orders/{id}", tag = "orders", security(("bearer" = []), ("password" = [])),
    params(("id" = String, Path, description = "The id of the order, or its number, such as ORD1001")),
    responses(
        (status = 200, description = "The current order", body = Order),
        (status = 404, description = "No such order, or not visible to you", body = Problem),
    )
)]
pub(super) async fn show(
    State(app): State<App>,
    account: Authenticated,
    Path(id): Path<String>,
) -> Result<axum::Json<Order>> {
    let mut read = app.db.read().await?;
    let mut order = find_visible(&mut read, &account, &id).await?;
    order.estimate = estimate(&app, &mut read, &order).await?;
    Ok(axum::Json(order))
}

/// Finds an order by its id or number. Returns [`Error::NotFound`] if it does not exist or is not visible to the account.
pub(in crate::routes) async fn find_visible(read: &mut ReadConn, account: &Account, id: &str) -> Result<Order> {
    let order = match (id.parse::<OrderId>(), id.parse::<OrderNumber>()) {
        (Ok(id), _) => orders::find(read, id).await?,
        (_, Ok(number)) => orders::find_by_number(read, number).await?,
        _ => None,
    };
    order.filter(|order| account.scope().contains(order)).ok_or(Error::NotFound("order"))
}
