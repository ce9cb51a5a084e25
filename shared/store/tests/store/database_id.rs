//! The id of the database.

use domain::clock::Clock;
use store::database_id;
use testkit::on_every_engine;

on_every_engine! {
    async fn database_has_one_id(db: Db) {
        let clock = Clock::system();
        let tasks = (0..8).map(|_| {
            let (db, clock) = (db.clone(), clock.clone());
            tokio::spawn(async move { database_id::get_or_create(&db, &clock).await.unwrap() })
        });
        let mut ids = Vec::new();
        for task in tasks.collect::<Vec<_>>() {
            ids.push(task.await.unwrap());
        }
        ids.push(database_id::get_or_create(&db, &clock).await.unwrap());
        ids.dedup();
        assert_eq!(ids.len(), 1);
    }
}
