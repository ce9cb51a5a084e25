//! Measures the cost of reports over ten thousand and over a million completed orders, for the same number of days and for more
//! days.
//!
//! Run it with `cargo run -p store --example report_growth -- sqlite` (or `postgres`, for the server at `TEST_POSTGRES_URL`). The
//! orders are inserted as if they had finished before the report sums existed, and then counted by the backfill, as after an
//! upgrade.

use std::time::{Duration, Instant};

use domain::calendar::{Day, local_day_and_hour};
use domain::clock::Clock;
use sqlx::AssertSqlSafe;
use store::reports::{self, ReportFilter};
use store::{Connection, Db, Pool};
use testkit::{EVENING, Engine, Fixture, database_url};

/// Number of items on the menu.
const ITEMS: i64 = 40;
/// Number of measurements of each report.
const MEASUREMENTS: usize = 101;
/// The sales of a business by item: the query of `reports::item_sales`.
const ITEM_SALES: &str = "select s.item_id, i.business_id, i.number, i.name, i.category, s.quantity, s.revenue_cents
    from (select item_id, sum(quantity) as quantity, sum(revenue_cents) as revenue_cents from sales_days
           where business_id = {business} and currency = 'EUR' and day >= {from} and day <= {to} group by item_id) s
    join items i on i.id = s.item_id";

#[tokio::main]
async fn main() {
    let engine = match std::env::args().nth(1).as_deref() {
        Some("sqlite") => Engine::Sqlite,
        Some("postgres") => Engine::Postgres,
        _ => panic!("the argument must be sqlite or postgres"),
    };
    println!(
        "| orders | over | counted in | products, 7 days | summary, 7 days | products, 30 days | summary, 30 days |"
    );
    println!("|---|---|---|---|---|---|---|");
    let mut plans = Vec::new();
    for (orders, days) in [(10_000, 30), (1_000_000, 30), (1_000_000, 1_095)] {
        let db = Db::connect(&database_url(engine).await, 4).await.unwrap();
        let fixture = Fixture::with_clock(db.clone(), Clock::manual(EVENING)).await;
        insert_orders(&fixture, orders, days).await;
        let started = Instant::now();
        assert_eq!(reports::count_missed(&db).await.unwrap(), usize::try_from(orders).unwrap());
        let counted_in = started.elapsed();
        run(&db, if engine == Engine::Sqlite { "analyze" } else { "vacuum analyze" }).await;
        let (today, _) = local_day_and_hour(Some(&fixture.business.timezone), EVENING);
        print!("| {orders} | {days} days | {:.0} s |", counted_in.as_secs_f64());
        for span in [7, 30] {
            let filter = last_days(&fixture, today, span);
            print!(" {:.2} ms |", median_ms(&db, &filter, true).await);
            print!(" {:.2} ms |", median_ms(&db, &filter, false).await);
        }
        println!();
        let plan = explain(&fixture, &last_days(&fixture, today, 7)).await;
        plans.push(format!("{orders} orders over {days} days:\n{plan}"));
    }
    println!("\n{}", plans.join("\n\n"));
}

fn last_days(fixture: &Fixture, today: Day, days: i64) -> ReportFilter {
    let (business, currency) = (Some(fixture.business.id), fixture.business.currency.clone());
    ReportFilter { business, currency, from: today.add_days(1 - days), to: today }
}

/// Returns the median duration of a report, in milliseconds.
async fn median_ms(db: &Db, filter: &ReportFilter, is_product_report: bool) -> f64 {
    let mut durations = Vec::with_capacity(MEASUREMENTS);
    for _ in 0..MEASUREMENTS {
        let started = Instant::now();
        let mut read = db.read().await.unwrap();
        if is_product_report {
            assert!(!reports::item_sales(&mut read, filter).await.unwrap().is_empty());
        } else {
            assert!(!reports::hourly_sales(&mut read, filter).await.unwrap().is_empty());
            assert!(!reports::durations(&mut read, filter).await.unwrap().is_empty());
        }
        durations.push(started.elapsed());
    }
    durations.sort();
    durations[MEASUREMENTS / 2].as_secs_f64() * 1_000.0
}

