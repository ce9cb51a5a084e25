//! Rows that cannot be decoded: requests and background jobs process the other rows, and admins see the isolated rows.

use std::future::IntoFuture as _;
use std::time::Duration;

use domain::item::ItemId;
use domain::order::OrderId;
use serde_json::{Value, json};
use store::{Db, sql};
use testkit::api_client::id_of;
use testkit::brokers::next_delivery;
use testkit::fixture::{add_undecodable_report_sum, parse};
use testkit::{ApiClient, Engine, TIMEOUT, database, eventually, on_every_engine};

use crate::support::{Menu, TestServer};

/// Overwrites a column of an order.
macro_rules! set_column {
    ($db:expr, $column:literal, $value:expr, $order:expr) => {{
        let id: OrderId = parse(id_of($order));
        let mut tx = $db.begin().await.unwrap();
        let rows = sql!(tx, execute concat!("update orders set ", $column, " = ? where id = ?"), $value, id).await;
        assert_eq!(rows.unwrap(), 1);
        tx.commit().await.unwrap();
    }};
}

/// A business that accepts manually, and six orders: one has an unknown status, and one has invalid lines.
struct Damaged {
    menu: Menu,
    customer: ApiClient,
    admin: ApiClient,
    orders: Vec<Value>,
}

impl Damaged {
    async fn create(server: &TestServer) -> Self {
        let menu = server.business_with_items(&[("Margherita", 950, 99)]).await;
        menu.update_settings(json!({"acceptance": "manual", "kitchen": "manual"})).await;
        let (customer, admin) = (server.customer().await, server.admin().await);
        let mut orders = Vec::new();
        for _ in 0..6 {
            let form = json!({"items": [{"item_id": menu[0]["id"], "quantity": 1}], "customer": {"name": "Zoë"}});
            orders.push(customer.post("/api/orders").json(form).await.expect_status(201));
        }
        set_column!(server.db, "status", "brewing", &orders[1]);
        set_column!(server.db, "lines_json", "{", &orders[3]);
        Self { menu, customer, admin, orders }
    }

    async fn repair(&self, db: &Db) {
        set_column!(db, "status", "pending", &self.orders[1]);
        set_column!(db, "lines_json", self.orders[3]["lines"].to_string(), &self.orders[3]);
    }

    /// Returns the numbers of the intact orders, newest first.
    fn numbers(&self) -> Vec<&Value> {
        [5, 4, 2, 0].map(|index: usize| &self.orders[index]["number"]).into()
    }
}

/// Returns the numbers of the orders on all pages of a list with one entry per page.
async fn walk(client: &ApiClient, path: &str) -> Vec<Value> {
    let (mut numbers, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = client.get(format!("{path}limit=1{cursor}")).await.expect_status(200);
        numbers.extend(page["data"].as_array().unwrap().iter().map(|order| order["number"].clone()));
        let Some(next) = page["next_cursor"].as_str() else { return numbers };
        cursor = format!("&cursor={next}");
    }
}

fn numbers_of(orders: &Value) -> Vec<&Value> {
    orders.as_array().unwrap().iter().map(|order| &order["number"]).collect()
}

