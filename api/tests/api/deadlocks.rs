//! Deadlocks: if the database aborts the transaction of a request, the API retries it, and the client does not notice.

use std::time::Duration;

use domain::business::BusinessId;
use domain::item::{ItemId, NewItem};
use domain::money::{Price, PriceFactor};
use domain::order::OrderId;
use serde_json::{Value, json};
use store::{Db, Pool, Tx, businesses, items, orders, sql};
use testkit::api_client::id_of;
use testkit::fixture::parse;
use testkit::wait::eventually_every;
use testkit::{Engine, RequestBuilder, TIMEOUT, TestResponse, database, on_every_engine, with_timeout};
use uuid::Uuid;

use crate::support::TestServer;

/// A row to lock.
#[derive(Clone, Copy)]
enum Row {
    Order(Uuid),
    Item(Uuid),
    Business(Uuid),
    User(Uuid),
    ItemSequence,
}

impl Row {
    /// Locks the row `for update`, so that no other transaction can reference it.
    async fn lock(self, tx: &mut Tx) -> store::Result<()> {
        let found = match self {
            Self::Order(id) => orders::lock(tx, OrderId(id)).await?.is_some(),
            Self::Item(id) => items::lock(tx, ItemId(id)).await?.is_some(),
            Self::Business(id) => {
                sql!(tx, optional[Uuid], "select id from businesses where id = ? {for update}", id).await?.is_some()
            }
            Self::User(id) => {
                sql!(tx, optional[Uuid], "select id from users where id = ? {for update}", id).await?.is_some()
            }
            Self::ItemSequence => {
                sql!(tx, optional[i64], "select value from counters where name = 'item' {for update}").await?.is_some()
            }
        };
        assert!(found, "no such row");
        Ok(())
    }
}

/// Interval at which the lock waits are queried. MariaDB refreshes this information only if it was not queried for 100 ms.
const LOCK_WAIT_INTERVAL: Duration = Duration::from_millis(120);

/// Waits until a transaction in this PostgreSQL or MariaDB database is blocked by a lock.
async fn wait_for_lock_wait(db: &Db) {
    eventually_every(LOCK_WAIT_INTERVAL, "a transaction that waits for a lock", TIMEOUT, async || {
        let mut read = db.read().await.unwrap();
        let waiting = sql!(
            read,
            one[i64],
            "{postgres select count(*) from pg_stat_activity
                        where datname = current_database() and wait_event_type = 'Lock'}
             {mysql select count(*) from information_schema.innodb_trx t
                      join information_schema.processlist p on p.id = t.trx_mysql_thread_id
                     where p.db = database() and t.trx_state = 'LOCK WAIT'}
             {sqlite select 0}"
        )
        .await
        .unwrap();
        (waiting.0 > 0).then_some(())
    })
    .await;
}

/// Sends a request that loses a deadlock once. The test locks `second`, the request locks `first` and waits for `second`, and
/// then the test locks `first`. PostgreSQL aborts the transaction that has waited longer, and MariaDB the transaction that has
/// written less. In both cases, this is the transaction of the request.
async fn send_into_deadlock(server: &TestServer, first: Row, second: Row, request: RequestBuilder) -> TestResponse {
    let unrelated = server.business_with_items(&[("Focaccia", 500, 1)]).await;
    let unrelated = ItemId(uuid_of(&unrelated[0]));
    let mut tx = server.db.begin().await.unwrap();
    for _ in 0..40 {
        items::adjust_stock(&mut tx, unrelated, 1, 1000, Uuid::nil(), server.clock.stamp()).await.unwrap();
    }
    second.lock(&mut tx).await.unwrap();
    let response = tokio::spawn(async move { request.skip_record_check().await });
    wait_for_lock_wait(&server.db).await;
    first.lock(&mut tx).await.expect("the transaction of the request is aborted");
    // The retry waits for the test's transaction.
    wait_for_lock_wait(&server.db).await;
    tx.commit().await.unwrap();
    with_timeout("the response", TIMEOUT, response).await.unwrap()
}

fn uuid_of(object: &Value) -> Uuid {
    id_of(object).parse().unwrap()
}

/// Sends four requests that lock several rows. Each of them loses a deadlock once, and succeeds when it is retried.
async fn check_deadlock_victims_are_retried(db: Db) {
    let server = TestServer::start_on(db).await;
    let menu = server.business_with_items(&[("Margherita", 950, 3)]).await;
    menu.update_settings(json!({"acceptance": "manual"})).await;
    let (customer, admin) = (server.customer().await, server.admin().await);
    let (item_row, business) = (Row::Item(uuid_of(&menu[0])), menu.owner.business_id().to_owned());
    let business_row = Row::Business(business.parse().unwrap());

    let order = customer.place_order(&menu[0], 2).await;
    let cancelled = send_into_deadlock(&server, Row::Order(uuid_of(&order)), item_row, customer.cancel(&order))
        .await
        .expect_status(200);
    assert_eq!((&cancelled["status"], server.stock(&menu[0]).await), (&json!("cancelled"), 3));

    let path = format!("/api/businesses/{business}");
    let change = menu.owner.patch(&path).json(json!({"currency": "CHF"}));
    assert_eq!(send_into_deadlock(&server, item_row, business_row, change).await.expect_status(200)["currency"], "CHF");

    let form = json!({"name": "Marinara", "price_cents": 850, "stock_quantity": 5});
    let item = send_into_deadlock(&server, Row::ItemSequence, business_row, menu.owner.post("/api/items").json(form))
        .await
        .expect_status(201);
    assert_eq!(item["currency"], "CHF");
    let items = server.anonymous().get(format!("{path}/items")).await.expect_status(200);
    assert_eq!(items["data"].as_array().unwrap().len(), 2);

    let owner = menu.owner.id();
    let archival = admin.delete(format!("/api/users/{owner}"));
    send_into_deadlock(&server, business_row, Row::User(owner.parse().unwrap()), archival).await.expect_status(204);
    assert_eq!(server.anonymous().get(&path).await.expect_status(200)["open"], false);
    server.close().await;
}

