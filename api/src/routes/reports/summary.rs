use std::collections::BTreeMap;
use std::time::Duration;

use axum::extract::State;
use domain::business::BusinessId;
use domain::calendar::{Day, Timezone};
use domain::money::Currency;
use domain::report::{OrderPhase, bucket_midpoint};
use serde::{Deserialize, Serialize};
use service::problem::Problem;
use store::reports::{self, DurationBucket, HourlySales};
use utoipa::{IntoParams, ToSchema};

use super::filter::RequestedFilter;
use crate::app::App;
use crate::error::Result;
use crate::extract::{CanViewReports, Query};

/// The query parameters.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct SummaryQuery {
    /// The first day, in the business's time zone. Defaults to six days before the last day.
    start_date: Option<Day>,
    /// The last day, inclusive. Defaults to today.
    end_date: Option<Day>,
    /// The currency of the sales. Defaults to the current currency of the business. Required for a report over all businesses if
    /// there are sales in several currencies.
    currency: Option<Currency>,
    /// The business. Admins who omit it get a report over all businesses.
    business_id: Option<BusinessId>,
}

/// Totals of the orders that were completed on one day. Durations are `null` if there were no orders.
#[derive(Serialize, ToSchema)]
pub(super) struct DaySummary {
    date: Day,
    orders: i64,
    revenue_cents: i64,
    /// Mean time from the start of preparation to completion.
    average_preparation_seconds: Option<f64>,
    /// 95th percentile of the preparation time, with a relative error of at most 1/32.
    p95_preparation_seconds: Option<f64>,
    /// Mean time from placement to the start of preparation.
    average_waiting_seconds: Option<f64>,
    /// 95th percentile of the waiting time, with a relative error of at most 1/32.
    p95_waiting_seconds: Option<f64>,
}

/// Totals of the orders that were completed in one hour of the day, summed over all days.
#[derive(Serialize, ToSchema)]
pub(super) struct HourSummary {
    /// 0 to 23.
    hour: i64,
    orders: i64,
    revenue_cents: i64,
}

/// Orders, revenue and durations by day and by hour.
#[derive(Serialize, ToSchema)]
pub(super) struct SummaryReport {
    /// The currency of all amounts.
    currency: Currency,
    /// The current time zone of the business; `null` for a report over all businesses, which uses the time zone of each business.
    timezone: Option<Timezone>,
    /// All days, including those without orders.
    days: Vec<DaySummary>,
    /// All hours, including those without orders.
    hours: Vec<HourSummary>,
}

/// Report orders and durations by day and by hour
///
/// Counts completed orders by the day and hour of their completion, in the business's time zone.
#[utoipa::path(
    get, path = "/api/reports/summary", tag = "reports", params(SummaryQuery),
    security(("bearer" = []), ("password" = [])),
    responses(
        (status = 200, description = "All days and hours", body = SummaryReport),
        (status = 403, description = "Not allowed", body = Problem),
        (status = 404, description = "No such business, or not visible to you", body = Problem),
        (status = 422, description = "Invalid parameters", body = Problem),
    )
)]
pub(super) async fn summary(
    State(app): State<App>,
    account: CanViewReports,
    Query(query): Query<SummaryQuery>,
) -> Result<axum::Json<SummaryReport>> {
    let SummaryQuery { start_date: from, end_date: to, currency, business_id } = query;
    let mut read = app.db.read().await?;
    let requested = RequestedFilter { from, to, currency, business_id };
    let (filter, business) = requested.resolve(&account, &app, &mut read).await?;
    let sales = reports::hourly_sales(&mut read, &filter).await?;
    let durations = reports::durations(&mut read, &filter).await?;
    drop(read);
    Ok(axum::Json(SummaryReport {
        days: summarize_days(filter.from, filter.to, &sales, &durations),
        hours: summarize_hours(&sales),
        currency: filter.currency,
        timezone: business.map(|business| business.timezone),
    }))
}

