//! Importing menus with `POST /set-menu-and-instore`.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use testkit::{ApiClient, on_every_engine};

use crate::support::TestServer;

async fn import(owner: &ApiClient, menu: Value) -> Vec<Value> {
    match owner.post("/set-menu-and-instore").json(menu).await.expect_status(200) {
        Value::Array(items) => items,
        item => vec![item],
    }
}

/// Returns the menu of the owner's business.
async fn menu_of(owner: &ApiClient) -> Vec<Value> {
    let path = format!("/api/businesses/{}/items?limit=100", owner.business_id());
    owner.get(path).await.expect_status(200)["data"].as_array().unwrap().clone()
}

on_every_engine! {
    async fn repeated_import_updates_items_by_name(db: Db) {
        let server = TestServer::start_on(db).await;
        let owner = server.owner().await;
        // The field names of the web app: `stock`, and an empty string for no picture.
        let menu = json!([
            {"name": "Margherita", "price": 9.5, "stock": 10, "image_url": ""},
            {"name": "Tiramisù", "price": 5, "stock": 4, "image_url": "https://example.com/t.jpg"},
        ]);
        let first = import(&owner, menu.clone()).await;
        assert_eq!((&first[0]["stock_quantity"], &first[1]["m_instore"]), (&json!(10), &json!(4)));
        let before = menu_of(&owner).await;
        assert!(before.iter().all(|item| item["available"] == true));
        assert_eq!(import(&owner, menu).await, first);
        // Nothing was edited, so the versions are unchanged.
        assert_eq!(menu_of(&owner).await, before);

        // An import edits, creates, and leaves other items unchanged. Omitted fields stay unchanged.
        let menu = json!([
            {"name": "Cola", "price": 2.5},
            {"name": " Margherita ", "m_instore": 7, "stock": 7},
            {"id": first[1]["id"], "name": "Panna cotta", "stock": "3"},
        ]);
        let second = import(&owner, menu).await;
        assert_eq!((&second[1]["id"], &second[1]["price"]), (&first[0]["id"], &json!(9.5)));
        assert_eq!((&second[1]["stock_quantity"], &second[1]["number"]), (&json!(7), &json!(101)));
        assert_eq!((&second[2]["id"], &second[2]["image_url"]), (&first[1]["id"], &first[1]["image_url"]));
        assert_eq!((&second[0]["number"], &second[0]["stock_quantity"]), (&json!(103), &json!(0)));
        // Archived items and the items of other businesses are not found by name.
        owner.delete(format!("/api/items/{}", second[1]["id"].as_str().unwrap())).await.expect_status(204);
        let other = server.owner().await;
        for client in [&owner, &other] {
            let item = import(client, json!({"name": "Margherita", "price": 9, "stock": 1})).await;
            assert_ne!(item[0]["id"], first[0]["id"]);
            assert_eq!(item[0]["biz_id"], client.business_id());
        }
        assert_eq!(menu_of(&owner).await.len(), 3);
        // A name that several items have does not identify one of them.
        owner.post("/api/items").json(json!({"name": "Cola", "price_cents": 350})).await.expect_status(201);
        let response = owner.post("/set-menu-and-instore").json(json!([{"name": "Cola", "stock": 1}])).await;
        assert_eq!(response.expect_invalid_fields(), ["[0].name"]);
        server.close().await;
    }
}

on_every_engine! {
    async fn menu_of_500_items_is_imported_twice(db: Db) {
        let server = TestServer::start_on(db).await;
        let owner = server.owner().await;
        let menu = |stock: i64| {
            let entry = |number: i64| json!({"name": format!("Dish {number}"), "price": 9.5, "stock": stock});
            Value::from((1..=500).map(entry).collect::<Vec<_>>())
        };
        let first = import(&owner, menu(10)).await;
        let numbers: Vec<_> = first.iter().map(|item| item["number"].as_i64().unwrap()).collect();
        assert_eq!(numbers, (101..=600).collect::<Vec<_>>());
        let second = import(&owner, menu(20)).await;
        let ids = |items: &[Value]| items.iter().map(|item| item["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>();
        assert_eq!(ids(&second), ids(&first));
        assert!(second.iter().all(|item| item["stock_quantity"] == 20));
        server.close().await;
    }
}

on_every_engine! {
    async fn concurrent_imports_of_a_menu_create_each_item_once(engine: Engine) {
        let server = TestServer::start_on(testkit::database(engine).await).await;
        let owner = server.owner().await;
        let menu = json!([{"name": "Margherita", "price": 9.5, "stock": 3}, {"name": "Cola", "price": 2.5, "stock": 5}]);
        let imports = (0..6).map(|_| {
            let (owner, menu) = (owner.clone(), menu.clone());
            // The record checks of concurrent requests would disturb each other.
            tokio::spawn(async move {
                owner.post("/set-menu-and-instore").json(menu).skip_record_check().await.expect_status(200)
            })
        });
        let mut results = BTreeSet::new();
        for import in imports.collect::<Vec<_>>() {
            results.insert(import.await.unwrap().to_string());
        }
        assert_eq!(results.len(), 1, "{results:?}");
        assert_eq!(menu_of(&owner).await.len(), 2);
        server.close().await;
    }
}
