//! What was sold and how long it took, by days of the business's own calendar.

mod csv;
mod products;
mod summary;

use shared::account::Role;
use shared::auth::Account;
use shared::business::{Business, BusinessId, Day, Timezone};
use shared::money::Currency;
use shared::store::reports::{self, Asked};
use shared::store::{Read, businesses};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::error::{Error, Result};
use crate::state::App;

/// The routes of `/api/reports`.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(products::products)).routes(routes!(summary::summary))
}

/// How many days a report is of when nobody says.
const DAYS: i64 = 7;
/// How many days it can be of: ten years.
const MOST_DAYS: i64 = 3660;

/// What was asked for, as far as it was said.
struct Wanted {
    from: Option<Day>,
    to: Option<Day>,
    currency: Option<Currency>,
    business: Option<BusinessId>,
}

impl Wanted {
    /// What this account gets of it, and whose it is; of nobody, it is everybody's.
    async fn by(self, account: &Account, app: &App, read: &mut Read) -> Result<(Asked, Option<Business>)> {
        let business = match (account.role, account.business_id, self.business) {
            (Role::Admin, _, wanted) => wanted,
            (_, Some(own), None) => Some(own),
            (_, Some(own), Some(wanted)) if own == wanted => Some(own),
            _ => return Err(Error::NotFound("business")),
        };
        let business = match business {
            Some(id) => Some(businesses::find(read, id).await?.ok_or(Error::NotFound("business"))?),
            None => None,
        };
        let (today, _) = Timezone::local(business.as_ref().map(|business| &business.timezone), app.clock.now());
        let to = self.to.unwrap_or(today);
        let from = self.from.unwrap_or_else(|| to.plus(1 - DAYS));
        if from > to {
            return Err(Error::field("end_date", "must not be before start_date"));
        }
        if from.until(to) >= MOST_DAYS {
            return Err(Error::field("end_date", "must be so near to start_date that they are at most 3660 days"));
        }
        let currency = match (self.currency, &business) {
            (Some(currency), _) => currency,
            (None, Some(business)) => business.currency.clone(),
            (None, None) => the_only_currency(read, from, to).await?,
        };
        Ok((Asked { business: business.as_ref().map(|business| business.id), currency, from, to }, business))
    }
}

/// What everybody sold in on these days. Amounts of several currencies have no sum: whoever asks must choose.
async fn the_only_currency(read: &mut Read, from: Day, to: Day) -> Result<Currency> {
    let mut sold = reports::currencies(read, from, to).await?;
    if sold.len() > 1 {
        let names: Vec<_> = sold.iter().map(Currency::as_str).collect();
        return Err(Error::field("currency", format!("must be one of those that were sold in: {}", names.join(", "))));
    }
    if let Some(only) = sold.pop() {
        return Ok(only);
    }
    // Nothing is nothing in any: the first business's will do, and ISO 4217 has a code for none.
    let first = businesses::page(read, "", BusinessId::default(), 1).await?.pop();
    match first {
        Some(business) => Ok(business.currency),
        None => "XXX".parse().map_err(crate::extract::field("currency")),
    }
}