fn summarize_hours(sales: &[HourlySales]) -> Vec<HourSummary> {
    let mut hours: Vec<_> = (0..24).map(|hour| HourSummary { hour, orders: 0, revenue_cents: 0 }).collect();
    for sale in sales {
        if let Some(summary) = hours.iter_mut().find(|summary| summary.hour == sale.hour) {
            summary.orders += sale.orders;
            summary.revenue_cents += sale.revenue_cents;
        }
    }
    hours
}

fn summarize_days(from: Day, to: Day, sales: &[HourlySales], durations: &[DurationBucket]) -> Vec<DaySummary> {
    let mut sold: BTreeMap<Day, (i64, i64)> = BTreeMap::new();
    for sale in sales {
        let (orders, revenue_cents) = sold.entry(sale.day).or_default();
        *orders += sale.orders;
        *revenue_cents += sale.revenue_cents;
    }
    let mut buckets: BTreeMap<(Day, OrderPhase), Vec<&DurationBucket>> = BTreeMap::new();
    for bucket in durations {
        buckets.entry((bucket.day, bucket.phase)).or_default().push(bucket);
    }
    let days = (0..=from.days_until(to)).map(|offset| {
        let date = from.add_days(offset);
        let (orders, revenue_cents) = sold.get(&date).copied().unwrap_or_default();
        let of_phase = |phase| buckets.get(&(date, phase)).map(Vec::as_slice).unwrap_or_default();
        DaySummary {
            date,
            orders,
            revenue_cents,
            average_preparation_seconds: mean(of_phase(OrderPhase::Preparation)),
            p95_preparation_seconds: percentile_95(of_phase(OrderPhase::Preparation)),
            average_waiting_seconds: mean(of_phase(OrderPhase::Waiting)),
            p95_waiting_seconds: percentile_95(of_phase(OrderPhase::Waiting)),
        }
    });
    days.collect()
}

/// Returns the mean in seconds, or `None` if there are no orders. It is exact, because the buckets contain the sum of their
/// durations.
fn mean(buckets: &[&DurationBucket]) -> Option<f64> {
    let orders: i64 = buckets.iter().map(|bucket| bucket.orders).sum();
    let total_ms = buckets.iter().fold(0_i64, |sum, bucket| sum.saturating_add(bucket.total_ms));
    total_ms.checked_div(orders).map(seconds)
}

/// Returns the midpoint of the bucket that contains the 95th percentile, in seconds, or `None` if there are no orders. The
/// buckets must be sorted by duration.
fn percentile_95(buckets: &[&DurationBucket]) -> Option<f64> {
    let orders: i64 = buckets.iter().map(|bucket| bucket.orders).sum();
    let rank = (orders * 95 + 99) / 100;
    let mut count = 0;
    let bucket = buckets.iter().find(|bucket| {
        count += bucket.orders;
        count >= rank
    });
    bucket.map(|bucket| seconds(bucket_midpoint(bucket.from_ms)))
}

fn seconds(ms: i64) -> f64 {
    Duration::from_millis(u64::try_from(ms).unwrap_or(0)).as_secs_f64()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bucket(from_ms: i64, orders: i64) -> DurationBucket {
        let day = "2026-11-21".parse().unwrap();
        DurationBucket { day, phase: OrderPhase::Waiting, from_ms, orders, total_ms: from_ms * orders }
    }

    #[test]
    fn percentile_95_is_the_bucket_of_the_95th_of_100_orders() {
        let percentile = |buckets: &[DurationBucket]| percentile_95(&buckets.iter().collect::<Vec<_>>());
        assert_eq!(percentile(&[]), None);
        assert_eq!(mean(&[]), None);
        assert_eq!(percentile(&[bucket(10, 1)]), Some(0.01));
        assert_eq!(percentile(&[bucket(10, 95), bucket(20, 5)]), Some(0.01));
        assert_eq!(percentile(&[bucket(10, 94), bucket(20, 6)]), Some(0.02));
        assert_eq!(percentile(&[bucket(10, 18), bucket(20, 1), bucket(30, 1)]), Some(0.02), "the 19th of 20");
        assert_eq!(mean(&[&bucket(10, 3), &bucket(20, 1)]), Some(0.012));
    }
}
