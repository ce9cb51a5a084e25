//! Menus and their stock.

use std::future::IntoFuture as _;

use futures_util::future::join_all;
use serde_json::{Value, json};

use crate::kit::{House, NOBODY, id};

fn at(item: &Value) -> String {
    format!("/api/items/{}", id(item))
}

#[tokio::test]
async fn an_item_gets_a_number_and_a_version() {
    let house = House::open().await;
    let owner = house.owner().await;
    let form = json!({
        "name": " Margherita ", "description": "Tomato, mozzarella", "category": "Pizza", "price_cents": 950,
        "image_url": "https://example.com/m.jpg", "stock_quantity": 3,
    });
    let answer = owner.post("/api/items").json(form).await;
    let (location, tag) = (answer.header("location").unwrap().to_owned(), answer.header("etag").unwrap().to_owned());
    let item = answer.expect(201);
    assert_eq!(
        item,
        json!({
            "id": item["id"], "number": 101, "business_id": owner.business_id(), "name": "Margherita",
            "description": "Tomato, mozzarella", "category": "Pizza", "image_url": "https://example.com/m.jpg",
            "price_cents": 950, "currency": "EUR", "stock_quantity": 3, "available": true, "version": 1,
        })
    );
    assert_eq!((location, tag.as_str()), (at(&item), "\"1\""));
    let shown = house.stranger().get(at(&item)).await;
    assert_eq!(shown.header("etag"), Some("\"1\""));
    assert_eq!(shown.expect(200), item);
    let bare = owner.post("/api/items").json(json!({"name": "Water", "price_cents": 0})).await.expect(201);
    assert_eq!((&bare["number"], &bare["stock_quantity"], &bare["image_url"]), (&json!(102), &json!(0), &json!(null)));
    house.close().await;
}

#[tokio::test]
async fn items_that_make_no_sense_are_told_by_field() {
    let house = House::open().await;
    let menu = house.menu(&[("Margherita", 950, 3)]).await;
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
        ("business_id", json!(NOBODY)),
    ];
    for (field, value) in cases {
        let mut form = json!({"name": "Pizza", "price_cents": 1});
        form[field] = value.clone();
        let answer = menu.owner.post("/api/items").json(form).await;
        assert_eq!(answer.invalid(), [field], "{value}");
        // `null` leaves a field of an edit as it is.
        if !value.is_null() {
            let answer = menu.owner.patch(at(&menu[0])).json(json!({ field: value })).await;
            assert_eq!(answer.invalid(), [field], "{value}");
        }
    }
    for stock in [json!(-1), json!(1_000_001), json!(1.5), json!("3")] {
        let form = json!({"name": "Pizza", "price_cents": 1, "stock_quantity": stock});
        assert_eq!(menu.owner.post("/api/items").json(form).await.invalid(), ["stock_quantity"], "{stock}");
    }
    // Stock is changed by so many, never set.
    let answer = menu.owner.patch(at(&menu[0])).json(json!({"stock_quantity": 7})).await;
    assert_eq!(answer.invalid(), ["stock_quantity"]);
    house.close().await;
}

