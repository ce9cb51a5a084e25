//! What goes wrong, and by what name the store calls it; and a database that lives in memory only.

use std::time::Duration;

use shared::on_every_engine;
use shared::order::{Command, Status};
use shared::store::{Db, Error, is_outage, is_taken, is_transient, items};
use shared::testing::{self, Engine, Proxy, Stall};

on_every_engine! {
    /// Two that wait for each other: one of them is told to try again, and can.
    async fn a_deadlock_is_worth_another_try(db: Db) {
        if matches!(db, Db::Sqlite { .. }) {
            // One writer at a time: nobody waits in a circle. A second process waits, and then hears that it is busy.
            let Db::Sqlite { write, .. } = &db else { unreachable!() };
            let options = (*write.connect_options()).clone().busy_timeout(Duration::from_millis(50));
            let other = sqlx::SqlitePool::connect_with(options).await.unwrap();
            let held = db.begin().await.unwrap();
            let error = other.begin_with("begin immediate").await.unwrap_err();
            assert!(is_transient(&error) && !is_taken(&error) && !is_outage(&error), "{error}");
            held.commit().await.unwrap();
            other.begin_with("begin immediate").await.unwrap().commit().await.unwrap();
            return;
        }
        let stall = Stall::open(db.clone()).await;
        let (one, two) = (stall.dish.id, stall.dish(5).await.id);
        let (mut a, mut b) = (db.begin().await.unwrap(), db.begin().await.unwrap());
        items::lock(&mut a, one).await.unwrap();
        items::lock(&mut b, two).await.unwrap();
        let crossing = tokio::spawn(async move {
            let locked = items::lock(&mut a, two).await;
            (a, locked.map(drop))
        });
        let other = items::lock(&mut b, one).await.map(drop);
        drop(b);
        let (a, locked) = crossing.await.unwrap();
        drop(a);
        let errors: Vec<Error> = [other, locked].into_iter().filter_map(Result::err).collect();
        assert_eq!(errors.len(), 1, "one of them goes on");
        assert!(is_transient(&errors[0]) && !is_taken(&errors[0]) && !is_outage(&errors[0]), "{}", errors[0]);
        let mut again = db.begin().await.unwrap();
        items::lock(&mut again, one).await.unwrap();
        items::lock(&mut again, two).await.unwrap();
    }

    async fn a_database_says_what_it_is_and_whether_it_answers(db: Db) {
        assert!(["SQLite", "PostgreSQL", "MySQL"].contains(&db.engine()));
        assert!(db.writers() >= 1);
        db.check().await.unwrap();
        db.close().await;
        assert!(is_outage(&db.begin().await.unwrap_err()));
        db.check().await.unwrap_err();
    }
}

/// The server hangs up, takes nobody, and is back.
async fn an_outage(engine: Engine) {
    let wire = Proxy::to(&testing::database_url(engine).await).await;
    let db = Db::connect(&wire.url(), 2).await.unwrap();
    let stall = Stall::open(db.clone()).await;
    let mut tx = db.begin().await.unwrap();
    wire.close();
    let error = items::lock(&mut tx, stall.dish.id).await.unwrap_err();
    assert!(is_outage(&error) && !is_transient(&error), "{error:?}");
    drop(tx);
    let error = db.begin().await.unwrap_err();
    assert!(is_outage(&error) && !is_transient(&error), "{error:?}");
    wire.open();
    assert_eq!(stall.stock(stall.dish.id).await, 1_000);
    db.check().await.unwrap();
}

mod a_server_that_was_away_is_found_again {
    use super::*;

    #[tokio::test]
    async fn postgres() {
        an_outage(Engine::Postgres).await;
    }

    #[tokio::test]
    async fn mariadb() {
        an_outage(Engine::MariaDb).await;
    }
}

mod everything_works_in_memory {
    use super::*;

    #[tokio::test]
    async fn sqlite() {
        let db = Db::connect("sqlite::memory:", 1).await.unwrap();
        let Db::Sqlite { write, .. } = &db else { panic!("not SQLite") };
        migrations::run_on_sqlite(&mut write.acquire().await.unwrap()).await.unwrap();
        let stall = Stall::open(db.clone()).await;
        let order = stall.accepted(3).await.remove(0);
        let order = stall.does(order, Command::Cancel).await;
        assert_eq!(stall.order(order.id).await.status, Status::Cancelled);
        assert_eq!(stall.stock(stall.dish.id).await, 998);
        assert!(items::discrepancies(&mut db.read().await.unwrap()).await.unwrap().is_empty());
    }
}

mod a_full_disk_that_has_room_again_is_written_to {
    use super::*;

    async fn fills_up(db: &Db) {
        let Db::Sqlite { write, .. } = db else { panic!("not SQLite") };
        let stall = Stall::open(db.clone()).await;
        sqlx::query("pragma max_page_count = 1").execute(write).await.unwrap();
        for _ in 0..2 {
            let mut tx = db.begin().await.unwrap();
            let written = shared::sql!(tx, execute
                "insert into counters (name, value) select hex(randomblob(5000)), 1 from users")
            .await;
            let error = written.unwrap_err();
            assert!(is_outage(&error) && !is_transient(&error), "{error}");
        }
        sqlx::query("pragma max_page_count = 1000000").execute(write).await.unwrap();
        assert_eq!(stall.place(1).await.len(), 1);
        assert_eq!(stall.stock(stall.dish.id).await, 999);
    }

    #[tokio::test]
    async fn sqlite() {
        fills_up(&Db::connect(&testing::database_url(Engine::Sqlite).await, 1).await.unwrap()).await;
    }

    #[tokio::test]
    async fn sqlite_in_memory() {
        let db = Db::connect("sqlite::memory:", 1).await.unwrap();
        let Db::Sqlite { write, .. } = &db else { panic!("not SQLite") };
        migrations::run_on_sqlite(&mut write.acquire().await.unwrap()).await.unwrap();
        fills_up(&db).await;
    }
}

#[tokio::test]
async fn an_unknown_kind_of_database_is_refused_in_words() {
    for url in ["", "oracle://x", "http://127.0.0.1/", "postgres"] {
        let error = Db::connect(url, 1).await.unwrap_err();
        assert!(error.to_string().contains("DATABASE_URL") || url == "postgres", "{url}: {error}");
    }
}
