//! Database errors, their classification, and in-memory databases.

use std::time::Duration;

use domain::order::state::{Command, Status};
use store::{Db, Error, Pool, is_outage, is_transient, is_unique_violation, items, sql};
use testkit::{Engine, FaultProxy, Fixture, database_url, on_every_engine};

/// Connects to a new in-memory database.
async fn memory_database() -> Db {
    let db = Db::connect("sqlite::memory:", 1).await.unwrap();
    let Pool::Sqlite { write, .. } = db.pool() else { panic!("not SQLite") };
    migrations::run_on_sqlite(&mut write.acquire().await.unwrap()).await.unwrap();
    db
}

/// SQLite has one writer, so deadlocks cannot occur: a second process waits, and then fails because the file is busy.
async fn busy_file_is_transient(db: &Db) {
    let Pool::Sqlite { write, .. } = db.pool() else { panic!("not SQLite") };
    let options = (*write.connect_options()).clone().busy_timeout(Duration::from_millis(50));
    let other = sqlx::SqlitePool::connect_with(options).await.unwrap();
    let tx = db.begin().await.unwrap();
    let error = other.begin_with("begin immediate").await.unwrap_err();
    assert!(is_transient(&error) && !is_unique_violation(&error) && !is_outage(&error), "{error}");
    tx.commit().await.unwrap();
    other.begin_with("begin immediate").await.unwrap().commit().await.unwrap();
}

on_every_engine! {
    async fn deadlock_is_transient(db: Db) {
        if matches!(db.pool(), Pool::Sqlite { .. }) {
            return busy_file_is_transient(&db).await;
        }
        let fixture = Fixture::new(db.clone()).await;
        let (one, two) = (fixture.item.id, fixture.add_item(5).await.id);
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
        assert_eq!(errors.len(), 1, "one of the transactions continues");
        let error = &errors[0];
        assert!(is_transient(error) && !is_unique_violation(error) && !is_outage(error), "{error}");
        let mut again = db.begin().await.unwrap();
        items::lock(&mut again, one).await.unwrap();
        items::lock(&mut again, two).await.unwrap();
    }

    async fn ping_succeeds_until_the_database_is_closed(db: Db) {
        assert!(["SQLite", "PostgreSQL", "MySQL"].contains(&db.engine_name()));
        assert!(db.max_concurrent_writers() >= 1);
        db.ping().await.unwrap();
        db.close().await;
        assert!(is_outage(&db.begin().await.unwrap_err()));
        db.ping().await.unwrap_err();
    }
}

/// The server closes its connections, refuses new ones, and then accepts connections again.
async fn pool_recovers(engine: Engine) {
    let proxy = FaultProxy::start(&database_url(engine).await).await;
    let db = Db::connect(&proxy.url(), 2).await.unwrap();
    let fixture = Fixture::new(db.clone()).await;
    let mut tx = db.begin().await.unwrap();
    proxy.refuse();
    let error = items::lock(&mut tx, fixture.item.id).await.unwrap_err();
    assert!(is_outage(&error) && !is_transient(&error), "{error:?}");
    drop(tx);
    let error = db.begin().await.unwrap_err();
    assert!(is_outage(&error) && !is_transient(&error), "{error:?}");
    proxy.restore();
    assert_eq!(fixture.stock(fixture.item.id).await, 1_000);
    db.ping().await.unwrap();
}

mod pool_recovers_from_an_outage_of_the_server {
    use super::*;

    #[tokio::test]
    async fn postgres() {
        pool_recovers(Engine::Postgres).await;
    }

    #[tokio::test]
    async fn mariadb() {
        pool_recovers(Engine::MariaDb).await;
    }
}

mod database_in_memory_works {
    use super::*;

    #[tokio::test]
    async fn sqlite() {
        let db = memory_database().await;
        let fixture = Fixture::new(db.clone()).await;
        let order = fixture.accept_orders(3).await.remove(0);
        let order = fixture.apply(order, Command::Cancel).await;
        assert_eq!(fixture.order(order.id).await.status, Status::Cancelled);
        assert_eq!(fixture.stock(fixture.item.id).await, 998);
        assert!(items::find_stock_mismatches(&mut db.read().await.unwrap()).await.unwrap().is_empty());
    }
}

mod writes_succeed_after_a_full_disk_has_space_again {
    use super::*;

    async fn fill_disk(db: &Db) {
        let Pool::Sqlite { write, .. } = db.pool() else { panic!("not SQLite") };
        let fixture = Fixture::new(db.clone()).await;
        sqlx::query("pragma max_page_count = 1").execute(write).await.unwrap();
        for _ in 0..2 {
            let mut tx = db.begin().await.unwrap();
            let inserted = sql!(tx, execute
                "insert into counters (name, value) select hex(randomblob(5000)), 1 from users")
            .await;
            let error = inserted.unwrap_err();
            assert!(is_outage(&error) && !is_transient(&error), "{error}");
        }
        sqlx::query("pragma max_page_count = 1000000").execute(write).await.unwrap();
        assert_eq!(fixture.place_orders(1).await.len(), 1);
        assert_eq!(fixture.stock(fixture.item.id).await, 999);
    }

    #[tokio::test]
    async fn sqlite() {
        fill_disk(&Db::connect(&database_url(Engine::Sqlite).await, 1).await.unwrap()).await;
    }

    #[tokio::test]
    async fn sqlite_in_memory() {
        fill_disk(&memory_database().await).await;
    }
}

#[tokio::test]
async fn unknown_database_url_is_refused_with_an_explanation() {
    for url in ["", "oracle://x", "http://127.0.0.1/", "postgres"] {
        let error = Db::connect(url, 1).await.unwrap_err();
        assert!(error.to_string().contains("DATABASE_URL") || url == "postgres", "{url}: {error}");
    }
}
