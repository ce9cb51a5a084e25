use auth::Account;
use axum::extract::State;
use domain::account::Role;
use domain::business::{Acceptance, Business, BusinessId, KitchenMode, MAX_GRACE_SECONDS};
use domain::calendar::Timezone;
use domain::money::{Cents, ConversionRate, Currency, PriceFactor};
use domain::text::Name;
use domain::whole_number;
use serde::Deserialize;
use service::problem::Problem;
use service::trace_context::TraceContext;
use store::businesses;
use utoipa::ToSchema;

use super::load::{BusinessWithLoad, KitchenLoad};
use crate::app::App;
use crate::error::{Error, Result, retry};
use crate::extract::{Authenticated, Json, Path, Traced};
use crate::menu_log::record_business;

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
    /// Factor by which the prices of all items are multiplied when the currency changes. Required if the two currencies have
    /// different numbers of decimals and the business has items, even removed ones. If it is omitted, the numbers stay the same:
    /// 12.50 EUR becomes 12.50 USD. At most 9 significant digits.
    price_conversion_rate: Option<ConversionRate>,
    /// The currency that the client has seen. If the business now uses another one, nothing is changed.
    expected_currency: Option<Currency>,
    /// The time zone in which the business's days begin and end.
    timezone: Option<Timezone>,
}

impl BusinessChange {
    fn apply(self, business: Business) -> Business {
        Business {
            name: self.name.unwrap_or(business.name),
            open: self.open.unwrap_or(business.open),
            acceptance: self.acceptance.unwrap_or(business.acceptance),
            grace_seconds: self.grace_seconds.unwrap_or(business.grace_seconds),
            kitchen: self.kitchen.unwrap_or(business.kitchen),
            currency: self.currency.unwrap_or(business.currency),
            timezone: self.timezone.unwrap_or(business.timezone),
            ..business
        }
    }
}

/// Change a business's settings
///
/// Orders that were already placed keep their prices, cancellation window and acceptance. A change of `kitchen` applies to all
/// orders whose preparation has not started. A new currency applies to all items on the menu; orders of customers who saw the old
/// prices are refused if they contain `expected_currency`.
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
    Traced(trace): Traced,
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
    if change.price_conversion_rate.is_some() && change.currency.is_none() {
        return Err(Error::field("price_conversion_rate", "must be sent together with currency"));
    }
    let business = retry(|| apply(&app, (&account, &trace), id, &change)).await?;
    let kitchen = KitchenLoad::load(&app, &mut app.db.read().await?).await?;
    Ok(axum::Json(BusinessWithLoad::new(business, &kitchen)))
}

/// Saves the change. Takes no locks if the business already has these settings.
async fn apply(
    app: &App,
    author: (&Account, &TraceContext),
    id: BusinessId,
    change: &BusinessChange,
) -> Result<Business> {
    let current = businesses::find(&mut app.db.read().await?, id).await?.ok_or(Error::NotFound("business"))?;
    let desired = change.clone().apply(current.clone());
    if desired == current {
        return Ok(current);
    }
    if desired.currency != current.currency {
        desired.currency.check_in_circulation().map_err(Error::for_field("currency"))?;
    }
    let mut tx = app.db.begin().await?;
    // Items are locked before their business, as in placements.
    let locks_items = desired.currency != current.currency;
    if locks_items {
        businesses::lock_items(&mut tx, id).await?;
    }
    let locked = businesses::lock(&mut tx, id).await?.ok_or(Error::NotFound("business"))?;
    check_expected_currency(change.expected_currency.as_ref(), &locked)?;
    let business = change.clone().apply(locked.clone());
    if business.currency != locked.currency {
        if !locks_items {
            // The currency was changed concurrently. If locking in this order causes a deadlock, the transaction is retried.
            businesses::lock_items(&mut tx, id).await?;
        }
        // Includes items that were added before the business was locked.
        let prices = businesses::list_prices(&mut tx, id).await?;
        let rate = change.price_conversion_rate.as_ref();
        let factor = choose_factor(rate, &locked.currency, &business.currency, &prices)?;
        businesses::convert_items(&mut tx, id, &business.currency, factor).await?;
    }
    businesses::update(&mut tx, &business).await?;
    record_business(&mut tx, app, author, &business).await?;
    tx.commit().await?;
    app.relay.wake();
    Ok(business)
}

/// Fails if the client has seen prices in another currency than the business uses now. The business must be locked.
pub(in crate::routes) fn check_expected_currency(expected: Option<&Currency>, business: &Business) -> Result<()> {
    if expected.is_some_and(|expected| *expected != business.currency) {
        let message = format!("must be {}, the currency of the business", business.currency);
        return Err(Error::field("expected_currency", message));
    }
    Ok(())
}

/// Returns the factor that converts prices in minor units from one currency to the other.
///
/// # Errors
/// The rate is required but missing, or it cannot convert one of the prices.
fn choose_factor(
    rate: Option<&ConversionRate>,
    from: &Currency,
    to: &Currency,
    prices: &[Cents],
) -> Result<PriceFactor> {
    let field = "price_conversion_rate";
    let Some(rate) = rate else {
        if from.decimals() == to.decimals() || prices.is_empty() {
            return Ok(PriceFactor::ONE);
        }
        let decimals = |currency: &Currency| format!("{currency} has {} decimals", currency.decimals());
        let message = format!("is required, because {} and {}", decimals(from), decimals(to));
        return Err(Error::field(field, message));
    };
    let factor = PriceFactor::new(rate, from, to).map_err(Error::for_field(field))?;
    for price in prices {
        factor.convert(*price).map_err(Error::for_field(field))?;
    }
    Ok(factor)
}
