//! Reports: sums that are written with the end of an order, and equal what the orders say.

use std::time::Duration;

use shared::business::{BusinessId, Day};
use shared::clock::Clock;
use shared::on_every_engine;
use shared::order::{Command, Order, Status};
use shared::store::reports::{self, Asked, Hour, Span, Times, Totals};
use shared::store::{Db, orders};
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
}