/// Inserts completed, uncounted orders of two items each, evenly distributed over the last days.
async fn insert_orders(fixture: &Fixture, orders: i64, days: u64) {
    let db = &fixture.db;
    run(db, "create table item_lines (place integer primary key, line text not null)").await;
    for place in 0..ITEMS {
        let item = fixture.add_item(1).await;
        let line = format!(
            r#"{{"item_id":"{}","name":"Item","quantity":1,"unit_price_cents":950,"line_total_cents":950,"note":null}}"#,
            item.id
        );
        run(db, &format!("insert into item_lines values ({place}, '{line}')")).await;
    }
    let span = Duration::from_hours(24 * days).as_millis();
    let first = (EVENING - Duration::from_hours(24 * days)).as_millis();
    let (business, customer) = (fixture.business.id.0, fixture.customer.id.0);
    let columns = "insert into orders (id, number, status, version, business_id, business_name, customer_id, placed_by,
        order_type, lines_json, total_cents, currency, placed_at, accepted_at, processing_at, completed_at) ";
    let text = match db.pool() {
        Pool::Sqlite { .. } => format!(
            "{columns} with recursive n(n) as (select 1 union all select n + 1 from n where n < {orders}),
             t(n, ms) as (select n, {first} + n * {span} / {orders} - 1600000 from n)
             select unhex(printf('%012x', ms) || '70008000' || printf('%012x', n)), 1000000 + n, 'completed', 5,
                    x'{b}', 'Da Noi', x'{c}', x'{c}', 'dine_in', '[' || a.line || ',' || b.line || ']', 1900, 'EUR',
                    ms, ms + 5000, ms + 30000 + n * 7919 % 600 * 1000,
                    ms + 330000 + n * 7919 % 600 * 1000 + n * 104729 % 600 * 1000
               from t join item_lines a on a.place = n % {ITEMS} join item_lines b on b.place = (n * 7 + 3) % {ITEMS}",
            b = business.simple(),
            c = customer.simple(),
        ),
        Pool::Postgres(_) | Pool::MySql(_) => format!(
            "set statement_timeout = 0;
             {columns}
             select (lpad(to_hex(ms), 12, '0') || '70008000' || lpad(to_hex(n), 12, '0'))::uuid, 1000000 + n, 'completed', 5,
                    '{business}', 'Da Noi', '{customer}', '{customer}', 'dine_in', '[' || a.line || ',' || b.line || ']',
                    1900, 'EUR', to_timestamp(ms / 1000.0), to_timestamp(ms / 1000.0 + 5),
                    to_timestamp(ms / 1000.0 + 30 + n * 7919 % 600),
                    to_timestamp(ms / 1000.0 + 330 + n * 7919 % 600 + n * 104729 % 600)
               from generate_series(1::bigint, {orders}) n
               cross join lateral (select {first} + n * {span} / {orders} - 1600000 as ms) t
               join item_lines a on a.place = n % {ITEMS} join item_lines b on b.place = (n * 7 + 3) % {ITEMS}",
        ),
    };
    run(db, &text).await;
}

/// Returns the query plan of the sales by item.
async fn explain(fixture: &Fixture, filter: &ReportFilter) -> String {
    let (id, from, to) = (fixture.business.id.0, filter.from.number(), filter.to.number());
    let query = ITEM_SALES.replace("{from}", &from.to_string()).replace("{to}", &to.to_string());
    let mut read = fixture.db.read().await.unwrap();
    let lines: Vec<String> = match read.connection() {
        Connection::Postgres(connection) => {
            let text = format!("explain (analyze, buffers) {}", query.replace("{business}", &format!("'{id}'")));
            sqlx::query_scalar(AssertSqlSafe(text)).fetch_all(connection).await.unwrap()
        }
        Connection::Sqlite(connection) => {
            let text = format!("explain query plan {}", query.replace("{business}", &format!("x'{}'", id.simple())));
            let rows: Vec<(i64, i64, i64, String)> =
                sqlx::query_as(AssertSqlSafe(text)).fetch_all(connection).await.unwrap();
            rows.into_iter().map(|row| row.3).collect()
        }
        Connection::MySql(_) => Vec::new(),
    };
    lines.join("\n")
}

/// Runs a statement without a transaction.
async fn run(db: &Db, text: &str) {
    let text = AssertSqlSafe(text.to_owned());
    match db.pool() {
        Pool::Postgres(pool) => drop(sqlx::raw_sql(text).execute(pool).await.unwrap()),
        Pool::MySql(pool) => drop(sqlx::raw_sql(text).execute(pool).await.unwrap()),
        Pool::Sqlite { write, .. } => drop(sqlx::raw_sql(text).execute(write).await.unwrap()),
    }
}
