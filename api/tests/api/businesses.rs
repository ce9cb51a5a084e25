//! Businesses and their settings.

use std::future::IntoFuture as _;

use futures_util::future::join_all;
use serde_json::json;

use domain::business::BusinessId;
use store::{businesses, sequences};
use testkit::api_client::id_of;
use testkit::{TIMEOUT, on_every_engine, with_timeout};

use crate::support::{TestServer, UNKNOWN_ID};

#[tokio::test]
async fn owner_and_admin_change_the_settings_of_a_business() {
    let server = TestServer::start().await;
    let (menu, admin) = (server.business_with_items(&[("Margherita", 950, 3)]).await, server.admin().await);
    let path = format!("/api/businesses/{}", menu.owner.business_id());
    let change = json!({
        "name": "Da Gina", "open": false, "acceptance": "manual", "grace_seconds": 0, "kitchen": "manual",
        "currency": "CHF", "timezone": "Europe/Zurich",
    });
    let changed = menu.owner.patch(&path).json(change.clone()).await.expect_status(200);
    for (name, value) in change.as_object().unwrap() {
        assert_eq!(&changed[name], value);
    }
    assert_eq!(server.anonymous().get(&path).await.expect_status(200), changed);
    // Menu prices use the currency of the business.
    let item = server.anonymous().get(format!("/api/items/{}", id_of(&menu[0]))).await.expect_status(200);
    assert_eq!(item["currency"], "CHF");
    let unchanged = menu.owner.patch(&path).json(json!({})).await.expect_status(200);
    assert_eq!(unchanged, changed);
    assert_eq!(admin.patch(&path).json(json!({"open": true})).await.expect_status(200)["open"], true);
    server.close().await;
}

#[tokio::test]
async fn invalid_settings_are_reported_by_field() {
    let server = TestServer::start().await;
    let owner = server.owner().await;
    let cases = [
        ("name", json!("")),
        ("open", json!("yes")),
        ("acceptance", json!("sometimes")),
        ("grace_seconds", json!(-1)),
        ("grace_seconds", json!(3601)),
        ("grace_seconds", json!(1.5)),
        ("grace_seconds", json!(1_000_000_000_000_i64)),
        ("kitchen", json!("robot")),
        ("currency", json!("eur")),
        ("currency", json!("ZZZ")),
        ("currency", json!("XXX")),
        ("currency", json!("HRK")),
        ("currency", json!("CLF")),
        ("price_conversion_rate", json!(1.1)),
        ("timezone", json!("CET+1")),
        ("id", json!(UNKNOWN_ID)),
    ];
    for (field, value) in cases {
        let change = json!({ field: value });
        let response = owner.patch(format!("/api/businesses/{}", owner.business_id())).json(change.clone()).await;
        assert_eq!(response.expect_invalid_fields(), [field], "{change}");
    }
    server.close().await;
}

#[tokio::test]
async fn unusable_conversion_rate_changes_nothing() {
    let server = TestServer::start().await;
    let menu = server.business_with_items(&[("Margherita", 950, 3), ("Free", 0, 3), ("Yacht", 100_000_000, 1)]).await;
    let path = format!("/api/businesses/{}", menu.owner.business_id());
    for (currency, rate, reason) in [
        ("KWD", json!(null), "is required, because EUR has 2 decimals and KWD has 3"),
        ("JPY", json!(null), "is required, because EUR has 2 decimals and JPY has 0"),
        ("KWD", json!(0), "positive number"),
        ("KWD", json!(-1), "negative"),
        ("KWD", json!("fast"), "amount"),
        ("KWD", json!("0.1234567891"), "9 significant digits"),
        ("KWD", json!("1e-12"), "9 significant digits"),
        ("USD", json!(1.01), "exceed the maximum"),
        ("JPY", json!(0.01), "rounds a price to zero"),
    ] {
        let change = json!({"currency": currency, "price_conversion_rate": rate, "name": "Unsaved"});
        let problem = menu.owner.patch(&path).json(change).await.expect_problem(422, "invalid");
        assert_eq!(problem["errors"][0]["field"], "price_conversion_rate", "{currency} {rate}");
        assert!(problem["errors"][0]["message"].as_str().unwrap().contains(reason), "{problem}");
    }
    // The owner has entered the rate on a page that shows another currency.
    let outdated = json!({"currency": "USD", "price_conversion_rate": 0.5, "expected_currency": "JPY"});
    let problem = menu.owner.patch(&path).json(outdated).await.expect_problem(422, "invalid");
    let message = "must be EUR, the currency of the business";
    assert_eq!(problem["errors"], json!([{"field": "expected_currency", "message": message}]));
    let business = server.anonymous().get(&path).await.expect_status(200);
    assert_eq!((&business["currency"], &business["name"]), (&json!("EUR"), &json!("Trattoria 1")));
    let items = server.anonymous().get(format!("{path}/items")).await.expect_status(200);
    assert_eq!((&items["data"][0]["price_cents"], &items["data"][0]["version"]), (&json!(950), &json!(1)));
    server.close().await;
}

