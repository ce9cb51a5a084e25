use std::collections::BTreeMap;
use std::time::Duration;

use axum::extract::State;
use serde::{Deserialize, Serialize};
use shared::business::{BusinessId, Day, Timezone};
use shared::money::Currency;
use shared::problem::Problem;
use shared::store::reports::{self, Span, Times};
use utoipa::{IntoParams, ToSchema};

use super::Wanted;
use crate::error::Result;
use crate::extract::{Bookkeeper, Query};
use crate::state::App;

/// Which days.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct SummaryQuery {
    /// The first day, by the business's clock; six days before the last by default.
    start_date: Option<Day>,
    /// The last day, included; today by default.
    end_date: Option<Day>,
    /// What was sold in this currency; by default in the one that the business has now.
    currency: Option<Currency>,
    /// Whose; an admin's only, who otherwise gets everybody's.
    business_id: Option<BusinessId>,
}

/// The orders that were completed on one day. What nobody measured is null.
#[derive(Serialize, ToSchema)]
pub(super) struct DaySummary {
    date: Day,
    orders: i64,
    revenue_cents: i64,
    /// From begun to completed.
    average_preparation_seconds: Option<f64>,
    /// 95 of 100 took at most so long; at most a 32nd off.
    p95_preparation_seconds: Option<f64>,
    /// From placed to begun.
    average_waiting_seconds: Option<f64>,
    /// 95 of 100 waited at most so long; at most a 32nd off.
    p95_waiting_seconds: Option<f64>,
}

/// The orders that were completed at one hour of the day, on all days together.
#[derive(Serialize, ToSchema)]
pub(super) struct HourSummary {
    /// 0 to 23.
    hour: i64,
    orders: i64,
    revenue_cents: i64,
}

/// How business was.
#[derive(Serialize, ToSchema)]
pub(super) struct SummaryReport {
    /// The currency of every amount.
    currency: Currency,
    /// Where the days begin and end now; null over all businesses, whose days are each one's own.
    timezone: Option<Timezone>,
    /// Every day, also those without orders.
    days: Vec<DaySummary>,
    /// Every hour, also those without orders.
    hours: Vec<HourSummary>,
}

/// Report how business was, by day and by hour
///
/// Completed orders only, of the days and hours in which they were completed where the business is.
#[utoipa::path(
    get, path = "/api/reports/summary", tag = "reports", params(SummaryQuery),
    security(("bearer" = []), ("password" = [])),
    responses(
        (status = 200, description = "Every day and every hour", body = SummaryReport),
        (status = 403, description = "Not allowed", body = Problem),
        (status = 404, description = "No such business, or not yours", body = Problem),
        (status = 422, description = "Not acceptable", body = Problem),
    )
)]
pub(super) async fn summary(
    State(app): State<App>,
    account: Bookkeeper,
    Query(query): Query<SummaryQuery>,
) -> Result<axum::Json<SummaryReport>> {
    let wanted =
        Wanted { from: query.start_date, to: query.end_date, currency: query.currency, business: query.business_id };
    let mut read = app.db.read().await?;
    let (asked, business) = wanted.by(&account, &app, &mut read).await?;
    let worked = reports::hours(&mut read, &asked).await?;
    let times = reports::times(&mut read, &asked).await?;
    drop(read);

    let mut sold: BTreeMap<Day, (i64, i64)> = BTreeMap::new();
    let mut hours: Vec<_> = (0..24).map(|hour| HourSummary { hour, orders: 0, revenue_cents: 0 }).collect();
    for hour in &worked {
        let day = sold.entry(hour.day).or_default();
        *day = (day.0 + hour.orders, day.1 + hour.revenue_cents);
        if let Some(all) = hours.iter_mut().find(|all| all.hour == hour.hour) {
            all.orders += hour.orders;
            all.revenue_cents += hour.revenue_cents;
        }
    }
    let mut taken: BTreeMap<(Day, Span), Vec<&Times>> = BTreeMap::new();
    for times in &times {
        taken.entry((times.day, times.span)).or_default().push(times);
    }
    let days = (0..=asked.from.until(asked.to)).map(|later| {
        let date = asked.from.plus(later);
        let (orders, revenue_cents) = sold.get(&date).copied().unwrap_or_default();
        let of = |span| taken.get(&(date, span)).map(Vec::as_slice).unwrap_or_default();
        DaySummary {
            date,
            orders,
            revenue_cents,
            average_preparation_seconds: average(of(Span::Preparation)),
            p95_preparation_seconds: p95(of(Span::Preparation)),
            average_waiting_seconds: average(of(Span::Waiting)),
            p95_waiting_seconds: p95(of(Span::Waiting)),
        }
    });
    Ok(axum::Json(SummaryReport {
        days: days.collect(),
        hours,
        currency: asked.currency,
        timezone: business.map(|business| business.timezone),
    }))
}

/// Exact, since the buckets keep what their orders took together.
fn average(times: &[&Times]) -> Option<f64> {
    let (orders, total) = times
        .iter()
        .fold((0, 0), |sum: (i64, i64), times| (sum.0 + times.orders, sum.1.saturating_add(times.total_ms)));
    total.checked_div(orders).map(seconds)
}

/// The bucket of the first order that is not faster than 95 of 100; the shortest buckets come first.
fn p95(times: &[&Times]) -> Option<f64> {
    let orders: i64 = times.iter().map(|times| times.orders).sum();
    let rank = (orders * 95 + 99) / 100;
    let mut faster = 0;
    let bucket = times.iter().find(|times| {
        faster += times.orders;
        faster >= rank
    });
    bucket.map(|bucket| seconds(reports::middle(bucket.from_ms)))
}

fn seconds(ms: i64) -> f64 {
    Duration::from_millis(u64::try_from(ms).unwrap_or(0)).as_secs_f64()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn times(from_ms: i64, orders: i64) -> Times {
        let day = "2026-11-21".parse().unwrap();
        Times { day, span: Span::Waiting, from_ms, orders, total_ms: from_ms * orders }
    }

    #[test]
    fn ninety_five_of_a_hundred_are_not_slower() {
        let at = |buckets: &[Times]| p95(&buckets.iter().collect::<Vec<_>>());
        assert_eq!(at(&[]), None);
        assert_eq!(average(&[]), None);
        assert_eq!(at(&[times(10, 1)]), Some(0.01));
        assert_eq!(at(&[times(10, 95), times(20, 5)]), Some(0.01));
        assert_eq!(at(&[times(10, 94), times(20, 6)]), Some(0.02));
        assert_eq!(at(&[times(10, 18), times(20, 1), times(30, 1)]), Some(0.02), "the 19th of 20");
        assert_eq!(average(&[&times(10, 3), &times(20, 1)]), Some(0.012));
    }
}
