//! Report sums, which are updated when orders finish, and their backfill.

use std::time::Duration;

use domain::business::BusinessId;
use domain::calendar::Day;
use domain::clock::Clock;
use domain::event::EventKind;
use domain::item::{Item, Quantity};
use domain::order::state::{Command, Status};
use domain::order::{Order, OrderLine};
use domain::report::{OrderPhase, OrderTotals, bucket_midpoint};
use store::orders::UnitOfWork;
use store::placements::{self, Placement};
use store::reports::{self, DurationBucket, HourlySales, ReportFilter};
use store::{Db, Pool, sequences};
use testkit::fixture::parse;
use testkit::{EVENING, Fixture, on_every_engine};

use crate::support::{run_raw, unsaved, url_of};

/// All report sums of one business or of all businesses, for comparisons: the totals, the portions and revenue by item and day,
/// the sales by hour, and the durations.
type Sums = (OrderTotals, Vec<(String, Day, i64, i64)>, Vec<HourlySales>, Vec<DurationBucket>);

fn year_2026(business: Option<BusinessId>, currency: &str) -> ReportFilter {
    ReportFilter { business, currency: parse(currency), from: parse("2026-01-01"), to: parse("2026-12-31") }
}

async fn read_sums(db: &Db, business: Option<BusinessId>) -> Sums {
    let mut read = db.read().await.unwrap();
    let mut sales = Vec::new();
    for currency in ["EUR", "USD"] {
        // Queries each day separately, so that a sale on the wrong day is noticed.
        for day in 1..=31 {
            let day: Day = parse(&format!("2026-11-{:02}", day.min(30)));
            let filter = ReportFilter { from: day, to: day, ..year_2026(business, currency) };
            for sale in reports::item_sales(&mut read, &filter).await.unwrap() {
                sales.push((format!("{} {currency}", sale.item_id), day, sale.quantity, sale.revenue_cents));
            }
        }
    }
    sales.sort();
    let (mut hours, mut durations) = (Vec::new(), Vec::new());
    for currency in ["EUR", "USD"] {
        hours.extend(reports::hourly_sales(&mut read, &year_2026(business, currency)).await.unwrap());
        durations.extend(reports::durations(&mut read, &year_2026(business, currency)).await.unwrap());
    }
    (reports::totals(&mut read, business).await.unwrap(), sales, hours, durations)
}

/// Accepts an order if it is pending, starts it after `waiting` seconds, and completes it after `preparation` seconds.
async fn complete(fixture: &Fixture, order: Order, waiting: u64, preparation: u64) -> Order {
    let order = if order.status == Status::Pending { fixture.apply(order, Command::Accept).await } else { order };
    fixture.clock.advance(Duration::from_secs(waiting));
    let order = fixture.apply(order, Command::Start).await;
    fixture.clock.advance(Duration::from_secs(preparation));
    fixture.apply(order, Command::Complete).await
}

/// Places an order for two portions of `side` and one portion of the fixture's item.
async fn place_mixed(fixture: &Fixture, side: &Item) -> Order {
    let mut ids = [fixture.item.id, side.id];
    ids.sort();
    let mut tx = fixture.db.begin().await.unwrap();
    placements::lock_items(&mut tx, &ids).await.unwrap();
    let number = sequences::next_order_numbers(&mut tx, 1).await.unwrap()[0];
    let mut order = fixture.new_placement(number, side, 2).event.order;
    let (item, quantity) = (&fixture.item, Quantity::new(1).unwrap());
    order.lines.push(OrderLine::new(item.id, item.name.to_string(), quantity, item.price_cents, None));
    order.total_cents = order.lines.iter().map(|line| line.line_total_cents).sum();
    let event = order.into_event(EventKind::Placed, fixture.owner(), fixture.clock.stamp());
    let placement = Placement { event, key: None };
    placements::insert(&mut tx, std::slice::from_ref(&placement)).await.unwrap();
    tx.commit().await.unwrap();
    placement.event.order
}

/// Completes the orders of both businesses in one transaction, in the sequence of `batch`.
async fn complete_together(fixtures: [Fixture; 2], batch: Vec<Order>) {
    let mut work = UnitOfWork::begin(&fixtures[0].db).await.unwrap();
    for order in batch {
        let fixture = fixtures.iter().find(|fixture| fixture.business.id == order.business_id).unwrap();
        assert!(work.save(&unsaved(fixture, order, Command::Complete)).await.unwrap());
    }
    work.commit().await.unwrap();
}