#[tokio::test]
async fn an_edit_of_what_has_changed_meanwhile_is_refused() {
    let house = House::open().await;
    let menu = house.menu(&[("Margherita", 950, 3)]).await;
    let edit = |tag: &str, change: Value| {
        let ask = menu.owner.patch(at(&menu[0])).json(change);
        if tag.is_empty() { ask } else { ask.header("if-match", tag) }.into_future()
    };
    let answer = edit("\"1\"", json!({"price_cents": 1000, "image_url": "/images/m.jpg"})).await;
    assert_eq!(answer.header("etag"), Some("\"2\""));
    let item = answer.expect(200);
    assert_eq!(
        (&item["version"], &item["price_cents"], &item["name"]),
        (&json!(2), &json!(1000), &json!("Margherita"))
    );

    for stale in ["\"1\"", "\"3\"", "W/\"2\"", "2", "\"0\", \"1\"", "tag"] {
        let problem = edit(stale, json!({"price_cents": 1})).await.refused(412, "stale");
        assert_eq!(problem["current_version"], 2, "{stale}");
    }
    assert_eq!(edit("*", json!({"available": false})).await.expect(200)["version"], 3);
    assert_eq!(edit("\"9\", \"3\"", json!({"description": ""})).await.expect(200)["version"], 4);
    assert_eq!(edit("", json!({"image_url": null})).await.expect(200)["image_url"], json!(null));
    let item = edit("", json!({"name": null, "category": "Pizza"})).await.expect(200);
    assert_eq!((&item["name"], &item["version"]), (&json!("Margherita"), &json!(6)));

    let archive = |tag: &str| menu.owner.delete(at(&menu[0])).header("if-match", tag).into_future();
    archive("\"5\"").await.refused(412, "stale");
    archive("\"6\"").await.expect(204);
    house.stranger().get(at(&menu[0])).await.refused(404, "not-found");
    archive("*").await.refused(404, "not-found");
    house.close().await;
}

#[tokio::test]
async fn stock_never_goes_below_nothing_or_above_a_million() {
    let house = House::open().await;
    let menu = house.menu(&[("Margherita", 950, 3)]).await;
    let stock =
        |delta: Value| menu.owner.post(format!("{}/stock", at(&menu[0]))).json(json!({ "delta": delta })).into_future();
    assert_eq!(stock(json!(20)).await.expect(200)["stock_quantity"], 23);
    assert_eq!(stock(json!(-23)).await.expect(200)["stock_quantity"], 0);
    let problem = stock(json!(-1)).await.refused(422, "invalid");
    assert_eq!(problem["detail"], "delta would bring the stock of 0 to -1, below zero.");
    assert_eq!(stock(json!(1_000_000)).await.expect(200)["stock_quantity"], 1_000_000);
    assert_eq!(stock(json!(1)).await.invalid(), ["delta"]);
    for delta in [json!(1.5), json!("7"), json!(null), json!(i64::MIN), json!(1_000_001), json!(u64::MAX)] {
        assert_eq!(stock(delta.clone()).await.invalid(), ["delta"], "{delta}");
    }
    assert_eq!(menu.owner.post(format!("{}/stock", at(&menu[0]))).json(json!({})).await.invalid(), ["delta"]);
    house.close().await;
}

shared::on_every_engine! {
    async fn deltas_at_once_all_count(db: Db) {
        let house = House::on(db).await;
        let (menu, diner) = (house.menu(&[("Margherita", 950, 20)]).await, house.diner().await);
        let stock = |delta: i64| {
            let ask = menu.owner.post(format!("{}/stock", at(&menu[0]))).json(json!({ "delta": delta }));
            ask.among_others().into_future()
        };
        let deltas = (0..40).map(|n| stock(if n % 2 == 0 { 3 } else { -1 }));
        let orders = (0..20).map(|_| diner.places(&menu[0], 1).among_others().into_future());
        let (deltas, orders) = tokio::join!(join_all(deltas), join_all(orders));
        let stock = deltas.iter().chain(&orders).fold(20, |stock, answer| match (answer.status, answer.what.as_str()) {
            (201, _) => stock - 1,
            (200, _) => stock,
            _ => panic!("{}: {}", answer.what, answer.text),
        });
        assert_eq!(house.stock(&menu[0]).await, stock + 20 * 3 - 20);
        house.close().await;
    }

    async fn of_two_edits_of_one_version_one_is_stale(db: Db) {
        let house = House::on(db).await;
        let menu = house.menu(&[("Margherita", 950, 20)]).await;
        for version in 1..=5 {
            let edit = |price: i64| {
                let ask = menu.owner.patch(at(&menu[0])).json(json!({"price_cents": price}));
                ask.header("if-match", format!("\"{version}\"")).among_others().into_future()
            };
            let (one, other) = tokio::join!(edit(1), edit(2));
            let mut statuses = [one.status, other.status];
            statuses.sort_unstable();
            assert_eq!(statuses, [200, 412]);
        }
        house.close().await;
    }
}