mod deadlock_victims_are_retried {
    use super::*;

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn postgres() {
        check_deadlock_victims_are_retried(database(Engine::Postgres).await).await;
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn mariadb() {
        check_deadlock_victims_are_retried(database(Engine::MariaDb).await).await;
    }
}

/// While a currency change waits for an item, other businesses add items and receive orders. Not on `SQLite`, which has one
/// writer.
async fn check_blocked_currency_change_does_not_delay_other_businesses(db: Db) {
    let server = TestServer::start_on(db).await;
    let menu = server.business_with_items(&[("Margherita", 950, 3), ("Marinara", 850, 3)]).await;
    let other = server.business_with_items(&[("Sencha", 500, 3)]).await;
    let customer = server.customer().await;
    let mut blocker = server.db.begin().await.unwrap();
    items::lock(&mut blocker, ItemId(uuid_of(&menu[1]))).await.unwrap().unwrap();
    let path = format!("/api/businesses/{}", menu.owner.business_id());
    let change = menu.owner.patch(path).json(json!({"currency": "CHF"})).skip_record_check();
    let change = tokio::spawn(async move { change.await });
    wait_for_lock_wait(&server.db).await;
    let form = json!({"name": "Matcha", "price_cents": 600, "stock_quantity": 5});
    let added = other.owner.post("/api/items").json(form).into_future();
    with_timeout("an item of another business", TIMEOUT, added).await.expect_status(201);
    with_timeout("an order of another business", TIMEOUT, customer.place(&other[0], 1).into_future())
        .await
        .expect_status(201);
    assert!(!change.is_finished());
    drop(blocker);
    let changed = with_timeout("the currency change", TIMEOUT, change).await.unwrap().expect_status(200);
    assert_eq!(changed["currency"], "CHF");
    server.close().await;
}

mod blocked_currency_change_does_not_delay_other_businesses {
    use super::*;

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn postgres() {
        check_blocked_currency_change_does_not_delay_other_businesses(database(Engine::Postgres).await).await;
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn mariadb() {
        check_blocked_currency_change_does_not_delay_other_businesses(database(Engine::MariaDb).await).await;
    }
}

/// An item is added after the change of the currency has locked the items, and before it locks the business.
async fn check_item_added_while_the_items_are_locked_is_converted(db: Db) {
    let server = TestServer::start_on(db).await;
    let owner = server.owner().await;
    let mut adding = server.db.begin().await.unwrap();
    let business_id = BusinessId(owner.business_id().parse().unwrap());
    let business = businesses::lock(&mut adding, business_id).await.unwrap().unwrap();
    let change = owner.patch(format!("/api/businesses/{business_id}")).json(json!({"currency": "JPY"}));
    let change = tokio::spawn(async move { change.skip_record_check().await });
    wait_for_lock_wait(&server.db).await;
    let stamp = server.clock.stamp();
    let new = NewItem::new(parse("Margherita"), Price::new(1250).unwrap());
    let item = new.into_item(ItemId(stamp.id), 101, &business);
    items::create(&mut adding, &item, owner.id().parse().unwrap(), stamp).await.unwrap();
    adding.commit().await.unwrap();
    let refused = with_timeout("the currency change", TIMEOUT, change).await.unwrap();
    assert_eq!(refused.expect_invalid_fields(), ["price_conversion_rate"]);
    server.close().await;
}

mod item_added_while_the_items_are_locked_is_converted {
    use super::*;

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn postgres() {
        check_item_added_while_the_items_are_locked_is_converted(database(Engine::Postgres).await).await;
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn mariadb() {
        check_item_added_while_the_items_are_locked_is_converted(database(Engine::MariaDb).await).await;
    }
}

on_every_engine! {
    /// Adding an item waits for an uncommitted currency change.
    async fn item_added_during_a_currency_change_has_the_new_currency(db: Db) {
        let server = TestServer::start_on(db).await;
        let menu = server.business_with_items(&[("Margherita", 950, 3)]).await;
        let business_id = BusinessId(menu.owner.business_id().parse().unwrap());
        let mut change = server.db.begin().await.unwrap();
        businesses::lock_items(&mut change, business_id).await.unwrap();
        let mut business = businesses::lock(&mut change, business_id).await.unwrap().unwrap();
        business.currency = "CHF".parse().unwrap();
        businesses::convert_items(&mut change, business_id, &business.currency, PriceFactor::ONE).await.unwrap();
        businesses::update(&mut change, &business).await.unwrap();
        let form = json!({"name": "Marinara", "price_cents": 850});
        let request = menu.owner.post("/api/items").json(form).skip_record_check();
        let added = tokio::spawn(async move { request.await });
        if matches!(server.db.pool(), Pool::Sqlite { .. }) {
            // The test holds the only write connection, and SQLite does not report lock waits.
            assert!(!added.is_finished());
        } else {
            wait_for_lock_wait(&server.db).await;
        }
        change.commit().await.unwrap();
        let added = with_timeout("the new item", TIMEOUT, added).await.unwrap().expect_status(201);
        assert_eq!(added["currency"], "CHF");
        server.close().await;
    }
}
