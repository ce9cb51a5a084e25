//! Adds finished orders to the report sums.

use std::collections::BTreeMap;

use domain::business::BusinessId;
use domain::calendar::{Day, Timezone};
use domain::item::ItemId;
use domain::money::Currency;
use domain::order::state::Status;
use domain::report::{FinishedOrder, OrderTotals, ReportDeltas};

use crate::insert::{AddSums, Batch, add_sums};
use crate::{Connection, Result, Tx, sql};

/// Adds finished orders to the sums. Must be the last step of a transaction. Locks the totals first, by business id, and then the
/// other sums, by key, so that concurrent transactions do not deadlock.
pub(crate) async fn add_finished(tx: &mut Tx, finished: &[FinishedOrder]) -> Result<()> {
    let mut totals: BTreeMap<BusinessId, OrderTotals> = BTreeMap::new();
    for order in finished {
        totals.entry(order.business_id).or_default().add(order);
    }
    let totals: Vec<_> = totals.into_iter().map(|(business_id, totals)| TotalsRow { business_id, totals }).collect();
    let zones = add_totals(tx, &totals).await?;
    let mut deltas = ReportDeltas::default();
    for order in finished.iter().filter(|order| order.status == Status::Completed) {
        deltas.add(order, zones.get(&order.business_id));
    }
    if deltas.is_empty() { Ok(()) } else { add_deltas(tx, deltas).await }
}

/// Adds the totals, and returns the time zones of at least the businesses with completed orders. On PostgreSQL, both take one
/// round trip.
async fn add_totals(tx: &mut Tx, totals: &[TotalsRow]) -> Result<BTreeMap<BusinessId, Timezone>> {
    if let Connection::Postgres(connection) = tx.connection() {
        let mut batch = Batch::default();
        batch.add_sums(totals.iter())?;
        let ids = batch.bind("id", totals.iter().map(|row| row.business_id).collect())?;
        let query = format!("select id, timezone from businesses where id = any({ids})");
        let zones: Vec<(BusinessId, Timezone)> = batch.fetch_all(connection, &query).await?;
        return Ok(zones.into_iter().collect());
    }
    add_sums(tx, totals.iter()).await?;
    let mut zones = BTreeMap::new();
    for row in totals.iter().filter(|row| row.totals.completed > 0) {
        let zone = sql!(tx, optional[Timezone], "select timezone from businesses where id = ?", row.business_id);
        zones.extend(zone.await?.map(|(zone,)| (row.business_id, zone)));
    }
    Ok(zones)
}

async fn add_deltas(tx: &mut Tx, deltas: ReportDeltas) -> Result<()> {
    let hours: Vec<HourRow> = deltas.hours.into_iter().collect();
    let durations: Vec<DurationRow> = deltas.durations.into_iter().collect();
    let sales: Vec<SalesRow> = deltas.sales.into_iter().collect();
    if let Connection::Postgres(connection) = tx.connection() {
        let mut batch = Batch::default();
        batch.add_sums(hours.iter())?;
        batch.add_sums(durations.iter())?;
        batch.add_sums(sales.iter())?;
        return batch.execute(connection).await;
    }
    add_sums(tx, hours.iter()).await?;
    add_sums(tx, durations.iter()).await?;
    add_sums(tx, sales.iter()).await
}

/// A row of `order_totals`.
struct TotalsRow {
    business_id: BusinessId,
    totals: OrderTotals,
}

insert!(TotalsRow in "order_totals" {
    business_id = |row| row.business_id,
    completed = |row| row.totals.completed,
    cancelled = |row| row.totals.cancelled,
    rejected = |row| row.totals.rejected,
    preparation_ms = |row| row.totals.preparation_ms,
});

impl AddSums for TotalsRow {
    const KEY: &'static [&'static str] = &["business_id"];
    const SUMS: &'static [&'static str] = &["completed", "cancelled", "rejected", "preparation_ms"];
}

/// A row of `order_hours`: the key and the values to add.
type HourRow = ((BusinessId, Currency, Day, i64), (i64, i64));

insert!(HourRow in "order_hours" {
    business_id = |row| row.0.0,
    currency = |row| &row.0.1,
    day = |row| row.0.2,
    hour = |row| row.0.3,
    orders = |row| row.1.0,
    revenue_cents = |row| row.1.1,
});

impl AddSums for HourRow {
    const KEY: &'static [&'static str] = &["business_id", "currency", "day", "hour"];
    const SUMS: &'static [&'static str] = &["orders", "revenue_cents"];
}

/// A row of `order_times`: the key and the values to add.
type DurationRow = ((BusinessId, Currency, Day, &'static str, i64), (i64, i64));

insert!(DurationRow in "order_times" {
    business_id = |row| row.0.0,
    currency = |row| &row.0.1,
    day = |row| row.0.2,
    span = |row| row.0.3,
    from_ms = |row| row.0.4,
    orders = |row| row.1.0,
    total_ms = |row| row.1.1,
});

impl AddSums for DurationRow {
    const KEY: &'static [&'static str] = &["business_id", "currency", "day", "span", "from_ms"];
    const SUMS: &'static [&'static str] = &["orders", "total_ms"];
}

/// A row of `sales_days`: the key and the values to add.
type SalesRow = ((BusinessId, Currency, Day, ItemId), (i64, i64));

insert!(SalesRow in "sales_days" {
    business_id = |row| row.0.0,
    currency = |row| &row.0.1,
    day = |row| row.0.2,
    item_id = |row| row.0.3,
    quantity = |row| row.1.0,
    revenue_cents = |row| row.1.1,
});

impl AddSums for SalesRow {
    const KEY: &'static [&'static str] = &["business_id", "currency", "day", "item_id"];
    const SUMS: &'static [&'static str] = &["quantity", "revenue_cents"];
}
