//! What a caller that goes away at the worst moment leaves behind (transact-rs/sqlx#4393).

use std::future::Future;
use std::pin::pin;
use std::task::Poll;
use std::time::{Duration, Instant};

use shared::on_every_engine;
use shared::store::Db;

/// Writes a row without a transaction of ours, as a statement of its own.
async fn write(db: &Db, name: &str) {
    const TEXT: &str = "insert into counters (name, value) values (?, 1)";
    let written = match db {
        Db::Postgres(pool) => {
            let text = "insert into counters (name, value) values ($1, 1)";
            sqlx::query(text).bind(name).execute(pool).await.unwrap().rows_affected()
        }
        Db::MySql(pool) => sqlx::query(TEXT).bind(name).execute(pool).await.unwrap().rows_affected(),
        Db::Sqlite { write, .. } => sqlx::query(TEXT).bind(name).execute(write).await.unwrap().rows_affected(),
    };
    assert_eq!(written, 1);
}

/// Polls for so long, then drops the future: tokio's timers cannot count fractions of a millisecond.
async fn cut_off<T>(future: impl Future<Output = T>, after: Duration) -> Option<T> {
    let (mut future, end) = (pin!(future), Instant::now() + after);
    std::future::poll_fn(move |context| match future.as_mut().poll(context) {
        Poll::Ready(done) => Poll::Ready(Some(done)),
        Poll::Pending if Instant::now() < end => {
            context.waker().wake_by_ref();
            Poll::Pending
        }
        Poll::Pending => Poll::Ready(None),
    })
    .await
}

on_every_engine! {
    async fn a_cancelled_begin_loses_no_later_write(db: Db) {
        let mut cancelled = 0;
        for round in 0..50_u64 {
            match cut_off(db.begin(), Duration::from_micros(round * 40)).await {
                Some(tx) => drop(tx.unwrap()),
                None => cancelled += 1,
            }
            write(&db, &format!("row {round}")).await;
        }
        let mut other = db.read().await.unwrap();
        let (rows,) = shared::sql!(other, one [i64], "select count(*) from counters where name like 'row %'").await.unwrap();
        assert_eq!(rows, 50, "after {cancelled} cancelled begins");
        assert!(cancelled > 0);
    }

    async fn a_cancelled_statement_loses_no_later_write(db: Db) {
        for round in 0..50_u64 {
            let changed = async {
                let mut tx = db.begin().await.unwrap();
                shared::sql!(tx, execute "update counters set value = value + 1 where name = 'item'").await.unwrap();
                shared::sql!(tx, execute "update counters set value = value - 1 where name = 'item'").await.unwrap();
                tx.commit().await.unwrap();
            };
            cut_off(changed, Duration::from_micros(round * 80)).await;
            write(&db, &format!("row {round}")).await;
        }
        let mut other = db.read().await.unwrap();
        let (rows,) = shared::sql!(other, one [i64], "select count(*) from counters where name like 'row %'").await.unwrap();
        let (item,) = shared::sql!(other, one [i64], "select value from counters where name = 'item'").await.unwrap();
        assert_eq!((rows, item), (50, 100));
    }
}
