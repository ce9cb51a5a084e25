use axum::extract::State;
use shared::business::{Business, BusinessId};
use shared::problem::Problem;
use shared::store::businesses;

use crate::error::{Error, Result};
use crate::extract::Path;
use crate::state::App;

/// Show a business
#[utoipa::path(
    get, path = "/api/businesses/{id}", tag = "businesses",
    params(("id" = uuid::Uuid, Path, description = "The business's id")),
    responses(
        (status = 200, description = "The business", body = Business),
        (status = 404, description = "No such business", body = Problem),
    )
)]
pub(super) async fn show(State(app): State<App>, Path(id): Path<BusinessId>) -> Result<axum::Json<Business>> {
    let business = businesses::find(&mut app.db.read().await?, id).await?;
    business.map(axum::Json).ok_or(Error::NotFound("business"))
}
