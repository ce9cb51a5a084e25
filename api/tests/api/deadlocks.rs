//! Of two that wait for each other's rows the database tells one to begin again. When that is a request, whoever asked
//! never hears of it.

use std::time::Duration;

use serde_json::{Value, json};
use shared::business::BusinessId;
use shared::item::ItemId;
use shared::order::OrderId;
use shared::sql;
use shared::store::{Db, Tx, businesses, items, orders};
use shared::testing::{Engine, database, eventually};
use uuid::Uuid;

use crate::kit::{Answer, Ask, House, SOON, id};

/// A row that is locked.
#[derive(Clone, Copy)]
enum Row {
    Order(Uuid),
    Item(Uuid),
    Business(Uuid),
    User(Uuid),
    ItemCounter,
}

impl Row {
    /// So that nobody else can even refer to it.
    async fn lock(self, tx: &mut Tx) -> shared::store::Result<()> {
        let found = match self {
            Self::Order(id) => orders::lock(tx, OrderId(id)).await?.is_some(),
            Self::Item(id) => items::lock(tx, ItemId(id)).await?.is_some(),
            Self::Business(id) => {
                sql!(tx, optional[Uuid], "select id from businesses where id = ? for update", id).await?.is_some()
            }
            Self::User(id) => {
                sql!(tx, optional[Uuid], "select id from users where id = ? for update", id).await?.is_some()
            }
            Self::ItemCounter => {
                sql!(tx, optional[i64], "select value from counters where name = 'item' for update").await?.is_some()
            }
        };
        assert!(found, "there is such a row");
        Ok(())
    }
}

/// Waits until somebody waits for a lock in this database.
async fn somebody_waits(db: &Db) {
    eventually("somebody waits for a lock", SOON, async || {
        // MariaDB shows the same picture again to whoever looks more often than every 100 ms.
        tokio::time::sleep(Duration::from_millis(120)).await;
        let mut read = db.read().await.unwrap();
        let waiting = sql!(read, one [i64],
            "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
            mysql: "select count(*) from information_schema.innodb_trx t
                      join information_schema.processlist p on p.id = t.trx_mysql_thread_id
                     where p.db = database() and t.trx_state = 'LOCK WAIT'")
        .await
        .unwrap();
        (waiting.0 > 0).then_some(())
    })
    .await;
}

/// The request holds one row and waits for `later`, which we hold, when we ask for `sooner`, which it holds. It loses:
/// it came first, which makes PostgreSQL choose it, and it has written less, which makes MariaDB choose it.
async fn across(house: &House, sooner: Row, later: Row, ask: Ask) -> Answer {
    let heavy = house.menu(&[("Focaccia", 500, 1)]).await;
    let heavy = ItemId(uuid_of(&heavy[0]));
    let mut ours = house.db.begin().await.unwrap();
    for _ in 0..40 {
        items::adjust(&mut ours, heavy, 1, 1000, Uuid::nil(), house.clock.stamp()).await.unwrap();
    }
    later.lock(&mut ours).await.unwrap();
    let asked = tokio::spawn(async move { ask.among_others().await });
    somebody_waits(&house.db).await;
    sooner.lock(&mut ours).await.expect("it is the request that loses");
    // It has lost already, and comes again while we are still there.
    somebody_waits(&house.db).await;
    ours.commit().await.unwrap();
    tokio::time::timeout(SOON, asked).await.unwrap().unwrap()
}

fn uuid_of(thing: &Value) -> Uuid {
    id(thing).parse().unwrap()
}

/// Every kind of command that locks more than one row loses once, and does its work all the same.
async fn who_loses_a_deadlock_does_not_hear_of_it(db: Db) {
    let house = House::on(db).await;
    let menu = house.menu(&[("Margherita", 950, 3)]).await;
    menu.set(json!({"acceptance": "manual"})).await;
    let (diner, admin) = (house.diner().await, house.admin().await);
    let (item, business) = (Row::Item(uuid_of(&menu[0])), menu.owner.business_id().to_owned());
    let business_row = Row::Business(business.parse().unwrap());

    let order = diner.orders(&menu[0], 2).await;
    let cancelled = across(&house, Row::Order(uuid_of(&order)), item, diner.cancels(&order)).await.expect(200);
    assert_eq!((&cancelled["status"], house.stock(&menu[0]).await), (&json!("cancelled"), 3));

    let at = format!("/api/businesses/{business}");
    let change = menu.owner.patch(&at).json(json!({"currency": "CHF"}));
    assert_eq!(across(&house, item, business_row, change).await.expect(200)["currency"], "CHF");

    let dish = json!({"name": "Marinara", "price_cents": 850, "stock_quantity": 5});
    let dish =
        across(&house, Row::ItemCounter, business_row, menu.owner.post("/api/items").json(dish)).await.expect(201);
    assert_eq!(dish["currency"], "CHF");
    let items = house.stranger().get(format!("{at}/items")).await.expect(200);
    assert_eq!(items["data"].as_array().unwrap().len(), 2);

    let owner = menu.owner.id();
    let closes = admin.delete(format!("/api/users/{owner}"));
    across(&house, business_row, Row::User(owner.parse().unwrap()), closes).await.expect(204);
    assert_eq!(house.stranger().get(&at).await.expect(200)["open"], false);
    house.close().await;
}

mod who_loses_a_deadlock_does_not_hear_of_it {
    use super::*;

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn postgres() {
        super::who_loses_a_deadlock_does_not_hear_of_it(database(Engine::Postgres).await).await;
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn mariadb() {
        super::who_loses_a_deadlock_does_not_hear_of_it(database(Engine::MariaDb).await).await;
    }
}

shared::on_every_engine! {
    /// The currency has changed, but nobody can see it yet: whoever adds an item waits until it can be seen.
    async fn an_item_is_never_added_in_the_currency_of_yesterday(db: Db) {
        let house = House::on(db).await;
        let menu = house.menu(&[("Margherita", 950, 3)]).await;
        let business_id = BusinessId(menu.owner.business_id().parse().unwrap());
        let mut change = house.db.begin().await.unwrap();
        businesses::lock_menu(&mut change, business_id).await.unwrap();
        let mut business = businesses::lock(&mut change, business_id).await.unwrap().unwrap();
        business.currency = "CHF".parse().unwrap();
        businesses::price_in(&mut change, business_id, &business.currency).await.unwrap();
        businesses::update(&mut change, &business).await.unwrap();
        let dish = json!({"name": "Marinara", "price_cents": 850});
        let ask = menu.owner.post("/api/items").json(dish).among_others();
        let added = tokio::spawn(async move { ask.await });
        if matches!(house.db, Db::Sqlite { .. }) {
            // It has one writer, which we are: there is nothing to be seen but that it does not answer.
            assert!(!added.is_finished());
        } else {
            somebody_waits(&house.db).await;
        }
        change.commit().await.unwrap();
        let added = tokio::time::timeout(Duration::from_secs(10), added).await.unwrap().unwrap().expect(201);
        assert_eq!(added["currency"], "CHF");
        house.close().await;
    }
}
