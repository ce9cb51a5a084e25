use axum::extract::State;
use domain::business::BusinessId;
use domain::text::Name;
use serde::Serialize;
use service::problem::Problem;
use store::businesses;
use utoipa::ToSchema;

use crate::app::App;
use crate::error::{Error, Result};
use crate::extract::Owner;

/// The business of an owner.
#[derive(Serialize, ToSchema)]
pub(super) struct BizInfo {
    /// The id of the business, which is also the id at `/socket/biz/{id}`.
    id: BusinessId,
    /// The name of the business.
    biz_name: Name,
    /// Always `biz`.
    #[schema(example = "biz")]
    role: &'static str,
}

/// Show your business (food ordering app)
#[utoipa::path(
    get, path = "/auth/biz/info", tag = "compat", security(("bearer" = []), ("password" = [])),
    responses(
        (status = 200, description = "The business", body = BizInfo),
        (status = 403, description = "Not the account of an owner", body = Problem),
    )
)]
pub(super) async fn biz_info(State(app): State<App>, owner: Owner) -> Result<axum::Json<BizInfo>> {
    let business = businesses::find(&mut app.db.read().await?, owner.business).await?;
    let business = business.ok_or(Error::NotFound("business"))?;
    Ok(axum::Json(BizInfo { id: business.id, biz_name: business.name, role: "biz" }))
}
