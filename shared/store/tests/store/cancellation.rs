//! Callers that are cancelled while a transaction begins or a statement runs (transact-rs/sqlx#4393).

use std::pin::pin;
use std::task::Poll;
use std::time::{Duration, Instant};

use store::{Db, Pool, sql};
use testkit::on_every_engine;

/// Inserts a row without a transaction of the store.
async fn insert_row(db: &Db, name: &str) {
    const TEXT: &str = "insert into counters (name, value) values (?, 1)";
    let inserted = match db.pool() {
        Pool::Postgres(pool) => {
            let text = "insert into counters (name, value) values ($1, 1)";
            sqlx::query(text).bind(name).execute(pool).await.unwrap().rows_affected()
        }
        Pool::MySql(pool) => sqlx::query(TEXT).bind(name).execute(pool).await.unwrap().rows_affected(),
        Pool::Sqlite { write, .. } => sqlx::query(TEXT).bind(name).execute(write).await.unwrap().rows_affected(),
    };
    assert_eq!(inserted, 1);
}

/// Polls a future for `delay`, then drops it. Tokio's timers, with a resolution of one millisecond, are too coarse for this.
async fn cancel_after<T>(future: impl Future<Output = T>, delay: Duration) -> Option<T> {
    let (mut future, end) = (pin!(future), Instant::now() + delay);
    std::future::poll_fn(move |context| match future.as_mut().poll(context) {
        Poll::Ready(output) => Poll::Ready(Some(output)),
        Poll::Pending if Instant::now() < end => {
            context.waker().wake_by_ref();
            Poll::Pending
        }
        Poll::Pending => Poll::Ready(None),
    })
    .await
}

on_every_engine! {
    async fn cancelled_begin_loses_no_later_write(db: Db) {
        let mut cancelled = 0;
        for round in 0..50_u64 {
            match cancel_after(db.begin(), Duration::from_micros(round * 40)).await {
                Some(tx) => drop(tx.unwrap()),
                None => cancelled += 1,
            }
            insert_row(&db, &format!("row {round}")).await;
        }
        let mut read = db.read().await.unwrap();
        let (rows,) = sql!(read, one [i64], "select count(*) from counters where name like 'row %'").await.unwrap();
        assert_eq!(rows, 50, "after {cancelled} cancelled begins");
        assert!(cancelled > 0);
    }

    async fn cancelled_statement_loses_no_later_write(db: Db) {
        for round in 0..50_u64 {
            let change = async {
                let mut tx = db.begin().await.unwrap();
                sql!(tx, execute "update counters set value = value + 1 where name = 'item'").await.unwrap();
                sql!(tx, execute "update counters set value = value - 1 where name = 'item'").await.unwrap();
                tx.commit().await.unwrap();
            };
            cancel_after(change, Duration::from_micros(round * 80)).await;
            insert_row(&db, &format!("row {round}")).await;
        }
        let mut read = db.read().await.unwrap();
        let (rows,) = sql!(read, one [i64], "select count(*) from counters where name like 'row %'").await.unwrap();
        let (item,) = sql!(read, one [i64], "select value from counters where name = 'item'").await.unwrap();
        assert_eq!((rows, item), (50, 100));
    }
}
