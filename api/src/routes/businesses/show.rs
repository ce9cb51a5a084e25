use axum::extract::State;
use shared::business::BusinessId;
use shared::problem::Problem;
use shared::store::businesses;

use super::BusinessNow;
use crate::error::{Error, Result};
use crate::extract::Path;
use crate::routes::kitchen::Rush;
use crate::state::App;

/// Show a business
#[utoipa::path(
    get, path = "/api/businesses/{id}", tag = "businesses",
    params(("id" = uuid::Uuid, Path, description = "The business's id")),
    responses(
        (status = 200, description = "The business", body = BusinessNow),
        (status = 404, description = "No such business", body = Problem),
    )
)]
pub(super) async fn show(State(app): State<App>, Path(id): Path<BusinessId>) -> Result<axum::Json<BusinessNow>> {
    let mut read = app.db.read().await?;
    let business = businesses::find(&mut read, id).await?.ok_or(Error::NotFound("business"))?;
    let rush = Rush::now(&app, &mut read).await?;
    Ok(axum::Json(BusinessNow::new(business, &rush)))
}
