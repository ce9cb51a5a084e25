//! Helpers shared by several modules.

use std::fmt::Debug;

use domain::order::Order;
use domain::order::event::OrderEvent;
use domain::order::state::Command;
use store::{Connection, Db, Pool};
use testkit::Fixture;

/// Asserts that two values without `PartialEq` are equal, by their debug output.
#[track_caller]
pub(crate) fn assert_same<T: Debug>(left: &T, right: &T) {
    assert_eq!(format!("{left:#?}"), format!("{right:#?}"));
}

/// Returns a text of 200 characters that are one to four bytes long.
pub(crate) fn long_text() -> String {
    "aé€🍕".repeat(50)
}

/// Applies a command of the owner to an order and returns the event, without saving it.
pub(crate) fn unsaved(fixture: &Fixture, order: Order, command: Command) -> OrderEvent {
    order.apply(command, &fixture.owner(), None, fixture.clock.stamp()).unwrap()
}

/// Runs one or more SQL statements without arguments in one transaction.
pub(crate) async fn run_raw(db: &Db, statements: &'static str) {
    let mut tx = db.begin().await.unwrap();
    match tx.connection() {
        Connection::Postgres(connection) => drop(sqlx::raw_sql(statements).execute(connection).await.unwrap()),
        Connection::MySql(connection) => drop(sqlx::raw_sql(statements).execute(connection).await.unwrap()),
        Connection::Sqlite(connection) => drop(sqlx::raw_sql(statements).execute(connection).await.unwrap()),
    }
    tx.commit().await.unwrap();
}

/// Returns the URL of a database.
pub(crate) fn url_of(db: &Db) -> String {
    match db.pool() {
        Pool::Postgres(pool) => {
            let options = pool.connect_options();
            format!("{}/{}", server_url("TEST_POSTGRES_URL"), options.get_database().unwrap())
        }
        Pool::MySql(pool) => {
            format!("{}/{}", server_url("TEST_MYSQL_URL"), pool.connect_options().get_database().unwrap())
        }
        Pool::Sqlite { write, .. } => format!("sqlite:{}", write.connect_options().get_filename().display()),
    }
}

/// Returns the URL in this environment variable without the name of the database.
fn server_url(variable: &str) -> String {
    let url = std::env::var(variable).unwrap();
    url.rsplit_once('/').unwrap().0.to_owned()
}
