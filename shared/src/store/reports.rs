//! What reports read: sums that the transaction keeps up to date which ends an order, so that a report costs what its
//! days cost, however long the history. Only completed orders are sales. ADR 8 tells why, and of which day an order is.

use std::collections::BTreeMap;

use super::{Connection, Read, Result, Tx, from_row};
use crate::business::{BusinessId, Day, Timezone};
use crate::clock::Timestamp;
use crate::item::{Category, ItemId, ItemName};
use crate::money::Currency;
use crate::order::{Line, Order, Status};
use crate::sql;

pub use recount::{count_missed, count_some_missed, rebuild};
pub use span::Span;

mod recount;

/// By itself: the macro's `Result` is not the store's.
mod span {
    text_enum! {
        /// What of an order's life is measured.
        Span {
            /// From placed to begun: what the guest waits before anybody cooks, acceptance and queue included.
            Waiting = "waiting",
            /// From begun to completed.
            Preparation = "preparation",
        }
    }
}

/// How long one order took, rounded down to five binary digits: of all that share a bucket, its middle is at most one
/// part in 32 away.
const fn bucket(ms: i64) -> i64 {
    ms & !((1 << digits_cut(ms)) - 1)
}

const fn digits_cut(ms: i64) -> u32 {
    (i64::BITS - ms.leading_zeros()).saturating_sub(5)
}

/// The middle of the bucket that begins there, in milliseconds.
pub const fn middle(from_ms: i64) -> i64 {
    from_ms + ((1 << digits_cut(from_ms)) - 1) / 2
}

/// What is counted of an order that is over.
#[derive(Debug)]
pub(super) struct Ended {
    business_id: BusinessId,
    status: Status,
    currency: Currency,
    at: Timestamp,
    lines: Vec<Line>,
    cents: i64,
    /// Waiting and preparation, in milliseconds, as far as they were measured.
    took: [(Span, Option<i64>); 2],
}

impl Ended {
    /// What is counted of this order, if it has just ended: at this time.
    pub(super) fn of(order: &Order, at: Timestamp) -> Self {
        Self {
            business_id: order.business_id,
            status: order.status,
            currency: order.currency.clone(),
            at,
            lines: order.lines.clone(),
            cents: order.total_cents.get(),
            took: took(order.placed_at, order.processing_at, order.completed_at),
        }
    }
}

fn took(placed: Timestamp, begun: Option<Timestamp>, completed: Option<Timestamp>) -> [(Span, Option<i64>); 2] {
    let between = |from: Timestamp, to: Timestamp| i64::try_from(to.since(from).as_millis()).unwrap_or(i64::MAX);
    let preparation = begun.zip(completed).map(|(begun, completed)| between(begun, completed));
    [(Span::Waiting, begun.map(|begun| between(placed, begun))), (Span::Preparation, preparation)]
}

/// Orders that are over, and how long the completed ones were cooked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// How many were completed.
    pub completed: i64,
    /// How many were cancelled.
    pub cancelled: i64,
    /// How many were rejected.
    pub rejected: i64,
    /// From begun to completed, in milliseconds, of all completed ones together.
    pub preparation_ms: i64,
}

from_row!(Totals { completed, cancelled, rejected, preparation_ms });

impl Totals {
    fn add(&mut self, ended: &Ended) {
        match ended.status {
            Status::Completed => {
                self.completed += 1;
                self.preparation_ms += ended.took[1].1.unwrap_or(0);
            }
            Status::Cancelled => self.cancelled += 1,
            Status::Rejected => self.rejected += 1,
            Status::Pending | Status::Accepted | Status::Processing => {}
        }
    }
}

/// The orders of one business, or of all, that are over. One row a business, however many orders.
pub async fn totals(read: &mut Read, of: Option<BusinessId>) -> Result<Totals> {
    match of {
        Some(business) => {
            let found = sql!(read, optional Totals,
                "select completed, cancelled, rejected, preparation_ms from order_totals where business_id = ?", business);
            Ok(found.await?.unwrap_or_default())
        }
        None => {
            sql!(read, one Totals,
                "select cast(coalesce(sum(completed), 0) as bigint) as completed,
                        cast(coalesce(sum(cancelled), 0) as bigint) as cancelled,
                        cast(coalesce(sum(rejected), 0) as bigint) as rejected,
                        cast(coalesce(sum(preparation_ms), 0) as bigint) as preparation_ms from order_totals";
                mysql: "select cast(coalesce(sum(completed), 0) as signed) as completed,
                        cast(coalesce(sum(cancelled), 0) as signed) as cancelled,
                        cast(coalesce(sum(rejected), 0) as signed) as rejected,
                        cast(coalesce(sum(preparation_ms), 0) as signed) as preparation_ms from order_totals")
            .await
        }
    }
}

/// Which completed orders: of one business or of all, in one currency, on these days, both included.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Whose; nobody means everybody's.
    pub business: Option<BusinessId>,
    /// In which currency they were sold.
    pub currency: Currency,
    /// The first day.
    pub from: Day,
    /// The last day.
    pub to: Day,
}

