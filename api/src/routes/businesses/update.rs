use axum::extract::State;
use domain::account::Role;
use domain::business::{Acceptance, BusinessId, KitchenMode, MAX_GRACE_SECONDS};
use domain::calendar::Timezone;
use domain::money::Currency;
use domain::text::Name;
use domain::whole_number;
use serde::Deserialize;
use service::problem::Problem;
use store::businesses;
use utoipa::ToSchema;

use super::load::{BusinessWithLoad, KitchenLoad};
use crate::app::App;
use crate::error::{Error, Result, retry};
use crate::extract::{Authenticated, Json, Path};

/// A change to a business's settings. Omitted fields stay unchanged.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct BusinessChange {
    /// The name that customers see.
    name: Option<Name>,
    /// `true` while the business takes orders.
    open: Option<bool>,
    /// How pending orders become accepted.
    acceptance: Option<Acceptance>,
    /// Cancellation window, in seconds: 0 to 3600.
    #[serde(default, deserialize_with = "whole_number::deserialize_option")]
    #[schema(minimum = 0, maximum = 3600)]
    grace_seconds: Option<i64>,
    /// How accepted orders are prepared.
    kitchen: Option<KitchenMode>,
    /// The currency of the business's prices.
    currency: Option<Currency>,
    /// The time zone in which the business's days begin and end.
    timezone: Option<Timezone>,
}

/// Change a business's settings
///
/// Orders that were already placed are not affected.
#[utoipa::path(
    patch, path = "/api/businesses/{id}", tag = "businesses", request_body = BusinessChange,
    security(("bearer" = []), ("password" = [])),
    params(("id" = uuid::Uuid, Path, description = "The id of the business")),
    responses(
        (status = 200, description = "The business", body = BusinessWithLoad),
        (status = 403, description = "Not allowed", body = Problem),
        (status = 404, description = "No such business, or not visible to you", body = Problem),
    )
)]
pub(super) async fn update(
    State(app): State<App>,
    account: Authenticated,
    Path(id): Path<BusinessId>,
    Json(change): Json<BusinessChange>,
) -> Result<axum::Json<BusinessWithLoad>> {
    match account.role {
        Role::Admin => {}
        Role::Business if account.business_id == Some(id) => {}
        Role::Business => return Err(Error::NotFound("business")),
        Role::Customer | Role::Waiter => {
            return Err(Error::Forbidden("Only the owner and admins can change the settings."));
        }
    }
    if change.grace_seconds.is_some_and(|seconds| !(0..=MAX_GRACE_SECONDS).contains(&seconds)) {
        return Err(Error::field("grace_seconds", "must be a whole number of seconds from 0 to 3600"));
    }
    retry(|| try_update(&app, id, change.clone())).await
}

async fn try_update(app: &App, id: BusinessId, change: BusinessChange) -> Result<axum::Json<BusinessWithLoad>> {
    let mut tx = app.db.begin().await?;
    // The menu must be locked before the business, but the current currency is only known once the business is locked.
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
        businesses::set_item_currency(&mut tx, id, &currency).await?;
        business.currency = currency;
    }
    business.timezone = change.timezone.unwrap_or(business.timezone);
    businesses::update(&mut tx, &business).await?;
    let kitchen = KitchenLoad::load(app, &mut tx).await?;
    tx.commit().await?;
    Ok(axum::Json(BusinessWithLoad::new(business, &kitchen)))
}
