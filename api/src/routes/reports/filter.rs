use auth::Account;
use domain::account::Role;
use domain::business::{Business, BusinessId};
use domain::calendar::{Day, local_day_and_hour};
use domain::money::Currency;
use store::reports::{self, ReportFilter};
use store::{ReadConn, businesses};

use crate::app::App;
use crate::error::{Error, Result};

/// Default number of days of a report.
const DEFAULT_DAYS: i64 = 7;
/// Maximum number of days of a report: ten years.
const MAX_DAYS: i64 = 3660;

/// The report parameters from the request.
pub(super) struct RequestedFilter {
    pub(super) from: Option<Day>,
    pub(super) to: Option<Day>,
    pub(super) currency: Option<Currency>,
    pub(super) business_id: Option<BusinessId>,
}

impl RequestedFilter {
    /// Resolves the filter for this account. Returns it with the business, or with `None` for a report over all businesses
    /// (admins).
    pub(super) async fn resolve(
        self,
        account: &Account,
        app: &App,
        read: &mut ReadConn,
    ) -> Result<(ReportFilter, Option<Business>)> {
        let business_id = match (account.role, account.business_id, self.business_id) {
            (Role::Admin, _, requested) => requested,
            (_, Some(own), None) => Some(own),
            (_, Some(own), Some(requested)) if own == requested => Some(own),
            _ => return Err(Error::NotFound("business")),
        };
        let business = match business_id {
            Some(id) => Some(businesses::find(read, id).await?.ok_or(Error::NotFound("business"))?),
            None => None,
        };
        let zone = business.as_ref().map(|business| &business.timezone);
        let (today, _) = local_day_and_hour(zone, app.clock.now());
        let to = self.to.unwrap_or(today);
        let from = self.from.unwrap_or_else(|| to.add_days(1 - DEFAULT_DAYS));
        if from > to {
            return Err(Error::field("end_date", "must not be before start_date"));
        }
        if from.days_until(to) >= MAX_DAYS {
            return Err(Error::field("end_date", "must be less than 3660 days after start_date"));
        }
        let currency = match (self.currency, &business) {
            (Some(currency), _) => currency,
            (None, Some(business)) => business.currency.clone(),
            (None, None) => find_single_currency(read, from, to).await?,
        };
        Ok((ReportFilter { business: business_id, currency, from, to }, business))
    }
}

/// Returns the only currency of the sales on these days, or the currency of the first business if there are no sales. Fails if
/// there are several currencies: the client has to choose one, because their amounts cannot be added.
async fn find_single_currency(read: &mut ReadConn, from: Day, to: Day) -> Result<Currency> {
    let mut currencies = reports::list_currencies(read, from, to).await?;
    if currencies.len() > 1 {
        let codes: Vec<_> = currencies.iter().map(Currency::as_str).collect();
        let message = format!("is required, because there are sales in several currencies: {}", codes.join(", "));
        return Err(Error::field("currency", message));
    }
    if let Some(currency) = currencies.pop() {
        return Ok(currency);
    }
    // Without sales, any currency is correct.
    let first = businesses::list(read, "", BusinessId::default(), 1).await?.pop();
    match first.and_then(|row| row.value) {
        Some(business) => Ok(business.currency),
        None => Ok(Currency::default()),
    }
}
