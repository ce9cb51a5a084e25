//! Menu items and their stock.

use std::future::IntoFuture as _;

use futures_util::future::join_all;
use serde_json::{Value, json};
use store::{decoded, events};
use testkit::api_client::id_of;
use testkit::on_every_engine;

use crate::support::{TestServer, UNKNOWN_ID};

fn path_of(item: &Value) -> String {
    format!("/api/items/{}", id_of(item))
}

#[tokio::test]
async fn new_item_has_a_number_and_a_version() {
    let server = TestServer::start().await;
    let owner = server.owner().await;
    let form = json!({
        "name": " Margherita ", "description": "Tomato, mozzarella", "category": "Pizza", "price_cents": 950,
        "image_url": "https://example.com/m.jpg", "stock_quantity": 3,
    });
    let response = owner.post("/api/items").json(form).await;
    let (location, tag) =
        (response.header("location").unwrap().to_owned(), response.header("etag").unwrap().to_owned());
    let item = response.expect_status(201);
    assert_eq!(
        item,
        json!({
            "id": item["id"], "number": 101, "business_id": owner.business_id(), "name": "Margherita",
            "description": "Tomato, mozzarella", "category": "Pizza", "image_url": "https://example.com/m.jpg",
            "price_cents": 950, "currency": "EUR", "stock_quantity": 3, "available": true, "version": 1,
        })
    );
    assert_eq!((location, tag.as_str()), (path_of(&item), "\"1\""));
    let shown = server.anonymous().get(path_of(&item)).await;
    assert_eq!(shown.header("etag"), Some("\"1\""));
    assert_eq!(shown.expect_status(200), item);
    let minimal = owner.post("/api/items").json(json!({"name": "Water", "price_cents": 0})).await.expect_status(201);
    assert_eq!(
        (&minimal["number"], &minimal["stock_quantity"], &minimal["image_url"]),
        (&json!(102), &json!(0), &json!(null))
    );
    server.close().await;
}

#[tokio::test]
async fn invalid_items_are_reported_by_field() {
    let server = TestServer::start().await;
    let menu = server.business_with_items(&[("Margherita", 950, 3)]).await;
    let cases = [
        ("name", json!("")),
        ("name", json!("n".repeat(201))),
        ("name", json!(null)),
        ("price_cents", json!(-1)),
        ("price_cents", json!(9.5)),
        ("price_cents", json!(100_000_001)),
        ("price_cents", json!("950")),
        ("description", json!("d".repeat(2001))),
        ("category", json!("c".repeat(61))),
        ("image_url", json!("javascript:alert(1)")),
        ("image_url", json!("http://example.com/m.jpg")),
        ("image_url", json!("https://user:password@example.com/m.jpg")),
        ("image_url", json!("//example.com/m.jpg")),
        ("image_url", json!("/images/../secret")),
        ("available", json!("yes")),
        ("number", json!(7)),
        ("version", json!(7)),
        ("business_id", json!(UNKNOWN_ID)),
    ];
    for (field, value) in cases {
        let mut form = json!({"name": "Pizza", "price_cents": 1});
        form[field] = value.clone();
        let response = menu.owner.post("/api/items").json(form).await;
        assert_eq!(response.expect_invalid_fields(), [field], "{value}");
        // In an edit, `null` leaves a field unchanged.
        if !value.is_null() {
            let response = menu.owner.patch(path_of(&menu[0])).json(json!({ field: value })).await;
            assert_eq!(response.expect_invalid_fields(), [field], "{value}");
        }
    }
    for stock in [json!(-1), json!(1_000_001), json!(1.5), json!("3")] {
        let form = json!({"name": "Pizza", "price_cents": 1, "stock_quantity": stock});
        assert_eq!(
            menu.owner.post("/api/items").json(form).await.expect_invalid_fields(),
            ["stock_quantity"],
            "{stock}"
        );
    }
    let in_currency = async |currency: &str| {
        let form = json!({"name": "Pizza", "price_cents": 1, "expected_currency": currency});
        menu.owner.post("/api/items").json(form).await
    };
    let refusal = in_currency("KWD").await.expect_problem(422, "invalid");
    let message = "must be EUR, the currency of the business";
    assert_eq!(refusal["errors"], json!([{"field": "expected_currency", "message": message}]));
    assert_eq!(in_currency("ZZZ").await.expect_invalid_fields(), ["expected_currency"]);
    in_currency("EUR").await.expect_status(201);
    // The stock is adjusted by a difference; an edit cannot set it.
    let response = menu.owner.patch(path_of(&menu[0])).json(json!({"stock_quantity": 7})).await;
    assert_eq!(response.expect_invalid_fields(), ["stock_quantity"]);
    server.close().await;
}

