//! The clock of a process follows the clock of the database.

use std::time::Duration;

use domain::clock::Clock;
use service::clock_sync::synchronize;
use store::Pool;
use testkit::on_every_engine;

on_every_engine! {
    /// Sets a wrong offset, which has the same effect as a wrong system clock. Skipped on `SQLite`, which uses the clock of the
    /// process.
    async fn clock_is_set_to_the_clock_of_the_database(db: Db) {
        if matches!(db.pool(), Pool::Sqlite { .. }) {
            return;
        }
        let (clock, now) = (Clock::system(), Clock::system().now());
        for minutes in [16, -16] {
            clock.set_offset_millis(minutes * 60_000);
            synchronize(&db, &clock).await.unwrap();
            assert!(clock.now().since(now) < Duration::from_mins(1) && now.since(clock.now()) < Duration::from_mins(1));
        }
        let (offset, database) = (clock.offset_millis(), store::now(&mut db.read().await.unwrap()).await.unwrap());
        assert!(clock.now().since(database) < Duration::from_mins(1));
        // The offset is stable.
        synchronize(&db, &clock).await.unwrap();
        assert_eq!(clock.offset_millis(), offset);
    }
}