on_every_engine! {
    async fn only_completed_orders_are_sales(db: Db) {
        let fixture = Fixture::with_clock(db.clone(), Clock::manual(EVENING)).await;
        let other = fixture.add_business().await;
        let mut placed = fixture.place_orders(5).await.into_iter();
        let mut next = || placed.next().unwrap();
        complete(&fixture, next(), 60, 600).await;
        fixture.apply(next(), Command::Reject).await;
        fixture.apply(next(), Command::Cancel).await;
        fixture.apply(next(), Command::Accept).await;
        let completed = complete(&fixture, next(), 30, 300).await;
        fixture.apply(completed, Command::HandOver).await;
        let mut read = db.read().await.unwrap();
        let expected = OrderTotals { completed: 2, cancelled: 1, rejected: 1, preparation_ms: 900_000 };
        assert_eq!(reports::totals(&mut read, Some(fixture.business.id)).await.unwrap(), expected);
        assert_eq!(reports::totals(&mut read, Some(other.business.id)).await.unwrap(), OrderTotals::default());
        complete(&other, other.place_order().await, 1, 1).await;
        let of_all = OrderTotals { completed: 3, preparation_ms: 901_000, ..expected };
        assert_eq!(reports::totals(&mut read, None).await.unwrap(), of_all);

        // In Rome, 18:11 and 18:16:30 UTC are 19:11 and 19:16:30.
        let own = year_2026(Some(fixture.business.id), "EUR");
        let sales = reports::item_sales(&mut read, &own).await.unwrap();
        assert_eq!(sales.len(), 1);
        let item = &fixture.item;
        assert_eq!((sales[0].item_id, sales[0].quantity, sales[0].revenue_cents), (item.id, 2, 1_900));
        assert_eq!(
            (sales[0].number, &sales[0].name, &sales[0].category),
            (item.number, &item.name, &item.category)
        );
        let day: Day = parse("2026-11-21");
        let hours = reports::hourly_sales(&mut read, &own).await.unwrap();
        assert_eq!(hours, [HourlySales { day, hour: 19, orders: 2, revenue_cents: 1_900 }]);
        let durations = reports::durations(&mut read, &own).await.unwrap();
        let durations: Vec<_> = durations
            .iter()
            .map(|bucket| {
                let seconds = bucket_midpoint(bucket.from_ms) / 10_000;
                (bucket.day, bucket.phase, seconds, bucket.orders, bucket.total_ms)
            })
            .collect();
        // The second order waited until the first was completed.
        let waited = 60_000 + 600_000 + 30_000;
        assert_eq!(durations, [
            (day, OrderPhase::Preparation, 30, 1, 300_000),
            (day, OrderPhase::Preparation, 60, 1, 600_000),
            (day, OrderPhase::Waiting, 6, 1, 60_000),
            (day, OrderPhase::Waiting, 70, 1, waited),
        ]);
        assert_eq!(reports::list_currencies(&mut read, day, day).await.unwrap(), [parse("EUR")]);
        let later = reports::list_currencies(&mut read, day.add_days(1), day.add_days(9)).await.unwrap();
        assert_eq!(later, []);
        let all = reports::item_sales(&mut read, &year_2026(None, "EUR")).await.unwrap();
        assert_eq!(all.iter().map(|sale| sale.quantity).sum::<i64>(), 3);
    }

    async fn rolled_back_and_lost_changes_are_not_counted(db: Db) {
        let fixture = Fixture::with_clock(db.clone(), Clock::manual(EVENING)).await;
        let order = fixture.place_order().await;
        let order = fixture.apply(fixture.apply(order, Command::Accept).await, Command::Start).await;
        let completed = unsaved(&fixture, order, Command::Complete);
        let mut work = UnitOfWork::begin(&db).await.unwrap();
        assert!(work.save(&completed).await.unwrap());
        drop(work);
        let nothing = (OrderTotals::default(), Vec::new(), Vec::new(), Vec::new());
        assert_eq!(read_sums(&db, None).await, nothing);
        // The second of two concurrent completions is not counted, either.
        for completed_orders in [1, 1] {
            let mut work = UnitOfWork::begin(&db).await.unwrap();
            work.save(&completed).await.unwrap();
            work.commit().await.unwrap();
            assert_eq!(read_sums(&db, None).await.0.completed, completed_orders);
        }
    }

    /// Placements, completions and cancellations run concurrently, without deadlocks.
    async fn sums_after_concurrent_changes_equal_a_rebuild(db: Db) {
        let fixture = Fixture::with_clock(db.clone(), Clock::manual(EVENING)).await;
        let fixtures = [fixture.clone(), fixture.add_business().await];
        let sides = [fixtures[0].add_item(1_000).await, fixtures[1].add_item(1_000).await];
        let (mut started, mut accepted) = (Vec::new(), Vec::new());
        for n in 0..24 {
            for (fixture, side) in fixtures.iter().zip(&sides) {
                fixture.clock.advance(Duration::from_secs(7 * n));
                let order = place_mixed(fixture, side).await;
                let order = fixture.apply(order, Command::Accept).await;
                fixture.clock.advance(Duration::from_secs(11));
                if n % 3 == 0 {
                    accepted.push(order);
                } else {
                    started.push(fixture.apply(order, Command::Start).await);
                }
            }
        }
        fixture.clock.advance(Duration::from_mins(10));
        let mut tasks = Vec::new();
        for (n, batch) in started.chunks(3).enumerate() {
            let mut batch = batch.to_vec();
            if n % 2 == 0 {
                batch.reverse();
            }
            tasks.push(tokio::spawn(complete_together(fixtures.clone(), batch)));
        }
        for order in accepted {
            let fixture = fixtures.iter().find(|fixture| fixture.business.id == order.business_id).unwrap().clone();
            tasks.push(tokio::spawn(async move { drop(fixture.apply(order, Command::Cancel).await) }));
        }
        for n in 0..12 {
            let (fixture, side) = (fixtures[n % 2].clone(), sides[n % 2].clone());
            tasks.push(tokio::spawn(async move { drop(place_mixed(&fixture, &side).await) }));
        }
        for task in tasks {
            task.await.unwrap();
        }

        let of_all = read_sums(&db, None).await;
        assert_eq!((of_all.0.completed, of_all.0.cancelled, of_all.0.rejected), (32, 16, 0));
        let day: Day = parse("2026-11-21");
        let sold: i64 = of_all.1.iter().filter(|sale| sale.1 == day).map(|sale| sale.2).sum();
        assert_eq!(sold, 3 * 32);
        let mut before = vec![of_all];
        for fixture in &fixtures {
            before.push(read_sums(&db, Some(fixture.business.id)).await);
        }
        assert_eq!(reports::count_missed(&db).await.unwrap(), 0, "all orders were counted when they finished");
        assert_eq!(reports::rebuild(&db).await.unwrap(), 48);
        let mut after = vec![read_sums(&db, None).await];
        for fixture in &fixtures {
            after.push(read_sums(&db, Some(fixture.business.id)).await);
        }
        assert_eq!(after, before);
    }

    /// Orders that finished before the sums existed, or in a process of an older version, are counted exactly once.
    async fn orders_that_finished_without_sums_are_counted_by_the_backfill(db: Db) {
        let fixture = Fixture::with_clock(db.clone(), Clock::manual(EVENING)).await;
        let side = fixture.add_item(1_000).await;
        for waiting in [5, 50, 500] {
            let order = place_mixed(&fixture, &side).await;
            complete(&fixture, order, waiting, 60).await;
        }
        fixture.apply(place_mixed(&fixture, &side).await, Command::Reject).await;
        let pending = place_mixed(&fixture, &side).await;
        let before = read_sums(&db, None).await;
        let drop_index = match db.pool() {
            Pool::MySql(_) => "drop index orders_uncounted on orders",
            Pool::Postgres(_) | Pool::Sqlite { .. } => "drop index orders_uncounted",
        };
        for statements in [
            drop_index,
            "alter table orders drop column counted",
            "drop table order_totals; drop table order_hours; drop table order_times; drop table sales_days;
             delete from _sqlx_migrations where version = 2",
        ] {
            run_raw(&db, statements).await;
        }
        migrations::run(&url_of(&db)).await.unwrap();
        // Reconnect, because the existing prepared statements refer to the dropped tables.
        let db = Db::connect(&url_of(&db), 4).await.unwrap();
        assert_eq!(read_sums(&db, None).await.0, OrderTotals::default());
        assert_eq!(reports::count_missed(&db).await.unwrap(), 4);
        assert_eq!(read_sums(&db, None).await, before);
        assert_eq!(reports::count_missed(&db).await.unwrap(), 0, "each order is counted once");

        run_raw(&db, "update orders set status = 'cancelled', version = version + 1 where status = 'pending'").await;
        assert_eq!(reports::count_missed(&db).await.unwrap(), 1);
        let after = read_sums(&db, None).await;
        assert_eq!((after.0, &after.1), (OrderTotals { cancelled: 1, ..before.0 }, &before.1));
        let cancelled = store::orders::find(&mut db.read().await.unwrap(), pending.id).await.unwrap().unwrap();
        assert_eq!(cancelled.status, Status::Cancelled);
    }
}
