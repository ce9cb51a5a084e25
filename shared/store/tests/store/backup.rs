//! Copies of SQLite databases, and the check whether other processes use a database.

use store::backup::{copy_sqlite, is_in_use, sqlite_file};
use store::{Db, orders};
use testkit::{Engine, Fixture, TempDir, assert_consistent, database_url, on_every_engine};

on_every_engine! {
    async fn connections_of_other_processes_are_noticed(engine: Engine) {
        let url = database_url(engine).await;
        assert!(!is_in_use(&url).await.unwrap());
        let other = Db::connect(&url, 2).await.unwrap();
        assert!(is_in_use(&url).await.unwrap());
        other.close().await;
        assert!(!is_in_use(&url).await.unwrap());
        // The check does not prevent later use.
        let db = Db::connect(&url, 2).await.unwrap();
        Fixture::new(db).await.place_order().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn copy_is_consistent_while_orders_are_placed() {
    let (url, dir) = (database_url(Engine::Sqlite).await, TempDir::new());
    let db = Db::connect(&url, 2).await.unwrap();
    let fixture = Fixture::new(db.clone()).await;
    let before = fixture.accept_orders(3).await;
    let writer = tokio::spawn({
        let fixture = fixture.clone();
        async move {
            let mut placed = 0;
            for _ in 0..50 {
                placed += fixture.place_orders(2).await.len();
            }
            placed
        }
    });
    for copy in 0..5 {
        let path = dir.path().join(copy.to_string());
        copy_sqlite(&url, &path).await.unwrap();
        let copied = Db::connect(&format!("sqlite:{}", path.display()), 2).await.unwrap();
        for order in &before {
            assert_eq!(orders::find(&mut copied.read().await.unwrap(), order.id).await.unwrap().unwrap().version, 2);
        }
        let copied = Fixture { db: copied, ..fixture.clone() };
        while !store::outbox::lease(&copied.db, uuid::Uuid::nil(), 100).await.unwrap().is_empty() {
            store::outbox::delete_leased(&copied.db, uuid::Uuid::nil()).await.unwrap();
        }
        assert_consistent(&copied.db).await;
    }
    assert_eq!(writer.await.unwrap(), 100);
}

#[tokio::test]
async fn copy_neither_replaces_a_file_nor_creates_a_database() {
    let (url, dir) = (database_url(Engine::Sqlite).await, TempDir::new());
    assert_eq!(format!("sqlite:{}", sqlite_file(&url).unwrap().display()), url);
    let existing = dir.path().join("existing");
    std::fs::write(&existing, "important").unwrap();
    copy_sqlite(&url, &existing).await.unwrap_err();
    assert_eq!(std::fs::read_to_string(&existing).unwrap(), "important");
    let missing = dir.path().join("missing.db");
    copy_sqlite(&format!("sqlite:{}", missing.display()), &dir.path().join("copy")).await.unwrap_err();
    assert!(!missing.exists());
}
