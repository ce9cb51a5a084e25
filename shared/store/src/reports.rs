//! Report sums. Transactions that finish orders update them, so that the cost of a report depends on its number of days, not on
//! the length of the history. Only completed orders count as sales. See ADR 8.

mod backfill;
mod sums;

use domain::business::BusinessId;
use domain::calendar::Day;
use domain::isolation::IsolatedTable;
use domain::item::{Category, ItemId, ItemName};
use domain::money::Currency;
use domain::report::{OrderPhase, OrderTotals};

use crate::isolation::Unkeyed;
use crate::{ReadConn, Result, sql};

pub use backfill::{CountedBatch, count_missed, count_missed_batch, rebuild};
pub(crate) use sums::add_finished;

row!(OrderTotals { completed, cancelled, rejected, preparation_ms });

/// Runs a query over the rows of one business or of all businesses: `$head`, the condition, and `$tail`.
macro_rules! of_business {
    ($read:expr, $mode:ident $row:ty, $business:expr, $head:literal, $tail:literal $(, $arg:expr)*) => {
        match $business {
            Some(business) => {
                sql!($read, $mode $row, concat!($head, "business_id = ? and ", $tail), business $(, $arg)*).await
            }
            None => sql!($read, $mode $row, concat!($head, $tail) $(, $arg)*).await,
        }
    };
}

/// Returns the totals of one business or of all businesses. Reads one row per business, regardless of the number of orders.
pub async fn totals(read: &mut ReadConn, business: Option<BusinessId>) -> Result<OrderTotals> {
    of_business!(read, one OrderTotals, business,
        "select cast(coalesce(sum(completed), 0) as {bigint}) as completed,
                cast(coalesce(sum(cancelled), 0) as {bigint}) as cancelled,
                cast(coalesce(sum(rejected), 0) as {bigint}) as rejected,
                cast(coalesce(sum(preparation_ms), 0) as {bigint}) as preparation_ms
           from order_totals where ", "1 = 1")
}

/// The completed orders that a report covers.
#[derive(Clone, Debug)]
pub struct ReportFilter {
    /// The business, or `None` for all businesses.
    pub business: Option<BusinessId>,
    /// The currency of the orders.
    pub currency: Currency,
    /// The first day.
    pub from: Day,
    /// The last day, inclusive.
    pub to: Day,
}

row! {
    /// The sales of one item.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct ItemSales {
        /// The item, archived or not.
        pub item_id: ItemId,
        /// The business that the item belongs to.
        pub business_id: BusinessId,
        /// The number of the item.
        pub number: i64,
        /// The current name of the item.
        pub name: ItemName,
        /// The current section of the menu.
        pub category: Category,
        /// Number of portions sold.
        pub quantity: i64,
        /// Revenue in minor units, at the prices of the item when it was ordered.
        pub revenue_cents: i64,
    }
}

/// Lists the sales by item, in no particular order.
pub async fn item_sales(read: &mut ReadConn, filter: &ReportFilter) -> Result<Vec<ItemSales>> {
    let ReportFilter { business, currency, from, to } = filter;
    // The sums are computed before the join: each item is looked up once, not once per day.
    let rows = of_business!(read, all Unkeyed<ItemSales>, business,
        "select s.item_id, i.business_id, i.number, i.name, i.category, s.quantity, s.revenue_cents
           from (select item_id, cast(sum(quantity) as {bigint}) as quantity,
                        cast(sum(revenue_cents) as {bigint}) as revenue_cents
                   from sales_days where ",
        "currency = ? and day >= ? and day <= ? group by item_id) s
           join items i on i.id = s.item_id",
        currency, from, to)?;
    Ok(read.skip_undecodable(IsolatedTable::Reports, rows))
}

row! {
    /// The completed orders of one hour of one day.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct HourlySales {
        /// The day.
        pub day: Day,
        /// The hour, 0 to 23. An hour that occurs twice on a day counts as one.
        pub hour: i64,
        /// Number of orders.
        pub orders: i64,
        /// Revenue in minor units.
        pub revenue_cents: i64,
    }
}

/// Lists the hours with completed orders, in chronological order.
pub async fn hourly_sales(read: &mut ReadConn, filter: &ReportFilter) -> Result<Vec<HourlySales>> {
    let ReportFilter { business, currency, from, to } = filter;
    let rows = of_business!(read, all Unkeyed<HourlySales>, business,
        "select day, hour, cast(sum(orders) as {bigint}) as orders,
                cast(sum(revenue_cents) as {bigint}) as revenue_cents from order_hours where ",
        "currency = ? and day >= ? and day <= ? group by day, hour order by day, hour",
        currency, from, to)?;
    Ok(read.skip_undecodable(IsolatedTable::Reports, rows))
}

row! {
    /// A histogram bucket: the completed orders of one day that spent about the same time in a phase.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct DurationBucket {
        /// The day.
        pub day: Day,
        /// The measured phase.
        pub phase: OrderPhase,
        /// Start of the bucket in milliseconds; see [`bucket_midpoint`](domain::report::bucket_midpoint).
        pub from_ms: i64,
        /// Number of orders.
        pub orders: i64,
        /// Sum of their durations, in milliseconds.
        pub total_ms: i64,
    }
}

/// Lists the durations of completed orders by day and phase, shortest first.
pub async fn durations(read: &mut ReadConn, filter: &ReportFilter) -> Result<Vec<DurationBucket>> {
    let ReportFilter { business, currency, from, to } = filter;
    let rows = of_business!(read, all Unkeyed<DurationBucket>, business,
        "select day, span as phase, from_ms, cast(sum(orders) as {bigint}) as orders,
                cast(sum(total_ms) as {bigint}) as total_ms from order_times where ",
        "currency = ? and day >= ? and day <= ? group by day, span, from_ms order by day, span, from_ms",
        currency, from, to)?;
    Ok(read.skip_undecodable(IsolatedTable::Reports, rows))
}

/// Lists the currencies with completed orders on these days, in alphabetical order.
pub async fn list_currencies(read: &mut ReadConn, from: Day, to: Day) -> Result<Vec<Currency>> {
    let (mut currencies, mut last) = (Vec::new(), String::new());
    // Jumps from one currency to the next in the index; `distinct` would read all days.
    while let Some((currency,)) = sql!(
        read,
        optional[Currency],
        "select currency from order_hours where currency > ? order by currency limit 1",
        &last
    )
    .await?
    {
        let found = sql!(
            read,
            optional[Day],
            "select day from order_hours where currency = ? and day >= ? and day <= ? limit 1",
            &currency,
            from,
            to
        );
        currency.as_str().clone_into(&mut last);
        if found.await?.is_some() {
            currencies.push(currency);
        }
    }
    Ok(currencies)
}
