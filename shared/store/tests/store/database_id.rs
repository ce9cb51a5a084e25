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

    async fn id_is_replaced_by_the_first_of_several_processes(db: Db) {
        let clock = Clock::system();
        let get = async || database_id::get_or_create(&db, &clock).await.unwrap();
        let (previous, first, second) = (get().await, clock.stamp(), clock.stamp());
        for stamp in [first, second] {
            let mut tx = db.begin().await.unwrap();
            database_id::replace(&mut tx, previous, stamp).await.unwrap();
            tx.commit().await.unwrap();
        }
        assert_eq!(get().await, first.id);
    }
}