#[tokio::test]
async fn edit_of_a_stale_version_is_refused() {
    let server = TestServer::start().await;
    let menu = server.business_with_items(&[("Margherita", 950, 3)]).await;
    let edit = |tag: &str, change: Value| {
        let request = menu.owner.patch(path_of(&menu[0])).json(change);
        if tag.is_empty() { request } else { request.header("if-match", tag) }.into_future()
    };
    let response = edit("\"1\"", json!({"price_cents": 1000, "image_url": "/images/m.jpg"})).await;
    assert_eq!(response.header("etag"), Some("\"2\""));
    let item = response.expect_status(200);
    assert_eq!(
        (&item["version"], &item["price_cents"], &item["name"]),
        (&json!(2), &json!(1000), &json!("Margherita"))
    );

    for stale in ["\"1\"", "\"3\"", "W/\"2\"", "2", "\"0\", \"1\"", "tag"] {
        let problem = edit(stale, json!({"price_cents": 1})).await.expect_problem(412, "stale");
        assert_eq!(problem["current_version"], 2, "{stale}");
    }
    assert_eq!(edit("*", json!({"available": false})).await.expect_status(200)["version"], 3);
    assert_eq!(edit("\"9\", \"3\"", json!({"description": ""})).await.expect_status(200)["version"], 4);
    assert_eq!(edit("", json!({"image_url": null})).await.expect_status(200)["image_url"], json!(null));
    let item = edit("", json!({"name": null, "category": "Pizza"})).await.expect_status(200);
    assert_eq!((&item["name"], &item["version"]), (&json!("Margherita"), &json!(6)));

    let archive = |tag: &str| menu.owner.delete(path_of(&menu[0])).header("if-match", tag).into_future();
    archive("\"5\"").await.expect_problem(412, "stale");
    archive("\"6\"").await.expect_status(204);
    server.anonymous().get(path_of(&menu[0])).await.expect_problem(404, "not-found");
    archive("*").await.expect_problem(404, "not-found");
    server.close().await;
}

#[tokio::test]
async fn stock_stays_between_zero_and_a_million() {
    let server = TestServer::start().await;
    let menu = server.business_with_items(&[("Margherita", 950, 3)]).await;
    let stock = |delta: Value| {
        menu.owner.post(format!("{}/stock", path_of(&menu[0]))).json(json!({ "delta": delta })).into_future()
    };
    assert_eq!(stock(json!(20)).await.expect_status(200)["stock_quantity"], 23);
    assert_eq!(stock(json!(-23)).await.expect_status(200)["stock_quantity"], 0);
    let problem = stock(json!(-1)).await.expect_problem(422, "invalid");
    assert_eq!(problem["detail"], "delta would change the stock from 0 to -1, which is below zero.");
    assert_eq!(stock(json!(1_000_000)).await.expect_status(200)["stock_quantity"], 1_000_000);
    assert_eq!(stock(json!(1)).await.expect_invalid_fields(), ["delta"]);
    for delta in [json!(1.5), json!("7"), json!(null), json!(i64::MIN), json!(1_000_001), json!(u64::MAX)] {
        assert_eq!(stock(delta.clone()).await.expect_invalid_fields(), ["delta"], "{delta}");
    }
    assert_eq!(
        menu.owner.post(format!("{}/stock", path_of(&menu[0]))).json(json!({})).await.expect_invalid_fields(),
        ["delta"]
    );
    server.close().await;
}

on_every_engine! {
    async fn concurrent_stock_adjustments_all_count(db: Db) {
        let server = TestServer::start_on(db).await;
        let menu = server.business_with_items(&[("Margherita", 950, 20)]).await;
        let customer = server.customer().await;
        let stock = |delta: i64| {
            let request = menu.owner.post(format!("{}/stock", path_of(&menu[0]))).json(json!({ "delta": delta }));
            request.skip_record_check().into_future()
        };
        let adjustments = (0..40).map(|n| stock(if n % 2 == 0 { 3 } else { -1 }));
        let orders = (0..20).map(|_| customer.place(&menu[0], 1).skip_record_check().into_future());
        let (adjustments, orders) = tokio::join!(join_all(adjustments), join_all(orders));
        let stock = adjustments.iter().chain(&orders).fold(20, |stock, response| match response.status {
            201 => stock - 1,
            200 => stock,
            _ => panic!("{}: {}", response.request, response.text),
        });
        assert_eq!(server.stock(&menu[0]).await, stock + 20 * 3 - 20);
        server.close().await;
    }

    async fn of_two_concurrent_edits_of_one_version_one_is_stale(db: Db) {
        let server = TestServer::start_on(db).await;
        let menu = server.business_with_items(&[("Margherita", 950, 20)]).await;
        for version in 1..=5 {
            let edit = |price: i64| {
                let request = menu.owner.patch(path_of(&menu[0])).json(json!({"price_cents": price}));
                request.header("if-match", format!("\"{version}\"")).skip_record_check().into_future()
            };
            let (one, other) = tokio::join!(edit(1), edit(2));
            let mut statuses = [one.status, other.status];
            statuses.sort_unstable();
            assert_eq!(statuses, [200, 412]);
        }
        server.close().await;
    }
}

