//! Measures the cost of the report sums: completions per second with and without them, in alternating runs.
//!
//! `cargo run -p store --example completion_cost` runs on SQLite and on the servers at `TEST_POSTGRES_URL` and
//! `TEST_MYSQL_URL`.

use std::time::Instant;

use domain::order::event::OrderEvent;
use domain::order::state::Command;
use domain::order::{Order, OrderId};
use store::orders::{self, UnitOfWork};
use store::{Db, Tx, events, sql};
use testkit::{Engine, Fixture, database};

/// Number of orders per run.
const ORDERS: usize = 400;
/// Number of measured runs of each kind: with sums, and without sums. One run of each kind precedes them.
const RUNS: usize = 7;
/// Number of concurrent completions: four workers with two slots each.
const SLOTS: usize = 8;

#[tokio::main]
async fn main() {
    println!("| engine | businesses | per second without sums | per second with sums | ratio |");
    println!("|---|---|---|---|---|");
    for engine in [Engine::Postgres, Engine::MariaDb, Engine::Sqlite] {
        for businesses in [1, SLOTS] {
            let db = database(engine).await;
            let mut fixtures = vec![Fixture::new(db.clone()).await];
            while fixtures.len() < businesses {
                fixtures.push(fixtures[0].add_business().await);
            }
            let (mut without, mut with) = (Vec::new(), Vec::new());
            for run in 0..=RUNS {
                let rates = (measure(&db, &fixtures, false).await, measure(&db, &fixtures, true).await);
                // The first run warms up.
                if run > 0 {
                    without.push(rates.0);
                    with.push(rates.1);
                }
            }
            let (without, with) = (median(without), median(with));
            let ratio = with / without;
            println!("| {} | {businesses} | {without:.0} | {with:.0} | {ratio:.2} |", db.engine_name());
        }
    }
}

fn median(mut rates: Vec<f64>) -> f64 {
    rates.sort_by(f64::total_cmp);
    rates[rates.len() / 2]
}

/// Returns the number of completions per second.
async fn measure(db: &Db, fixtures: &[Fixture], with_sums: bool) -> f64 {
    let slots = start_orders(db, fixtures).await;
    let started = Instant::now();
    let tasks = slots.into_iter().map(|slot| {
        tokio::spawn(async move {
            for (fixture, id) in slot {
                complete(&fixture, id, with_sums).await;
            }
        })
    });
    for task in tasks.collect::<Vec<_>>() {
        task.await.unwrap();
    }
    #[expect(clippy::cast_precision_loss, reason = "some hundreds")]
    let orders = ORDERS as f64;
    orders / started.elapsed().as_secs_f64()
}

/// Starts the orders and returns them by slot.
async fn start_orders(db: &Db, fixtures: &[Fixture]) -> Vec<Vec<(Fixture, OrderId)>> {
    let mut tx = db.begin().await.unwrap();
    sql!(tx, execute "update items set stock_quantity = 1000000").await.unwrap();
    tx.commit().await.unwrap();
    let mut slots: Vec<Vec<(Fixture, OrderId)>> = vec![Vec::new(); SLOTS];
    for (n, fixture) in fixtures.iter().enumerate() {
        for (m, order) in fixture.place_orders(ORDERS / fixtures.len()).await.into_iter().enumerate() {
            slots[(n + m) % SLOTS].push((fixture.clone(), order.id));
        }
    }
    let mut tx = db.begin().await.unwrap();
    sql!(tx, execute
        "update orders set status = 'processing', version = 3, accepted_at = placed_at, processing_at = placed_at,
                due_at = null, due_action = null where status = 'pending'")
    .await
    .unwrap();
    tx.commit().await.unwrap();
    slots
}

async fn complete(fixture: &Fixture, id: OrderId, with_sums: bool) {
    let apply = |order: Order| -> OrderEvent {
        order.apply(Command::Complete, &fixture.owner(), None, fixture.clock.stamp()).unwrap()
    };
    if with_sums {
        let mut work = UnitOfWork::begin(&fixture.db).await.unwrap();
        let order = orders::lock(&mut work, id).await.unwrap().unwrap();
        assert!(work.save(&apply(order)).await.unwrap());
        work.commit().await.unwrap();
    } else {
        let mut tx = fixture.db.begin().await.unwrap();
        let order = orders::lock(&mut tx, id).await.unwrap().unwrap();
        save_without_sums(&mut tx, &apply(order)).await;
        tx.commit().await.unwrap();
    }
}

/// Saves a change as `UnitOfWork::save` did before the report sums existed.
async fn save_without_sums(tx: &mut Tx, event: &OrderEvent) {
    let order = &event.order;
    let rows = sql!(tx, execute
        "update orders set status = ?, version = ?, reason = ?, accepted_at = ?, processing_at = ?, completed_at = ?,
                cancelled_at = ?, handed_over_at = ?, due_at = null, due_action = null, worker_id = ?, announced_at = null
          where id = ? and version = ?",
        order.status, order.version, &order.reason, order.accepted_at, order.processing_at, order.completed_at,
        order.cancelled_at, order.handed_over_at, order.worker_id, order.id, order.version - 1);
    assert_eq!(rows.await.unwrap(), 1);
    events::append(tx, event).await.unwrap();
}