on_every_engine! {
    async fn prices_are_converted_to_the_new_currency(db: Db) {
        let server = TestServer::start_on(db).await;
        let menu = server.business_with_items(&[("Margherita", 950, 3), ("Free", 0, 3), ("Gum", 3, 3)]).await;
        let other = server.business_with_items(&[("Marinara", 850, 3)]).await;
        let path = format!("/api/businesses/{}", menu.owner.business_id());
        let prices = async || {
            let items = server.anonymous().get(format!("{path}/items")).await.expect_status(200);
            let items = items["data"].as_array().unwrap().clone();
            items.into_iter().map(|item| (item["price_cents"].clone(), item["currency"].clone())).collect::<Vec<_>>()
        };
        for (change, expected) in [
            (json!({"currency": "KWD", "price_conversion_rate": 0.33, "expected_currency": "EUR"}), [3135, 0, 10]), // 9.9 is rounded
            (json!({"currency": "JPY", "price_conversion_rate": "485.5"}), [1522, 0, 5]), // 1522.04 and 4.855
            (json!({"currency": "KRW"}), [1522, 0, 5]),
            (json!({"currency": "EUR", "price_conversion_rate": 5e-3}), [761, 0, 3]), // 2.5 is rounded up
        ] {
            menu.owner.patch(&path).json(change.clone()).await.expect_status(200);
            let expected = expected.map(|cents| (json!(cents), change["currency"].clone()));
            assert_eq!(prices().await, expected);
        }
        let unchanged = server.anonymous().get(format!("/api/items/{}", id_of(&other[0]))).await.expect_status(200);
        assert_eq!((&unchanged["price_cents"], &unchanged["version"]), (&json!(850), &json!(1)));
        server.close().await;
    }

    async fn settings_that_are_already_in_effect_need_no_lock(db: Db) {
        let server = TestServer::start_on(db).await;
        let menu = server.business_with_items(&[("Margherita", 950, 3)]).await;
        let business = BusinessId(menu.owner.business_id().parse().unwrap());
        let mut lock = server.db.begin().await.unwrap();
        sequences::next_item_number(&mut lock).await.unwrap();
        businesses::lock_items(&mut lock, business).await.unwrap();
        businesses::lock(&mut lock, business).await.unwrap();
        let change = json!({"currency": "EUR", "open": true, "price_conversion_rate": 2});
        let request = menu.owner.patch(format!("/api/businesses/{business}")).json(change).into_future();
        let saved = with_timeout("the unchanged settings", TIMEOUT, request).await.expect_status(200);
        assert_eq!(saved["currency"], "EUR");
        drop(lock);
        server.close().await;
    }

    /// Places orders while the currency changes back and forth. An `ETag` from before a change is stale.
    async fn currency_changes_do_not_disturb_placements(db: Db) {
        let server = TestServer::start_on(db).await;
        let menu = server.business_with_items(&[("Margherita", 950, 900), ("Marinara", 850, 900)]).await;
        let customer = server.customer().await;
        let path = format!("/api/businesses/{}", menu.owner.business_id());
        let placements = (0..60).map(|n| customer.place(&menu[n % 2], 1).skip_record_check().into_future());
        let changes = (0..30).map(|n| {
            let currency = ["CHF", "EUR"][n % 2];
            let change = json!({ "currency": currency });
            menu.owner.patch(&path).json(change).skip_record_check().into_future()
        });
        let (placed, changed) = tokio::join!(join_all(placements), join_all(changes));
        for response in placed {
            response.expect_status(201);
        }
        for response in changed {
            response.expect_status(200);
        }
        let item = format!("/api/items/{}", id_of(&menu[0]));
        let tag = menu.owner.get(&item).await.header("etag").unwrap().to_owned();
        let change = json!({"currency": "JPY", "price_conversion_rate": 185});
        menu.owner.patch(&path).json(change).await.expect_status(200);
        menu.owner
            .patch(&item)
            .header("if-match", &tag)
            .json(json!({"price_cents": 900}))
            .await
            .expect_problem(412, "stale");
        let tag = menu.owner.get(&item).await.header("etag").unwrap().to_owned();
        menu.owner.patch(&path).json(json!({"currency": "JPY", "open": true})).await.expect_status(200);
        menu.owner.patch(&item).header("if-match", &tag).json(json!({"price_cents": 900})).await.expect_status(200);
        server.close().await;
    }

    async fn businesses_are_found_by_a_part_of_their_name(db: Db) {
        let server = TestServer::start_on(db).await;
        let owner = server.owner().await;
        for (username, name) in [("o1", "Crêperie Ñandú"), ("o2", "100% Ramen_Bar"), ("o3", "RAMEN-YA")] {
            let form = json!({"username": format!("{username}x"), "password": "a table for two", "role": "business",
                          "business_name": name});
            server.anonymous().post("/api/auth/register").json(form).await.expect_status(201);
        }
        let found = |q: &'static str| {
            let client = server.anonymous();
            async move {
                let found = client.get(format!("/api/businesses?q={q}")).await.expect_status(200);
                let names = found["data"].as_array().unwrap().iter().map(|b| b["name"].as_str().unwrap().to_owned());
                names.collect::<Vec<_>>()
            }
        };
        assert_eq!(found("ramen").await, ["100% Ramen_Bar", "RAMEN-YA"]);
        assert_eq!(found("%C3%91AND%C3%9A").await, ["Crêperie Ñandú"]);
        assert_eq!(found("missing").await, Vec::<String>::new());
        assert_eq!(found("").await.len(), 4);
        assert_eq!(found("%27%3B--").await, Vec::<String>::new());
        // SQL wildcards are ordinary characters.
        assert_eq!(found("%25").await, ["100% Ramen_Bar"]);
        assert_eq!(found("n_b").await, ["100% Ramen_Bar"]);
        assert_eq!(found("n!").await, Vec::<String>::new());
        assert_eq!(found("%5C").await, Vec::<String>::new());
        let show = |id: &str| server.anonymous().get(format!("/api/businesses/{id}"));
        show(owner.business_id()).await.expect_status(200);
        for unknown in [UNKNOWN_ID, "101", "%00"] {
            show(unknown).await.expect_problem(404, "not-found");
            server.anonymous().get(format!("/api/businesses/{unknown}/items")).await.expect_problem(404, "not-found");
        }
        server.close().await;
    }
}
