use axum::extract::State;
use domain::business::BusinessId;
use service::problem::Problem;
use store::businesses;

use super::load::{BusinessWithLoad, KitchenLoad};
use crate::app::App;
use crate::error::{Error, Result};
use crate::extract::Path;

/// Show a business
#[utoipa::path(
    get, path = "/api/businesses/{id}", tag = "businesses",
    params(("id" = uuid::Uuid, Path, description = "The id of the business")),
    responses(
        (status = 200, description = "The business", body = BusinessWithLoad),
        (status = 404, description = "No such business", body = Problem),
    )
)]
pub(super) async fn show(State(app): State<App>, Path(id): Path<BusinessId>) -> Result<axum::Json<BusinessWithLoad>> {
    let mut read = app.db.read().await?;
    let business = businesses::find(&mut read, id).await?.ok_or(Error::NotFound("business"))?;
    let kitchen = KitchenLoad::load(&app, &mut read).await?;
    Ok(axum::Json(BusinessWithLoad::new(business, &kitchen)))
}
