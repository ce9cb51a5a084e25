//! What a report costs over ten thousand completed orders, and over a million: of the same days, and of a longer span.
//!
//! `cargo run -p shared --example report_growth -- sqlite` (or `postgres`, on the server of `TEST_POSTGRES_URL`). Orders are
//! inserted as of before there were reports, and counted as an upgrade counts them.

use std::time::{Duration, Instant};

use shared::business::{Day, Timezone};
use shared::clock::Clock;
use shared::store::reports::{self, Asked};
use shared::store::{Connection, Db};
use shared::testing::{EVENING, Engine, Stall, database_url};
use sqlx::AssertSqlSafe;

/// How many dishes are on the menu.
const DISHES: i64 = 40;
/// How often each report is asked for.
const TIMES: usize = 101;
/// The sales of a business by item, as `reports::sales` asks for them.
const SALES: &str = "select s.item_id, i.business_id, i.number, i.name, i.category, s.quantity, s.revenue_cents
    from (select item_id, sum(quantity) as quantity, sum(revenue_cents) as revenue_cents from sales_days
           where business_id = {business} and currency = 'EUR' and day >= {from} and day <= {to} group by item_id) s
    join items i on i.id = s.item_id";

#[tokio::main]
async fn main() {
    let engine = match std::env::args().nth(1).as_deref() {
        Some("sqlite") => Engine::Sqlite,
        Some("postgres") => Engine::Postgres,
        _ => panic!("say sqlite or postgres"),
    };
    println!(
        "| orders | over | counted in | products, 7 days | summary, 7 days | products, 30 days | summary, 30 days |"
    );
    println!("|---|---|---|---|---|---|---|");
    let mut plans = Vec::new();
    for (orders, days) in [(10_000, 30), (1_000_000, 30), (1_000_000, 1_095)] {
        let db = Db::connect(&database_url(engine).await, 4).await.unwrap();
        let stall = Stall::open_at(db.clone(), Clock::manual(EVENING)).await;
        insert(&stall, orders, days).await;
        let began = Instant::now();
        assert_eq!(reports::count_missed(&db).await.unwrap(), usize::try_from(orders).unwrap());
        let counted = began.elapsed();
        run(&db, if engine == Engine::Sqlite { "analyze" } else { "vacuum analyze" }).await;
        let (last, _) = Timezone::local(Some(&stall.business.timezone), EVENING);
        print!("| {orders} | {days} days | {:.0} s |", counted.as_secs_f64());
        for span in [7, 30] {
            let asked = asked(&stall, last, span);
            print!(" {:.2} ms |", median(&db, &asked, true).await);
            print!(" {:.2} ms |", median(&db, &asked, false).await);
        }
        println!();
        plans.push(format!("{orders} orders over {days} days:\n{}", plan(&stall, &asked(&stall, last, 7)).await));
    }
    println!("\n{}", plans.join("\n\n"));
}

fn asked(stall: &Stall, last: Day, days: i64) -> Asked {
    let currency = stall.business.currency.clone();
    Asked { business: Some(stall.business.id), currency, from: last.plus(1 - days), to: last }
}

/// The middle of many, in milliseconds.
async fn median(db: &Db, asked: &Asked, products: bool) -> f64 {
    let mut took = Vec::with_capacity(TIMES);
    for _ in 0..TIMES {
        let began = Instant::now();
        let mut read = db.read().await.unwrap();
        if products {
            assert!(!reports::sales(&mut read, asked).await.unwrap().is_empty());
        } else {
            assert!(!reports::hours(&mut read, asked).await.unwrap().is_empty());
            assert!(!reports::times(&mut read, asked).await.unwrap().is_empty());
        }
        took.push(began.elapsed());
    }
    took.sort();
    took[TIMES / 2].as_secs_f64() * 1_000.0
}

/// Completed orders of two items each, evenly spread over the days before now, counted by nobody.
async fn insert(stall: &Stall, orders: i64, days: u64) {
    let db = &stall.db;
    run(db, "create table dish_texts (place integer primary key, line text not null)").await;
    for place in 0..DISHES {
        let dish = stall.dish(1).await;
        let line = format!(
            r#"{{"item_id":"{}","name":"Dish","quantity":1,"unit_price_cents":950,"line_total_cents":950,"note":null}}"#,
            dish.id
        );
        run(db, &format!("insert into dish_texts values ({place}, '{line}')")).await;
    }
    let span = Duration::from_hours(24 * days).as_millis();
    let first = (EVENING - Duration::from_hours(24 * days)).as_millis();
    let (business, customer) = (stall.business.id.0, stall.customer.id.0);
    let columns = "insert into orders (id, number, status, version, business_id, business_name, customer_id, placed_by,
        order_type, lines_json, total_cents, currency, placed_at, accepted_at, processing_at, completed_at) ";
    let text = match db {
        Db::Sqlite { .. } => format!(
            "{columns} with recursive n(n) as (select 1 union all select n + 1 from n where n < {orders}),
             t(n, ms) as (select n, {first} + n * {span} / {orders} - 1600000 from n)
             select unhex(printf('%012x', ms) || '70008000' || printf('%012x', n)), 1000000 + n, 'completed', 5,
                    x'{b}', 'Da Noi', x'{c}', x'{c}', 'dine_in', '[' || a.line || ',' || b.line || ']', 1900, 'EUR',
                    ms, ms + 5000, ms + 30000 + n * 7919 % 600 * 1000,
                    ms + 330000 + n * 7919 % 600 * 1000 + n * 104729 % 600 * 1000
               from t join dish_texts a on a.place = n % {DISHES} join dish_texts b on b.place = (n * 7 + 3) % {DISHES}",
            b = business.simple(),
            c = customer.simple(),
        ),
        Db::Postgres(_) | Db::MySql(_) => format!(
            "set statement_timeout = 0;
             {columns}
             select (lpad(to_hex(ms), 12, '0') || '70008000' || lpad(to_hex(n), 12, '0'))::uuid, 1000000 + n, 'completed', 5,
                    '{business}', 'Da Noi', '{customer}', '{customer}', 'dine_in', '[' || a.line || ',' || b.line || ']',
                    1900, 'EUR', to_timestamp(ms / 1000.0), to_timestamp(ms / 1000.0 + 5),
                    to_timestamp(ms / 1000.0 + 30 + n * 7919 % 600),
                    to_timestamp(ms / 1000.0 + 330 + n * 7919 % 600 + n * 104729 % 600)
               from generate_series(1::bigint, {orders}) n
               cross join lateral (select {first} + n * {span} / {orders} - 1600000 as ms) t
               join dish_texts a on a.place = n % {DISHES} join dish_texts b on b.place = (n * 7 + 3) % {DISHES}",
        ),
    };
    run(db, &text).await;
}

/// How the database finds the sales.
async fn plan(stall: &Stall, asked: &Asked) -> String {
    let (id, from, to) = (stall.business.id.0, asked.from.number(), asked.to.number());
    let query = SALES.replace("{from}", &from.to_string()).replace("{to}", &to.to_string());
    let mut read = stall.db.read().await.unwrap();
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

/// Runs a statement outside of any transaction.
async fn run(db: &Db, text: &str) {
    let text = AssertSqlSafe(text.to_owned());
    match db {
        Db::Postgres(pool) => drop(sqlx::raw_sql(text).execute(pool).await.unwrap()),
        Db::MySql(pool) => drop(sqlx::raw_sql(text).execute(pool).await.unwrap()),
        Db::Sqlite { write, .. } => drop(sqlx::raw_sql(text).execute(write).await.unwrap()),
    }
}
