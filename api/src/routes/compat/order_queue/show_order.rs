use axum::extract::State;
use service::problem::Problem;

use super::queued_order::QueuedOrder;
use crate::app::App;
use crate::error::Result;
use crate::extract::{BasicOrBearer, Path};
use crate::routes::compat::references::OrderRef;
use crate::routes::orders::find_visible;

/// Show an order's status (order queue)
#[utoipa::path(
    get, path = "/order/{order_id}", tag = "compat", security(("bearer" = []), ("password" = []), ("basic" = [])),
    params(("order_id" = String, Path, description = "The number of the order, such as ORD1001, or its id")),
    responses(
        (status = 200, description = "The status of the order", body = QueuedOrder),
        (status = 404, description = "No such order, or not visible to you", body = Problem),
    )
)]
pub(super) async fn show_order(
    State(app): State<App>,
    BasicOrBearer(account): BasicOrBearer,
    Path(id): Path<String>,
) -> Result<axum::Json<QueuedOrder>> {
    let order = find_visible(&mut app.db.read().await?, &account, OrderRef::new(&id).as_str()).await?;
    Ok(axum::Json((&order).into()))
}
