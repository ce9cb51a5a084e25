use axum::extract::State;
use serde::Deserialize;
use shared::account::{Name, Role};
use shared::business::{Acceptance, BusinessId, Kitchen, LONGEST_GRACE_SECONDS, Timezone};
use shared::money::Currency;
use shared::problem::Problem;
use shared::store::businesses;
use utoipa::ToSchema;

use super::BusinessNow;
use crate::error::{Error, Result, retried};
use crate::extract::{Anyone, Json, Path};
use crate::routes::kitchen::Rush;
use crate::state::App;

/// What changes; whatever is left out stays.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct BusinessChange {
    /// What its guests call it.
    name: Option<Name>,
    /// Whether it takes orders now.
    open: Option<bool>,
    /// How pending orders become accepted.
    acceptance: Option<Acceptance>,
    /// How long a customer can still take an order back, in seconds: 0 to 3600.
    #[schema(minimum = 0, maximum = 3600)]
    grace_seconds: Option<i64>,
    /// Who cooks.
    kitchen: Option<Kitchen>,
    /// The currency of its prices.
    currency: Option<Currency>,
    /// Where its days begin and end.
    timezone: Option<Timezone>,
}

/// Change a business's settings
///
/// Orders that are placed already keep the terms that they were placed under.
#[utoipa::path(
    patch, path = "/api/businesses/{id}", tag = "businesses", request_body = BusinessChange,
    security(("bearer" = []), ("password" = [])),
    params(("id" = uuid::Uuid, Path, description = "The business's id")),
    responses(
        (status = 200, description = "The business", body = BusinessNow),
        (status = 403, description = "Not allowed", body = Problem),
        (status = 404, description = "No such business, or not yours", body = Problem),
    )
)]
pub(super) async fn update(
    State(app): State<App>,
    account: Anyone,
    Path(id): Path<BusinessId>,
    Json(change): Json<BusinessChange>,
) -> Result<axum::Json<BusinessNow>> {
    match account.role {
        Role::Admin => {}
        Role::Business if account.business_id == Some(id) => {}
        Role::Business => return Err(Error::NotFound("business")),
        Role::Customer | Role::Waiter => {
            return Err(Error::Forbidden("Only the business itself and an admin do this."));
        }
    }
    if change.grace_seconds.is_some_and(|seconds| !(0..=LONGEST_GRACE_SECONDS).contains(&seconds)) {
        return Err(Error::field("grace_seconds", "must be a whole number of seconds from 0 to 3600"));
    }
    retried(|| save(&app, id, change.clone())).await
}

async fn save(app: &App, id: BusinessId, change: BusinessChange) -> Result<axum::Json<BusinessNow>> {
    let mut tx = app.db.begin().await?;
    // Whether it is another currency can only be seen under the business's lock, and its menu is locked before it.
    if change.currency.is_some() {
        businesses::lock_menu(&mut tx, id).await?;
    }
    let mut business = businesses::lock(&mut tx, id).await?.ok_or(Error::NotFound("business"))?;
    business.name = change.name.unwrap_or(business.name);
    business.open = change.open.unwrap_or(business.open);
    business.acceptance = change.acceptance.unwrap_or(business.acceptance);
    business.grace_seconds = change.grace_seconds.unwrap_or(business.grace_seconds);
    business.kitchen = change.kitchen.unwrap_or(business.kitchen);
    if let Some(currency) = change.currency
        && currency != business.currency
    {
        businesses::price_in(&mut tx, id, &currency).await?;
        business.currency = currency;
    }
    business.timezone = change.timezone.unwrap_or(business.timezone);
    businesses::update(&mut tx, &business).await?;
    let rush = Rush::now(app, &mut tx).await?;
    tx.commit().await?;
    Ok(axum::Json(BusinessNow::new(business, &rush)))
}
