//! Reports: sums that are written with the end of an order, and equal what the orders say.

use std::time::Duration;

use shared::business::{BusinessId, Day};
use shared::clock::Clock;
use shared::event::Kind;
use shared::item::{Item, Quantity};
use shared::on_every_engine;
use shared::order::{Command, Line, Order, Status};
use shared::store::placements;
use shared::store::reports::{self, Asked, Hour, Span, Times, Totals};
use shared::store::{Connection, Db, counters, orders};
use shared::testing::{EVENING, Stall, good};

/// Everything that is summed of one business, in a form that can be compared.
type Sums = (Totals, Vec<(String, Day, i64, i64)>, Vec<Hour>, Vec<Times>);

fn asked(business: Option<BusinessId>, currency: &str) -> Asked {
    Asked { business, currency: good(currency), from: good("2026-01-01"), to: good("2026-12-31") }
}

async fn sums(db: &Db, business: Option<BusinessId>) -> Sums {
    let mut read = db.read().await.unwrap();
    let mut sold = Vec::new();
    for currency in ["EUR", "USD"] {
        // By day, so that a sale on a wrong one is seen.
        for day in 1..=31 {
            let day: Day = good(&format!("2026-11-{:02}", day.min(30)));
            let asked = Asked { from: day, to: day, ..asked(business, currency) };
            for sale in reports::sales(&mut read, &asked).await.unwrap() {
                sold.push((format!("{} {currency}", sale.item_id), day, sale.quantity, sale.revenue_cents));
            }
        }
    }
    sold.sort();
    let (mut hours, mut times) = (Vec::new(), Vec::new());
    for currency in ["EUR", "USD"] {
        hours.extend(reports::hours(&mut read, &asked(business, currency)).await.unwrap());
        times.extend(reports::times(&mut read, &asked(business, currency)).await.unwrap());
    }
    (reports::totals(&mut read, business).await.unwrap(), sold, hours, times)
}

/// The rest of an order's life: begun after `waiting`, completed after `preparation`.
async fn cook(stall: &Stall, order: Order, waiting: u64, preparation: u64) -> Order {
    let order = if order.status == Status::Pending { stall.does(order, Command::Accept).await } else { order };
    stall.clock.advance(Duration::from_secs(waiting));
    let order = stall.does(order, Command::Start).await;
    stall.clock.advance(Duration::from_secs(preparation));
    stall.does(order, Command::Complete).await
}

/// An order of one portion of the stall's dish and two of another.
async fn mixed(stall: &Stall, side: &Item) -> Order {
    let mut ids = [stall.dish.id, side.id];
    ids.sort();
    let mut tx = stall.db.begin().await.unwrap();
    placements::lock_offers(&mut tx, &ids).await.unwrap();
    let number = counters::next_orders(&mut tx, 1).await.unwrap()[0];
    let mut placement = stall.draft(number, side, 2);
    let order = &mut placement.order;
    let dish = &stall.dish;
    order.lines.push(Line::new(dish.id, dish.name.to_string(), Quantity::new(1).unwrap(), dish.price_cents, None));
    order.total_cents = order.lines.iter().map(|line| line.line_total_cents).sum();
    placement.event = order.tell(Kind::Placed, stall.owner(), stall.clock.stamp());
    placements::write(&mut tx, std::slice::from_ref(&placement)).await.unwrap();
    tx.commit().await.unwrap();
    placement.order
}

/// Some orders of both businesses are completed, in this order, by one transaction.
async fn complete_together(stalls: [Stall; 2], batch: Vec<Order>) {
    let mut tx = stalls[0].db.begin().await.unwrap();
    for order in batch {
        let stall = stalls.iter().find(|stall| stall.business.id == order.business_id).unwrap();
        let (order, event) = order.apply(Command::Complete, &stall.owner(), None, stall.clock.stamp()).unwrap();
        assert!(orders::save(&mut tx, &order, &event).await.unwrap());
    }
    tx.commit().await.unwrap();
}

/// Runs a statement of the test's own.
async fn run_raw(db: &Db, statement: &'static str) {
    let mut tx = db.begin().await.unwrap();
    match tx.connection() {
        Connection::Postgres(connection) => drop(sqlx::raw_sql(statement).execute(connection).await.unwrap()),
        Connection::MySql(connection) => drop(sqlx::raw_sql(statement).execute(connection).await.unwrap()),
        Connection::Sqlite(connection) => drop(sqlx::raw_sql(statement).execute(connection).await.unwrap()),
    }
    tx.commit().await.unwrap();
}