on_every_engine! {
    async fn menu_changes_are_recorded_and_published(db: Db) {
        let server = TestServer::start_on(db).await;
        let owner = server.owner().await;
        let menu = json!([{"name": "Margherita", "price": 9.5, "stock": 10}, {"name": "Cola", "price": 2, "stock": 5}]);
        let imported = owner.post("/set-menu-and-instore").json(menu.clone()).await.expect_status(200);
        let [pizza, cola] = [0, 1].map(|index| imported[index]["id"].as_str().unwrap().to_owned());
        // An import that changes nothing is not recorded. A change of the stock is.
        owner.post("/set-menu-and-instore").json(menu).await.expect_status(200);
        owner.post("/set-menu-and-instore").json(json!({"id": cola, "stock": 4})).await.expect_status(200);
        let item = owner.post("/api/items").json(json!({"name": "Water", "price_cents": 100})).await.expect_status(201);
        let water = id_of(&item).to_owned();
        owner.patch(format!("/api/items/{water}")).json(json!({"available": false})).await.expect_status(200);
        owner.post(format!("/api/items/{water}/stock")).json(json!({"delta": 3})).await.expect_status(200);
        owner.post(format!("/menu/update/stock/{water}")).json(json!({"quantity": 1})).await.expect_status(200);
        owner.delete(format!("/api/items/{water}")).await.expect_status(204);
        owner.delete(format!("/menu/delete/{cola}")).await.expect_status(200);
        owner.post("/products").json(json!({"name": "Tea", "price": 1})).await.expect_status(200);
        let path = format!("/api/businesses/{}/items", owner.business_id());
        let listed = owner.get(path).await.expect_status(200);
        let tea = id_of(listed["data"].as_array().unwrap().last().unwrap()).to_owned();
        // Refused changes are not recorded.
        owner.post(format!("/api/items/{pizza}/stock")).json(json!({"delta": -11})).await.expect_status(422);
        let stale = owner.patch(format!("/api/items/{pizza}")).header("if-match", "\"9\"");
        stale.json(json!({"available": false})).await.expect_status(412);
        let business = owner.business_id().to_owned();
        let settings = format!("/api/businesses/{business}");
        owner.patch(&settings).json(json!({"open": false})).await.expect_status(200);
        owner.patch(&settings).json(json!({"open": false})).await.expect_status(200);
        owner.patch(&settings).json(json!({"open": true})).await.expect_status(200);
        // A business whose last owner is deactivated is closed.
        let admin = server.admin().await;
        admin.delete(format!("/api/users/{}", owner.id())).await.expect_status(204);

        let mut read = server.db.read().await.unwrap();
        let last = events::last_position(&mut read).await.unwrap();
        let mut recorded = decoded(events::list_between(&mut read, 1, last).await.unwrap());
        drop(read);
        // The items of an import are recorded in any order.
        recorded[..2].sort_by_key(|event| event.subject.id().to_string() != pizza);
        let changes: Vec<_> = recorded
            .iter()
            .map(|event| (event.kind.as_str().to_owned(), event.subject.id().to_string(), event.version))
            .collect();
        let expected = [
            ("item.added", &pizza, 1),
            ("item.added", &cola, 1),
            ("item.updated", &cola, 2),
            ("item.added", &water, 1),
            ("item.updated", &water, 2),
            ("item.updated", &water, 3),
            ("item.updated", &water, 4),
            ("item.removed", &water, 5),
            ("item.removed", &cola, 3),
            ("item.added", &tea, 1),
            ("business.updated", &business, 1),
            ("business.updated", &business, 2),
            ("business.updated", &business, 3),
        ];
        assert_eq!(changes, expected.map(|(kind, subject, version)| (kind.to_owned(), subject.clone(), version)));
        let payloads: Vec<Value> =
            recorded.iter().map(|event| serde_json::from_str(event.payload.as_str()).unwrap()).collect();
        assert_eq!(payloads[6]["item"]["stock_quantity"], 4);
        assert_eq!((&payloads[12]["business"]["open"], &payloads[12]["actor"]["role"]), (&json!(false), &json!("admin")));
        assert!(recorded.iter().all(|event| event.traceparent.is_some()));
        server.close().await;
    }
}