/// What was sold of one item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sale {
    /// Of which item, archived or not.
    pub item_id: ItemId,
    /// Whose it is.
    pub business_id: BusinessId,
    /// Its number.
    pub number: i64,
    /// What it is called now.
    pub name: ItemName,
    /// The part of the menu that it is in now.
    pub category: Category,
    /// How many.
    pub quantity: i64,
    /// What they brought, in minor units, at the prices of their orders.
    pub revenue_cents: i64,
}

from_row!(Sale { item_id, business_id, number, name, category, quantity, revenue_cents });

/// What was sold, by item; in no order.
pub async fn sales(read: &mut Read, asked: &Asked) -> Result<Vec<Sale>> {
    let Asked { business, currency, from, to } = asked;
    // The sums are made before the items are looked up: one look for each item, not for each of its days.
    macro_rules! sales {
        ($integer:literal, $whose:literal) => {
            concat!(
                "select s.item_id, i.business_id, i.number, i.name, i.category, s.quantity, s.revenue_cents
                   from (select item_id, cast(sum(quantity) as ",
                $integer,
                ") as quantity,
                                cast(sum(revenue_cents) as ",
                $integer,
                ") as revenue_cents
                           from sales_days where ",
                $whose,
                " currency = ? and day >= ? and day <= ?
                          group by item_id) s
                   join items i on i.id = s.item_id"
            )
        };
    }
    match business {
        Some(business) => {
            sql!(read, all Sale, sales!("bigint", "business_id = ? and"), business, currency, from, to;
                mysql: sales!("signed", "business_id = ? and"))
            .await
        }
        None => sql!(read, all Sale, sales!("bigint", ""), currency, from, to; mysql: sales!("signed", "")).await,
    }
}

/// The completed orders of one hour of one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hour {
    /// The day.
    pub day: Day,
    /// The hour, 0 to 23. One that comes twice in a night is one.
    pub hour: i64,
    /// How many.
    pub orders: i64,
    /// What they brought, in minor units.
    pub revenue_cents: i64,
}

from_row!(Hour { day, hour, orders, revenue_cents });

/// The hours in which orders were completed, in their order.
pub async fn hours(read: &mut Read, asked: &Asked) -> Result<Vec<Hour>> {
    let Asked { business, currency, from, to } = asked;
    match business {
        Some(business) => {
            sql!(read, all Hour,
                "select day, hour, orders, revenue_cents from order_hours
                  where business_id = ? and currency = ? and day >= ? and day <= ? order by day, hour",
                business, currency, from, to)
            .await
        }
        None => {
            sql!(read, all Hour,
                "select day, hour, cast(sum(orders) as bigint) as orders,
                        cast(sum(revenue_cents) as bigint) as revenue_cents from order_hours
                  where currency = ? and day >= ? and day <= ? group by day, hour order by day, hour",
                currency, from, to;
                mysql: "select day, hour, cast(sum(orders) as signed) as orders,
                        cast(sum(revenue_cents) as signed) as revenue_cents from order_hours
                  where currency = ? and day >= ? and day <= ? group by day, hour order by day, hour")
            .await
        }
    }
}

/// The orders of one day that took about as long.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Times {
    /// The day.
    pub day: Day,
    /// What was measured.
    pub span: Span,
    /// How long it took at least, in milliseconds; see [`middle`].
    pub from_ms: i64,
    /// How many.
    pub orders: i64,
    /// How long they took together, in milliseconds.
    pub total_ms: i64,
}

from_row!(Times { day, span, from_ms, orders, total_ms });

/// How long completed orders took, by day; the shortest first.
pub async fn times(read: &mut Read, asked: &Asked) -> Result<Vec<Times>> {
    let Asked { business, currency, from, to } = asked;
    match business {
        Some(business) => {
            sql!(read, all Times,
                "select day, span, from_ms, orders, total_ms from order_times
                  where business_id = ? and currency = ? and day >= ? and day <= ? order by day, span, from_ms",
                business, currency, from, to)
            .await
        }
        None => {
            sql!(read, all Times,
                "select day, span, from_ms, cast(sum(orders) as bigint) as orders,
                        cast(sum(total_ms) as bigint) as total_ms from order_times
                  where currency = ? and day >= ? and day <= ? group by day, span, from_ms
                  order by day, span, from_ms", currency, from, to;
                mysql: "select day, span, from_ms, cast(sum(orders) as signed) as orders,
                        cast(sum(total_ms) as signed) as total_ms from order_times
                  where currency = ? and day >= ? and day <= ? group by day, span, from_ms
                  order by day, span, from_ms")
            .await
        }
    }
}

/// The currencies in which anybody sold anything on these days, in alphabetical order.
pub async fn currencies(read: &mut Read, from: Day, to: Day) -> Result<Vec<Currency>> {
    let (mut sold, mut last) = (Vec::new(), String::new());
    // From one to the next by the index, since `distinct` would walk through all days.
    while let Some((next,)) = sql!(
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
            &next,
            from,
            to
        );
        next.as_str().clone_into(&mut last);
        if found.await?.is_some() {
            sold.push(next);
        }
    }
    Ok(sold)
}

/// A business, a currency, a day, what was measured, and how long it took at least.
type Bucket = (BusinessId, Currency, Day, &'static str, i64);

/// The sums of some orders, each under its key, in the order in which rows are locked.
#[derive(Default)]
struct Sums {
    hours: BTreeMap<(BusinessId, Currency, Day, i64), (i64, i64)>,
    times: BTreeMap<Bucket, (i64, i64)>,
    sales: BTreeMap<(BusinessId, Currency, Day, ItemId), (i64, i64)>,
}

impl Sums {
    fn add(&mut self, ended: &Ended, zone: Option<&Timezone>) {
        let (business, currency) = (ended.business_id, &ended.currency);
        let (day, hour) = Timezone::local(zone, ended.at);
        let add = |sums: &mut (i64, i64), more: (i64, i64)| *sums = (sums.0 + more.0, sums.1.saturating_add(more.1));
        add(self.hours.entry((business, currency.clone(), day, hour)).or_default(), (1, ended.cents));
        for (span, ms) in ended.took.iter().filter_map(|(span, ms)| Some((span.as_str(), (*ms)?))) {
            add(self.times.entry((business, currency.clone(), day, span, bucket(ms))).or_default(), (1, ms));
        }
        for line in &ended.lines {
            let sold = (line.quantity.get(), line.line_total_cents.get());
            add(self.sales.entry((business, currency.clone(), day, line.item_id)).or_default(), sold);
        }
    }
}

/// Adds orders that are over to the sums. The last step of a transaction: each business's row of totals is locked until
/// its end, in the order of their ids, and before its other rows, so that nobody waits in a circle.
pub(super) async fn count(tx: &mut Tx, ended: &[Ended]) -> Result<()> {
    let mut totals: BTreeMap<BusinessId, Totals> = BTreeMap::new();
    for ended in ended {
        totals.entry(ended.business_id).or_default().add(ended);
    }
    let zones = add_totals(tx, &totals).await?;
    let mut sums = Sums::default();
    for ended in ended.iter().filter(|ended| ended.status == Status::Completed) {
        sums.add(ended, zones.get(&ended.business_id));
    }
    if sums.hours.is_empty() { Ok(()) } else { add_sums(tx, &sums).await }
}

/// Answers each business's time zone, too: it is needed next, and on PostgreSQL costs no question of its own.
async fn add_totals(tx: &mut Tx, totals: &BTreeMap<BusinessId, Totals>) -> Result<BTreeMap<BusinessId, Timezone>> {
    if let Connection::Postgres(connection) = tx.connection() {
        return postgres::add_totals(connection, totals).await;
    }
    let mut zones = BTreeMap::new();
    for (business, more) in totals {
        sql!(tx, execute
            "insert into order_totals as t (business_id, completed, cancelled, rejected, preparation_ms)
             values (?, ?, ?, ?, ?) on conflict (business_id) do update
                set completed = t.completed + excluded.completed, cancelled = t.cancelled + excluded.cancelled,
                    rejected = t.rejected + excluded.rejected, preparation_ms = t.preparation_ms + excluded.preparation_ms",
            business, more.completed, more.cancelled, more.rejected, more.preparation_ms;
            mysql: "insert into order_totals (business_id, completed, cancelled, rejected, preparation_ms)
             values (?, ?, ?, ?, ?) on duplicate key update
                    completed = completed + values(completed), cancelled = cancelled + values(cancelled),
                    rejected = rejected + values(rejected), preparation_ms = preparation_ms + values(preparation_ms)")
        .await?;
        if more.completed > 0 {
            let zone = sql!(tx, optional[Timezone], "select timezone from businesses where id = ?", business).await?;
            zones.extend(zone.map(|(zone,)| (*business, zone)));
        }
    }
    Ok(zones)
}

async fn add_sums(tx: &mut Tx, sums: &Sums) -> Result<()> {
    if let Connection::Postgres(connection) = tx.connection() {
        return postgres::add_sums(connection, sums).await;
    }
    for ((business, currency, day, hour), (orders, cents)) in &sums.hours {
        sql!(tx, execute
            "insert into order_hours as h (business_id, currency, day, hour, orders, revenue_cents)
             values (?, ?, ?, ?, ?, ?) on conflict (business_id, currency, day, hour) do update
                set orders = h.orders + excluded.orders, revenue_cents = h.revenue_cents + excluded.revenue_cents",
            business, currency, day, hour, orders, cents;
            mysql: "insert into order_hours (business_id, currency, day, hour, orders, revenue_cents)
             values (?, ?, ?, ?, ?, ?) on duplicate key update
                    orders = orders + values(orders), revenue_cents = revenue_cents + values(revenue_cents)")
        .await?;
    }
    for ((business, currency, day, span, from_ms), (orders, ms)) in &sums.times {
        sql!(tx, execute
            "insert into order_times as t (business_id, currency, day, span, from_ms, orders, total_ms)
             values (?, ?, ?, ?, ?, ?, ?) on conflict (business_id, currency, day, span, from_ms) do update
                set orders = t.orders + excluded.orders, total_ms = t.total_ms + excluded.total_ms",
            business, currency, day, *span, from_ms, orders, ms;
            mysql: "insert into order_times (business_id, currency, day, span, from_ms, orders, total_ms)
             values (?, ?, ?, ?, ?, ?, ?) on duplicate key update
                    orders = orders + values(orders), total_ms = total_ms + values(total_ms)")
        .await?;
    }
    for ((business, currency, day, item), (quantity, cents)) in &sums.sales {
        sql!(tx, execute
            "insert into sales_days as s (business_id, currency, day, item_id, quantity, revenue_cents)
             values (?, ?, ?, ?, ?, ?) on conflict (business_id, currency, day, item_id) do update
                set quantity = s.quantity + excluded.quantity, revenue_cents = s.revenue_cents + excluded.revenue_cents",
            business, currency, day, item, quantity, cents;
            mysql: "insert into sales_days (business_id, currency, day, item_id, quantity, revenue_cents)
             values (?, ?, ?, ?, ?, ?) on duplicate key update
                    quantity = quantity + values(quantity), revenue_cents = revenue_cents + values(revenue_cents)")
        .await?;
    }
    Ok(())
}

/// On PostgreSQL all that a transaction adds is two statements over arrays, however many orders.
mod postgres {
    use sqlx::PgConnection;
    use uuid::Uuid;

    use super::{BTreeMap, BusinessId, Result, Sums, Timezone, Totals};

    const TOTALS: &str = "
        insert into order_totals as t (business_id, completed, cancelled, rejected, preparation_ms)
        select * from unnest($1::uuid[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[])
            on conflict (business_id) do update
           set completed = t.completed + excluded.completed, cancelled = t.cancelled + excluded.cancelled,
               rejected = t.rejected + excluded.rejected, preparation_ms = t.preparation_ms + excluded.preparation_ms
        returning t.business_id, (select b.timezone from businesses b where b.id = t.business_id)";

    const SUMS: &str = "
        with hours as (
            insert into order_hours as h (business_id, currency, day, hour, orders, revenue_cents)
            select * from unnest($1::uuid[], $2::text[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[])
                on conflict (business_id, currency, day, hour) do update
               set orders = h.orders + excluded.orders, revenue_cents = h.revenue_cents + excluded.revenue_cents
        ), times as (
            insert into order_times as t (business_id, currency, day, span, from_ms, orders, total_ms)
            select * from unnest($7::uuid[], $8::text[], $9::bigint[], $10::text[], $11::bigint[], $12::bigint[],
                                 $13::bigint[])
                on conflict (business_id, currency, day, span, from_ms) do update
               set orders = t.orders + excluded.orders, total_ms = t.total_ms + excluded.total_ms
        )
        insert into sales_days as s (business_id, currency, day, item_id, quantity, revenue_cents)
        select * from unnest($14::uuid[], $15::text[], $16::bigint[], $17::uuid[], $18::bigint[], $19::bigint[])
            on conflict (business_id, currency, day, item_id) do update
           set quantity = s.quantity + excluded.quantity, revenue_cents = s.revenue_cents + excluded.revenue_cents";

    pub(super) async fn add_totals(
        connection: &mut PgConnection,
        totals: &BTreeMap<BusinessId, Totals>,
    ) -> Result<BTreeMap<BusinessId, Timezone>> {
        let zones: Vec<(BusinessId, Option<Timezone>)> = sqlx::query_as(TOTALS)
            .bind(totals.keys().map(|business| business.0).collect::<Vec<Uuid>>())
            .bind(totals.values().map(|more| more.completed).collect::<Vec<i64>>())
            .bind(totals.values().map(|more| more.cancelled).collect::<Vec<i64>>())
            .bind(totals.values().map(|more| more.rejected).collect::<Vec<i64>>())
            .bind(totals.values().map(|more| more.preparation_ms).collect::<Vec<i64>>())
            .fetch_all(connection)
            .await?;
        Ok(zones.into_iter().filter_map(|(business, zone)| Some((business, zone?))).collect())
    }

    pub(super) async fn add_sums(connection: &mut PgConnection, sums: &Sums) -> Result<()> {
        let Sums { hours, times, sales } = sums;
        sqlx::query(SUMS)
            .bind(hours.keys().map(|key| key.0.0).collect::<Vec<Uuid>>())
            .bind(hours.keys().map(|key| key.1.as_str()).collect::<Vec<&str>>())
            .bind(hours.keys().map(|key| key.2.number()).collect::<Vec<i64>>())
            .bind(hours.keys().map(|key| key.3).collect::<Vec<i64>>())
            .bind(hours.values().map(|more| more.0).collect::<Vec<i64>>())
            .bind(hours.values().map(|more| more.1).collect::<Vec<i64>>())
            .bind(times.keys().map(|key| key.0.0).collect::<Vec<Uuid>>())
            .bind(times.keys().map(|key| key.1.as_str()).collect::<Vec<&str>>())
            .bind(times.keys().map(|key| key.2.number()).collect::<Vec<i64>>())
            .bind(times.keys().map(|key| key.3).collect::<Vec<&str>>())
            .bind(times.keys().map(|key| key.4).collect::<Vec<i64>>())
            .bind(times.values().map(|more| more.0).collect::<Vec<i64>>())
            .bind(times.values().map(|more| more.1).collect::<Vec<i64>>())
            .bind(sales.keys().map(|key| key.0.0).collect::<Vec<Uuid>>())
            .bind(sales.keys().map(|key| key.1.as_str()).collect::<Vec<&str>>())
            .bind(sales.keys().map(|key| key.2.number()).collect::<Vec<i64>>())
            .bind(sales.keys().map(|key| key.3.0).collect::<Vec<Uuid>>())
            .bind(sales.values().map(|more| more.0).collect::<Vec<i64>>())
            .bind(sales.values().map(|more| more.1).collect::<Vec<i64>>())
            .execute(connection)
            .await?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_of_a_bucket_is_at_most_a_32nd_away() {
        let mut worst: f64 = 0.0;
        for exponent in 0..40 {
            for step in 0..64 {
                let ms = (1_i64 << exponent) + ((1_i64 << exponent) * step / 64);
                let from = bucket(ms);
                assert!(from <= ms && bucket(from) == from, "{ms} is in {from}");
                #[expect(clippy::cast_precision_loss, reason = "far below 2⁵²")]
                let error = (middle(from) - ms).abs() as f64 / ms as f64;
                worst = worst.max(error);
            }
        }
        assert!(worst <= 1.0 / 32.0, "{worst}");
        assert_eq!((bucket(0), middle(0), bucket(31), middle(31), bucket(600_000)), (0, 0, 31, 31, 589_824));
    }
}
