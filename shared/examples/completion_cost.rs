//! What counting for the reports costs the kitchen: completions a second with it, and without, in turns.
//!
//! `cargo run -p shared --example completion_cost` on SQLite and on the servers of `TEST_POSTGRES_URL` and `TEST_MYSQL_URL`.

use std::time::Instant;

use shared::order::{Command, Order, OrderId};
use shared::sql;
use shared::store::{Db, Tx, events, orders};
use shared::testing::{Engine, Stall, database};

/// How many orders one turn completes.
const ORDERS: usize = 400;
/// How many turns each way gets.
const TURNS: usize = 7;
/// How many complete at once: four workers with two slots each.
const SLOTS: usize = 8;

#[tokio::main]
async fn main() {
    println!("| engine | businesses | without, a second | with, a second | ratio |");
    println!("|---|---|---|---|---|");
    for engine in [Engine::Postgres, Engine::MariaDb, Engine::Sqlite] {
        for businesses in [1, SLOTS] {
            let db = database(engine).await;
            let mut stalls = vec![Stall::open(db.clone()).await];
            while stalls.len() < businesses {
                stalls.push(stalls[0].another().await);
            }
            let (mut without, mut with) = (Vec::new(), Vec::new());
            // The first turn of each warms up.
            for turn in 0..=TURNS {
                let (slow, fast) = (turn_of(&db, &stalls, false).await, turn_of(&db, &stalls, true).await);
                if turn > 0 {
                    without.push(slow);
                    with.push(fast);
                }
            }
            let (without, with) = (median(without), median(with));
            println!("| {} | {businesses} | {without:.0} | {with:.0} | {:.2} |", db.engine(), with / without);
        }
    }
}

fn median(mut rates: Vec<f64>) -> f64 {
    rates.sort_by(f64::total_cmp);
    rates[rates.len() / 2]
}

/// How many completions a second.
async fn turn_of(db: &Db, stalls: &[Stall], counted: bool) -> f64 {
    let mut tx = db.begin().await.unwrap();
    sql!(tx, execute "update items set stock_quantity = 1000000").await.unwrap();
    tx.commit().await.unwrap();
    let mut slots: Vec<Vec<(Stall, OrderId)>> = vec![Vec::new(); SLOTS];
    for (n, stall) in stalls.iter().enumerate() {
        for (m, order) in stall.place(ORDERS / stalls.len()).await.into_iter().enumerate() {
            slots[(n + m) % SLOTS].push((stall.clone(), order.id));
        }
    }
    let mut tx = db.begin().await.unwrap();
    sql!(tx, execute
        "update orders set status = 'processing', version = 3, accepted_at = placed_at, processing_at = placed_at,
                due_at = null, due_action = null where status = 'pending'")
    .await
    .unwrap();
    tx.commit().await.unwrap();

    let began = Instant::now();
    let cooks = slots.into_iter().map(|slot| {
        tokio::spawn(async move {
            for (stall, id) in slot {
                let mut tx = stall.db.begin().await.unwrap();
                let order = orders::lock(&mut tx, id).await.unwrap().unwrap();
                let (order, event) = order.apply(Command::Complete, &stall.owner(), None, stall.clock.stamp()).unwrap();
                if counted {
                    assert!(orders::save(&mut tx, &order, &event).await.unwrap());
                } else {
                    save_uncounted(&mut tx, &order).await;
                    events::append(&mut tx, &event).await.unwrap();
                }
                tx.commit().await.unwrap();
            }
        })
    });
    for cook in cooks.collect::<Vec<_>>() {
        cook.await.unwrap();
    }
    #[expect(clippy::cast_precision_loss, reason = "some hundreds")]
    let orders = ORDERS as f64;
    orders / began.elapsed().as_secs_f64()
}

/// `orders::save` as it was before there were reports.
async fn save_uncounted(tx: &mut Tx, order: &Order) {
    let rows = sql!(tx, execute
        "update orders set status = ?, version = ?, reason = ?, accepted_at = ?, processing_at = ?, completed_at = ?,
                cancelled_at = ?, handed_over_at = ?, due_at = null, due_action = null, worker_id = ?, announced_at = null
          where id = ? and version = ?",
        order.status, order.version, &order.reason, order.accepted_at, order.processing_at, order.completed_at,
        order.cancelled_at, order.handed_over_at, order.worker_id, order.id, order.version - 1);
    assert_eq!(rows.await.unwrap(), 1);
}