on_every_engine! {
    async fn only_what_was_completed_is_a_sale(db: Db) {
        let stall = Stall::open_at(db.clone(), Clock::manual(EVENING)).await;
        let other = stall.another().await;
        let mut placed = stall.place(5).await.into_iter();
        let mut next = || placed.next().unwrap();
        cook(&stall, next(), 60, 600).await;
        stall.does(next(), Command::Reject).await;
        stall.does(next(), Command::Cancel).await;
        stall.does(next(), Command::Accept).await;
        let handed_over = cook(&stall, next(), 30, 300).await;
        stall.does(handed_over, Command::HandOver).await;
        let mut read = db.read().await.unwrap();
        let expected = Totals { completed: 2, cancelled: 1, rejected: 1, preparation_ms: 900_000 };
        assert_eq!(reports::totals(&mut read, Some(stall.business.id)).await.unwrap(), expected);
        assert_eq!(reports::totals(&mut read, Some(other.business.id)).await.unwrap(), Totals::default());
        cook(&other, other.place(1).await.remove(0), 1, 1).await;
        let everybody = Totals { completed: 3, preparation_ms: 901_000, ..expected };
        assert_eq!(reports::totals(&mut read, None).await.unwrap(), everybody);

        // 18:11 and 18:16:30 in London, an hour later in Rome.
        let mine = asked(Some(stall.business.id), "EUR");
        let sales = reports::sales(&mut read, &mine).await.unwrap();
        assert_eq!(sales.len(), 1);
        assert_eq!((sales[0].item_id, sales[0].quantity, sales[0].revenue_cents), (stall.dish.id, 2, 1_900));
        assert_eq!((sales[0].number, &sales[0].name, &sales[0].category), (stall.dish.number, &stall.dish.name, &stall.dish.category));
        let day = good("2026-11-21");
        let hours = reports::hours(&mut read, &mine).await.unwrap();
        assert_eq!(hours, [Hour { day, hour: 19, orders: 2, revenue_cents: 1_900 }]);
        let times = reports::times(&mut read, &mine).await.unwrap();
        let times: Vec<_> = times.iter().map(|t| (t.day, t.span, reports::middle(t.from_ms) / 10_000, t.orders, t.total_ms)).collect();
        // The second waited for the whole life of the first.
        let waited = 60_000 + 600_000 + 30_000;
        assert_eq!(times, [
            (day, Span::Preparation, 30, 1, 300_000), (day, Span::Preparation, 60, 1, 600_000),
            (day, Span::Waiting, 6, 1, 60_000), (day, Span::Waiting, 70, 1, waited),
        ]);
        assert_eq!(reports::currencies(&mut read, day, day).await.unwrap(), [good("EUR")]);
        assert_eq!(reports::currencies(&mut read, day.plus(1), day.plus(9)).await.unwrap(), []);
        let all = reports::sales(&mut read, &asked(None, "EUR")).await.unwrap();
        assert_eq!(all.iter().map(|sale| sale.quantity).sum::<i64>(), 3);
    }

    async fn what_is_rolled_back_was_never_sold(db: Db) {
        let stall = Stall::open_at(db.clone(), Clock::manual(EVENING)).await;
        let order = stall.place(1).await.remove(0);
        let order = stall.does(stall.does(order, Command::Accept).await, Command::Start).await;
        let (completed, event) = order.apply(Command::Complete, &stall.owner(), None, stall.clock.stamp()).unwrap();
        let mut tx = db.begin().await.unwrap();
        assert!(orders::save(&mut tx, &completed, &event).await.unwrap());
        drop(tx);
        let nothing = (Totals::default(), Vec::new(), Vec::new(), Vec::new());
        assert_eq!(sums(&db, None).await, nothing);
        // The slower of two counts nothing, either.
        for sold in [1, 1] {
            let mut tx = db.begin().await.unwrap();
            orders::save(&mut tx, &completed, &event).await.unwrap();
            tx.commit().await.unwrap();
            assert_eq!(sums(&db, None).await.0.completed, sold);
        }
    }

    /// The desk, the kitchens and those who cancel, all at once: nobody waits in a circle, and the sums are those of the
    /// orders.
    async fn sums_after_a_rush_are_those_of_a_recount(db: Db) {
        let stall = Stall::open_at(db.clone(), Clock::manual(EVENING)).await;
        let stalls = [stall.clone(), stall.another().await];
        let sides = [stalls[0].dish(1_000).await, stalls[1].dish(1_000).await];
        let (mut begun, mut accepted) = (Vec::new(), Vec::new());
        for n in 0..24 {
            for (stall, side) in stalls.iter().zip(&sides) {
                stall.clock.advance(Duration::from_secs(7 * n));
                let order = mixed(stall, side).await;
                let order = stall.does(order, Command::Accept).await;
                stall.clock.advance(Duration::from_secs(11));
                if n % 3 == 0 { accepted.push(order) } else { begun.push(stall.does(order, Command::Start).await) }
            }
        }
        stall.clock.advance(Duration::from_mins(10));
        let mut rush = Vec::new();
        for (n, batch) in begun.chunks(3).enumerate() {
            let mut batch = batch.to_vec();
            if n % 2 == 0 {
                batch.reverse();
            }
            rush.push(tokio::spawn(complete_together(stalls.clone(), batch)));
        }
        for order in accepted {
            let stall = stalls.iter().find(|stall| stall.business.id == order.business_id).unwrap().clone();
            rush.push(tokio::spawn(async move { drop(stall.does(order, Command::Cancel).await) }));
        }
        for n in 0..12 {
            let (stall, side) = (stalls[n % 2].clone(), sides[n % 2].clone());
            rush.push(tokio::spawn(async move { drop(mixed(&stall, &side).await) }));
        }
        for one in rush {
            one.await.unwrap();
        }

        let everybody = sums(&db, None).await;
        assert_eq!((everybody.0.completed, everybody.0.cancelled, everybody.0.rejected), (32, 16, 0));
        let sold: i64 = everybody.1.iter().filter(|(.., day, _, _)| *day == good("2026-11-21")).map(|(.., quantity, _)| quantity).sum();
        assert_eq!(sold, 3 * 32);
        let mut before = vec![everybody];
        for stall in &stalls {
            before.push(sums(&db, Some(stall.business.id)).await);
        }
        assert_eq!(reports::count_missed(&db).await.unwrap(), 0, "all of them were counted as they ended");
        assert_eq!(reports::rebuild(&db).await.unwrap(), 48);
        let mut after = vec![sums(&db, None).await];
        for stall in &stalls {
            after.push(sums(&db, Some(stall.business.id)).await);
        }
        assert_eq!(after, before);
    }

    /// Orders of before there were reports are counted when there are, and once; so is what an older process still ends.
    async fn what_ended_before_there_were_reports_is_counted(db: Db) {
        let stall = Stall::open_at(db.clone(), Clock::manual(EVENING)).await;
        let side = stall.dish(1_000).await;
        for waiting in [5, 50, 500] {
            let order = mixed(&stall, &side).await;
            cook(&stall, order, waiting, 60).await;
        }
        stall.does(mixed(&stall, &side).await, Command::Reject).await;
        let live = mixed(&stall, &side).await;
        let before = sums(&db, None).await;
        for statement in match &db {
            Db::MySql(_) => ["drop index orders_uncounted on orders", "alter table orders drop column counted"],
            Db::Postgres(_) | Db::Sqlite { .. } => ["drop index orders_uncounted", "alter table orders drop column counted"],
        } {
            run_raw(&db, statement).await;
        }
        run_raw(&db, "drop table order_totals; drop table order_hours; drop table order_times; drop table sales_days;
                      delete from _sqlx_migrations where version = 2").await;
        migrations::run(&crate::schema::url_of(&db)).await.unwrap();
        // The tables are others, which statements that were prepared do not know.
        let db = Db::connect(&crate::schema::url_of(&db), 4).await.unwrap();
        assert_eq!(sums(&db, None).await.0, Totals::default());
        assert_eq!(reports::count_missed(&db).await.unwrap(), 4);
        assert_eq!(sums(&db, None).await, before);
        assert_eq!(reports::count_missed(&db).await.unwrap(), 0, "once");

        run_raw(&db, "update orders set status = 'cancelled', version = version + 1 where status = 'pending'").await;
        assert_eq!(reports::count_missed(&db).await.unwrap(), 1);
        let after = sums(&db, None).await;
        assert_eq!((after.0, &after.1), (Totals { cancelled: 1, ..before.0 }, &before.1));
        assert_eq!(orders::find(&mut db.read().await.unwrap(), live.id).await.unwrap().unwrap().status, Status::Cancelled);
    }
}