on_every_engine! {
    async fn lists_contain_the_other_orders(db: Db) {
        let server = TestServer::start_on(db).await;
        let damaged = Damaged::create(&server).await;
        let Damaged { menu, customer, admin, orders } = &damaged;
        for client in [customer, &menu.owner, admin] {
            let all = walk(client, "/api/orders?").await;
            assert_eq!(all.iter().collect::<Vec<_>>(), damaged.numbers());
            let board = walk(client, "/api/orders?status=pending,accepted,processing&order=oldest&").await;
            assert_eq!(board.iter().rev().collect::<Vec<_>>(), damaged.numbers());
            let found = client.get("/api/orders?q=zoe").await.expect_status(200);
            assert_eq!(numbers_of(&found["data"]), damaged.numbers());
            for order in [&orders[1], &orders[3]] {
                let path = format!("/api/orders?q={}", order["number"].as_str().unwrap());
                assert_eq!(client.get(path).await.expect_status(200)["data"], json!([]));
                client.get(format!("/api/orders/{}", id_of(order))).await.expect_problem(500, "internal");
            }
            for path in ["/get_orders", "/orders"] {
                let listed = client.get(path).await.expect_status(200);
                assert_eq!(numbers_of(&listed), damaged.numbers(), "{path}");
                // The third page contains only an order that cannot be decoded.
                let page = client.get(format!("{path}?limit=1&page=3")).await;
                assert!(page.header("link").is_some());
                assert_eq!(page.expect_status(200), json!([]));
            }
            let listed = client.get("/order/all/for/user").await.expect_status(200);
            assert_eq!(listed.as_array().unwrap().len(), 4);
        }
        assert_eq!(menu.owner.get("/order/all/for/biz").await.expect_status(200).as_array().unwrap().len(), 4);
        // The other orders can be changed.
        menu.owner.command("accept", &orders[0]).await.expect_status(200);
        menu.owner.command("accept", &orders[1]).await.expect_problem(500, "internal");
        damaged.repair(&server.db).await;
        menu.owner.command("accept", &orders[1]).await.expect_status(200);
        server.close().await;
    }

    async fn overview_reports_and_metrics_count_the_other_rows(db: Db) {
        let server = TestServer::start_on(db).await;
        let damaged = Damaged::create(&server).await;
        let Damaged { menu, customer, admin, orders } = &damaged;
        for command in ["accept", "start", "complete"] {
            menu.owner.command(command, &orders[0]).await.expect_status(200);
        }
        add_undecodable_report_sum(&server.db).await;

        let overview = admin.get("/api/overview").await.expect_status(200);
        assert_eq!((&overview["orders_today"], &overview["orders"]["pending"]), (&json!(5), &json!(4)));
        for path in ["/api/kitchen", "/api/reports/summary", "/api/reports/products", "/metrics"] {
            menu.owner.get(path).await.expect_status(200);
        }
        customer.get("/api/businesses").await.expect_status(200);
        let summary = menu.owner.get("/api/reports/summary").await.expect_status(200);
        assert_eq!(summary["days"][6]["orders"], json!(1));

        let metrics = server.anonymous().get("/metrics").header("accept", "text/plain").await.text;
        assert!(metrics.contains("expediter_isolated_rows_total{table=\"users\"} 0\n"), "{metrics}");
        assert!(!metrics.contains("expediter_isolated_rows_total{table=\"reports\"} 0\n"), "{metrics}");
        damaged.repair(&server.db).await;
        server.close().await;
    }

    async fn isolated_rows_are_listed_and_counted_until_they_are_repaired(db: Db) {
        let server = TestServer::start_on(db).await;
        let damaged = Damaged::create(&server).await;
        let Damaged { menu, admin, orders, .. } = &damaged;
        for _ in 0..3 {
            menu.owner.get("/api/orders").await.expect_status(200);
        }
        let page = admin.get("/api/isolated-rows").await.expect_status(200);
        let mut rows = page["data"].as_array().unwrap().clone();
        rows.sort_by_key(|row| row["id"].to_string());
        assert_eq!(page["next_cursor"], Value::Null);
        assert_eq!(rows.len(), 2);
        for (row, (order, cause)) in rows.iter().zip([(&orders[1], "brewing"), (&orders[3], "lines_json")]) {
            assert_eq!((&row["table"], &row["reason"]), (&json!("orders"), &json!("undecodable")));
            assert_eq!(row["id"], order["id"]);
            assert!(row["error"].as_str().unwrap().contains(cause), "{row}");
        }
        let metrics = server.anonymous().get("/metrics").header("accept", "text/plain").await.text;
        assert!(metrics.contains("expediter_isolated_rows_total{table=\"orders\"} 6\n"), "{metrics}");
        assert_eq!(admin.get("/api/overview").await.expect_status(200)["isolated_rows"], json!(2));

        damaged.repair(&server.db).await;
        assert_eq!(admin.get("/api/isolated-rows").await.expect_status(200)["data"], json!([]));
        assert_eq!(walk(&menu.owner, "/api/orders?").await.len(), 6);
        server.close().await;
    }

    /// The status of one pending order, the due command of a second, and the lines of a third cannot be decoded. A fourth order
    /// has a status that does not allow its due command.
    async fn scheduler_postpones_damaged_orders_and_lists_the_reason(db: Db) {
        let server = TestServer::start_on(db).await;
        let menu = server.business_with_items(&[("Margherita", 950, 99)]).await;
        let (customer, admin) = (server.customer().await, server.admin().await);
        let mut orders = Vec::new();
        for _ in 0..5 {
            orders.push(customer.place_order(&menu[0], 1).await);
        }
        set_column!(server.db, "status", "brewing", &orders[0]);
        set_column!(server.db, "due_action", "remind", &orders[1]);
        set_column!(server.db, "lines_json", "{", &orders[2]);
        set_column!(server.db, "status", "rejected", &orders[3]);
        server.advance(Duration::from_secs(5));
        customer.wait_for_status(&orders[4], "accepted", TIMEOUT).await;
        let rows = eventually("four isolated orders", TIMEOUT, async || {
            let rows = admin.get("/api/isolated-rows").await.expect_status(200)["data"].as_array().unwrap().clone();
            (rows.len() == 4).then_some(rows)
        })
        .await;
        let find = |order: &Value| rows.iter().find(|row| row["id"] == order["id"]).unwrap();
        assert_eq!(find(&orders[0])["reason"], "undecodable");
        assert!(find(&orders[1])["error"].as_str().unwrap().contains("due_action"));
        assert!(find(&orders[2])["error"].as_str().unwrap().contains("lines_json"));
        assert_eq!(find(&orders[3])["reason"], "rejected");
        assert_eq!(find(&orders[3])["error"], "the status rejected does not allow the command accept");

        // Each of them was postponed once, and is tried again a minute later.
        let metrics = server.anonymous().get("/metrics").header("accept", "text/plain").await.text;
        assert!(metrics.contains("expediter_postponed_commands_total 4\n"), "{metrics}");

        set_column!(server.db, "status", "pending", &orders[0]);
        set_column!(server.db, "due_action", "accept", &orders[1]);
        set_column!(server.db, "lines_json", orders[2]["lines"].to_string(), &orders[2]);
        set_column!(server.db, "status", "pending", &orders[3]);
        server.advance(Duration::from_mins(1));
        for order in &orders {
            customer.wait_for_status(order, "accepted", TIMEOUT).await;
        }
        assert_eq!(admin.get("/api/isolated-rows").await.expect_status(200)["data"], json!([]));
        server.close().await;
    }

    /// A kitchen worker rejects the message of an order that cannot be decoded.
    async fn dead_letter_of_an_undecodable_order_is_listed_and_replayed(db: Db) {
        let server = TestServer::start_on(db).await;
        let menu = server.business_with_items(&[("Margherita", 950, 9)]).await;
        menu.update_settings(json!({"acceptance": "manual"})).await;
        let (customer, admin) = (server.customer().await, server.admin().await);
        let order = customer.place_order(&menu[0], 1).await;
        menu.owner.command("accept", &order).await.expect_status(200);
        let mut consumer = server.broker.consume_kitchen(1);
        next_delivery(&mut consumer).await.reject().await.unwrap();
        set_column!(server.db, "status", "brewing", &order);
        let dead_letter = eventually("the dead letter", TIMEOUT, async || {
            admin.get("/api/dead-letters").await.expect_status(200)["data"].as_array().unwrap().first().cloned()
        })
        .await;
        assert_eq!((&dead_letter["order_number"], &dead_letter["reason"]), (&order["number"], &json!("rejected")));
        admin.post(format!("/api/dead-letters/{}/replay", id_of(&dead_letter))).await.expect_status(204);
        set_column!(server.db, "status", "accepted", &order);
        next_delivery(&mut consumer).await.ack().await.unwrap();
        server.close().await;
    }

    async fn lists_of_businesses_and_users_skip_damaged_rows(db: Db) {
        let server = TestServer::start_on(db).await;
        let items = [("Margherita", 950, 9)];
        let menus = [server.business_with_items(&items).await, server.business_with_items(&items).await];
        let customer = server.customer().await;
        let waiter = server.waiter(&menus[0].owner).await;
        let admin = server.admin().await;
        let set = async |acceptance: &str, role: &str| {
            let mut tx = server.db.begin().await.unwrap();
            let business: domain::business::BusinessId = parse(menus[0].owner.business_id());
            let user: domain::account::UserId = parse(waiter.id());
            sql!(tx, execute "update businesses set acceptance = ? where id = ?", acceptance, business).await.unwrap();
            sql!(tx, execute "update users set role = ? where id = ?", role, user).await.unwrap();
            tx.commit().await.unwrap();
        };
        set("lottery", "chef").await;
        let businesses = admin.get("/api/businesses").await.expect_status(200);
        assert_eq!(businesses["data"].as_array().unwrap().len(), 1);
        let first = admin.get("/api/businesses?limit=1").await.expect_status(200);
        assert!(first["data"] == json!([]) && first["next_cursor"].is_string(), "{first}");
        assert_eq!(admin.get("/api/users").await.expect_status(200)["data"].as_array().unwrap().len(), 4);
        assert_eq!(admin.get("/api/isolated-rows").await.expect_status(200)["data"].as_array().unwrap().len(), 2);
        // Both placements may be in the same batch.
        let (damaged, intact) = tokio::join!(
            customer.place(&menus[0][0], 1).skip_record_check().into_future(),
            customer.place(&menus[1][0], 1).skip_record_check().into_future(),
        );
        assert_eq!(damaged.expect_invalid_fields(), ["items[0].item_id"]);
        intact.expect_status(201);
        set("automatic", "waiter").await;
        server.close().await;
    }
}

/// Only SQLite stores a text in a column of numbers.
#[tokio::test]
async fn mini_orders_contain_the_numbers_of_items_that_cannot_be_decoded() {
    let server = TestServer::start_on(database(Engine::Sqlite).await).await;
    let menu = server.business_with_items(&[("Margherita", 950, 9)]).await;
    let customer = server.customer().await;
    customer.place(&menu[0], 1).await.expect_status(201);
    let mut tx = server.db.begin().await.unwrap();
    let item: ItemId = parse(id_of(&menu[0]));
    sql!(tx, execute "update items set price_cents = 'free' where id = ?", item).await.unwrap();
    tx.commit().await.unwrap();
    let orders = customer.get("/orders").await.expect_status(200);
    assert_eq!(orders[0]["items"][0]["product_id"], menu[0]["number"]);
    server.close().await;
}
